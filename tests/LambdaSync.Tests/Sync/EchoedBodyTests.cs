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

/// <summary>What AWS answers and does not take back, and what it takes and does not keep.</summary>
[Trait("Row", "A9")]
public sealed class EchoedBodyTests
{
    static readonly DateTimeOffset Day = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    [Trait("Row", "S-8")]
    public void Stubs_are_dropped_and_what_a_partner_entered_stays()
    {
        var body = Update("""
            {"Customer":{"Contacts":[{"BusinessTitle":"CTO"},{"Email":"ana@example.com"},{"LastName":"Lima"}]},
             "Project":{"ExpectedCustomerSpend":[{"CurrencyCode":"USD"},{"Amount":"5","CurrencyCode":"USD","Frequency":"Monthly","TargetCompany":"AWS"}],"SalesActivities":[],"Title":"Deal"},
             "Marketing":{"Source":"Marketing Activity","CampaignName":"Spring"}}
            """);
        Assert.Equal("""[{"Email":"ana@example.com"},{"LastName":"Lima"}]""", body["Customer"]!["Contacts"]!.ToJsonString());
        Assert.Equal("""[{"Amount":"5","CurrencyCode":"USD","Frequency":"Monthly","TargetCompany":"AWS"}]""", body["Project"]!["ExpectedCustomerSpend"]!.ToJsonString());
        Assert.Null(body["Project"]!["SalesActivities"]);
        Assert.Equal("""{"CampaignName":"Spring","Source":"Marketing Activity"}""", body["Marketing"]!.ToJsonString());
    }

    [Fact]
    public void A_list_of_stubs_alone_is_left_out() =>
        Assert.Equal("{}", Update("""{"Customer":{"Contacts":[{"Phone":"+4989123456"}]}}""")["Customer"]!.ToJsonString());

    [Theory]
    [Trait("Row", "S-7")]
    [InlineData("{}")]
    [InlineData("""{"Marketing":null}""")]
    [InlineData("""{"Marketing":{"Source":""}}""")]
    public void A_missing_marketing_source_is_None_and_nothing_else_is_added(string opportunity) =>
        Assert.Equal("""{"Source":"None"}""", Update(opportunity)["Marketing"]!.ToJsonString());

    [Theory]
    [Trait("Row", "S-12")]
    [InlineData("DE", "BY", null, "DE", "\"BY\"")] // AWS has dropped what it was sent
    [InlineData("DE", "BY", "Hesse", "DE", "\"Hesse\"")]
    [InlineData("US", "Texas", null, "US", "null")] // a colleague has cleared it
    [InlineData("DE", "BY", null, "AT", "null")] // it belonged to the other country
    public void A_region_that_AWS_drops_is_not_cleared_in_the_crm(string country, string region, string? now, string nowIn, string crm)
    {
        var issues = new List<Issue>();
        var mapping = CompiledMapping.Compile(MappingReader.Read("""
            {"version":1,"opportunity":{"crmObject":"Opportunity","awsId":"AwsId","owner":"aws","fields":[
              {"aws":"Customer.Account.Address.StateOrRegion","crm":"Region"}, {"aws":"Customer.Account.Address.CountryCode","crm":"Country"} ] } }
            """u8.ToArray(), issues)!, AceObject.Opportunity, issues)!;
        var state = new RecordState(
            WorkKey.Opportunity("AWS", "O1"), "Opportunity", "006A", Document(country, region, 1), Encoding.UTF8.GetBytes($$"""{"Country":"{{country}}","Region":"{{region}}"}"""), Day, 0, false, 1);
        var seen = new AwsObservation(AceObject.Opportunity, "O1", null, Day.AddDays(1), 0, false, Document(nowIn, now, 2), []) { Whole = true };
        var current = new CrmCurrent("006A", Encoding.UTF8.GetBytes($$"""{"AwsId":"O1","Country":"{{country}}","Region":"{{region}}"}"""), "O1", null);
        var plan = new Decision("AWS", mapping, []).Plan(seen, state, current);
        Assert.Equal(crm, plan is Plan.Write write && new FlatRecord(write.Fields)["Region"] is { } written ? written : $"\"{region}\"");
    }

    static byte[] Document(string country, string? region, int day) => CanonicalJson.ToArray(Encoding.UTF8.GetBytes(
        $$$"""{"opportunity":{"Customer":{"Account":{"Address":{"CountryCode":"{{{country}}}"{{{(region is null ? "" : $",\"StateOrRegion\":\"{region}\"")}}}} } },"Id":"O1","LastModifiedDate":"2026-03-0{{{day}}}T00:00:00Z"} }"""));

    static JsonObject Update(string opportunity) =>
        JsonNode.Parse(OpportunityBody.Update("AWS", "O1", "2026-03-01T00:00:00Z", JsonNode.Parse(opportunity)!.AsObject()))!.AsObject();
}
