using System.Text;
using System.Text.Json.Nodes;
using LambdaSync.Fields;
using LambdaSync.Mapping;
using LambdaSync.PartnerCentral;
using LambdaSync.Sync.Outbound;
using Xunit;

namespace LambdaSync.Tests.Sync;

/// <summary>Record documents of leads, and the mapping's section for them.</summary>
[Trait("Row", "A17")]
public sealed class LeadBodyTests
{
    const string One = """{"InteractionDate":"2026-11-02T10:00:00Z","SourceName":"Second","Contact":{"Email":"A@x.de","FirstName":"Ann","LastName":"One","BusinessTitle":"CEO"}}""";
    const string Two = """{"InteractionDate":"2026-11-01T10:00:00Z","SourceName":"First","Contact":{"Email":"b@x.de","FirstName":"Bo","LastName":"Two","BusinessTitle":"CTO"}}""";
    const string Again = """{"InteractionDate":"2026-11-03T10:00:00Z","SourceName":"Third","Contact":{"Email":"a@X.de","FirstName":"Ann","LastName":"Married","BusinessTitle":"CEO"}}""";
    const string Undated = """{"SourceName":"Undated","Contact":{"FirstName":"Bo","LastName":"Two","BusinessTitle":"CTO"}}""";

    [Theory]
    [InlineData($"{One},{Two},{Again}", "First Second Third", "Bo Two|Ann Married")]
    [InlineData($"{One},{Undated},{Two}", "Second Undated First", "Ann One|Bo Two")]
    [InlineData(Undated, "Undated", "Bo Two")]
    public void Interactions_are_in_order_and_each_person_is_once(string interactions, string order, string people)
    {
        var lead = LeadBody.Lead(LeadBody.Document(Engagement(interactions))!);
        Assert.Equal(order, string.Join(' ', lead["Interactions"]!.AsArray().Select(i => i!["SourceName"]!.GetValue<string>())));
        Assert.Equal(people, string.Join('|', lead["Contacts"]!.AsArray().Select(c => c!["FullName"]!.GetValue<string>())));
        Assert.Equal(order.Split(' ')[^1], lead["LatestInteraction"]!["SourceName"]!.GetValue<string>());
    }

    [Fact]
    public void An_update_carries_AWSs_members_and_no_interaction()
    {
        var document = LeadBody.Document(Engagement(One), "O1")!;
        var body = JsonNode.Parse(LeadBody.Update("AWS", "eng-1", document, LeadBody.Lead(document)))!;
        Assert.Equal("""{"Lead":{"Customer":{"CompanyName":"X"},"New":"kept","QualificationStatus":"Qualified"}}""", body["Payload"]!.ToJsonString());
        // The finest digits are part of the lock.
        Assert.Equal(("2026-11-02T10:00:00.123456789Z", "1", "Lead"), (body["EngagementLastModifiedAt"]!.GetValue<string>(), body["ContextIdentifier"]!.GetValue<string>(), body["Type"]!.GetValue<string>()));
    }

    [Fact]
    public void An_engagement_without_a_lead_is_no_lead() =>
        Assert.Null(LeadBody.Document("""{"Id":"eng-1","Contexts":[{"Id":"1","Type":"CustomerProject","Payload":{"CustomerProject":{}}}]}"""u8));

    [Theory]
    [InlineData("CustomerProject", true)]
    [InlineData("ProspectingResult", false)]
    public void A_customer_project_says_that_the_lead_is_converted(string type, bool isConverted) =>
        Assert.Equal(isConverted, LeadBody.HasProject(Encoding.UTF8.GetBytes(new JsonObject { ["Contexts"] = new JsonArray(new JsonObject { ["Id"] = "2", ["Type"] = type, ["Payload"] = new JsonObject { [type] = new JsonObject() } }) }.ToJsonString())));

    [Theory]
    [InlineData("Example Ltd", "00Q000000000001EAA", "Example Ltd (00Q000000000001EAA)")]
    [InlineData("A company with a very long name indeed", "00Q000000000001EAA", "A company with a ve (00Q000000000001EAA)")]
    [InlineData(null, "1", "Lead (1)")]
    public void A_title_has_at_most_40_characters_and_names_the_record(string? company, string crmId, string title)
    {
        Assert.Equal(title, LeadTitle.Of(company, crmId));
        Assert.True(title.Length <= 40 && LeadTitle.Names(title, crmId) && !LeadTitle.Names(title, crmId + "x"));
    }

