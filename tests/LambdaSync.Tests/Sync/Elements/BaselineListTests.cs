using System.Text;
using System.Text.Json.Nodes;
using LambdaSync.Fields;
using LambdaSync.Json;
using LambdaSync.Sync;
using LambdaSync.Sync.Elements;
using Xunit;

namespace LambdaSync.Tests.Sync.Elements;

/// <summary>The lists of a baseline after AWS's next answer, or after a file.</summary>
[Trait("Row", "C14")]
public sealed class BaselineListTests
{
    const string Ada = """{"Email":"ada@a.de","FirstName":"Ada","Phone":"+491"}""";
    const string Bo = """{"Email":"bo@a.de","FirstName":"Bo","Phone":"+492"}""";

    /// <summary>A file names one contact, whole or in part.</summary>
    [Theory]
    [InlineData($"[{Ada},{Bo}]", """[{"Email":"bo@a.de","Phone":"+493"}]""", $$"""[{{Ada}},{"Email":"bo@a.de","FirstName":"Bo","Phone":"+493"}]""")]
    [InlineData($"[{Ada}]", """[{"Phone":"+493"}]""", """[{"Email":"ada@a.de","FirstName":"Ada","Phone":"+493"}]""")]
    // Somebody else gets nothing of who was there before.
    [InlineData($"[{Ada},{Bo}]", """[{"Email":"cy@a.de","FirstName":"Cy"}]""", $$"""[{"Email":"cy@a.de","FirstName":"Cy"},{{Bo}}]""")]
    [InlineData($"[{Ada}]", """[{"Email":null,"FirstName":null,"Phone":null}]""", "[]")]
    [InlineData($"[{Ada},{Bo}]", """[{"Email":null,"FirstName":null,"Phone":null}]""", $"[null,{Bo}]")]
    [InlineData($"[{Ada}]", """[{"Email":"Accept To View","FirstName":"Accept To View","Phone":"+494"}]""", """[{"Email":"ada@a.de","FirstName":"Ada","Phone":"+494"}]""")]
    [InlineData("null", $"[{Ada}]", $"[{Ada}]")]
    [InlineData($"[{Ada}]", "[]", "[]")]
    public void A_file_speaks_of_some(string known, string sent, string after) =>
        Assert.Equal(Document("Customer", "Contacts", after), Text(Baseline.MergePartial(Bytes("Customer", "Contacts", known), Bytes("Customer", "Contacts", sent), Lists("Customer.Contacts[0].Email"))));

    [Theory]
    [InlineData("""[{"BusinessTitle":"PDM","Email":"ann@aws.com","FirstName":"Ann"},{"BusinessTitle":"PSM","Email":"pete@aws.com"}]""", """[{"BusinessTitle":"PDM","Email":"zoe@aws.com"}]""",
        """[{"BusinessTitle":"PDM","Email":"zoe@aws.com"},{"BusinessTitle":"PSM","Email":"pete@aws.com"}]""")]
    [InlineData("""[{"BusinessTitle":"PDM","Email":"ann@aws.com","FirstName":"Ann"}]""", """[{"BusinessTitle":"PDM","Email":"ann@aws.com","LastName":"Y"},{"BusinessTitle":"PSM","Email":"pete@aws.com"}]""",
        """[{"BusinessTitle":"PDM","Email":"ann@aws.com","FirstName":"Ann","LastName":"Y"},{"BusinessTitle":"PSM","Email":"pete@aws.com"}]""")]
    public void A_file_names_some_of_the_team(string known, string sent, string after) => Assert.Equal(
        """{"aws":{"OpportunityTeam":""" + after + "}}",
        Text(Baseline.MergePartial(Encoding.UTF8.GetBytes("""{"aws":{"OpportunityTeam":""" + known + "}}"), Encoding.UTF8.GetBytes("""{"aws":{"OpportunityTeam":""" + sent + "}}"))));

    [Fact]
    public void A_file_leaves_what_other_companies_are_paid()
    {
        const string other = """{"Amount":"500","CurrencyCode":"EUR","Frequency":"Monthly","TargetCompany":"Nordlicht GmbH"}""";
        const string aws = """{"Amount":"900","CurrencyCode":"USD","Frequency":"Monthly","TargetCompany":"AWS"}""";
        Assert.Equal(
            Document("Project", "ExpectedCustomerSpend", $"[{other},{aws}]"),
            Text(Baseline.MergePartial(Bytes("Project", "ExpectedCustomerSpend", $"[{other},{aws.Replace("900", "1", StringComparison.Ordinal)}]"), Bytes("Project", "ExpectedCustomerSpend", $"[{aws}]"))));
    }

