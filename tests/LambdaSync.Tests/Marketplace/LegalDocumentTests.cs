using System.Text;
using System.Text.Json;
using LambdaSync.Marketplace.LegalDocuments;
using Xunit;

namespace LambdaSync.Tests.Marketplace;

/// <summary>License agreements of a seller's own: the file, and the address by which AWS reads it.</summary>
[Trait("Row", "F6")]
[Trait("Row", "M-17")]
public sealed class LegalDocumentTests
{
    const string Url = "https://contracts.s3.amazonaws.com/eula/a.pdf?X-Amz-Date=20261201T080000Z&X-Amz-Expires=86400&X-Amz-Signature=abc";

    static readonly DateTimeOffset Now = new(2026, 12, 1, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("a.pdf", "%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n", null)]
    [InlineData("A.PDF", "%PDF-1.7\n%%EOF", null)]
    [InlineData("a.pdf", "%PDF-1.7\n1 0 obj\n", "no whole PDF")]
    [InlineData("a.pdf", "<html></html> %%EOF", "no whole PDF")]
    [InlineData("a.pdf", "%PDF-1.7\ntrailer << /Encrypt 5 0 R >>\n%%EOF", "encrypted")]
    [InlineData("a.txt", "Agreement\tÄ\r\n", null)]
    [InlineData("a.txt", "", "empty")]
    [InlineData("a.txt", "a\0b", "no plain text")]
    [InlineData("a.docx", "PK", "PDF or text files")]
    public void A_file_is_what_AWS_reads(string name, string content, string? rule)
    {
        var issues = LegalFile.Check(name, Encoding.UTF8.GetBytes(content));
        if (rule is null)
            Assert.Empty(issues);
        else
            Assert.Contains(rule, Assert.Single(issues).Rule, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_that_is_not_UTF8_is_refused() => Assert.Contains("UTF-8", Assert.Single(LegalFile.Check("a.txt", [0x41, 0xE4, 0x20])).Rule, StringComparison.Ordinal);

    [Fact]
    public void The_same_content_has_the_same_key()
    {
        var key = LegalFile.KeyOf("eula", "My license (2).PDF", "x"u8);
        Assert.Equal(key, LegalFile.KeyOf("eula", "My license (2).PDF", "x"u8));
        Assert.NotEqual(key, LegalFile.KeyOf("eula", "My license (2).PDF", "y"u8));
        Assert.Matches("^eula/[0-9a-f]{24}/My-license--2-\\.pdf$", key);
    }

    [Theory]
    [InlineData(13, null)]
    [InlineData(13.1, Severity.Error)]
    [InlineData(30, Severity.Error)]
    public void An_address_outlives_the_change_set(double hours, Severity? severity) => Assert.Equal(severity, PresignedUrl.Check(Url, Now.AddHours(hours))?.Severity);

    [Fact]
    public void A_sessions_address_is_warned_of_and_others_have_no_end()
    {
        Assert.Equal(Severity.Warning, PresignedUrl.Check(Url + "&X-Amz-Security-Token=t", Now)?.Severity);
        Assert.Null(PresignedUrl.Check("https://contracts.s3.amazonaws.com/eula/a.pdf", Now));
        Assert.Null(PresignedUrl.Check("https://example.com/a.pdf?x=1", Now));
    }

    [Fact]
    public void The_signature_is_no_part_of_the_request_and_is_renewed_in_place()
    {
        var later = Url.Replace("20261201", "20261202", StringComparison.Ordinal).Replace("abc", "def", StringComparison.Ordinal);
        var (first, second) = (Body(Url), Body(later));
        Assert.Equal(PresignedUrl.Unsigned(Bytes(first)), PresignedUrl.Unsigned(Bytes(second)));
        Assert.NotEqual(PresignedUrl.Unsigned(Bytes(first)), PresignedUrl.Unsigned(Bytes(Body(Url.Replace("a.pdf", "b.pdf", StringComparison.Ordinal)))));
        Assert.Equal(Url, PresignedUrl.In(first));
        Assert.Equal(later, PresignedUrl.In(PresignedUrl.Renewed(first, later)));
        // Another document's address changes nothing.
        Assert.Equal(Url, PresignedUrl.In(PresignedUrl.Renewed(first, later.Replace("a.pdf", "b.pdf", StringComparison.Ordinal))));
        Assert.Null(PresignedUrl.In(Body("https://contracts.s3.amazonaws.com/eula/a.pdf")));
    }

    static byte[] Bytes(JsonElement json) => Encoding.UTF8.GetBytes(json.GetRawText());

    // As our own writer escapes it.
    static JsonElement Body(string url) => JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["Url"] = url });
}
