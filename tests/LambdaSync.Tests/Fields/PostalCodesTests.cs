using LambdaSync.Fields;
using Xunit;

namespace LambdaSync.Tests.Fields;

[Trait("Row", "C2")]
public class PostalCodesTests
{
    [Theory]
    [InlineData("AE", false)]
    [InlineData("BQ", false)]
    [InlineData("SH", false)]
    [InlineData("HK", false)]
    [InlineData("US", true)]
    [InlineData("JE", true)]
    [InlineData("??", true)]
    public void Knows_which_countries_have_none(string country, bool has) => Assert.Equal(has, PostalCodes.HasPostalCode(country));

    [Fact]
    public void Has_59_countries_without_one() =>
        Assert.Equal(59, FieldCatalogue.Opportunity.ByFileName("country")!.Values!.Values.Count(code => !PostalCodes.HasPostalCode(code)));

    [Theory]
    [InlineData("US", "98101")]
    [InlineData("US", "98101-1234")]
    [InlineData("GB", "SW1A 1AA")]
    [InlineData("GB", "M1 1AE")]
    [InlineData("GB", "dt36gb")]
    [InlineData("CA", "K1A 0B1")]
    [InlineData("NL", "1012 AB")]
    [InlineData("LT", "LT-01103")]
    [InlineData("SE", "SE-11455")]
    [InlineData("SE", "114 55")]
    [InlineData("BN", "KB2333")]
    [InlineData("SM", "47890")]
    [InlineData("BL", "97133")]
    [InlineData("SV", "1101")]
    [InlineData("SZ", "H100")]
    [InlineData("VA", "00120")]
    [InlineData("BR", "01310-100")]
    [InlineData("HK", "anything")]
    [InlineData("JE", "anything")]
    public void Takes_the_countrys_forms(string country, string code) => Assert.Null(PostalCodes.BrokenFormat(country, code));

    [Theory]
    [InlineData("US", "9931", "99999 or 99999-9999")]
    [InlineData("DE", "1011", "99999")]
    [InlineData("DE", "1011A", "99999")]
    [InlineData("MC", "97000", "980NN")]
    [InlineData("SM", "47990", "4789N")]
    [InlineData("BL", "97134", "97133")]
    [InlineData("LT", "LV-01103", "99999 or LT-99999")]
    [InlineData("CA", "12345", "A9A 9A9 or A9A9A9")]
    [InlineData("SG", "", "999999")]
    public void Says_the_form_that_is_wanted(string country, string code, string format) =>
        Assert.Equal(format, PostalCodes.BrokenFormat(country, code));
}
