using LambdaSync.Mapping;
using Xunit;

namespace LambdaSync.Tests.Mapping;

[Trait("Row", "C6")]
public sealed class VariantsTests
{
    [Theory]
    [InlineData("Closed Lost", "Closed Lost", true)]
    [InlineData("Lost to Competitor – Google", "Lost to Competitor - Google", true)]
    [InlineData("Lost to Competitor — Google", "lost to competitor \u2212 google", true)]
    [InlineData("Software & Internet", "Software and Internet", true)]
    [InlineData("Software&Internet", "Software  AND\u00A0Internet ", true)]
    [InlineData("Andorra", "& orra", false)]
    [InlineData("Aland", "Al&", false)]
    [InlineData("Prospect", "Prospects", false)]
    public void Spellings(string a, string b, bool same)
    {
        Assert.Equal(same, Variants.Same(a, b));
        Assert.Equal(same, Variants.Same(b, a));
    }

    [Fact]
    public void An_equal_spelling_is_found_before_a_variant() => Assert.Equal("A & B", Variants.Find("A & B", ["a and b", "A & B"]));
}
