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

    static readonly CompiledMapping MoreFields = Compile("", """
        ,
        {"aws":"Customer.Contacts[0].Phone","crm":"Phone__c"},
        {"aws":"Customer.Contacts[0].Email","crm":"Email__c"},
        {"aws":"Project.AdditionalComments","crm":"Comments__c"},
        {"aws":"Customer.Account.Address.CountryCode","crm":"Country__c"},
        {"aws":"Project.CustomerBusinessProblem","crm":"Problem__c","inbound":false},
        {"aws":"OpportunityType","crm":"Kind__c","values":{"Net New Business":["New"]}},
        {"aws":"LifeCycle.Stage","crm":"Stage__c"},
        {"aws":"LifeCycle.ClosedLostReason","crm":"Reason__c","values":{"Price":["Price"]}}
        """);

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
    [InlineData("Rejected")]
    [InlineData("Submitted")]
    [InlineData("In review")]
    public void While_AWS_reviews_the_edit_waits(string status) =>
        Assert.Equal(status, Assert.IsType<OutboundPlan.Locked>(Decision().Update(State(status), Crm(("NextStep", "\"call\"")), Today)).ReviewStatus);

    [Fact]
    public void A_value_that_stands_for_what_AWS_has_does_not_wait_for_the_review()
    {
        var mapping = Compile("", """, {"aws":"LifeCycle.Stage","crm":"Stage__c","values":{"Qualified":["Qualified","Assessed"],"Prospect":["Prospect"]}}""");
        var decision = new OutboundDecision("AWS", mapping);

        var nothing = Assert.IsType<OutboundPlan.Nothing>(decision.Update(State("Submitted"), Crm(("Stage__c", "\"Assessed\"")), Today));
        Assert.Equal("\"Assessed\"", new FlatRecord(nothing.CrmBaseline)["Stage__c"]);
        Assert.IsType<OutboundPlan.Locked>(decision.Update(State("Submitted"), Crm(("Stage__c", "\"Prospect\"")), Today));
    }

    [Fact]
    public void Another_word_for_what_AWS_has_waits_for_no_masked_value_as_nothing_is_sent()
    {
        var mapping = Compile("", """, {"aws":"LifeCycle.Stage","crm":"Stage__c","values":{"Qualified":["Qualified","Assessed"],"Prospect":["Prospect"]}}""");
        var decision = new OutboundDecision("AWS", mapping);
        var seen = """{"opportunity":{"Id":"O1234567","Customer":{"Account":{"Industry":"Accept To View"}}}}"""u8.ToArray();

        Assert.IsType<OutboundPlan.Nothing>(decision.Update(State("Approved"), Crm(("Stage__c", "\"Assessed\"")), Today, seen));
        var held = Assert.IsType<OutboundPlan.Held>(decision.Update(State("Approved"), Crm(("Stage__c", "\"Prospect\"")), Today, seen));
        Assert.Contains(held.Issues, issue => issue.Code == IssueCodes.Masked);
    }

    // docs.aws.amazon.com/partner-central/latest/developer-guide/working-with-opportunity-updates.html
    [Theory]
    [InlineData("Approved", "Title__c", "\"Another title\"", false)]
    [InlineData("Approved", "NextStep", "\"call\"", true)]
    [InlineData("Approved", "City__c", "\"Oslo\"", true)]
    [InlineData("Action Required", "City__c", "\"Oslo\"", true)]
    [InlineData("Action Required", "Title__c", "\"Another title\"", false)]
    [InlineData("Action Required", "NextStep", "\"call\"", false)]
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

    /// <summary>A field that can't be sent, and an edit beside it.</summary>
    [Theory]
    [Trait("Row", "S-14")]
    [InlineData("Phone__c", "\"(206) 555-0100\"", IssueCodes.PatternMismatch)]
    [InlineData("Email__c", "\"Ada.North@Example.com\"", IssueCodes.PatternMismatch)]
    [InlineData("Comments__c", "long", IssueCodes.TooLong)]
    [InlineData("Kind__c", "\"Not one of the values\"", IssueCodes.ValueUnmapped)]
    [InlineData("Stage__c", "\"Closed Lost\"", IssueCodes.Required)] // without its reason
    public void A_field_that_can_not_be_sent_is_held_alone(string field, string value, string code)
    {
        value = value == "long" ? $"\"{new string('x', 256)}\"" : value;
        var send = Assert.IsType<OutboundPlan.Send>(More().Update(State("Approved"), Crm(("NextStep", "\"call\""), (field, value)), Today));
        Assert.True(send.IsPartial);
        Assert.Contains(send.Issues, i => i.Severity == Severity.Error && i.Code == code);
        Assert.Equal("call", Text(JsonDocument.Parse(send.Body).RootElement.GetProperty("LifeCycle"), "NextSteps"));
        Assert.DoesNotContain(value, Encoding.UTF8.GetString(send.Body), StringComparison.Ordinal);
        Assert.DoesNotContain(value, Encoding.UTF8.GetString(send.Document), StringComparison.Ordinal);
        // It is still an edit tomorrow, the other one is not.
        var after = State("Approved") with { AwsBaseline = send.Document, CrmBaseline = send.CrmBaseline };
        Assert.Equal([field], More().EditedFields(after, Crm(("NextStep", "\"call\""), (field, value))));
        Assert.IsType<OutboundPlan.Held>(More().Update(after, Crm(("NextStep", "\"call\""), (field, value)), Today));
    }

    [Fact]
    public void A_stage_goes_with_what_it_requires_and_waits_for_it()
    {
        var together = Assert.IsType<OutboundPlan.Send>(More().Update(State("Approved"), Crm(("Stage__c", "\"Closed Lost\""), ("Reason__c", "\"Price\"")), Today));
        Assert.False(together.IsPartial);
        var cycle = JsonDocument.Parse(together.Body).RootElement.GetProperty("LifeCycle");
        Assert.Equal(("Closed Lost", "Price"), (Text(cycle, "Stage"), Text(cycle, "ClosedLostReason")));

        // A reason that can't be sent holds the stage too, and nothing else.
        var apart = Assert.IsType<OutboundPlan.Send>(More().Update(State("Approved"), Crm(("Stage__c", "\"Closed Lost\""), ("Reason__c", "\"Bad luck\""), ("NextStep", "\"call\"")), Today));
        Assert.Equal("Qualified", Text(JsonDocument.Parse(apart.Body).RootElement.GetProperty("LifeCycle"), "Stage"));
        Assert.Equal(["null", "\"Qualified\"", "\"call\""], ((List<string>)["Reason__c", "Stage__c", "NextStep"]).Select(name => new FlatRecord(apart.CrmBaseline)[name]));
    }

    /// <summary>AWS itself has what a rule of its API model forbids; an unrelated edit is sent, and AWS's value goes back as it is.</summary>
    [Fact]
    public void What_AWS_has_itself_goes_back_unjudged()
    {
        var state = State("Approved");
        state = state with { AwsBaseline = CanonicalJson.ToArray(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(state.AwsBaseline).Replace("+12065550100", "(206) 555-0100", StringComparison.Ordinal))) };
        var send = Assert.IsType<OutboundPlan.Send>(More().Update(state, Crm(("NextStep", "\"call\"")), Today));
        Assert.False(send.IsPartial);
        Assert.DoesNotContain(send.Issues, i => i.Severity == Severity.Error);
        Assert.Contains("(206) 555-0100", Encoding.UTF8.GetString(send.Body), StringComparison.Ordinal);
        // A value that a person gives is judged.
        Assert.IsType<OutboundPlan.Held>(More().Update(state, Crm(("Phone__c", "\"(206) 555-0199\"")), Today));
    }

    /// <summary>A field that can't be sent does not keep a new record from AWS, unless AWS requires it.</summary>
    [Theory]
    [InlineData("Comments__c", "long", true)]
    [InlineData("Phone__c", "\"(206) 555-0100\"", true)]
    [InlineData("Company__c", "long", false)] // required by the API model
    [InlineData("Problem__c", "\"Short\"", false)] // and by the file sheet
    public void A_new_record_goes_without_what_can_not_be_sent(string field, string value, bool sent)
    {
        value = value == "long" ? $"\"{new string('x', 256)}\"" : value;
        var crm = Crm((field, value));
        var plan = More().Create("006A", crm, "token-1", Today, asked: true);
        Assert.Contains(plan.Issues, i => i.Severity == Severity.Error);
        Assert.Equal(sent, plan is OutboundPlan.Send { IsPartial: true });
        if (plan is not OutboundPlan.Send send)
            return;
        Assert.DoesNotContain(value, Encoding.UTF8.GetString(send.Body), StringComparison.Ordinal);
        Assert.Equal([field], More().EditedFields(State("Approved") with { AwsBaseline = send.Document, CrmBaseline = send.CrmBaseline }, crm));
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

    /// <summary>A CRM's user stands for one of Partner Central's, and a record without one gets the default.</summary>
    [Theory]
    [Trait("Row", "A6")]
    [InlineData("\"user-1\"", "ana@example.com")]
    [InlineData("null", "partners@example.com")]
    public void The_owner_of_a_new_record_is_a_user_of_Partner_Central(string owner, string sent)
    {
        var mapping = Compile("", """, {"aws":"OpportunityTeam[BusinessTitle=PartnerAccountManager].Email","crm":"Owner__c","values":{"ana@example.com":["user-1"],"partners@example.com":["partners"]},"fallback":["partners"]}""");
        var send = Assert.IsType<OutboundPlan.Send>(new OutboundDecision("AWS", mapping).Create("006A", Crm(("Owner__c", owner)), "token-1", Today, asked: true));
        Assert.Equal($$"""[{"BusinessTitle":"PartnerAccountManager","Email":"{{sent}}"}]""", JsonDocument.Parse(send.Body).RootElement.GetProperty("OpportunityTeam").GetRawText());
    }

    [Theory]
    [Trait("Row", "A19")]
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

    static OutboundDecision More() => new("AWS", MoreFields);

    static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    static RecordState State(string status) => new(
        WorkKey.Opportunity("AWS", "O1234567"), "Opportunity", "006A", CanonicalJson.ToArray(Encoding.UTF8.GetBytes(Document(status))), MoreFields.BaselineOf(Crm()).ToJson(),
        new DateTimeOffset(2026, 3, 1, 10, 0, 0, TimeSpan.Zero), 0, false, 1);

    static string Document(string status) =>
        $$$"""{"aws":{"LifeCycle":{"Stage":"Qualified"}},"opportunity":{"AMemberOfTomorrow":"kept","Arn":"arn:aws:x","Catalog":"AWS","CreatedDate":"2026-01-01T00:00:00Z","Customer":{"Account":{"Address":{"City":"Bergen","CountryCode":"NO"},"CompanyName":"Example"},"Contacts":[{"Email":"ada@example.com","Phone":"+12065550100"}] },"Id":"O1234567","LastModifiedDate":"2026-03-01T10:00:00Z","LifeCycle":{"ReviewStatus":"{{{status}}}","Stage":"Qualified"},"OpportunityTeam":[],"Project":{"CustomerBusinessProblem":"{{{Problem}}}","Title":"A title"},"RelatedEntityIdentifiers":{} } }""";

    static FlatRecord Crm(params (string Field, string Value)[] edits)
    {
        var crm = new FlatRecord
        {
            ["Title__c"] = "\"A title\"",
            ["City__c"] = "\"Bergen\"",
            ["NextStep"] = "null",
            ["Company__c"] = "\"Example\"",
            ["Phone__c"] = "\"+12065550100\"",
            ["Email__c"] = "\"ada@example.com\"",
            ["Country__c"] = "\"NO\"",
            ["Stage__c"] = "\"Qualified\"",
        };
        foreach (var (field, value) in edits)
            crm[field] = value;
        return crm;
    }

    static CompiledMapping Compile(string more, string lines = "")
    {
        var issues = new List<Issue>();
        var document = MappingReader.Read(
            Encoding.UTF8.GetBytes($$$"""
            {"version":1,"opportunity":{"crmObject":"Opportunity","awsId":"AwsId"{{{more}}},"fields":[
              {"aws":"Project.Title","crm":"Title__c"},
              {"aws":"Customer.Account.Address.City","crm":"City__c"},
              {"aws":"Customer.Account.CompanyName","crm":"Company__c"},
              {"aws":"LifeCycle.NextSteps","crm":"NextStep","inbound":false}{{{lines}}}]}}
            """), issues);
        Assert.Empty(issues);
        return CompiledMapping.Compile(document!, AceObject.Opportunity, issues)!;
    }
}
