using System.Text;
using System.Text.Json.Nodes;
using LambdaSync.Fields;
using LambdaSync.Gates;
using LambdaSync.Mapping;

namespace LambdaSync.Tests.Gates;

/// <summary>A draft that AWS takes as it is, and the same with a member set otherwise.</summary>
sealed class Deal
{
    public static readonly DateOnly Today = new(2026, 11, 30);

    /// <summary>A mapping whose CRM has names and words of its own.</summary>
    public static readonly CompiledMapping Mapping = Compile("""
        { "aws": "Project.Title", "crm": "Name" },
        { "aws": "Project.CustomerBusinessProblem", "crm": "Description" },
        { "aws": "LifeCycle.TargetCloseDate", "crm": "CloseDate" },
        { "aws": "LifeCycle.Stage", "crm": "StageName", "values": {
          "Prospect": ["Open"], "Qualified": ["Discovery", "Meeting"], "Technical Validation": ["Trial"], "Committed": ["Contract"], "Launched": ["Won"], "Closed Lost": ["Lost"] } },
        { "aws": "LifeCycle.ClosedLostReason", "crm": "Loss_Reason__c" },
        { "aws": "LifeCycle.NextSteps", "crm": "NextStep" },
        { "aws": "Project.SalesActivities[]", "crm": "Activities__c", "join": ";" },
        { "aws": "Project.ExpectedCustomerSpend[TargetCompany=AWS].Amount", "crm": "Amount" },
        { "aws": "Customer.Account.WebsiteUrl", "crm": "Account.Website" },
        { "aws": "related:Solutions[]", "crm": "Solution__c", "join": ";" }
        """);

    readonly JsonObject _opportunity = JsonNode.Parse("""
        {
          "Id": "O1234567", "Catalog": "AWS", "LastModifiedDate": "2026-11-29T10:00:00Z", "Origin": "Partner Referral", "PartnerOpportunityIdentifier": "006A",
          "OpportunityType": "Net New Business", "NationalSecurity": "No", "PrimaryNeedsFromAws": ["Co-Sell - Architectural Validation"],
          "Customer": { "Account": { "CompanyName": "Example Mills", "Industry": "Manufacturing", "WebsiteUrl": "www.example.com",
            "Address": { "CountryCode": "DE", "PostalCode": "80331", "City": "Munich" } } },
          "LifeCycle": { "ReviewStatus": "Pending Submission", "Stage": "Qualified", "TargetCloseDate": "2027-03-31", "NextSteps": "2026-12-10 workshop with the plant's team" },
          "Marketing": { "Source": "None" },
          "Project": { "Title": "Predictive maintenance", "CustomerBusinessProblem": "Unplanned stops of two production lines cost a week of output each quarter.",
            "CustomerUseCase": "Business Applications & Contact Center", "DeliveryModels": ["SaaS or PaaS"], "SalesActivities": ["Conducted POC / Demo"],
            "ExpectedCustomerSpend": [{ "Amount": "12500.00", "CurrencyCode": "USD", "Frequency": "Monthly", "TargetCompany": "AWS" }] },
          "RelatedEntityIdentifiers": { "Solutions": ["S-1234567"], "AwsProducts": ["AWSIoTCore"] }
        }
        """)!.AsObject();

    JsonNode? _aws;

    public byte[] Document
    {
        get
        {
            var root = new JsonObject { ["opportunity"] = _opportunity.DeepClone() };
            if (_aws is not null)
                root["aws"] = _aws.DeepClone();
            return Encoding.UTF8.GetBytes(root.ToJsonString());
        }
    }

    public GateFacts Facts => new(Document, Today, Mapping);

    /// <param name="path">Member names joined by dots.</param>
    /// <param name="json">The value, or null to leave the member out.</param>
    public Deal With(string path, string? json)
    {
        var names = path.Split('.');
        var parent = names[..^1].Aggregate(_opportunity, (node, name) => (JsonObject)(node[name] ??= new JsonObject()));
        if (json is null)
            parent.Remove(names[^1]);
        else
            parent[names[^1]] = JsonNode.Parse(json);
        return this;
    }

    public Deal Aws(string json)
    {
        _aws = JsonNode.Parse(json);
        return this;
    }

    public static CompiledMapping Compile(string lines, string involvement = "Co-Sell", string members = "")
    {
        var issues = new List<Issue>();
        var document = MappingReader.Read(Encoding.UTF8.GetBytes($$"""
            { "version": 1, "opportunity": { "crmObject": "Opportunity", "awsId": "AWS_Id__c", "submit": { "involvement": "{{involvement}}", "visibility": "Full" },{{members}}
              "fields": [ {{lines}} ] } }
            """), issues);
        return CompiledMapping.Compile(document ?? throw new InvalidOperationException(string.Join('\n', issues)), AceObject.Opportunity, issues) ?? throw new InvalidOperationException(string.Join('\n', issues));
    }
}