    /// <summary>What is masked is known of the same person only.</summary>
    [Theory]
    [InlineData("""[{"Email":"bo@a.de","Phone":"Accept To View"},{"Email":"ada@a.de","Phone":"Accept To View"}]""", """[{"Email":"bo@a.de","Phone":"+492"},{"Email":"ada@a.de","Phone":"+491"}]""")]
    [InlineData("""[{"Email":"cy@a.de","Phone":"Accept To View"}]""", """[{"Email":"cy@a.de"}]""")]
    [InlineData("""[{"Email":"Accept To View","Phone":"Accept To View"}]""", """[{"Email":"ada@a.de","Phone":"+491"}]""")]
    public void A_masked_value_is_not_filled_with_anothers(string sent, string after) =>
        Assert.Equal(Document("Customer", "Contacts", after), Text(Baseline.ReplaceRoots(Bytes("Customer", "Contacts", $"[{Ada},{Bo}]"), Bytes("Customer", "Contacts", sent))));

    /// <summary>Two who have one title: the one who is known comes first, as a selection takes the first.</summary>
    [Fact]
    public void A_selection_keeps_the_member_that_it_has_had()
    {
        static byte[] Team(params string[] emails) => Encoding.UTF8.GetBytes("""{"aws":{"OpportunityTeam":[""" + string.Join(',', emails.Select(e => $$"""{"BusinessTitle":"PDM","Email":"{{e}}"}""")) + "]}}");
        var lists = Lists("aws:OpportunityTeam[BusinessTitle=PDM].Email");
        Assert.Equal(Text(Team("ann@aws.com", "zoe@aws.com")), Text(Baseline.ReplaceRoots(Team("ann@aws.com"), Team("zoe@aws.com", "ann@aws.com"), lists)));
        Assert.Equal(Text(Team("zoe@aws.com", "ann@aws.com")), Text(Baseline.ReplaceRoots(Team("ann@aws.com"), Team("zoe@aws.com", "ann@aws.com"))));
    }

    [Fact]
    public void Long_lists_take_linear_time()
    {
        static byte[] Contacts(int count, int turn) => Bytes("Customer", "Contacts", "[" + string.Join(',', Enumerable.Range(0, count).Select(i => (i + turn) % count).Select(i => $$"""{"Email":"p{{i}}@a.de","Phone":"{{i}}"}""")) + "]");
        var lists = Lists("Customer.Contacts[0].Email");
        Baseline.ReplaceRoots(Contacts(100, 0), Contacts(100, 7), lists);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var after = Baseline.ReplaceRoots(Contacts(40_000, 0), Contacts(40_000, 30_000), lists);
        Baseline.MergePartial(Contacts(40_000, 0), Contacts(40_000, 30_000), lists);
        Assert.StartsWith("""{"opportunity":{"Customer":{"Contacts":[{"Email":"p0@a.de",""", Text(after[..80]), StringComparison.Ordinal);
        // A quadratic search takes minutes.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), watch.Elapsed.ToString());
    }

    [Fact]
    public void Every_list_is_in_the_catalogue()
    {
        foreach (var identity in ElementIdentity.All)
            Assert.All(identity.Members, member => Assert.True(FieldCatalogue.Opportunity.ByPath($"{identity.List}[].{member}") is not null || LeadPaths.Known.Contains($"lead:{identity.List}[].{member}")));
    }

    static ElementLists Lists(string path) => ElementLists.Of([FieldPath.TryParse(path, out var parsed, out var error) ? parsed : throw new FormatException(error)]);

    static byte[] Bytes(string structure, string list, string json) => CanonicalJson.ToArray(Encoding.UTF8.GetBytes(Document(structure, list, json)));

    static string Document(string structure, string list, string json) => new JsonObject { ["opportunity"] = new JsonObject { [structure] = new JsonObject { [list] = JsonNode.Parse(json) } } }.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    static string Text(byte[] json) => Encoding.UTF8.GetString(json);
}