    [Theory]
    [InlineData("Lead 00Q1 of the partner's CRM", "00Q1")]
    [InlineData("Lead  of the partner's", null)]
    [InlineData("Another tool's", null)]
    [InlineData(null, null)]
    public void A_description_names_the_record_that_the_engagement_was_created_from(string? description, string? crmId) => Assert.Equal(crmId, LeadTitle.CrmIdOf(description));

    [Theory]
    [InlineData("company", "lead:Customer.CompanyName")]
    [InlineData("lead:QualificationStatus", "lead:QualificationStatus")]
    [InlineData("status", null)]
    [InlineData("leadAge", null)]
    [InlineData("Customer.Account.CompanyName", null)]
    public void A_files_field_may_stand_for_a_member_of_the_API(string text, string? path) => Assert.Equal(path, LeadPaths.OfApi(text));

    [Fact]
    public void Each_side_has_the_lines_that_it_has_a_field_for()
    {
        var document = MappingReader.Read("""
            {"version":1,"lead":{"crmObject":"Lead","awsId":"Id__c","convert":{"flag":"Convert__c","when":[{"aws":"lead:QualificationStatus","eq":"Ready"}],"to":"Opportunity__c"},"fields":[
              {"aws":"company","crm":"Company"},{"aws":"leadAge","crm":"Age","outbound":false},{"aws":"email","crm":"Old__c"},
              {"aws":"lead:Contacts[0].Email","crm":"Email"},{"aws":"lead:QualificationStatus","crm":"Status"},{"aws":"prospecting:TaskId","crm":"Task"}]}}
            """u8, new List<Issue>())!;
        var issues = new List<Issue>();
        var (files, api) = (CompiledMapping.Compile(document, AceObject.Lead, issues)!, CompiledMapping.CompileLeads(document, issues)!);
        Assert.Empty(issues);
        Assert.Equal(["Age", "Company", "Old__c"], files.CrmFields);
        Assert.Equal(["Company", "Email", "Status", "Task"], api.CrmFields);
        Assert.Equal(["Company", "Status"], api.SentFields.Order());
        Assert.Superset(new HashSet<string> { "Convert__c", "Opportunity__c" }, api.CrmReads.ToHashSet());
        Assert.True(api.Converts("""{"lead":{"QualificationStatus":"Ready"}}"""u8, "{}"u8));
        Assert.False(api.Converts("""{"lead":{"QualificationStatus":"Not yet"}}"""u8, "{}"u8));
        // What is written is read back equal.
        Assert.Equal(document.Lead!.Convert!.To, MappingReader.Read(Encoding.UTF8.GetBytes(MappingWriter.Write(document)), issues)!.Lead!.Convert!.To);
    }

    [Theory]
    [InlineData("PARTNER_LEAD_CREATION_NOT_ENABLED", null, true)]
    [InlineData("", "The account: PARTNER_LEAD_CREATION_NOT_ENABLED.", true)]
    [InlineData("INVALID_VALUE", "no", false)]
    public void A_refusal_of_the_account_is_not_the_records(string code, string? message, bool isOfAccount) =>
        Assert.Equal(isOfAccount, AccountRefusals.Of(new AwsRefusal(RefusalClass.Permanent, [(code, message)])) is { Code: IssueCodes.LeadCreationOff });

    static byte[] Engagement(string interactions)
    {
        var lead = new JsonObject { ["QualificationStatus"] = "Qualified", ["New"] = "kept", ["Customer"] = new JsonObject { ["CompanyName"] = "X", ["Industry"] = null }, ["Interactions"] = JsonNode.Parse($"[{interactions}]") };
        var context = new JsonObject { ["Id"] = "1", ["Type"] = "Lead", ["Payload"] = new JsonObject { ["Lead"] = lead } };
        return Encoding.UTF8.GetBytes(new JsonObject { ["Id"] = "eng-1", ["ModifiedAt"] = "2026-11-02T10:00:00.123456789Z", ["Contexts"] = new JsonArray(context) }.ToJsonString());
    }
}
