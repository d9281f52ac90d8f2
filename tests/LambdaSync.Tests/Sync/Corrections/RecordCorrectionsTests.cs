using System.Text;
using LambdaSync.Sync.Corrections;
using Xunit;

namespace LambdaSync.Tests.Sync.Corrections;

[Trait("Row", "D4")]
public sealed class RecordCorrectionsTests
{
    const string Aws = """{"aws":{"A":1},"opportunity":{"Customer":{"Account":{"WebsiteUrl":"bad"},"Contacts":[{"Email":"a@b"},{"Email":"c@d"}]},"Project":{"Amount":10,"Title":"é"}}}""";

    [Theory]
    [InlineData("opportunity.Customer.Account.WebsiteUrl", "\"bad\"", "\"https://example.com\"", "\"WebsiteUrl\":\"https://example.com\"")]
    [InlineData("Customer.Account.WebsiteUrl", "\"bad\"", null, "\"WebsiteUrl\":null")]
    [InlineData("Customer.Contacts[1].Email", "\"c@d\"", "\"c@d.example\"", "{\"Email\":\"c@d.example\"}")]
    [InlineData("Project.Amount", "10", "11.5", "\"Amount\":11.5")]
    [InlineData("Project.Added", null, "\"new\"", "\"Added\":\"new\"")]
    [InlineData("aws.A", "1", "2", "\"aws\":{\"A\":2}")]
    public void A_correction_counts_while_AWS_has_the_value_it_was_made_for(string path, string? original, string? value, string expected)
    {
        var (document, left) = Apply(Aws, Of(path, original, value));

        Assert.Contains(expected, document, StringComparison.Ordinal);
        Assert.Contains("\"Title\":\"é\"", document, StringComparison.Ordinal);
        Assert.Single(left);
    }

    [Theory]
    [InlineData("Customer.Account.WebsiteUrl", "\"other\"")]
    [InlineData("Customer.Account.WebsiteUrl", null)]
    [InlineData("Customer.Contacts[2].Email", "\"x\"")]
    [InlineData("Project.Amount", "\"10\"")]
    [InlineData("Nothing.There", "1")]
    public void It_is_out_once_AWS_has_another(string path, string? original)
    {
        var (document, left) = Apply(Aws, Of(path, original, "\"corrected\""));

        Assert.Equal(Aws, document);
        Assert.Empty(left);
    }

    [Fact]
    public void The_others_stay()
    {
        var (document, left) = Apply(Aws, Of("Customer.Account.WebsiteUrl", "\"gone\"", "\"x\""), Of("Project.Title", "\"é\"", "\"E\""));

        Assert.Contains("\"Title\":\"E\"", document, StringComparison.Ordinal);
        Assert.Equal("Project.Title", Assert.Single(left).Path);
    }

    [Fact]
    public void Without_a_correction_the_document_is_the_same_bytes()
    {
        ReadOnlyMemory<byte> document = Encoding.UTF8.GetBytes(Aws);
        Assert.True(document.Equals(RecordCorrections.Apply(document, []).Document));
        // A document that can't be read is another's matter.
        Assert.Single(RecordCorrections.Apply("["u8.ToArray(), [Of("A", null, "1")]).Left);
    }

    [Fact]
    public void A_newer_correction_of_a_place_counts_and_one_that_gives_AWSs_value_back_ends_it()
    {
        var first = RecordCorrections.Merge([], [Of("A", "1", "2"), Of("B", "1", "2")]);
        Assert.Equal([("B", "2"), ("A", "3")], RecordCorrections.Merge(first, [Of("A", "1", "3")]).Select(c => (c.Path, c.Value!)));
        Assert.Equal(["B"], RecordCorrections.Merge(first, [Of("A", "1", "1")]).Select(c => c.Path));
    }

    [Fact]
    public void Corrections_are_stored_and_read_and_other_data_are_none()
    {
        IReadOnlyList<Correction> corrections = [Of("A", "\"ü\"", null), Of("B", null, "{\"x\":[1]}")];
        Assert.Equal(corrections, RecordCorrections.Read(RecordCorrections.ToJson(corrections)));
        Assert.Empty(RecordCorrections.Read(null));
        foreach (var other in new[] { "[]", "{", "{}", """{"corrections":7}""", """{"corrections":[{}]}""", """{"Id":"eng-1"}""" })
            Assert.Empty(RecordCorrections.Read(Encoding.UTF8.GetBytes(other)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("A..B")]
    [InlineData("A[x]")]
    [InlineData("A[0")]
    [InlineData("A[-1]")]
    public void What_is_no_path_is_none(string text) => Assert.Null(DocumentPath.Parse(text, ["opportunity"]));

    static (string Document, IReadOnlyList<Correction> Left) Apply(string document, params Correction[] corrections)
    {
        var (corrected, left) = RecordCorrections.Apply(Encoding.UTF8.GetBytes(document), corrections);
        return (Encoding.UTF8.GetString(corrected.Span), left);
    }

    static Correction Of(string path, string? original, string? value) => new(path, original, value, "anna", DateTimeOffset.UnixEpoch, "rec-1");
}
