using LambdaSync.Fields;
using LambdaSync.Files;
using Xunit;

namespace LambdaSync.Tests.Files;

[Trait("Row", "B1")]
public class ExchangeFoldersTests
{
    [Theory]
    [InlineData("opportunity-outbound/a.json", AceObject.Opportunity, ExchangeKind.FromAws, false)]
    [InlineData("lead-outbound/a.json", AceObject.Lead, ExchangeKind.FromAws, false)]
    [InlineData("opportunity-outbound-archive/a.json", AceObject.Opportunity, ExchangeKind.FromAws, true)]
    [InlineData("opportunity-inbound/a.json", AceObject.Opportunity, ExchangeKind.ToAws, false)]
    [InlineData("lead-inbound-archive/a.json", AceObject.Lead, ExchangeKind.ToAws, true)]
    [InlineData("opportunity-inbound-processed-results/a_result.json", AceObject.Opportunity, ExchangeKind.Results, false)]
    [InlineData("lead-inbound-results/a_result.json", AceObject.Lead, ExchangeKind.Results, false)]
    [InlineData("lead-inbound-results-archive/2026/11/30/a_result.json", AceObject.Lead, ExchangeKind.Results, true)]
    public void A_key_says_what_lies_there(string key, AceObject aceObject, ExchangeKind kind, bool isArchive) =>
        Assert.Equal(new ExchangePlace(aceObject, kind, isArchive), ExchangeFolders.PlaceOf(key));

    [Theory]
    [InlineData("a.json")]
    [InlineData("opportunity-outbound-other/a.json")]
    [InlineData("Opportunity-outbound/a.json")]
    public void Other_folders_are_none_of_it(string key) => Assert.Null(ExchangeFolders.PlaceOf(key));

    [Fact]
    public void The_partner_reads_results_before_records() => Assert.Equal(
        [
            "opportunity-inbound-processed-results/", "opportunity-inbound-results/", "lead-inbound-processed-results/", "lead-inbound-results/", "opportunity-outbound/",
            "lead-outbound/",
        ],
        ExchangeFolders.ForPartner);
}
