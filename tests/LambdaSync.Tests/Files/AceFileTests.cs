using System.Text;
using System.Text.Json.Nodes;
using LambdaSync.Fields;
using LambdaSync.Files;
using LambdaSync.Json;
using Xunit;

namespace LambdaSync.Tests.Files;

[Trait("Row", "B2")]
public class AceFileTests
{
    const string Good = """{"apnCrmUniqueIdentifier":"O1","customerCompanyName":"One"}""";
    const string Other = """{"apnCrmUniqueIdentifier":"O2","customerCompanyName":"Two"}""";

    static AceFile Open(string json, string key = "opportunity-outbound/a.json") => AceFile.Open(key, Encoding.UTF8.GetBytes(json));

    static string File(params string[] records) => $$"""{"version":"2.0","spmsId":"1","opportunities":[{{string.Join(',', records)}}]}""";

    static (AceRecord Record, JsonNode Document) Read(AceFile file, int index = 0)
    {
        var buffer = new Utf8Buffer();
        var record = file.Read(index, buffer);
        Assert.Equal(Encoding.UTF8.GetString(CanonicalJson.ToArray(buffer.Written)), Encoding.UTF8.GetString(buffer.Written));
        return (record, JsonNode.Parse(buffer.Written)!);
    }

    static (AceRecord Record, JsonNode Document) One(string members, string version = "2.0") =>
        Read(Open($$"""{"version":"{{version}}","opportunities":[{"apnCrmUniqueIdentifier":"O1",{{members}}}]}"""));

    [Theory]
    [InlineData("""{"version":"2.0","opportunities":[{"apnCrmUniqueIdentifier":"O1"}]}""", AceObject.Opportunity, 2)]
    [InlineData("""{"version":1,"opportunities":[{"apnCrmUniqueIdentifier":"O1"}]}""", AceObject.Opportunity, 1)]
    [InlineData("""{"opportunities":[{"apnCrmUniqueIdentifier":"O1"}],"version":"1.0"}""", AceObject.Opportunity, 1)]
    [InlineData("""{"version":"1","leads":[{"apnCrmUniqueIdentifier":"L1"}]}""", AceObject.Lead, 1)]
    [InlineData("""{"version":"1.0","Leads":[{"apnCrmUniqueIdentifier":"L1"}]}""", AceObject.Lead, 1)]
    [InlineData("\uFEFF{\"version\":\"2\",\"opportunities\":[{\"apnCrmUniqueIdentifier\":\"O1\"}]}\r\n ", AceObject.Opportunity, 2)]
    public void Reads_every_spelling(string json, AceObject aceObject, int version)
    {
        var file = Open(json);
        Assert.Empty(file.Issues);
        Assert.Equal((aceObject, version, 1), (file.Object, file.Version, file.Count));
        Assert.Empty(Read(file).Record.Issues);
    }

    [Theory]
    [InlineData("a.csv", "{}", IssueCodes.WrongExtension)]
    [InlineData("opportunity-inbound-processed-results/a.json", "{}", IssueCodes.ResultsFile)]
    [InlineData("x/a_result.json", "{}", IssueCodes.ResultsFile)]
    [InlineData("x/a.error.json", "{}", IssueCodes.ResultsFile)]
    [InlineData("a.json", """{"success":"ALL","inboundApiResults":[]}""", IssueCodes.ResultsFile)]
    [InlineData("a.json", "", IssueCodes.EmptyFile)]
    [InlineData("a.json", "[]", IssueCodes.NotAnAceFile)]
    [InlineData("a.json", """{"other":[]}""", IssueCodes.NotAnAceFile)]
    [InlineData("a.json", """{"leads":{}}""", IssueCodes.NotAnAceFile)]
    [InlineData("a.json", "not json", IssueCodes.NotJson)]
    [InlineData("a.json", "{\0\"", IssueCodes.NotJson)]
    public void Refuses(string key, string json, string code)
    {
        var file = Open(json, key);
        Assert.True(file.Refused);
        var issue = Assert.Single(file.Issues);
        Assert.Equal((code, key), (issue.Code, issue.File));
    }

    [Fact]
    public void Refuses_a_file_over_5_megabytes() =>
        Assert.Equal(IssueCodes.TooLarge, Assert.Single(AceFile.Open("a.json", new byte[AceFile.MaxBytes + 1]).Issues).Code);

    [Fact]
    public void Cut_off_anywhere_keeps_the_records_before()
    {
        var whole = Encoding.UTF8.GetBytes(File(Good, Other));
        for (var length = 1; length < whole.Length; length++)
        {
            var file = AceFile.Open("a.json", whole.AsMemory(0, length));
            Assert.True(file.Failed);
            Assert.Equal(IssueCodes.Truncated, Assert.Single(file.Issues, i => i.Severity == Severity.Error).Code);
            for (var i = 0; i < file.Count; i++)
                Assert.False(Read(file, i).Record.Bad);
        }

        Assert.Equal(2, AceFile.Open("a.json", whole.AsMemory(0, whole.Length - 1)).Count);
    }

