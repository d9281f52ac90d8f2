using System.Text;
using LambdaSync.Fields;
using LambdaSync.Json;
using LambdaSync.Mapping;
using Xunit;

namespace LambdaSync.Tests.Mapping;

/// <summary>Text that is sent in another form than the CRM has it: small letters, and phone numbers with their country.</summary>
[Trait("Row", "C15")]
public sealed class ValueFormTests
{
    const string Germany = """{ "country": "+49", "trunk": "0", "international": "00" }""";

    /// <summary>The line's members, the CRM's text, and AWS's; null: held.</summary>
    [Theory]
    [InlineData("\"lower\": true", "Ada.North@Example.COM", "ada.north@example.com")]
    [InlineData("\"lower\": true", "ada@example.com", "ada@example.com")]
    [InlineData($"\"phone\": {Germany}", "040 777-12", "+494077712")]
    [InlineData($"\"phone\": {Germany}", " (040) 777/12.3 ", "+4940777123")]
    [InlineData($"\"phone\": {Germany}", "+49 40 77712", "+494077712")]
    [InlineData($"\"phone\": {Germany}", "+49 (0)40 77712", "+494077712")]
    [InlineData($"\"phone\": {Germany}", "0049 40 77712", "+494077712")]
    [InlineData($"\"phone\": {Germany}", "+1 206 555 0100", "+12065550100")]
    [InlineData($"\"phone\": {Germany}", "001 206 555 0100", "+12065550100")]
    // It may be local, or lack its +.
    [InlineData($"\"phone\": {Germany}", "77712", null)]
    [InlineData($"\"phone\": {Germany}", "49 40 77712", null)]
    [InlineData($"\"phone\": {Germany}", "040 77712 ext. 5", null)]
    [InlineData($"\"phone\": {Germany}", "ask Ada", null)]
    [InlineData($"\"phone\": {Germany}", "+", null)]
    [InlineData($"\"phone\": {Germany}", "40 +49 777", null)]
    [InlineData($"\"phone\": {Germany}", "0123456789012345678", null)]
    [InlineData("\"phone\": { \"country\": \"+49\", \"trunk\": \"0\" }", "00 49 40 77712", null)]
    [InlineData("\"phone\": { \"country\": \"+1\" }", "(206) 555-0100", "+12065550100")]
    [InlineData("\"phone\": { \"country\": \"+1\" }", "1 206 555 0100", null)]
    [InlineData("\"phone\": { \"country\": \"+1\" }", "0049 40 77712", null)]
    [InlineData("\"phone\": { \"country\": \"+1\", \"trunk\": \"1\", \"international\": \"011\" }", "1 (206) 555-0100", "+12065550100")]
    [InlineData("\"phone\": { \"country\": \"+1\", \"trunk\": \"1\", \"international\": \"011\" }", "011 49 40 77712", "+494077712")]
    [InlineData("\"phone\": { \"country\": \"+39\" }", "06 1234 5678", "+390612345678")]
    public void AWS_gets_its_form_and_the_CRM_keeps_its_own(string member, string crm, string? aws)
    {
        var issues = new List<Issue>();
        var (field, mapping) = Compile(member, issues);
        var sent = Out(mapping, crm, "{}"u8.ToArray(), issues);
        if (aws is null)
        {
            Assert.Equal("{}", Encoding.UTF8.GetString(sent));
            Assert.Contains(issues, i => i.Severity == Severity.Error);
            return;
        }

        Assert.Equal("""{"opportunity":{"Customer":{"Contacts":[{"F":"V"}]}}}""".Replace("F", field, StringComparison.Ordinal).Replace("V", aws, StringComparison.Ordinal), Encoding.UTF8.GetString(sent));
        Assert.DoesNotContain(issues, i => i.Severity != Severity.Note);
        // What AWS has is the same: nothing is sent, nothing is written.
        Assert.Equal(sent, Out(mapping, crm, sent, issues));
        Assert.True(mapping.MeanSame("X", $"\"{aws}\"", $"\"{crm}\""));
        var back = new Utf8Buffer();
        mapping.MapInbound(sent, back, issues);
        Assert.Equal($$"""{"X":"{{aws}}"}""", Encoding.UTF8.GetString(back.Written));
    }

    [Theory]
    [InlineData("\"lower\": true", "Ada@example.com", "bo@example.com")]
    [InlineData($"\"phone\": {Germany}", "040 777", "+4940778")]
    public void Another_value_is_another(string member, string crm, string aws) =>
        Assert.False(Compile(member, []).Mapping.MeanSame("X", $"\"{aws}\"", $"\"{crm}\""));

    /// <summary>An old value that AWS's rule forbids stays at AWS while the CRM has the same.</summary>
    [Fact]
    public void What_AWS_has_in_another_form_stays()
    {
        var issues = new List<Issue>();
        var document = """{"opportunity":{"Customer":{"Contacts":[{"Email":"Ada@Example.com"}]}}}"""u8.ToArray();
        Assert.Equal(document, Out(Compile("\"lower\": true", issues).Mapping, "ADA@example.com", document, issues));
    }

    static (string Field, CompiledMapping Mapping) Compile(string member, List<Issue> issues)
    {
        var field = member.Contains("phone", StringComparison.Ordinal) ? "Phone" : "Email";
        var document = MappingReader.Read(Encoding.UTF8.GetBytes(
            $$"""{"version":1,"opportunity":{"crmObject":"O","awsId":"Id","fields":[{"aws":"Customer.Contacts[0].{{field}}","crm":"X",{{member}}}] } }"""), issues);
        return (field, CompiledMapping.Compile(document!, AceObject.Opportunity, issues)!);
    }

    static byte[] Out(CompiledMapping mapping, string crm, byte[] document, List<Issue> issues)
    {
        var buffer = new Utf8Buffer();
        mapping.MapOutbound(Encoding.UTF8.GetBytes($$"""{"X":"{{crm}}"}"""), document, new DateOnly(2026, 11, 1), buffer, issues);
        return buffer.Written.ToArray();
    }
}
