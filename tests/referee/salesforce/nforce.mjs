// A second client, which shares no code with jsforce and writes all names in lower case, drives the simulated organisation.
//   node nforce.mjs ENDPOINT      exit 0 says that nothing was found
import nforce from "nforce";

const [endpoint] = process.argv.slice(2);
const mismatches = [];
let checks = 0;

function check(what, holds) {
  checks++;
  if (!holds) mismatches.push(what);
}

async function refusal(work) {
  try {
    await work();
    return "accepted";
  } catch (error) {
    return error.errorCode ?? String(error);
  }
}

async function act(verb, input = {}) {
  const answer = await fetch(`${endpoint}/_control/${verb}`, { method: "POST", body: JSON.stringify(input) });
  if (!answer.ok) throw new Error(`${verb}: ${await answer.text()}`);
  return answer.json();
}

const login = await fetch(`${endpoint}/services/oauth2/token`, { method: "POST", body: new URLSearchParams({ grant_type: "client_credentials", client_id: "test", client_secret: "test" }) });
const oauth = await login.json();
const org = nforce.createConnection({ clientId: "test", clientSecret: "test", mode: "multi", redirectUri: "http://localhost", apiVersion: "68.0" });
const record = (type, fields, id) => nforce.createSObject(type, id === undefined ? fields : { ...fields, Id: id });
const deal = { Name: "A deal", StageName: "Prospecting", CloseDate: "2026-12-31" };

check("identity", (await org.getIdentity({ oauth })).organization_id.startsWith("00D"));
check("resources", (await org.getResources({ oauth })).sobjects.endsWith("/sobjects"));
check("describeGlobal", (await org.getSObjects({ oauth })).sobjects.some((o) => o.name === "Lead"));
check("describe", (await org.getDescribe({ type: "Opportunity", oauth })).fields.some((f) => f.name === "StageName"));
const made = await org.insert({ sobject: record("Opportunity", deal), oauth });
check("insert", made.success && made.id.length === 18);
const changed = record("Opportunity", { NextStep: "Call" }, made.id);
await org.update({ sobject: changed, oauth });
check("update", (await org.getRecord({ type: "opportunity", id: made.id, fields: ["NextStep"], oauth })).get("nextstep") === "Call");
const keyed = record("Opportunity", deal);
keyed.setExternalId("LambdaSync_Id__c", "n-1");
check("upsert", (await org.upsert({ sobject: keyed, oauth })).created === true);
check("record by external id", (await org.getRecord({ type: "opportunity", externalIdField: "lambdasync_id__c", externalId: "n-1", oauth })).get("name") === "A deal");
check("required field", (await refusal(() => org.insert({ sobject: record("Opportunity", { Name: "x" }), oauth }))) === "REQUIRED_FIELD_MISSING");
await act("create", { object: "Lead", count: 450, fields: { LastName: "Sample", Company: "Example Ltd" } });
await act("settings", { maxPage: 200 });
const leads = await org.query({ query: "select id, owner.name from lead order by id", fetchAll: true, oauth });
check("query of all pages", leads.totalSize === 450 && new Set(leads.records.map((r) => r.getId())).size === 450);
await org.delete({ type: "lead", id: leads.records[0].getId(), oauth });
check("delete", (await org.query({ query: "select count() from lead", oauth })).totalSize === 449);
check("queryAll", (await org.queryAll({ query: "select id from lead where isdeleted = true", oauth })).totalSize === 1);
check("malformed", (await refusal(() => org.query({ query: "select id from", oauth }))) === "MALFORMED_QUERY");
check("limits", (await org.getLimits({ oauth })).DailyApiRequests.Remaining > 0);
const graph = await org.postUrl({ url: "/services/data/v68.0/composite/graph", oauth, body: { graphs: [{ graphId: "g", compositeRequest: [
  { method: "POST", url: "/services/data/v68.0/sobjects/Account", referenceId: "a", body: { Name: "Graph" } },
  { method: "POST", url: "/services/data/v68.0/sobjects/Opportunity", referenceId: "o", body: { ...deal, AccountId: "@{a.id}" } }] }] } });
check("graph", graph.graphs[0].isSuccessful);
await act("expire-sessions");
check("expired session", (await refusal(() => org.getLimits({ oauth }))) === "INVALID_SESSION_ID");

for (const what of mismatches) console.log(`  MISMATCH ${what}`);
console.log(`nforce: ${checks} checks, ${mismatches.length} mismatches`);
process.exit(mismatches.length === 0 ? 0 : 1);
