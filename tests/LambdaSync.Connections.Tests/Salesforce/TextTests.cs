using LambdaSync.Connections.Salesforce;
using Xunit;

namespace LambdaSync.Connections.Tests.Salesforce;

/// <summary>Query texts, ids, error codes and hosts.</summary>
public sealed class TextTests
{
    [Theory]
    [InlineData("Example Ltd", "'Example Ltd'")]
    [InlineData("O'Neil", @"'O\'Neil'")]
    [InlineData(@"a\", @"'a\\'")]
    [InlineData("x' OR Name != '", @"'x\' OR Name != \''")]
    [InlineData(@"\' OR 1=1", @"'\\\' OR 1=1'")]
    [InlineData("a\r\n\tb", @"'a\r\n\tb'")]
    [InlineData("\u0001\u2028", @"'\u0001\u2028'")]
    [InlineData("100%_ü😀", "'100%_ü😀'")]
    public void A_value_stays_a_value(string value, string expected) => Assert.Equal(expected, Soql.Text(value));

    [Theory]
    [InlineData("50%_a", @"'50\%\_a%'")]
    [InlineData(@"a\%", @"'a\\\%%'")]
    public void A_pattern_matches_what_begins_with_the_text(string text, string expected) => Assert.Equal(expected, Soql.Like("", text));

    [Theory]
    [InlineData("Name FROM User--")]
    [InlineData("Account..Name")]
    [InlineData("")]
    [InlineData("1a")]
    [InlineData("a,b")]
    [InlineData("(SELECT Id FROM Contacts)")]
    public void What_is_no_name_is_not_sent(string name) => Assert.False(Assert.Throws<ConnectionException>(() => Soql.Select([name], "Account", null)).Transient);

    [Fact]
    public void Parts_fit_into_a_url()
    {
        var values = Enumerable.Range(0, 5000).Select(i => i % 3 == 0 ? new string('\'', 200) : $"006{i:d12}").ToList();
        var parts = Soql.Parts(values, 500, 800).ToList();
        Assert.Equal(values, parts.SelectMany(p => p));
        Assert.All(parts, p => Assert.True(p.Count <= 800 && 500 + Uri.EscapeDataString(Soql.In("Id", p)).Length < 16_000));
    }

    [Theory]
    [InlineData("001D000000IRFma", "001D000000IRFmaIAH")]
    [InlineData("001D000000IRFmaIAH", "001D000000IRFmaIAH")]
    [InlineData("a0b000000000000", "a0b000000000000AAA")]
    [InlineData("no id", "no id")]
    public void Ids_are_compared_in_their_long_form(string id, string expected) => Assert.Equal(expected, SalesforceId.Long(id));

    [Theory]
    [InlineData("001*", false)]
    [InlineData("000000000000000AAA", false)]
    [InlineData("001D000000IRFma", true)]
    [InlineData("001D000000IRFmaIAH", true)]
    [InlineData("", false)]
    public void A_wildcard_is_no_record(string id, bool expected) => Assert.Equal(expected, SalesforceId.IsRecord(id));

    [Theory]
    [InlineData("example.my.salesforce.com", null)]
    [InlineData("https://example--test.sandbox.my.salesforce.com", null)]
    [InlineData("example.develop.my.salesforce.com", null)]
    [InlineData("http://127.0.0.1:8080", null)]
    [InlineData("login.salesforce.com", "use your My Domain")]
    [InlineData("https://test.salesforce.com/", "use your My Domain")]
    [InlineData("example.lightning.force.com", "is no My Domain")]
    [InlineData("http://example.my.salesforce.com", "is no My Domain")]
    [InlineData("example.com", "is no My Domain")]
    public void The_host_is_the_My_Domain(string host, string? expected)
    {
        var problem = SalesforceSettings.Problem(host);
        Assert.True(expected is null ? problem is null : problem?.Contains(expected, StringComparison.Ordinal) == true, problem);
    }

    [Fact]
    public void Every_code_has_a_fix() => Assert.All(SalesforceErrors.Codes, code =>
        Assert.InRange(SalesforceErrors.Of(400, new SalesforceError(code, "", [], [])).Fix.Length, 10, 200));

    [Theory]
    [InlineData(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.", nameof(SalesforceFault.DailyLimit))]
    [InlineData(403, "REQUEST_LIMIT_EXCEEDED", "ConcurrentPerOrgLongTxn Limit exceeded.", nameof(SalesforceFault.Busy))]
    [InlineData(400, "UNABLE_TO_LOCK_ROW", "", nameof(SalesforceFault.Again))]
    [InlineData(503, "", "", nameof(SalesforceFault.Again))]
    [InlineData(410, "", "", nameof(SalesforceFault.SetUp))]
    [InlineData(414, "", "", nameof(SalesforceFault.Smaller))]
    [InlineData(412, "", "", nameof(SalesforceFault.Changed))]
    [InlineData(300, "", "", nameof(SalesforceFault.Several))]
    [InlineData(400, "STRING_TOO_LONG", "", nameof(SalesforceFault.Field))]
    [InlineData(400, "FIELD_CUSTOM_VALIDATION_EXCEPTION", "", nameof(SalesforceFault.Row))]
    [InlineData(400, "DUPLICATES_DETECTED", "", nameof(SalesforceFault.Question))]
    [InlineData(400, "ENTITY_IS_DELETED", "", nameof(SalesforceFault.Gone))]
    [InlineData(400, "PROCESSING_HALTED", "", nameof(SalesforceFault.NotThisRow))]
    [InlineData(400, "A_CODE_OF_NEXT_YEAR", "", nameof(SalesforceFault.Row))]
    public void A_code_says_what_to_do(int status, string code, string message, string expected) =>
        Assert.Equal(expected, SalesforceErrors.Of(status, new SalesforceError(code, message, [], [])).Fault.ToString());

    [Theory]
    [InlineData("""[{"message":"m","errorCode":"STRING_TOO_LONG","fields":["Name"]}]""", "STRING_TOO_LONG", "Name")]
    [InlineData("""[{"message":"m","statusCode":"STRING_TOO_LONG","fields":["Name"]}]""", "STRING_TOO_LONG", "Name")]
    [InlineData("""{"error":"invalid_grant","error_description":"d"}""", "invalid_grant", "")]
    [InlineData("""[{"message":"Unable to create/update fields: Amount, X__c. Please check the security settings of this field and verify that it is read/write for your profile or permission set.","errorCode":"INVALID_FIELD_FOR_INSERT_UPDATE"}]""", "INVALID_FIELD_FOR_INSERT_UPDATE", "Amount,X__c")]
    [InlineData("""[{"message":"No such column 'Hidden__c' on entity 'Opportunity'.","errorCode":"INVALID_FIELD"}]""", "INVALID_FIELD", "Hidden__c")]
    [InlineData("""[{"message":"m","errorCode":"not a code <b>"}]""", "", "")]
    public void Errors_have_two_spellings(string body, string code, string fields)
    {
        var error = Assert.Single(ErrorReader.Read(System.Text.Encoding.UTF8.GetBytes(body)));
        Assert.Equal((code, fields), (error.Code, string.Join(',', error.Fields)));
    }

    [Theory]
    [InlineData("<html>Bad Gateway</html>")]
    [InlineData("")]
    [InlineData("null")]
    public void A_gateways_page_is_no_error_of_Salesforce(string body) => Assert.Empty(ErrorReader.Read(System.Text.Encoding.UTF8.GetBytes(body)));

    // "gAAA": the first value; validFor is most significant bit first.
    [Theory]
    [InlineData("gAAA", "0")]
    [InlineData("YAAA", "1,2")]
    [InlineData("AAAB", "23")]
    [InlineData("", null)]
    [InlineData("*", null)]
    public void Controlled_values_are_a_bit_set(string base64, string? expected) =>
        Assert.Equal(expected, DescribeReader.Positions(base64) is { } found ? string.Join(',', found) : null);
}