    [Fact]
    public void Broken_in_the_middle_keeps_the_records_before()
    {
        var file = Open(File(Good, "{\"a\" 1}", Other));
        Assert.Equal((1, true, IssueCodes.NotJson), (file.Count, file.Failed, Assert.Single(file.Issues).Code));
    }

    [Fact]
    public void Trailing_data_fails_the_file_but_not_its_records()
    {
        var file = Open(File(Good) + " {\"more\":1}");
        Assert.Equal((1, true, IssueCodes.TrailingData), (file.Count, file.Failed, Assert.Single(file.Issues).Code));
        Assert.False(Read(file).Record.Bad);
    }

    [Theory]
    [InlineData("""{"apnCrmUniqueIdentifier":"O2","city":"a","city":"b"}""", IssueCodes.DuplicateKey)]
    [InlineData("""{"apnCrmUniqueIdentifier":"O2","newField":1,"newField":2}""", IssueCodes.DuplicateKey)]
    [InlineData("""{"apnCrmUniqueIdentifier":"O2","doesOppBelongToNatSec":"No","doesOppBelongToNatsec":"No"}""", IssueCodes.DuplicateKey)]
    [InlineData("""{"apnCrmUniqueIdentifier":"O2","newField":{"a":1,"a":2}}""", IssueCodes.BadText)]
    [InlineData("""{"apnCrmUniqueIdentifier":"O2","expectedMonthlyAwsRevenue":"many"}""", IssueCodes.WrongType)]
    [InlineData("""{"apnCrmUniqueIdentifier":"O2","customerCompanyName":["a"]}""", IssueCodes.WrongType)]
    [InlineData("""{"apnCrmUniqueIdentifier":"O2","awsProducts":[1]}""", IssueCodes.WrongType)]
    [InlineData("""{"apnCrmUniqueIdentifier":"O2","city":"\ud83d"}""", IssueCodes.BadText)]
    [InlineData("""{"customerCompanyName":"Nobody"}""", IssueCodes.NoIdentifier)]
    [InlineData("42", IssueCodes.NotAnObject)]
    [InlineData("[[]]", IssueCodes.NotAnObject)]
    public void A_bad_record_stops_no_other(string bad, string code)
    {
        var file = Open(File(Good, bad, Good.Replace("O1", "O3", StringComparison.Ordinal)));
        Assert.Equal(3, file.Count);
        Assert.False(Read(file, 0).Record.Bad);
        Assert.False(Read(file, 2).Record.Bad);
        var record = Read(file, 1).Record;
        var issue = Assert.Single(record.Issues, i => i.Severity == Severity.Error);
        Assert.Equal((code, 1, "opportunity-outbound/a.json"), (issue.Code, issue.Record, issue.File));
        Assert.NotEmpty(issue.Rule);
        Assert.NotEmpty(issue.Fix);
    }

    [Theory]
    [InlineData(33)]
    [InlineData(200_000)]
    public void A_record_that_is_too_deep_stops_no_other(int depth)
    {
        var file = Open(File(Good, $$"""{"apnCrmUniqueIdentifier":"O2","x":{{new string('[', depth)}}{{new string(']', depth)}}}""", Good.Replace("O1", "O3", StringComparison.Ordinal)));
        Assert.Equal(3, file.Count);
        Assert.Equal(IssueCodes.TooDeep, Assert.Single(Read(file, 1).Record.Issues).Code);
        Assert.False(Read(file, 2).Record.Bad);
    }

    [Fact]
    public void Invalid_utf8_is_one_records_fault()
    {
        var bytes = Encoding.UTF8.GetBytes(File(Good, Other.Replace("Two", "Tw#", StringComparison.Ordinal)));
        bytes[Array.IndexOf(bytes, (byte)'#')] = 0xFF;
        var file = AceFile.Open("a.json", bytes);
        Assert.False(Read(file, 0).Record.Bad);
        Assert.Equal(IssueCodes.BadText, Assert.Single(Read(file, 1).Record.Issues).Code);
    }

    [Fact]
    public void Of_two_with_one_identifier_the_later_counts()
    {
        var file = Open(File(
            """{"apnCrmUniqueIdentifier":"O1","lastModifiedDate":"2026-02-02T00:00:00.000Z"}""", """{"apnCrmUniqueIdentifier":"O1","lastModifiedDate":"2026-02-01T00:00:00.000Z"}""", Other));
        Assert.Equal([false, true, false], Enumerable.Range(0, 3).Select(i => Read(file, i).Record.Superseded));
        Assert.All([0, 1], i => Assert.Contains(Read(file, i).Record.Issues, issue => issue.Code == IssueCodes.DuplicateRecord));
    }

