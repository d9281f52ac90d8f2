// AWS's own JavaScript client drives the simulator: a plain round, and what is newer than botocore's model.
//   node drive.mjs ENDPOINT      exit 0 says that nothing was found
import {
  AssociateOpportunityCommand, CreateEngagementCommand, CreateOpportunityCommand, GetOpportunityCommand, GetProspectingFromEngagementTaskCommand, ListOpportunitiesCommand,
  ListProspectingFromEngagementTasksCommand, ListSolutionsCommand, PartnerCentralSellingClient, StartProspectingFromEngagementTaskCommand, UpdateOpportunityCommand,
} from "@aws-sdk/client-partnercentral-selling";

const endpoint = process.argv[2];
const client = new PartnerCentralSellingClient({
  endpoint, region: "us-east-1", maxAttempts: 1, credentials: { accessKeyId: "test", secretAccessKey: "test" },
});
const driven = new Map();
const mismatches = [];

async function send(Command, input) {
  const name = Command.name.replace(/Command$/, "");
  driven.set(name, (driven.get(name) ?? 0) + 1);
  return client.send(new Command({ Catalog: "AWS", ...input }));
}

async function act(verb, input = {}) {
  const answer = await fetch(`${endpoint}/_control/${verb}`, { method: "POST", body: JSON.stringify(input) });
  if (!answer.ok) throw new Error(`${verb}: ${await answer.text()}`);
}

function check(what, holds) {
  if (!holds) mismatches.push(what);
}

const body = {
  Customer: { Account: { CompanyName: "Example Ltd", Industry: "Manufacturing", WebsiteUrl: "https://example.com", Address: { CountryCode: "US", PostalCode: "98101" } } },
  Project: { Title: "From JavaScript", CustomerBusinessProblem: "A problem that takes some words to tell." },
  LifeCycle: { Stage: "Qualified", TargetCloseDate: "2099-12-31" },
  Marketing: { Source: "None" },
};
const marketplace = "arn:aws:aws-marketplace:us-east-1:123456789012:AWSMarketplace/";

try {
  await act("reset");
  await act("settings", { quotas: false });
  await act("add-solution", { id: "S-0000001", name: "A solution" });
  const { Id: id } = await send(CreateOpportunityCommand, { ClientToken: "js-1", ...body });

  // Newer: Marketplace solutions and products as types of their own.
  await send(AssociateOpportunityCommand, { OpportunityIdentifier: id, RelatedEntityType: "AwsMarketplaceSolutions", RelatedEntityIdentifier: `${marketplace}Solution/solution-1` });
  await send(AssociateOpportunityCommand, { OpportunityIdentifier: id, RelatedEntityType: "AwsMarketplaceProducts", RelatedEntityIdentifier: `${marketplace}SaaSProduct/prod-1` });
  const record = await send(GetOpportunityCommand, { Identifier: id });
  check("AwsMarketplaceSolutions are read back", record.RelatedEntityIdentifiers?.AwsMarketplaceSolutions?.length === 1);
  check("AwsMarketplaceProducts are read back", record.RelatedEntityIdentifiers?.AwsMarketplaceProducts?.length === 1);
  check("LastModifiedDate is a date", record.LastModifiedDate instanceof Date && !Number.isNaN(record.LastModifiedDate.getTime()));

  // A date read is the date that an update needs.
  await send(UpdateOpportunityCommand, { Identifier: id, LastModifiedDate: record.LastModifiedDate, ...body, Project: { ...body.Project, Title: "Renamed" } });
  const listed = await send(ListOpportunitiesCommand, { Sort: { SortBy: "LastModifiedDate", SortOrder: "ASCENDING" } });
  check("the opportunity is listed", listed.OpportunitySummaries?.some((o) => o.Id === id));
  const solutions = await send(ListSolutionsCommand, {});
  check("solutions are listed", solutions.SolutionSummaries?.length === 1);
  await send(UpdateOpportunityCommand, { Identifier: id, LastModifiedDate: record.LastModifiedDate, ...body }).then(
    () => check("an old date is refused", false),
    (refused) => check(`an old date is a ConflictException, not ${refused.name}`, refused.name === "ConflictException"));
  await send(AssociateOpportunityCommand, { OpportunityIdentifier: id, RelatedEntityType: "AwsMarketplaceProducts", RelatedEntityIdentifier: "prod-1" }).then(
    () => check("a product without ARN is refused", false),
    (refused) => check("a ValidationException has its reason and fields", refused.name === "ValidationException" && refused.Reason === "BUSINESS_VALIDATION_FAILED" && refused.ErrorList?.[0]?.FieldName === "RelatedEntityIdentifier"));

  // Newer: prospecting.
  const engagement = await send(CreateEngagementCommand, { ClientToken: "js-2", Title: "Prospects", Description: "An engagement to prospect from" });
  const started = await send(StartProspectingFromEngagementTaskCommand, { Identifiers: [engagement.Id], TaskName: "js", ClientToken: "js-3" });
  check("a prospecting task has its id and status", typeof started.TaskId === "string" && ["PENDING", "IN_PROGRESS", "COMPLETED"].includes(started.TaskStatus));
  await act("clock", { advanceSeconds: 60 });
  const task = await send(GetProspectingFromEngagementTaskCommand, { TaskIdentifier: started.TaskId });
  check("the task tells of its engagement", task.Engagements?.[0]?.EngagementIdentifier === engagement.Id);
  const tasks = await send(ListProspectingFromEngagementTasksCommand, {});
  check("the task is listed", tasks.TaskSummaries?.some((t) => t.TaskId === started.TaskId));
} catch (broken) {
  mismatches.push(`the scenario broke off: ${broken.name} ${broken.message}`);
}

for (const mismatch of mismatches) console.log(`  MISMATCH ${mismatch}`);
const requests = [...driven.values()].reduce((sum, count) => sum + count, 0);
console.log(`javascript: ${driven.size} operations, ${requests} requests, ${mismatches.length} mismatches`);
process.exit(mismatches.length === 0 ? 0 : 1);
