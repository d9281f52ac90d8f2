using System.Text;
using LambdaSync.Fields;
using LambdaSync.Json;
using LambdaSync.Mapping;
using LambdaSync.Sync;
using LambdaSync.Sync.Outbound;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Tests.Sync;

/// <summary>An edit that no operation sends is told, stays in the CRM and holds nothing else.</summary>
[Trait("Row", "A18")]
public sealed class NotSentTests
{
    static readonly DateTimeOffset Day = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    static readonly DateOnly Today = new(2026, 3, 5);

    public static readonly TheoryData<string, string, string, string> Lines = new()
    {
        { """{"aws":"invitation:Kinds[]","crm":"X","join":";"}""", "\"S-0000001;S-0000002\"", "invitation:Kinds[]", "no operation sends" },
        { """{"aws":"invitation:Status","crm":"X","values":{"ACCEPTED":["Accepted"]}}""", "\"Not one of the values\"", "invitation:Status", "no operation sends" },
        { """{"aws":"Origin","crm":"X"}""", "\"Partner Referral\"", "Origin", "no operation sends" },
        { """{"aws":"primaryContactTitle","crm":"X"}""", "\"CTO\"", "primaryContactTitle", "no operation sends" },
        { """{"aws":"aws:OpportunityTeam[BusinessTitle=PDM].Email","crm":"X"}""", "\"ana@example.com\"", "aws:OpportunityTeam", "only AWS writes" },
        { """{"aws":"aws:AMemberOfTomorrow","crm":"X"}""", "\"1\"", "aws:AMemberOfTomorrow", "only AWS writes" },
    };