    [Fact]
    public void Identifiers_have_no_spaces_around_them()
    {
        var file = Open(File(
            """{"apnCrmUniqueIdentifier":" O1 ","partnerCrmUniqueIdentifier":"006A ","lastModifiedDate":"2026-02-01T00:00:00.000Z"}""",
            """{"apnCrmUniqueIdentifier":"O1","lastModifiedDate":"2026-02-02T00:00:00.000Z"}""",
            """{"apnCrmUniqueIdentifier":"  "}"""));
        Assert.Equal(("O1", "006A", true), (Read(file).Record.AwsId, Read(file).Record.PartnerId, Read(file).Record.Superseded));
        Assert.Null(Read(file, 2).Record.AwsId);
        Assert.Contains(Read(file, 2).Record.Issues, issue => issue.Code == IssueCodes.NoIdentifier);
    }

    [Theory]
    [InlineData("\"country\":\"United States\"", "opportunity.Customer.Account.Address.CountryCode", "\"US\"")]
    [InlineData("\"country\":\"Great Britain\"", "opportunity.Customer.Account.Address.CountryCode", "\"GB\"")]
    [InlineData("\"industry\":\"Software \\u0026 Internet\"", "opportunity.Customer.Account.Industry", "\"Software and Internet\"")]
    [InlineData("\"closedLostReason\":\"Lost to Competitor – Google\"", "opportunity.LifeCycle.ClosedLostReason", "\"Lost to Competitor - Google\"")]
    [InlineData("\"status\":\"Draft\"", "opportunity.LifeCycle.ReviewStatus", "\"Pending Submission\"")]
    [InlineData("\"IsOppFromMarketingActivity\":\"No\"", "opportunity.Marketing.Source", "\"None\"")]
    [InlineData("\"expectedMonthlyAwsRevenue\":1.235e2", "opportunity.Project.ExpectedCustomerSpend", """[{"Amount":"123.5","CurrencyCode":"USD","Frequency":"Monthly","TargetCompany":"AWS"}]""")]
    [InlineData("\"expectedMonthlyAwsRevenue\":null", "opportunity.Project.ExpectedCustomerSpend", "null")]
    [InlineData("\"deliveryModel\":\"SaaS or PaaS;Resell\"", "opportunity.Project.DeliveryModels", """["SaaS or PaaS","Resell"]""")]
    [InlineData("\"partnerPrimaryNeedFromAws\":\"Do Not Need Support from AWS Sales Rep\"", "submission.InvolvementType", "\"For Visibility Only\"")]
    [InlineData("\"partnerPrimaryNeedFromAws\":\"Do Not Need Support from AWS Sales Rep\"", "opportunity.PrimaryNeedsFromAws", "[]")]
    [InlineData("\"solutionOffered\":[\"S-0001234\",\"Other\"]", "related.Solutions", "[\"S-0001234\"]")]
    [InlineData("\"solutionOffered\":[\"Other\"]", "file.solutionOffered", "[\"Other\"]")]
    [InlineData("\"aWSSalesRepName\":\"Ann Maria Example\"", "aws.OpportunityTeam", """[{"BusinessTitle":"AWSSalesRep","FirstName":"Ann","LastName":"Maria Example"}]""")]
    [InlineData("\"aWSSalesRepName\":\"Single\"", "aws.OpportunityTeam", """[{"BusinessTitle":"AWSSalesRep","LastName":"Single"}]""")]
    [InlineData("\"aWSSalesRepName\":\" Odd\"", "file.aWSSalesRepName", "\" Odd\"")]
    [InlineData("\"brandNewField\":{\"b\":1,\"a\":2.50}", "file.brandNewField", """{"a":2.5,"b":1}""")]
    [InlineData("\"customerPhone\":null", "opportunity.Customer.Contacts", """[{"Phone":null}]""")]
    [InlineData("\"customerFirstName\":\"Accept to View\"", "opportunity.Customer.Contacts", """[{"FirstName":"Accept to View"}]""")]
    public void Turns_file_values_into_the_api_s(string member, string path, string json)
    {
        var (record, document) = One(member);
        Assert.False(record.Bad);
        var node = path.Split('.').Aggregate(document, (at, name) => at[name]!);
        Assert.Equal(JsonNode.Parse(json)?.ToJsonString() ?? "null", node?.ToJsonString() ?? "null");
    }

    [Fact]
    public void A_placeholder_postal_code_of_version_1_is_left_out()
    {
        Assert.Null(One("\"postalCode\":\"99999\"", "1").Document["opportunity"]!["Customer"]);
        Assert.Equal("99999", (string?)One("\"postalCode\":\"99999\"").Document["opportunity"]!["Customer"]!["Account"]!["Address"]!["PostalCode"]);
    }

    [Fact]
    public void An_unknown_field_and_value_are_kept_and_noted()
    {
        var (record, document) = One("\"brandNew\":\"x\",\"stage\":\"Brand New Stage\"");
        Assert.False(record.Bad);
        Assert.Equal([IssueCodes.UnknownField, IssueCodes.NotAStandardValue], record.Issues.Select(i => i.Code));
        Assert.Equal("Brand New Stage", (string?)document["opportunity"]!["LifeCycle"]!["Stage"]);
    }
}
