using System.Text;
using LambdaSync.Fields;
using LambdaSync.Json;
using LambdaSync.Mapping;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Tests.Sync;

/// <summary>AWS has a value that the mapping does not list: the CRM keeps its own, and the log says so even when nothing else is new.</summary>
[Trait("Row", "B3")]
public sealed class UnlistedValueTests
{
    static readonly DateTimeOffset Day = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_value_that_is_held_alone_has_an_entry_in_the_log()
    {
        var issues = new List<Issue>();
        var mapping = CompiledMapping.Compile(MappingReader.Read(
            """
            {"version":1,"opportunity":{"crmObject":"Opportunity","awsId":"AwsId","fields":[
              {"aws":"Project.Title","crm":"Name"},{"aws":"OpportunityType","crm":"Kind__c","values":{"Expansion":["Expansion"]}}]}}
            """u8, issues)!, AceObject.Opportunity, issues)!;
        Assert.Empty(issues);
        var crm = """{"AwsId":"O1","Kind__c":"Expansion","Name":"Deal"}"""u8.ToArray();
        var state = new RecordState(WorkKey.Opportunity("AWS", "O1"), "Opportunity", "006A", Document("Expansion"), mapping.BaselineOf(new FlatRecord(crm)).ToJson(), Day, 0, false, 1);
        var seen = new AwsObservation(AceObject.Opportunity, "O1", null, Day.AddDays(1), 0, false, Document("Something new"), []) { Whole = true };

        var settle = Assert.IsType<Plan.Settle>(new Decision("AWS", mapping, []).Plan(seen, state, new CrmCurrent("006A", crm, null, Day)));
        Assert.Equal((Outcome.Skipped, IssueCodes.ValueUnmapped), (settle.Outcome, Assert.Single(settle.Issues).Code));
        Assert.Equal("\"Expansion\"", new FlatRecord(settle.Next!.CrmBaseline)["Kind__c"]);
    }

    static byte[] Document(string kind) =>
        CanonicalJson.ToArray(Encoding.UTF8.GetBytes($$"""{"opportunity":{"Id":"O1","OpportunityType":"{{kind}}","Project":{"Title":"Deal"} } }"""));
}
