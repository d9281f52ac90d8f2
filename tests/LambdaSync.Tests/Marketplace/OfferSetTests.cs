using System.Text;
using System.Text.Json;
using LambdaSync.Marketplace.ChangeSets;
using LambdaSync.Marketplace.Offers;
using LambdaSync.Marketplace.OfferSets;
using Xunit;

namespace LambdaSync.Tests.Marketplace;

/// <summary>Offer sets (row F14), and offers cloned from what DescribeEntity gives (row F3).</summary>
public sealed class OfferSetTests
{
    static readonly DateOnly Today = new(2026, 11, 30);

    static OfferDocument Offer(string product, string more = "")
    {
        var issues = new List<Issue>();
        var offer = OfferReader.Read(Encoding.UTF8.GetBytes($$"""
            { "ProductId": "{{product}}", "ProductType": "SaaSProduct", "Name": "Example offer", "Description": "For Example Ltd", "BuyerAccounts": ["111122223333"], "AvailabilityEndDate": "2027-01-31",
              "RateCards": [{ "Duration": "P12M", "Rates": [{ "DimensionKey": "seats", "Price": "99.50" }] }], "Eula": { "Type": "StandardEula", "Version": "2022-07-14" } {{more}} }
            """), issues);
        Assert.Empty(issues);
        return offer!;
    }

    static OfferSetDocument Set(params OfferDocument[] offers) => new("A set", "Both together", null, offers);

