using System.Reflection;
using System.Text.RegularExpressions;
using LambdaSync.Fields;
using Xunit;

namespace LambdaSync.Tests.Fields;

[Trait("Row", "C2")]
public class FieldPatternTests
{
    static readonly string[] Patterns =
        [.. typeof(FieldPattern).GetFields(BindingFlags.Public | BindingFlags.Static).Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!)];

    static readonly string[] Examples =
    [
        "", " ", "a", "A", "Aws", "AWS1", "[", "_", "O", "O1", "O12345678", "o12", "O12345678901234567890", "O1234567890123456789", "O１２",
        "S-", "S-1", "S-1234567", "S-12345678901234567890", "s-1", "+1", "+12", "+14567898765", "+0123", "+1 23", "+123456789012345",
        "+1234567890123456", "123456789", "12345678", "1234567890", "12345678a", "1٢3456789", "909090909090", "my_account", "my-account",
        "0", "00", "0.", "0.5", ".5", "1.234", "12500.00", "12,500", "-1", "1e3", "1234567890123456789012345678901",
        "12345678901234567890123456789012", "1.2.3", "1.a", "2026-02-28", "2026-02-31", "2026-13-01", "2026-00-10", "2026-10-00",
        "2026-10-32", "0999-10-10", "2026-1-01", "2026/01/01", "2026-01-01T", "a@b.c", "a@b", "a.b@c.d.e", ".a@b.c", "a.@b.c", "a..b@c.d",
        "a@-b.c", "a@b-.c", "a@b-c.d", "a@b..c", "a@@b.c", "A@b.c", "a+b@c.de", "a b@c.d", "@b.c", "a@", "a@.b", "a@b.", "ü@b.c", "a@b.c\n",
        "arn:", "arn:aws:x", "arn:a\nb", "xarn:", "arn:aws:aws-marketplace:us-east-1:123456789012:AWSMarketplace/Offer/offer-abc",
        "arn:aws:aws-marketplace:us-east-1:123456789012:AWSMarketplace/OfferSet/offerset-abc", "offer-abc",
        "https://calculator.aws/#/estimate?id=0123456789abcdef0123456789abcdef",
        "https://pricing.calculator.aws.eu/#/estimate?id=0123456789abcdef0123456789abcdef",
        "https://calculator.aws/#/estimate?id=0123456789ABCDEF0123456789ABCDEF", "https://calculator.aws/#/estimate?id=0123",
        "http://calculator.aws/#/estimate?id=0123456789abcdef0123456789abcdef", "line\nline", "tab\t", "Grüße", "日本", "😀", "\u007F", "\u00A0",
        "key:value/x=1+2-3@4_5.6", "key,value", "Ⅷ", "½", "\u2028", "\uFFFE",
    ];

    [Fact]
    public void Matchers_agree_with_the_regular_expressions()
    {
        Assert.Equal(16, Patterns.Length);
        foreach (var pattern in Patterns)
        {
            var regex = new Regex($@"\A(?:{pattern})\z", RegexOptions.CultureInvariant);
            Assert.All(Examples, example => Assert.True(regex.IsMatch(example) == FieldPattern.Matches(pattern, example), $"{pattern} on '{example}'"));
            Assert.Contains(Examples, example => FieldPattern.Matches(pattern, example));
            Assert.Contains(Examples, example => !FieldPattern.Matches(pattern, example));
        }
    }

    [Fact]
    public void Any_other_pattern_is_matched_as_a_whole_value()
    {
        Assert.True(FieldPattern.Matches("a|b", "b"));
        Assert.False(FieldPattern.Matches("a|b", "ab"));
        Assert.False(FieldPattern.Matches("a|b", "b\n"));
    }

    [Fact]
    public void Every_pattern_has_words_for_it() =>
        Assert.All(Patterns, pattern => Assert.DoesNotContain(pattern, FieldPattern.Describe(pattern), StringComparison.Ordinal));

    [Fact]
    public void The_catalogue_uses_these_patterns_alone() =>
        Assert.All(FieldCatalogue.Opportunity.Fields, field => Assert.True(field.Pattern is null || Patterns.Contains(field.Pattern), field.Path));
}
