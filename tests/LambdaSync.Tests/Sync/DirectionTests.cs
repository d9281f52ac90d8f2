using System.Text;
using System.Text.Json.Nodes;
using LambdaSync.Fields;
using LambdaSync.Json;
using LambdaSync.Mapping;
using LambdaSync.Sync;
using LambdaSync.Sync.Outbound;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Tests.Sync;

/// <summary>The directions of a line, and the object's switch for inbound updates: what each lets through, and nothing else.</summary>
[Trait("Row", "C4")]
public sealed class DirectionTests
{
    static readonly DateTimeOffset Day = new(2026, 3, 1, 10, 0, 0, TimeSpan.Zero);
    static readonly DateOnly Today = new(2026, 3, 1);

    /// <summary>The line's members, whether AWS's values reach the CRM, and the CRM's AWS.</summary>
    public static TheoryData<string, bool, bool> Lines() => new()
    {
        { "", true, true },
        { ", \"inbound\": true, \"outbound\": true", true, true },
        { ", \"inbound\": false", false, true },
        { ", \"outbound\": false", true, false },
        { ", \"inbound\": false, \"outbound\": false", false, false },
    };

    [Theory]
    [MemberData(nameof(Lines))]
    public void AWSs_change_reaches_the_CRM_inbound_only(string line, bool inbound, bool outbound)
    {
        var mapping = Compile(line);
        var plan = new Decision("AWS", mapping, []).Plan(Seen("Oslo"), State(mapping, "Bergen"), Current("Bergen"));
        Assert.Equal(inbound ? "\"Oslo\"" : null, plan is Plan.Write write ? new FlatRecord(write.Fields)["City"] : null);
        // The other line shows that the decision compared the record.
        Assert.Equal("\"New title\"", new FlatRecord(Assert.IsType<Plan.Write>(plan).Fields)["Name"]);
        Assert.Equal(inbound, mapping.CrmFields.Contains("City"));
        Assert.Equal(outbound, mapping.SentFields.Contains("City"));
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void A_new_CRM_record_has_the_inbound_fields(string line, bool inbound, bool outbound)
    {
        _ = outbound;
        var plan = Assert.IsType<Plan.Write>(new Decision("AWS", Compile(line), []).Plan(Seen("Oslo"), null, null));
        Assert.Equal((inbound ? "\"Oslo\"" : null, "\"New title\""), (new FlatRecord(plan.Fields)["City"], new FlatRecord(plan.Fields)["Name"]));
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void The_CRMs_edit_reaches_AWS_outbound_only(string line, bool inbound, bool outbound)
    {
        _ = inbound;
        var (mapping, decision) = (Compile(line), new OutboundDecision("AWS", Compile(line)));
        Assert.Equal(outbound, decision.HasEdits(State(mapping, "Bergen"), Crm("Bergen", ("City", "\"Oslo\""))));
        var send = Assert.IsType<OutboundPlan.Send>(decision.Update(State(mapping, "Bergen"), Crm("Bergen", ("City", "\"Oslo\""), ("Name", "\"Other\"")), Today));
        Assert.Equal((outbound ? "Oslo" : "Bergen", "Other"), (City(send.Body), JsonNode.Parse(send.Body)!["Project"]!["Title"]!.GetValue<string>()));
        Assert.Equal(outbound ? "Oslo" : "Bergen", City(Encoding.UTF8.GetBytes(JsonNode.Parse(send.Document)!["opportunity"]!.ToJsonString())));
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void A_new_opportunity_has_the_outbound_fields(string line, bool inbound, bool outbound)
    {
        _ = inbound;
        var send = Assert.IsType<OutboundPlan.Send>(new OutboundDecision("AWS", Compile(line)).Create("006A", Crm("Oslo"), "token", Today, asked: true));
        Assert.Equal(outbound ? "Oslo" : null, City(send.Body));
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void The_mapping_alone_keeps_the_directions(string line, bool inbound, bool outbound)
    {
        var (mapping, issues, output) = (Compile(line), new List<Issue>(), new Utf8Buffer());
        mapping.MapInbound(Document("Oslo"), output, issues);
        Assert.Equal(inbound ? "\"Oslo\"" : null, new FlatRecord(output.Written)["City"]);
        output.Clear();
        mapping.MapOutbound("""{"City":"Oslo"}"""u8, Document("Bergen"), Today, output, issues);
        Assert.Equal(outbound ? "Oslo" : "Bergen", City(Encoding.UTF8.GetBytes(JsonNode.Parse(output.Written)!["opportunity"]!.ToJsonString())));
        Assert.Empty(issues);
    }

    /// <summary>The object's switch: whether updates reach a record that is there; new records and the other direction are as ever.</summary>
    [Theory]
    [InlineData("", true)]
    [InlineData(", \"inboundUpdates\": true", true)]
    [InlineData(", \"inboundUpdates\": false", false)]
    public void The_switch_stops_updates_of_records_that_are_there(string member, bool updates)
    {
        var mapping = Compile("", member);
        var decision = new Decision("AWS", mapping, []);
        var plan = decision.Plan(Seen("Oslo"), State(mapping, "Bergen"), Current("Bergen"));
        Assert.Equal(updates, plan is Plan.Write);
        if (!updates)
        {
            var settle = Assert.IsType<Plan.Settle>(plan);
            Assert.Equal(Outcome.Skipped, settle.Outcome);
            Assert.Contains(settle.Issues, i => i.Code == IssueCodes.OutsideWhen && i.Rule.Contains("inboundUpdates", StringComparison.Ordinal));
        }

        Assert.Equal(Outcome.Created, Assert.IsType<Plan.Write>(decision.Plan(Seen("Oslo"), null, null)).Outcome);
        Assert.Equal("Oslo", City(Assert.IsType<OutboundPlan.Send>(new OutboundDecision("AWS", mapping).Update(State(mapping, "Bergen"), Crm("Oslo"), Today)).Body));
    }

    static AwsObservation Seen(string city) =>
        new(AceObject.Opportunity, "O1234567", null, Day.AddDays(1), 0, false, CanonicalJson.ToArray(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Document(city)).Replace("\"Deal\"", "\"New title\"", StringComparison.Ordinal))), []) { Whole = true };

    static CrmCurrent Current(string city) => new("006A", Crm(city).ToJson(), "O1234567", Day);

    static RecordState State(CompiledMapping mapping, string city) =>
        new(WorkKey.Opportunity("AWS", "O1234567"), "Opportunity", "006A", Document(city), mapping.BaselineOf(Crm(city)).ToJson(), Day, 0, false, 1);

    static FlatRecord Crm(string city, params (string Field, string Value)[] edits)
    {
        var crm = new FlatRecord { ["AwsId"] = "\"O1234567\"", ["Name"] = "\"Deal\"", ["Company"] = "\"Example\"", ["City"] = $"\"{city}\"" };
        foreach (var (field, value) in edits)
            crm[field] = value;
        return crm;
    }

    static byte[] Document(string city) => CanonicalJson.ToArray(Encoding.UTF8.GetBytes(
        $$$"""{"opportunity":{"Customer":{"Account":{"Address":{"City":"{{{city}}}"},"CompanyName":"Example"} },"Id":"O1234567","LastModifiedDate":"2026-03-01T10:00:00Z","LifeCycle":{"ReviewStatus":"Pending Submission"},"Project":{"CustomerBusinessProblem":"A problem that is described in more than twenty characters.","Title":"Deal"} } }"""));

    static string? City(byte[] opportunity) => JsonNode.Parse(opportunity)!["Customer"]?["Account"]?["Address"]?["City"]?.GetValue<string>();

    static CompiledMapping Compile(string line, string members = "")
    {
        var issues = new List<Issue>();
        var document = MappingReader.Read(Encoding.UTF8.GetBytes(
            $$"""{"version":1,"opportunity":{"crmObject":"Opportunity","awsId":"AwsId"{{members}},"fields":[{"aws":"Project.Title","crm":"Name"},{"aws":"Customer.Account.CompanyName","crm":"Company"},{"aws":"Customer.Account.Address.City","crm":"City"{{line}}}] } }"""), issues);
        Assert.Empty(issues);
        return CompiledMapping.Compile(document!, AceObject.Opportunity, issues)!;
    }
}
