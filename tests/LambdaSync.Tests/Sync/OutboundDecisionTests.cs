using System.Text;
using System.Text.Json;
using LambdaSync.Fields;
using LambdaSync.Json;
using LambdaSync.Mapping;
using LambdaSync.Sync;
using LambdaSync.Sync.Outbound;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Tests.Sync;

/// <summary>What an edit in the CRM means for AWS: facts in, plan out.</summary>
[Trait("Row", "A18")]
public sealed class OutboundDecisionTests
{
    static readonly DateOnly Today = new(2026, 3, 1);

    static readonly CompiledMapping Mapping = Compile("");

    const string Problem = "A problem that is described in more than twenty characters.";

    [Fact]
    public void Without_an_edit_nothing_is_sent()
    {
        var state = State("Approved");
        Assert.IsType<OutboundPlan.Nothing>(Decision().Update(state, new FlatRecord(state.CrmBaseline), Today));
        Assert.False(Decision().HasEdits(state, new FlatRecord(state.CrmBaseline)));
    }

    [Fact]
    public void The_whole_record_is_sent_with_what_changed_and_with_what_nobody_here_knows()
    {
        var send = Assert.IsType<OutboundPlan.Send>(Decision().Update(State("Approved"), Crm(("NextStep", "\"call\"")), Today));

        var body = JsonDocument.Parse(send.Body).RootElement;
        Assert.Equal(("AWS", "O1234567", "2026-03-01T10:00:00Z"), (Text(body, "Catalog"), Text(body, "Identifier"), Text(body, "LastModifiedDate")));
        Assert.Equal("call", Text(body.GetProperty("LifeCycle"), "NextSteps"));
        Assert.Equal("kept", Text(body, "AMemberOfTomorrow"));
        Assert.Equal(Problem, Text(body.GetProperty("Project"), "CustomerBusinessProblem"));
        // What GetOpportunity answers and UpdateOpportunity does not take.
        foreach (var name in new[] { "Id", "Arn", "CreatedDate", "RelatedEntityIdentifiers", "OpportunityTeam" })
            Assert.False(body.TryGetProperty(name, out _), name);
        Assert.Equal("\"call\"", new FlatRecord(send.CrmBaseline)["NextStep"]);
        // AWS's own side stays in the document.
        Assert.Equal("Qualified", Text(JsonDocument.Parse(send.Document).RootElement.GetProperty("aws").GetProperty("LifeCycle"), "Stage"));
    }

    [Theory]
    [InlineData("Submitted")]
    [InlineData("In review")]
    public void While_AWS_reviews_the_edit_waits(string status) =>
        Assert.Equal(status, Assert.IsType<OutboundPlan.Locked>(Decision().Update(State(status), Crm(("NextStep", "\"call\"")), Today)).ReviewStatus);

    // docs.aws.amazon.com/partner-central/latest/developer-guide/working-with-opportunity-updates.html
    [Theory]
    [InlineData("Approved", "Title__c", "\"Another title\"", false)]
    [InlineData("Approved", "NextStep", "\"call\"", true)]
    [InlineData("Approved", "City__c", "\"Oslo\"", true)]
    [InlineData("Action Required", "City__c", "\"Oslo\"", true)]
    [InlineData("Action Required", "Title__c", "\"Another title\"", false)]
    [InlineData("Action Required", "NextStep", "\"call\"", false)]
    [InlineData("Rejected", "City__c", "\"Oslo\"", false)]
    [InlineData("Pending Submission", "Title__c", "\"Another title\"", true)]
    [InlineData("A status of tomorrow", "Title__c", "\"Another title\"", true)]
    public void A_review_status_opens_some_fields(string status, string field, string value, bool open)
    {
        var plan = Decision().Update(State(status), Crm((field, value)), Today);
        if (open)
        {
            Assert.IsType<OutboundPlan.Send>(plan);
            return;
        }

        var issue = Assert.Single(Assert.IsType<OutboundPlan.Held>(plan).Issues);
        Assert.Equal(IssueCodes.ClosedField, issue.Code);
    }

    [Fact]
    public void A_closed_field_keeps_AWSs_value_and_the_open_ones_go()
    {
        var send = Assert.IsType<OutboundPlan.Send>(Decision().Update(State("Approved"), Crm(("NextStep", "\"call\""), ("Title__c", "\"Another title\"")), Today));
        var body = JsonDocument.Parse(send.Body).RootElement;
        Assert.Equal("call", Text(body.GetProperty("LifeCycle"), "NextSteps"));
        Assert.Equal("A title", Text(body.GetProperty("Project"), "Title"));
        Assert.Contains(send.Issues, i => i is { Code: IssueCodes.ClosedField, Field: "Project.Title" });
    }