    [Fact]
    [Trait("Row", "F14")]
    public void Two_small_offers_fit_in_one_change_set()
    {
        var changes = OfferSetChanges.InOne(Set(Offer("prod-1"), Offer("prod-2")));
        Assert.NotNull(changes);
        Assert.InRange(changes.Count, 2, ChangeSet.Most);
        var body = Encoding.UTF8.GetString(ChangeSet.Body(changes));
        Assert.Contains("""{"Offers":[{"OfferId":"$OfferA.Entity.Identifier"},{"OfferId":"$OfferB.Entity.Identifier"}]}""", body, StringComparison.Ordinal);
        Assert.Contains("""{"OfferSetId":"$OfferSet.Entity.Identifier","ProductId":"prod-2"}""", body, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Row", "M-2")]
    public void Larger_ones_become_several_each_within_the_limit()
    {
        var set = Set(Offer("prod-1", ", \"RefundPolicy\": \"None.\", \"PaymentDuePeriod\": \"P30D\""), Offer("prod-2", ", \"RefundPolicy\": \"None.\", \"PaymentDuePeriod\": \"P30D\""));
        Assert.Null(OfferSetChanges.InOne(set));
        IReadOnlyList<Change>[] sets = [OfferSetChanges.Begin(set), .. set.Offers.Select(o => OfferSetChanges.Offer(o, "offerset-1")), OfferSetChanges.End("offerset-1", ["offer-1", "offer-2"])];
        Assert.All(sets, changes => Assert.NotEmpty(ChangeSet.Body(changes)));
        Assert.Equal(["AssociateOffers", "ReleaseOfferSet"], sets[^1].Select(c => c.Type));
        Assert.All(sets[1..^1], changes => Assert.Contains("\"OfferSetId\":\"offerset-1\"", Encoding.UTF8.GetString(changes[0].Details), StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Row", "F14")]
    public void What_the_offers_have_to_share_is_checked()
    {
        Assert.Empty(OfferSetCheck.Of(Set(Offer("prod-1"), Offer("prod-2")), Today));
        var (one, two) = (Offer("prod-1"), Offer("prod-1") with { CurrencyCode = "EUR", AvailabilityEndDate = new(2027, 2, 1), BuyerAccounts = ["444455556666"], CountryCodes = ["DE"], OfferSetId = "offerset-9" });
        Assert.Equal(["ProductId", "CurrencyCode", "AvailabilityEndDate", "BuyerAccounts", "CountryCodes", "OfferSetId"], OfferSetCheck.Of(Set(one, two), Today).Where(i => i.Code == IssueCodes.OfferSetDiffers).Select(i => i.Field));
        Assert.Equal(["BuyerNotes", "SolutionId", "Offers"], OfferSetCheck.Of(Set(one) with { BuyerNotes = null, SolutionId = "s-1" }, Today).Where(i => i.Code == IssueCodes.OfferSetInvalid).Select(i => i.Field));
        Assert.Contains(OfferSetCheck.Of(Set(one, Offer("prod-2") with { Name = null }), Today), i => i.Field == "Offers[1].Name");
    }

    const string Described = """
        {"Id":"offer-1","Name":"Old","Description":"For Example Ltd","ProductId":"prod-1","State":"Released",
         "Rules":[{"Type":"AvailabilityRule","AvailabilityEndDate":"2026-12-31T23:59:59.999Z"},{"Type":"TargetingRule","PositiveTargeting":{"BuyerAccounts":["111122223333"]}}],
         "Terms":[{"Type":"FixedUpfrontPricingTerm","Id":"term-1","CurrencyCode":"USD","Price":"0","Grants":[{"DimensionKey":"seats","MaxQuantity":2}]},{"Type":"ValidityTerm","AgreementDuration":"P12M"},
          {"Type":"PaymentScheduleTerm","CurrencyCode":"USD","Schedule":[{"ChargeDate":"2027-08-01T00:00:00.000Z","ChargeAmount":"10.5"}]},{"Type":"LegalTerm","Documents":[{"Type":"StandardEula","Version":"2022-07-14"}]}]}
        """;

    static (IReadOnlyList<Change> Changes, IReadOnlyList<Issue> Issues) Copy(string described, string? eulaUrl = null)
    {
        using var document = JsonDocument.Parse(described);
        return OfferCopy.Of(document.RootElement, "SaaSProduct", "New", new DateOnly(2027, 1, 31), eulaUrl, release: true);
    }

    [Fact]
    [Trait("Row", "M-8")]
    public void An_offer_is_cloned_with_days_instead_of_moments_and_a_new_expiry()
    {
        var (changes, issues) = Copy(Described);
        Assert.Empty(issues);
        var details = changes.ToDictionary(c => c.Type, c => Encoding.UTF8.GetString(c.Details));
        Assert.Equal("""{"ProductId":"prod-1"}""", details["CreateOffer"]);
        Assert.Equal("""{"Description":"For Example Ltd","Name":"New"}""", details["UpdateInformation"]);
        Assert.Equal("""{"PositiveTargeting":{"BuyerAccounts":["111122223333"]}}""", details["UpdateTargeting"]);
        Assert.Equal("""{"PricingModel":"Contract","Terms":[{"CurrencyCode":"USD","Grants":[{"DimensionKey":"seats","MaxQuantity":2}],"Price":"0","Type":"FixedUpfrontPricingTerm"}]}""", details["UpdatePricingTerms"]);
        Assert.Contains("\"ChargeDate\":\"2027-08-01\"", details["UpdatePaymentScheduleTerms"], StringComparison.Ordinal);
        Assert.Equal("""{"AvailabilityEndDate":"2027-01-31"}""", details["UpdateAvailability"]);
        Assert.NotEmpty(ChangeSet.Body(changes));
    }

    [Fact]
    [Trait("Row", "M-17")]
    public void A_custom_licence_has_to_be_uploaded_again()
    {
        var custom = Described.Replace("""{"Type":"StandardEula","Version":"2022-07-14"}""", """{"Type":"CustomEula","Url":"https://example.com/old"}""", StringComparison.Ordinal);
        Assert.Contains("--eula-url", Assert.Single(Copy(custom).Issues).Fix, StringComparison.Ordinal);
        Assert.Contains(Copy(custom, "https://example.com/new.pdf").Changes, c => c.Type == "UpdateLegalTerms" && Encoding.UTF8.GetString(c.Details).Contains("new.pdf", StringComparison.Ordinal));
    }

    [Fact]
    public void A_renewal_offer_of_AWS_is_not_cloned() => Assert.Empty(Copy(Described.Replace("\"State\"", "\"CreatedBySource\":\"AwsMarketplace\",\"State\"", StringComparison.Ordinal)).Changes);
}
