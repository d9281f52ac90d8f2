// Salesforce's JavaScript client drives the simulated organisation.
//   node drive.mjs ENDPOINT PRIVATE_KEY_FILE      exit 0 says that nothing was found
import { createSign } from "node:crypto";
import { readFileSync } from "node:fs";
import jsforce from "jsforce";

const [endpoint, keyFile] = process.argv.slice(2);
const mismatches = [];
let checks = 0;

function check(what, holds) {
  checks++;
  if (!holds) mismatches.push(what);
}

async function act(verb, input = {}) {
  const answer = await fetch(`${endpoint}/_control/${verb}`, { method: "POST", body: JSON.stringify(input) });
  if (!answer.ok) throw new Error(`${verb}: ${await answer.text()}`);
  return answer.json();
}

// The errorCode of what has to be refused.
async function refusal(work) {
  try {
    await work();
    return "accepted";
  } catch (error) {
    return error.errorCode ?? error.name ?? String(error);
  }
}

const oauth2 = { loginUrl: endpoint, clientId: "test", clientSecret: "test" };
const connect = () => new jsforce.Connection({ instanceUrl: endpoint, version: "68.0", oauth2, callOptions: { client: "judge" } });

// Login by client credentials.
const org = connect();
await org.authorize({ grant_type: "client_credentials" });
const identity = await org.identity();
check("identity", identity.user_id.startsWith("005") && identity.organization_id.startsWith("00D"));
check("wrong secret", (await refusal(() => new jsforce.Connection({ oauth2: { ...oauth2, clientSecret: "x" }, instanceUrl: endpoint }).authorize({ grant_type: "client_credentials" }))) === "invalid_client");

