using System.Text;
using System.Text.Json.Nodes;
using LambdaSync.Connections.PartnerCentral;
using LambdaSync.PartnerCentral;
using LambdaSync.Simulator;
using LambdaSync.Sync.Outbound;

namespace LambdaSync.Referee.Tests;

/// <summary>A deal, a referral, a lead and their engagements through our client: each of its operations at least once.</summary>
sealed class EveryRequest(PartnerCentralClient aws, PartnerCentralSimulator simulator)
{
    const string Catalog = "AWS";

    CancellationToken _cancellation;
    int _token;

    public async Task Run(CancellationToken cancellation)
    {
        _cancellation = cancellation;
        Act("settings", new JsonObject { ["quotas"] = false });
        Act("add-solution", new JsonObject { ["id"] = "S-0000001", ["name"] = "A solution" });
        Act("add-user", new JsonObject { ["email"] = "sam@example.com", ["firstName"] = "Sam", ["lastName"] = "Example" });
        var shared = await Opportunities();
        await Submission(shared);
        await Referral();
        await Lead();
        await Engagements();
        await Snapshots(shared);
    }

    async Task<string> Opportunities()
    {
        var (draft, shared) = (await Create("A draft"), await Create("A shared one"));
        var now = Json(await aws.GetOpportunity(Catalog, draft, _cancellation));
        var update = Body("A draft, renamed");
        update["Identifier"] = draft;
        update["LastModifiedDate"] = now["LastModifiedDate"]!.DeepClone();
        update["LifeCycle"]!["ReviewStatus"] = now["LifeCycle"]!["ReviewStatus"]!.DeepClone();
        await aws.UpdateOpportunity(Bytes(update), _cancellation);
        foreach (var id in (string[])[draft, shared])
            await aws.AssociateOpportunity(AssociateOpportunity.Body(Catalog, id, new Association("Solutions", "S-0000001")), _cancellation);
        await aws.AssociateOpportunity(AssociateOpportunity.Body(Catalog, shared, new Association("AwsProducts", "EC2")), _cancellation);
        await aws.DisassociateOpportunity(AssociateOpportunity.Body(Catalog, shared, new Association("AwsProducts", "EC2")), _cancellation);
        await Count(aws.ListSolutions(Filter(), 1, _cancellation));
        await Count(aws.ListOpportunities(Filter(("Sort", new JsonObject { ["SortBy"] = "LastModifiedDate", ["SortOrder"] = "ASCENDING" })), 1, _cancellation));
        await aws.SubmitOpportunity(SellingRequests.Submit(Catalog, draft, "Co-Sell", "Full"), _cancellation);
        Act("approve", new JsonObject { ["id"] = draft });
        await aws.GetAwsOpportunitySummary(Catalog, draft, _cancellation);
        await aws.AssignOpportunity(AssignOpportunity.Body(Catalog, draft, Assignee.Of("Sam@Example.com", "Sam", "Example", "PartnerAccountManager")!), _cancellation);
        return shared;
    }

    async Task Submission(string shared)
    {
        await aws.StartEngagementFromOpportunityTask(StartEngagementFromOpportunityTask.Body(Catalog, Token(), shared, "Co-Sell", "Full"), _cancellation);
        Later();
        await Count(aws.ListEngagementFromOpportunityTasks(Filter(("OpportunityIdentifier", new JsonArray(shared))), 10, _cancellation));
        Act("approve", new JsonObject { ["id"] = shared });
    }

    async Task Referral()
    {
        var invited = Act("invite", new JsonObject { ["company"] = "Customer Ltd", ["title"] = "A referral" })["id"]!.GetValue<string>();
        await Count(aws.ListEngagementInvitations(Filter(("ParticipantType", "RECEIVER"), ("Status", new JsonArray("PENDING"))), 10, _cancellation));
        await aws.GetEngagementInvitation(Catalog, invited, _cancellation);
        await aws.StartEngagementByAcceptingInvitationTask(StartEngagementByAcceptingInvitationTask.Body(Catalog, Token(), invited), _cancellation);
        Later();
        await Count(aws.ListEngagementByAcceptingInvitationTasks(Filter(("EngagementInvitationIdentifier", new JsonArray(invited))), 10, _cancellation));
        var other = Act("invite", new JsonObject { ["company"] = "Another Ltd", ["title"] = "One to refuse" })["id"]!.GetValue<string>();
        await aws.RejectEngagementInvitation(RejectEngagementInvitation.Body(Catalog, other, "Unable to support"), _cancellation);
    }