    [Fact]
    public void What_AWS_would_refuse_is_held()
    {
        var held = Assert.IsType<OutboundPlan.Held>(Decision().Update(State("Approved"), Crm(("NextStep", $"\"{new string('x', 300)}\"")), Today));
        Assert.Contains(held.Issues, i => i.Severity == Severity.Error && i.Code == IssueCodes.TooLong);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("null", true)]
    [InlineData("false", false)] // somebody switched it off
    public void A_linked_record_takes_part_until_it_is_switched_off(string flag, bool sent)
    {
        var decision = new OutboundDecision("AWS", Compile(", \"syncFlag\": \"Sync__c\""));
        var plan = decision.Update(State("Approved"), Crm(("NextStep", "\"call\""), ("Sync__c", flag)), Today);
        Assert.Equal(sent, plan is OutboundPlan.Send);
        // The edit is still one tomorrow.
        if (plan is OutboundPlan.Nothing nothing)
            Assert.Equal("null", new FlatRecord(nothing.CrmBaseline)["NextStep"]);
    }

    [Theory]
    [InlineData("true", false, true)]
    [InlineData("null", false, false)]
    [InlineData("null", true, true)]
    public void A_new_record_is_shared_when_its_flag_or_somebody_says_so(string flag, bool asked, bool shared)
    {
        var decision = new OutboundDecision("Sandbox", Compile(", \"syncFlag\": \"Sync__c\", \"share\": \"on-create\""));
        var plan = decision.Create("006A", Crm(("Sync__c", flag)), "token-1", Today, asked);
        Assert.Equal(shared, plan is not OutboundPlan.Nothing);
        if (plan is not OutboundPlan.Send send)
            return;
        var body = JsonDocument.Parse(send.Body).RootElement;
        Assert.Equal(("Sandbox", "token-1", "006A", "Partner Referral"), (Text(body, "Catalog"), Text(body, "ClientToken"), Text(body, "PartnerOpportunityIdentifier"), Text(body, "Origin")));
    }

    [Fact]
    public void A_whole_answer_removes_what_is_gone_and_leaves_what_is_masked()
    {
        var known = """{"aws":{"A":1},"file":{"x":1},"opportunity":{"Gone":1,"Masked":"known","Team":[{"Email":"a@example.com"}]}}"""u8;
        var sent = """{"opportunity":{"Masked":"Accept To View","Never":"accept to view","New":2,"Team":[{"Email":"ACCEPT TO VIEW"}]}}"""u8;
        Assert.Equal(
            """{"aws":{"A":1},"file":{"x":1},"opportunity":{"Masked":"known","New":2,"Team":[{"Email":"a@example.com"}]}}""",
            Encoding.UTF8.GetString(Baseline.ReplaceRoots(known, sent)));
    }

    static OutboundDecision Decision() => new("AWS", Mapping);

    static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    static RecordState State(string status) => new(
        WorkKey.Opportunity("AWS", "O1234567"), "Opportunity", "006A", CanonicalJson.ToArray(Encoding.UTF8.GetBytes(Document(status))), Mapping.BaselineOf(Crm()).ToJson(),
        new DateTimeOffset(2026, 3, 1, 10, 0, 0, TimeSpan.Zero), 0, false, 1);

    static string Document(string status) =>
        $$$"""{"aws":{"LifeCycle":{"Stage":"Qualified"}},"opportunity":{"AMemberOfTomorrow":"kept","Arn":"arn:aws:x","Catalog":"AWS","CreatedDate":"2026-01-01T00:00:00Z","Customer":{"Account":{"Address":{"City":"Bergen"},"CompanyName":"Example"} },"Id":"O1234567","LastModifiedDate":"2026-03-01T10:00:00Z","LifeCycle":{"ReviewStatus":"{{{status}}}","Stage":"Qualified"},"OpportunityTeam":[],"Project":{"CustomerBusinessProblem":"{{{Problem}}}","Title":"A title"},"RelatedEntityIdentifiers":{} } }""";

    static FlatRecord Crm(params (string Field, string Value)[] edits)
    {
        var crm = new FlatRecord
        {
            ["Title__c"] = "\"A title\"",
            ["City__c"] = "\"Bergen\"",
            ["NextStep"] = "null",
            ["Company__c"] = "\"Example\"",
        };
        foreach (var (field, value) in edits)
            crm[field] = value;
        return crm;
    }

    static CompiledMapping Compile(string more)
    {
        var issues = new List<Issue>();
        var document = MappingReader.Read(
            Encoding.UTF8.GetBytes($$$"""
            {"version":1,"opportunity":{"crmObject":"Opportunity","awsId":"AwsId"{{{more}}},"fields":[
              {"aws":"Project.Title","crm":"Title__c"},
              {"aws":"Customer.Account.Address.City","crm":"City__c"},
              {"aws":"Customer.Account.CompanyName","crm":"Company__c"},
              {"aws":"LifeCycle.NextSteps","crm":"NextStep","inbound":false}]}}
            """), issues);
        Assert.Empty(issues);
        return CompiledMapping.Compile(document!, AceObject.Opportunity, issues)!;
    }
}