// Login by an assertion.
const encode = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
const signed = `${encode({ alg: "RS256" })}.${encode({ iss: "judge", sub: "integration@example.com", aud: endpoint, exp: Math.floor(Date.now() / 1000) + 120 })}`;
const assertion = `${signed}.${createSign("RSA-SHA256").update(signed).sign(readFileSync(keyFile), "base64url")}`;
const jwt = connect();
await jwt.authorize({ grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer", assertion });
check("identity of the assertion", (await jwt.identity()).user_id === identity.user_id);

// Metadata.
const names = (await org.describeGlobal()).sobjects.map((o) => o.name);
check("describeGlobal", ["Account", "Contact", "Lead", "Opportunity"].every((name) => names.includes(name)));
const describe = await org.describe("Opportunity");
check("describe", describe.keyPrefix === "006" && describe.fields.find((f) => f.name === "StageName").picklistValues.length === 10);
check("describe of nothing", (await refusal(() => org.describe("Nothing__c"))) === "NOT_FOUND");
check("versions", (await org.request("/services/data/")).at(-1).version === "68.0");

// Rows.
const deal = (more = {}) => ({ Name: "A deal", StageName: "Prospecting", CloseDate: "2026-12-31", ...more });
const created = await org.sobject("Opportunity").create(deal());
check("create", created.success && created.id.length === 18);
check("retrieve", (await org.sobject("Opportunity").retrieve(created.id)).Name === "A deal");
check("update", (await org.sobject("Opportunity").update({ Id: created.id, NextStep: "Call" })).success);
check("required field", (await refusal(() => org.sobject("Opportunity").create({ Name: "x" }))) === "REQUIRED_FIELD_MISSING");
check("hidden field", (await refusal(() => org.sobject("Opportunity").create(deal({ Nothing__c: 1 })))) === "INVALID_FIELD");
const rows = await org.sobject("Opportunity").create([deal({ Name: "One" }), { Name: "Two" }, deal({ Name: "Three" })], { allOrNone: false });
check("rows in order", rows.map((row) => row.success).join() === "true,false,true" && rows[1].errors[0].statusCode === "REQUIRED_FIELD_MISSING");
const upserted = await org.sobject("Opportunity").upsert([deal({ LambdaSync_Id__c: "u-1" }), deal({ LambdaSync_Id__c: "u-2" })], "LambdaSync_Id__c", { allOrNone: false });
check("upsert of rows", upserted.every((row) => row.success && row.created));
check("upsert again", (await org.sobject("Opportunity").upsert([{ LambdaSync_Id__c: "u-1", NextStep: "x" }], "LambdaSync_Id__c"))[0].created === false);
const single = await org.sobject("Opportunity").upsert(deal({ LambdaSync_Id__c: "u-3" }), "LambdaSync_Id__c");
check("upsert of one", single.success && single.created);
for (const _ of [1, 2]) await act("create", { object: "Account", fields: { Name: "Twice", Legacy_Id__c: "7" } });
check("several records", (await refusal(() => org.sobject("Account").upsert({ Legacy_Id__c: "7", Name: "x" }, "Legacy_Id__c"))) === "MULTIPLE_CHOICES");
const retrieved = await org.retrieve("Opportunity", [created.id, "006Sm0000000999"], { fields: ["Name", "NextStep"] });
check("retrieve of rows", retrieved.length === 2 && retrieved[0].NextStep === "Call" && retrieved[1] === null);

// Queries.
await act("create", { object: "Lead", count: 450, fields: { LastName: "Sample", Company: "Example Ltd" } });
let page = await org.query("SELECT Id, Owner.Name FROM Lead ORDER BY Id", { headers: { "Sforce-Query-Options": "batchSize=200" } });
const seen = [...page.records];
while (!page.done) {
  page = await org.queryMore(page.nextRecordsUrl);
  seen.push(...page.records);
}
check("query and queryMore", new Set(seen.map((r) => r.Id)).size === 450 && seen[0].Owner.Name === "Pat Person");
check("autoFetch", (await org.query("SELECT Id FROM Lead").run({ autoFetch: true, maxFetch: 10_000 })).records.length === 450);
check("malformed", (await refusal(() => org.query("SELECT Id FROM"))) === "MALFORMED_QUERY");
check("no column", (await refusal(() => org.query("SELECT Nothing__c FROM Lead"))) === "INVALID_FIELD");
check("no type", (await refusal(() => org.query("SELECT Id FROM Nothing__c"))) === "INVALID_TYPE");
check("find", (await org.sobject("Opportunity").find({ Name: { $like: "T%" }, CloseDate: jsforce.SfDate.toDateLiteral("2026-12-31") }, ["Id", "Name"])).length === 1);
const since = new Date((await org.query("SELECT SystemModstamp FROM Lead LIMIT 1")).records[0].SystemModstamp);
check("dates", Math.abs(since - Date.now()) < 120_000);
await org.sobject("Lead").destroy(seen.slice(0, 2).map((r) => r.Id));
check("scanAll", (await org.query("SELECT Id, MasterRecordId FROM Lead WHERE IsDeleted = true", { scanAll: true })).records.length === 2);
check("deleted is gone", (await refusal(() => org.sobject("Lead").retrieve(seen[0].Id))) === "ENTITY_IS_DELETED");

// Replication: seconds are ignored, so the span ends after this minute.
const [from, to] = [new Date(Date.now() - 600_000), new Date(Date.now() + 120_000)];
check("updated", (await org.updated("Lead", from, to)).ids.length === 448);
check("deleted", (await org.deleted("Lead", from, to)).deletedRecords.length === 2);

// Composite and graph.
const base = "/services/data/v68.0";
const composite = await org.requestPost("/composite", {
  collateSubrequests: false,
  compositeRequest: [
    { method: "POST", url: `${base}/sobjects/Account`, referenceId: "account", body: { Name: "Example Ltd" } },
    { method: "POST", url: `${base}/sobjects/Opportunity`, referenceId: "deal", body: deal({ AccountId: "@{account.id}" }) },
    { method: "GET", url: `${base}/query?q=SELECT+Id,Account.Name+FROM+Opportunity+WHERE+Id='@{deal.id}'`, referenceId: "read" },
  ],
});
check("composite", composite.compositeResponse.map((part) => part.httpStatusCode).join() === "201,201,200" && composite.compositeResponse[2].body.records[0].Account.Name === "Example Ltd");
const graph = await org.requestPost("/composite/graph", {
  graphs: [
    { graphId: "good", compositeRequest: [{ method: "POST", url: `${base}/sobjects/Account`, referenceId: "a", body: { Name: "Graph" } }, { method: "POST", url: `${base}/sobjects/Contact`, referenceId: "c", body: { LastName: "Sample", AccountId: "@{a.id}" } }] },
    { graphId: "bad", compositeRequest: [{ method: "POST", url: `${base}/sobjects/Account`, referenceId: "a", body: { Name: "Lost" } }, { method: "POST", url: `${base}/sobjects/Contact`, referenceId: "c", body: {} }] },
  ],
});
check("graph", graph.graphs.map((g) => g.isSuccessful).join() === "true,false" && (await org.query("SELECT Id FROM Account WHERE Name = 'Lost'")).records.length === 0);

// Events, limits.
check("event", (await org.sobject("LambdaSync_Notification__e").create({ Kind__c: "Referral" })).success && (await act("published")).events.length === 1);
const limits = await org.limits();
check("limits", limits.DailyApiRequests.Max > limits.DailyApiRequests.Remaining);
check("limitInfo", org.limitInfo.apiUsage.used > 20 && org.limitInfo.apiUsage.limit === limits.DailyApiRequests.Max);

// What a person changed is in the events, what the client changed has its name.
await act("events");
await org.sobject("Opportunity").update({ Id: created.id, NextStep: "ours" });
const header = (await act("events")).events[0].detail.payload.ChangeEventHeader;
check("changeOrigin", header.changeOrigin.endsWith(";client=judge") && header.recordIds[0] === created.id);

// A session that ended is opened again.
let refreshed = 0;
const again = new jsforce.Connection({
  instanceUrl: endpoint, version: "68.0", accessToken: org.accessToken,
  refreshFn: async (connection, done) => {
    refreshed++;
    const fresh = connect();
    await fresh.authorize({ grant_type: "client_credentials" });
    done(null, fresh.accessToken);
  },
});
await act("expire-sessions");
check("refresh", (await again.query("SELECT Id FROM Organization")).totalSize === 1 && refreshed === 1);

// Refusals by the day and by rules.
const last = connect();
await last.authorize({ grant_type: "client_credentials" });
await act("validation-rule", { object: "Opportunity", when: "Amount > 100", message: "Too much.", field: "Amount" });
check("validation rule", (await refusal(() => last.sobject("Opportunity").update({ Id: created.id, Amount: 101 }))) === "FIELD_CUSTOM_VALIDATION_EXCEPTION");
await act("duplicate-rule", { object: "Account", fields: ["Name"], action: "alert" });
check("duplicate rule", (await refusal(() => last.sobject("Account").create({ Name: "Twice" }))) === "DUPLICATES_DETECTED");
check("allowSave", (await last.sobject("Account").create({ Name: "Twice" }, { headers: { "Sforce-Duplicate-Rule-Header": "allowSave=true" } })).success);
await act("settings", { dailyCalls: 1 });
check("daily limit", (await refusal(() => last.limits())) === "REQUEST_LIMIT_EXCEEDED");

for (const what of mismatches) console.log(`  MISMATCH ${what}`);
console.log(`jsforce: ${checks} checks, ${mismatches.length} mismatches`);
process.exit(mismatches.length === 0 ? 0 : 1);