    async Task Lead()
    {
        var invited = Act("invite-lead", new JsonObject { ["company"] = "Lead Ltd" });
        await aws.AcceptEngagementInvitation(AcceptEngagementInvitation.Body(Catalog, invited["id"]!.GetValue<string>()), _cancellation);
        var engagement = Json(await aws.GetEngagement(Catalog, invited["engagementId"]!.GetValue<string>(), _cancellation));
        var context = engagement["Contexts"]![0]!;
        var lead = context["Payload"]!["Lead"]!.DeepClone().AsObject();
        lead["QualificationStatus"] = "Qualified";
        lead["Interaction"] = lead["Interactions"]![0]!.DeepClone();
        lead.Remove("Interactions");
        await aws.UpdateEngagementContext(
            Filter(
                ("EngagementIdentifier", engagement["Id"]!), ("ContextIdentifier", context["Id"]!), ("EngagementLastModifiedAt", engagement["ModifiedAt"]!), ("Type", "Lead"),
                ("Payload", new JsonObject { ["Lead"] = lead })),
            _cancellation);
        await aws.CreateEngagementContext(Filter(("ClientToken", Token()), ("EngagementIdentifier", engagement["Id"]!), ("Type", "CustomerProject"), ("Payload", Project())), _cancellation);
        await aws.StartOpportunityFromEngagementTask(
            StartOpportunityFromEngagementTask.Body(Catalog, Token(), engagement["Id"]!.GetValue<string>(), context["Id"]!.GetValue<string>()), _cancellation);
        Later();
        await Count(aws.ListOpportunityFromEngagementTasks(Filter(), 10, _cancellation));
        var prospecting = Json(await aws.StartProspectingFromEngagementTask(
            Filter(("ClientToken", Token()), ("Identifiers", new JsonArray(engagement["Id"]!.DeepClone())), ("TaskName", "Leads")), _cancellation));
        await aws.GetProspectingFromEngagementTask(Filter(("TaskIdentifier", prospecting["TaskId"]!)), _cancellation);
        await Count(aws.ListProspectingFromEngagementTasks(Filter(), 10, _cancellation));
    }

    async Task Engagements()
    {
        var made = Json(await aws.CreateEngagement(
            Filter(("ClientToken", Token()), ("Title", "Ours"), ("Description", "An engagement of ours"), ("Contexts", new JsonArray(new JsonObject { ["Type"] = "CustomerProject", ["Payload"] = Project() }))),
            _cancellation))["Id"]!;
        var payload = new JsonObject
        {
            ["OpportunityInvitation"] = new JsonObject
            {
                ["SenderContacts"] = new JsonArray(new JsonObject { ["Email"] = "sam@example.com", ["FirstName"] = "Sam", ["LastName"] = "Example", ["BusinessTitle"] = "Owner" }),
                ["ReceiverResponsibilities"] = new JsonArray("Distributor"),
                ["Customer"] = new JsonObject { ["CompanyName"] = "Example Ltd", ["Industry"] = "Manufacturing", ["WebsiteUrl"] = "https://example.com", ["CountryCode"] = "US" },
                ["Project"] = new JsonObject
                {
                    ["Title"] = "A project",
                    ["BusinessProblem"] = "A problem that takes fifty characters and some more to tell.",
                    ["TargetCompletionDate"] = "2099-12-31",
                    ["ExpectedCustomerSpend"] = new JsonArray(new JsonObject { ["Amount"] = "10", ["CurrencyCode"] = "USD", ["Frequency"] = "Monthly", ["TargetCompany"] = "AWS" }),
                },
            },
        };
        await aws.CreateEngagementInvitation(
            Filter(
                ("ClientToken", Token()), ("EngagementIdentifier", made),
                ("Invitation", new JsonObject { ["Message"] = "Join us", ["Receiver"] = new JsonObject { ["Account"] = new JsonObject { ["AwsAccountId"] = "222233334444" } }, ["Payload"] = payload })),
            _cancellation);
        await Count(aws.ListEngagements(Filter(), 10, _cancellation));
        await Count(aws.ListEngagementMembers(Filter(("Identifier", made)), 10, _cancellation));
    }

