using System.Text;
using LambdaSync.Files;
using LambdaSync.Json;
using Xunit;

namespace LambdaSync.Tests.Files;

/// <summary>Text that is none, and text that is written with escapes.</summary>
[Trait("Row", "B2")]
public class AceFileTextTests
{
    const string HalfPair = "\\ud800";

    static AceFile Open(string json) => AceFile.Open("opportunity-outbound/a.json", Encoding.Latin1.GetBytes(json));

    static AceRecord Read(AceFile file, int index) => file.Read(index, new Utf8Buffer());

    [Theory]
    [InlineData("\"" + HalfPair + "\":1")]
    [InlineData("\"M\u00fcller\":1")]
    [InlineData("\"\u00ff\u00fe\":[1,{\"a\":2}]")]
    public void Bad_text_in_a_name_beside_the_records_is_a_warning_and_the_records_are_read(string member)
    {
        foreach (var json in new[] { $$"""{"version":"2.0",{{member}},"opportunities":[{"apnCrmUniqueIdentifier":"O1"}]}""", $$"""{"opportunities":[{"apnCrmUniqueIdentifier":"O1"}],"version":"2.0",{{member}}}""" })
        {
            var file = Open(json);
            Assert.Equal((IssueCodes.FileBadText, Severity.Warning), (Assert.Single(file.Issues).Code, file.Issues[0].Severity));
            Assert.False(file.Failed);
            Assert.Equal("O1", Read(file, 0).AwsId);
        }
    }

    [Theory]
    [InlineData("\"customerCompanyName\":\"a" + HalfPair + "\"", "customerCompanyName")]
    [InlineData("\"awsProducts\":[\"ok\",\"a" + HalfPair + "b\"]", "awsProducts")]
    [InlineData("\"solutionsOffered\":[\"" + HalfPair + "\"]", "solutionsOffered")]
    [InlineData("\"newMember\":{\"a\":[\"" + HalfPair + "\"]}", "newMember")]
    [InlineData("\"" + HalfPair + "\":1", null)]
    [InlineData("\"customerCompanyName\":\"M\u00fcller\"", null)]
    [InlineData("\"M\u00fcller\":1", null)]
    public void Bad_text_in_a_record_is_that_records_error_alone(string member, string? field)
    {
        var file = Open($$"""{"version":"2.0","opportunities":[{"apnCrmUniqueIdentifier":"O1",{{member}}},{"apnCrmUniqueIdentifier":"O2"}]}""");
        Assert.Empty(file.Issues);
        var issue = Assert.Single(Read(file, 0).Issues, i => i.Severity == Severity.Error);
        Assert.Equal((IssueCodes.BadText, field), (issue.Code, issue.Field));
        Assert.Empty(Read(file, 1).Issues);
    }

    [Theory]
    [InlineData("\"apnCrmUniqueIdentifier\":\"" + HalfPair + "\"", IssueCodes.BadText)]
    [InlineData("\"partnerCrmUniqueIdentifier\":null", IssueCodes.NoIdentifier)]
    [InlineData("\"apnCrmUniqueIdentifier\":\" \"", IssueCodes.NoIdentifier)]
    public void An_identifier_that_is_no_text_is_not_called_missing(string member, string code) =>
        Assert.Equal(code, Assert.Single(Read(Open($$"""{"version":"2.0","opportunities":[{{{member}}}]}"""), 0).Issues, i => i.Severity == Severity.Error).Code);

    [Fact]
    public void An_identifier_that_is_too_long_says_so()
    {
        var file = Open($$"""{"version":"2.0","opportunities":[{"partnerCrmUniqueIdentifier":"{{new string('x', 257)}}"}]}""");
        Assert.Contains(IssueCodes.LongIdentifier, Read(file, 0).Issues.Select(i => i.Code));
        Assert.DoesNotContain(IssueCodes.NoIdentifier, Read(file, 0).Issues.Select(i => i.Code));
    }

    [Theory]
    [InlineData("""{"partnerCrmUniqueIdentifier":"ACME\/2026\/17"}""", null, "ACME/2026/17")]
    [InlineData("""{"partnerCrmUniqueIdentifier":"VK-\u00dc-17"}""", null, "VK-\u00dc-17")]
    [InlineData("""{"apnCrmUniqueIdentifier":"O\u0031234567"}""", "O1234567", null)]
    [InlineData("""{"apnCrm\u0055niqueIdentifier":"O7","partnerCrmUniqueIdentifi\u0065r":" \u0020P"}""", "O7", "P")]
    [InlineData("""{"partnerCrmUniqueIdentifier":"\u0041\ud83d\ude00"}""", null, "A\U0001F600")]
    public void Escapes_in_an_identifier_are_text(string record, string? awsId, string? partnerId)
    {
        var read = Read(Open($$"""{"version":"2.0","opportunities":[{{record}}]}"""), 0);
        Assert.Equal((awsId, partnerId, false), (read.AwsId, read.PartnerId, read.Bad));
    }

    [Fact]
    public void Twins_are_found_however_they_are_written()
    {
        var file = Open("""{"version":"2.0","opportunities":[{"apnCrmUniqueIdentifier":"O1","lastModifiedDate":"2026-01-01T00:00:00Z"},{"apnCrmUniqueIdentifier":"\u004f1","lastModifi\u0065dDate":"2026-01-0\u0032T00:00:00Z"}]}""");
        Assert.Equal([true, false], Enumerable.Range(0, 2).Select(i => Read(file, i).Superseded));
    }
}
