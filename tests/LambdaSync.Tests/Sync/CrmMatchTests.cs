using LambdaSync.Mapping;
using LambdaSync.Sync;
using Xunit;

namespace LambdaSync.Tests.Sync;

/// <summary>Which values name one company or person.</summary>
[Trait("Row", "C15")]
public sealed class CrmMatchTests
{
    [Theory]
    [InlineData(CrmFieldType.Text, "Nordlicht GmbH", "nordlicht gmbh ")]
    [InlineData(CrmFieldType.Text, "Nordlicht GmbH", "Nordlicht  GmbH")]
    [InlineData(CrmFieldType.Text, "Nordlicht GmbH", "NORDLICHT")]
    [InlineData(CrmFieldType.Text, "Example, Inc.", "example inc")]
    [InlineData(CrmFieldType.Text, "Example Co., Ltd.", "Example")]
    [InlineData(CrmFieldType.Text, "Example S.A.", "EXAMPLE SA")]
    [InlineData(CrmFieldType.Text, "Smith-Jones", "Smith Jones")]
    [InlineData(CrmFieldType.Text, "O'Neil's", "Oneils")]
    [InlineData(CrmFieldType.Url, "https://www.example.com/about?x=1", "example.com")]
    [InlineData(CrmFieldType.Url, "HTTP://EXAMPLE.COM:8080", "www.example.com/")]
    [InlineData(CrmFieldType.Email, " A@Example.com", "a@example.com ")]
    public void These_are_one(CrmFieldType type, string one, string other)
    {
        Assert.NotNull(CrmMatch.KeyOf(type, one));
        Assert.Equal(CrmMatch.KeyOf(type, one), CrmMatch.KeyOf(type, other));
    }

    [Theory]
    [InlineData(CrmFieldType.Text, "Nordlicht GmbH", "Südlicht GmbH")]
    [InlineData(CrmFieldType.Text, "AG", "GmbH")]
    [InlineData(CrmFieldType.Text, "Example One", "Example Two")]
    [InlineData(CrmFieldType.Text, "Müller", "Muller")]
    [InlineData(CrmFieldType.Url, "https://eu.example.com", "https://us.example.com")]
    [InlineData(CrmFieldType.Email, "a@example.com", "b@example.com")]
    public void These_are_two(CrmFieldType type, string one, string other) => Assert.NotEqual(CrmMatch.KeyOf(type, one), CrmMatch.KeyOf(type, other));

    [Theory]
    [InlineData(CrmFieldType.Text, null)]
    [InlineData(CrmFieldType.Text, " \t")]
    [InlineData(CrmFieldType.Text, "...")]
    [InlineData(CrmFieldType.Url, "https://")]
    public void Nothing_matches_nothing(CrmFieldType type, string? value) => Assert.Null(CrmMatch.KeyOf(type, value));
}