    async Task Snapshots(string shared)
    {
        var own = "";
        await foreach (var association in aws.ListEngagementResourceAssociations(Filter(), 10, _cancellation))
        {
            if (Json(association)["ResourceId"]?.GetValue<string>() == shared)
                own = Json(association)["EngagementId"]!.GetValue<string>();
        }

        (string, JsonNode)[] what =
        [
            ("EngagementIdentifier", own), ("ResourceType", "Opportunity"), ("ResourceIdentifier", shared), ("ResourceSnapshotTemplateIdentifier", "OpportunitySummaryView"),
        ];
        await aws.PutSellingSystemSettings(Catalog, "arn:aws:iam::123456789012:role/snapshots", _cancellation);
        await aws.GetSellingSystemSettings(Catalog, _cancellation);
        await aws.CreateResourceSnapshot(Filter([("ClientToken", Token()), .. what]), _cancellation);
        await Count(aws.ListResourceSnapshots(Filter(("EngagementIdentifier", own)), 10, _cancellation));
        await aws.GetResourceSnapshot(Filter([.. what, ("Revision", 1)]), _cancellation);
        var job = "";
        await foreach (var summary in aws.ListResourceSnapshotJobs(Filter(("EngagementIdentifier", own)), 10, _cancellation))
            job = Json(summary)["Id"]!.GetValue<string>();
        await aws.StopResourceSnapshotJob(Catalog, job, _cancellation);
        await aws.StartResourceSnapshotJob(Catalog, job, _cancellation);
        await aws.GetResourceSnapshotJob(Catalog, job, _cancellation);
        await aws.StopResourceSnapshotJob(Catalog, job, _cancellation);
        await aws.DeleteResourceSnapshotJob(Catalog, job, _cancellation);
        await aws.CreateResourceSnapshotJob(Filter([("ClientToken", Token()), .. what]), _cancellation);
    }

    async Task<string> Create(string title)
    {
        var body = Body(title);
        body["ClientToken"] = Token();
        body["Origin"] = "Partner Referral";
        return Json(await aws.CreateOpportunity(Bytes(body), _cancellation))["Id"]!.GetValue<string>();
    }

    static JsonObject Project() => new()
    {
        ["CustomerProject"] = new JsonObject
        {
            ["Customer"] = new JsonObject { ["Industry"] = "Manufacturing", ["CompanyName"] = "Example Ltd", ["WebsiteUrl"] = "https://example.com", ["CountryCode"] = "US" },
            ["Project"] = new JsonObject { ["Title"] = "A project", ["BusinessProblem"] = "A problem that takes fifty characters and some more to tell.", ["TargetCompletionDate"] = "2099-12-31" },
        },
    };

    static JsonObject Body(string title) => JsonNode.Parse($$$"""
        { "Catalog": "AWS", "PartnerOpportunityIdentifier": "006A", "OpportunityType": "Net New Business", "NationalSecurity": "No",
          "PrimaryNeedsFromAws": ["Co-Sell - Deal Support"],
          "Customer": { "Account": { "CompanyName": "Example Ltd", "Industry": "Manufacturing", "WebsiteUrl": "https://example.com", "AwsAccountId": "111122223333",
              "Address": { "CountryCode": "US", "PostalCode": "98101", "City": "Seattle", "StateOrRegion": "Washington" } },
            "Contacts": [ { "Email": "buyer@example.com", "FirstName": "Bo", "LastName": "Buyer", "BusinessTitle": "CTO", "Phone": "+12065550100" } ] },
          "Project": { "Title": "{{{title}}}", "CustomerBusinessProblem": "A problem that takes some words to tell.", "DeliveryModels": ["SaaS or PaaS"],
            "ExpectedCustomerSpend": [ { "Amount": "2500.00", "CurrencyCode": "USD", "Frequency": "Monthly", "TargetCompany": "AWS" } ],
            "CustomerUseCase": "Migration / Database Migration", "SalesActivities": ["Initialized discussions with customer"] },
          "LifeCycle": { "Stage": "Qualified", "TargetCloseDate": "2099-12-31", "NextSteps": "Call the customer" },
          "Marketing": { "Source": "None" } }
        """)!.AsObject();

    static ReadOnlyMemory<byte> Filter(params (string Name, JsonNode Value)[] members)
    {
        var json = new JsonObject { ["Catalog"] = Catalog };
        foreach (var (name, value) in members)
            json[name] = value.DeepClone();
        return Bytes(json);
    }

    static ReadOnlyMemory<byte> Bytes(JsonObject json) => Encoding.UTF8.GetBytes(json.ToJsonString());

    static JsonObject Json(ReadOnlyMemory<byte> bytes) => JsonNode.Parse(bytes.Span)!.AsObject();

    static async Task Count(IAsyncEnumerable<ReadOnlyMemory<byte>> items)
    {
        var count = 0;
        await foreach (var item in items)
            count += item.Length > 0 ? 1 : 0;
        if (count == 0)
            throw new InvalidOperationException("a list is empty that has something in it");
    }

    string Token() => $"token-{++_token}";

    JsonObject Act(string verb, JsonObject input) => simulator.Control.Do(verb, input);

    void Later() => simulator.Control.Clock.Advance(TimeSpan.FromMinutes(1));
}