    [Theory]
    [MemberData(nameof(Lines))]
    public void It_is_told_once_and_asks_nothing_of_AWS(string line, string held, string path, string rule)
    {
        var (outbound, state) = (Outbound(line), State("""{"Name":"Deal","X":null}"""));
        Assert.False(outbound.HasEdits(state, Crm(held)));
        Assert.False(outbound.NeedsAws(state, Crm(held)));

        var nothing = Assert.IsType<OutboundPlan.Nothing>(outbound.Update(state, Crm(held), Today));
        var issue = Assert.Single(nothing.Issues);
        Assert.Equal((IssueCodes.NotSent, Severity.Warning, "X", Scalars.TextOf(held)), (issue.Code, issue.Severity, issue.Field, issue.Value));
        Assert.Contains(path, issue.Rule, StringComparison.Ordinal);
        Assert.StartsWith(rule, issue.Rule, StringComparison.Ordinal);

        // The same value is not told twice; the next one is.
        var after = state with { CrmBaseline = nothing.CrmBaseline };
        Assert.Empty(outbound.Update(after, Crm(held), Today).Issues);
        Assert.False(outbound.NeedsAws(after, Crm(held)));
        Assert.Single(outbound.Update(after, Crm("null"), Today).Issues);
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void Its_neighbours_go_without_it(string line, string held, string path, string rule)
    {
        var crm = Crm(held);
        crm["Name"] = "\"Renamed\"";
        var send = Assert.IsType<OutboundPlan.Send>(Outbound(line).Update(State("""{"Name":"Deal","X":null}"""), crm, Today));
        Assert.Contains("Renamed", Encoding.UTF8.GetString(send.Body), StringComparison.Ordinal);
        Assert.DoesNotContain(held, Encoding.UTF8.GetString(send.Document), StringComparison.Ordinal);
        Assert.Equal((IssueCodes.NotSent, true, true), Assert.Single(send.Issues, i => i.Field == "X") is var i
            ? (i.Code, i.Rule.Contains(path, StringComparison.Ordinal), i.Rule.StartsWith(rule, StringComparison.Ordinal)) : default);
    }

    [Theory]
    [InlineData("""{"aws":"invitation:Kinds[]","crm":"X","join":";"}""", "\"S-0000001\"", false)]
    [InlineData("""{"aws":"invitation:Status","crm":"X","values":{"ACCEPTED":["Accepted"]}}""", "\"Not one of the values\"", false)]
    [InlineData("""{"aws":"OpportunityTeam[BusinessTitle=OpportunityOwner].Email","crm":"X"}""", "\"ana@example.com\"", true)]
    public void A_creation_goes_without_what_it_does_not_carry(string line, string held, bool carried)
    {
        var decision = Outbound(line, "Project.Title");
        var plan = decision.Create("006A", Crm(held), "token-1", Today, asked: true);
        Assert.Equal(!carried, plan.Issues.Any(i => i is { Code: IssueCodes.NotSent, Field: "X" }));
        Assert.DoesNotContain(plan.Issues, i => i.Field is "X" or "invitation:Status" && i.Severity == Severity.Error);
        if (plan is not OutboundPlan.Send send)
            return;
        // AWS does not have what was not sent.
        Assert.Equal(carried, Encoding.UTF8.GetString(send.Document).Contains(held, StringComparison.Ordinal));
        Assert.DoesNotContain("invitation", Encoding.UTF8.GetString(send.Document), StringComparison.Ordinal);
    }

    /// <summary>What is stored of the CRM says nothing of what AWS was sent: AWS's own document does.</summary>
    [Theory]
    [InlineData("aws", null, "Seller", "Seller", "Seller")] // AWS had nothing, so the CRM's value was never sent
    [InlineData("crm", null, "Seller", "Buyer", "Buyer")]
    [InlineData("none", null, "Seller", "Buyer", "Buyer")]
    [InlineData("crm", "Agent", "Seller", "Buyer", "Buyer")] // AWS had another value
    [InlineData("none", "Buyer", "Seller", "Buyer", "Seller")] // both had the same
    public void A_stored_baseline_counts_where_AWS_has_it(string owner, string? before, string now, string held, string after)
    {
        var mapping = Compile("""{"aws":"invitation:Kinds[]","crm":"X","join":";"}""", owner);
        var crm = Crm($"\"{(before is null && owner == "aws" ? "Buyer" : held)}\"");
        var state = State($$"""{"Name":"Deal","X":{{crm["X"]}}}""") with { AwsBaseline = Document(before) };
        var seen = new AwsObservation(AceObject.Opportunity, "O1234567", null, Day.AddDays(1), 2, false, Document(now), []) { Whole = true };
        var plan = new Decision("AWS", mapping, []).Plan(seen, state, new CrmCurrent("006A", crm.ToJson(), "O1234567", null));
        Assert.Equal(after, plan is Plan.Write write ? Scalars.TextOf(new FlatRecord(write.Fields)["X"]!) : Scalars.TextOf(crm["X"]!));
    }

    [Theory]
    [InlineData("a;b", "b;a")] // the CRM keeps an order of its own
    [InlineData("abc", "ab")] // the CRM cuts
    public void The_CRMs_form_of_AWSs_value_is_AWSs(string before, string held)
    {
        var mapping = Compile("""{"aws":"invitation:Kinds[]","crm":"X","join":";"}""", "none");
        var state = State($$"""{"Name":"Deal","X":"{{held}}"}""") with { AwsBaseline = Document(before.Split(';')) };
        var seen = new AwsObservation(AceObject.Opportunity, "O1234567", null, Day.AddDays(1), 2, false, Document("c"), []) { Whole = true };
        var plan = new Decision("AWS", mapping, []).Plan(seen, state, new CrmCurrent("006A", Crm($"\"{held}\"").ToJson(), "O1234567", null));
        Assert.Equal("""{"X":"c"}""", Encoding.UTF8.GetString(Assert.IsType<Plan.Write>(plan).Fields));
    }

    [Fact]
    public void A_new_line_brings_AWSs_value_to_an_empty_field()
    {
        var mapping = Compile("""{"aws":"invitation:Kinds[]","crm":"X","join":";"}""", "none");
        var state = State("""{"Name":"Deal"}""") with { AwsBaseline = Document("Seller") };
        var seen = new AwsObservation(AceObject.Opportunity, "O1234567", null, Day, 2, false, Document("Seller"), []) { Whole = true };
        Assert.Null(new Decision("AWS", mapping, []).CheckBaseline(seen, state));
        var plan = new Decision("AWS", mapping, []).Plan(seen, state, new CrmCurrent("006A", Crm("null").ToJson(), "O1234567", null));
        Assert.Equal("""{"X":"Seller"}""", Encoding.UTF8.GetString(Assert.IsType<Plan.Write>(plan).Fields));
    }

    static OutboundDecision Outbound(string line, string title = "Project.Title") => new("AWS", Compile(line, "none", title));

    static FlatRecord Crm(string held) => new() { ["AwsId"] = "\"O1234567\"", ["Name"] = "\"Deal\"", ["X"] = held };

    static RecordState State(string baseline) => new(
        WorkKey.Opportunity("AWS", "O1234567"), "Opportunity", "006A", Document(null), CanonicalJson.ToArray(Encoding.UTF8.GetBytes(baseline)), Day, 2, false, 3);

    static byte[] Document(params string?[]? solutions)
    {
        var related = solutions is null or [null] ? "" : $$""","invitation":{"Kinds":[{{string.Join(',', solutions.Select(s => $"\"{s}\""))}}]}""";
        return CanonicalJson.ToArray(Encoding.UTF8.GetBytes(
            $$$"""{"opportunity":{"Customer":{"Account":{"CompanyName":"Example"} },"LastModifiedDate":"2026-03-01T10:00:00Z","LifeCycle":{"ReviewStatus":"Pending Submission"},"Project":{"CustomerBusinessProblem":"A problem that is described in more than twenty characters.","Title":"Deal"} }{{{related}}} }"""));
    }

    static CompiledMapping Compile(string line, string owner, string title = "Project.Title")
    {
        var issues = new List<Issue>();
        var document = MappingReader.Read(
            Encoding.UTF8.GetBytes($$"""
            {"version":1,"opportunity":{"crmObject":"Opportunity","awsId":"AwsId"{{(owner == "none" ? "" : $", \"owner\": \"{owner}\"")}},"fields":[
              {"aws":"{{title}}","crm":"Name"},
              {{line}} ] } }
            """), issues);
        Assert.Empty(issues);
        return CompiledMapping.Compile(document!, AceObject.Opportunity, issues)!;
    }
}
