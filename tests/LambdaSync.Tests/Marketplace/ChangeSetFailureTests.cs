using System.Text;
using LambdaSync.Marketplace;
using LambdaSync.Marketplace.ChangeSets;
using LambdaSync.Marketplace.Offers;
using Xunit;

namespace LambdaSync.Tests.Marketplace;

/// <summary>A failed change set becomes a list of issues with fixes; a change set's identity comes from its changes.</summary>
public sealed class ChangeSetFailureTests
{
    // The codes of the developer guide's pages, by change type.
    public static TheoryData<string> Codes { get; } = new((string[])[
        "INCOMPATIBLE_PRODUCT", "INCOMPATIBLE_AGREEMENT", "INCOMPATIBLE_RESALE_AUTHORIZATION", "INCOMPATIBLE_PRE_EXISTING_AGREEMENT", "INCOMPATIBLE_BUYER_TARGETING", "INVALID_BUYER_ACCOUNTS", "INVALID_COUNTRY_CODES",
        "INVALID_TARGETING", "INCOMPATIBLE_TARGETING", "TOO_MANY_BUYER_ACCOUNTS", "MISSING_COUNTRY_CODES", "INCOMPATIBLE_COUNTRY_CODES", "INCOMPATIBLE_BUYER_ACCOUNTS", "INCOMPATIBLE_TERMS", "INVALID_LEGAL_DOCUMENTS",
        "LIMIT_EXCEEDED_LEGAL_DOCUMENT_SIZE", "INVALID_BUYER_LEGAL_DOCUMENTS", "INVALID_RESALE_LEGAL_DOCUMENTS", "MISSING_MANDATORY_TERMS", "DUPLICATE_DIMENSION_KEYS", "DUPLICATE_SELECTORS", "DUPLICATE_TERM_TYPES",
        "INCOMPATIBLE_CURRENCY_CODE", "INCOMPATIBLE_PAYMENT_SETTINGS", "INCOMPATIBLE_PRICING_MODEL", "INCOMPATIBLE_RATE_CARD_CONSTRAINTS", "INCOMPATIBLE_RATES", "INCOMPATIBLE_SELECTOR_DURATION", "INCOMPATIBLE_SELLER_VERIFICATION",
        "INVALID_AGREEMENT_DURATION", "INVALID_CURRENCY_CODE", "INVALID_DURATION", "INVALID_GRANTS", "INVALID_PRICE_CHANGE", "INVALID_RATE_CARD", "INVALID_SELECTOR_DURATION_VALUE", "INVALID_UPDATE_REQUEST", "MISSING_DURATION",
        "TOO_MANY_GRANTS", "TOO_MANY_RATE_CARDS", "TOO_MANY_RATES", "INCOMPATIBLE_MARKUP", "INVALID_MARKUP_PERCENTAGE", "INVALID_AVAILABILITY_END_DATE", "MISSING_AVAILABILITY_END_DATE", "INCOMPATIBLE_AGREEMENT_END_DATE",
        "INCOMPATIBLE_AGREEMENT_START_DATE", "INVALID_AGREEMENT_END_DATE", "INVALID_AGREEMENT_START_DATE", "INVALID_AGREEMENT_TIME_INTERVAL", "MISSING_AGREEMENT_START_DATE", "INVALID_MAXIMUM_AGREEMENT_START_DATE",
        "DUPLICATE_CHARGE_DATES", "INVALID_CHARGE_DATES", "TOO_MANY_BACKDATED_CHARGES", "TOO_MANY_CHARGES", "TOO_MANY_SCHEDULED_PAYMENTS", "INCOMPATIBLE_MARKUP_PERCENTAGE", "INVALID_PAYMENT_DUE_PERIOD", "INCOMPATIBLE_STATUS",
        "DUPLICATE_CHARGE_DATE_OFFSETS", "INVALID_ADJUSTMENT_DEADLINE", "INVALID_CHARGE_DATE_OFFSETS", "INVALID_CHARGE_PERCENTAGES", "INVALID_DAY_OF_MONTH", "INVALID_LOCKOUT_PERIOD", "INVALID_PERCENTAGE_RANGE",
        "MISSING_ADJUSTMENT_DEADLINE", "MISSING_PAYMENT_SCHEDULE_TERM_TEMPLATE", "MISSING_PRICE_INCREASE", "INVALID_TAX_INFORMATION", "MISSING_AGREEMENT_END_DATE", "MISSING_BUYER_ACCOUNTS", "MISSING_DESCRIPTION", "MISSING_NAME",
        "TOO_MANY_OFFERS", "INVALID_RESELLER_ACCOUNT", "INCOMPATIBLE_PRICING_TERM", "INCOMPATIBLE_OFFER_SET_REFERENCE", "INCOMPATIBLE_SOLUTION_ASSOCIATION", "MISSING_BUYER_NOTES", "MISSING_OFFERS", "TOO_MANY_OFFERS_PER_PRODUCT",
        "INCONSISTENT_OFFER_CURRENCY_CODE", "INCONSISTENT_OFFER_AVAILABILITY_END_DATE", "INCONSISTENT_OFFER_TARGETING_RULE", "INCOMPATIBLE_OFFER_TARGETING_RULE", "EXPIRED_OFFERS", "DRAFT_OFFERS", "INCOMPATIBLE_SOLUTION_STATE",
    ]);

    static ChangeSetState Set(string json) => ChangeSetState.Read(Encoding.UTF8.GetBytes(json));

    [Theory]
    [MemberData(nameof(Codes))]
    [Trait("Row", "M-4")]
    public void Each_documented_code_has_a_sentence_and_a_fix(string code)
    {
        var issue = Assert.Single(ChangeSetFailure.Of(Set($$"""{"ChangeSetId":"cs","Status":"FAILED","FailureCode":"CLIENT_ERROR","ChangeSet":[{"ChangeType":"UpdatePricingTerms","Entity":{"Type":"Offer@1.0","Identifier":"offer-1@2"},"ErrorDetailList":[{"ErrorCode":"{{code}}","ErrorMessage":"Why."}]}]}""")));
        Assert.Equal((IssueCodes.ChangeRefused, Severity.Error, "UpdatePricingTerms", "offer-1"), (issue.Code, issue.Severity, issue.Field, issue.Value));
        Assert.Contains($"({code}) AWS: Why.", issue.Rule, StringComparison.Ordinal);
        Assert.DoesNotContain("AWS Marketplace refused the change", issue.Rule, StringComparison.Ordinal);
        Assert.EndsWith(".", issue.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_code_with_its_own_sentence_is_documented() => Assert.Empty(ChangeErrorCodes.Known.Except(Codes.Select(row => row.Data)));

    [Fact]
    [Trait("Row", "M-4")]
    public void One_of_three_changes_failed_and_the_others_are_named()
    {
        var issues = ChangeSetFailure.Of(Set("""
            {"ChangeSetId":"cs","Status":"FAILED","FailureCode":"CLIENT_ERROR","ChangeSet":[
              {"ChangeType":"CreateOffer","Entity":{"Type":"Offer@1.0"}},
              {"ChangeType":"UpdatePricingTerms","Entity":{"Type":"Offer@1.0","Identifier":"$Offer.Entity.Identifier"},"ErrorDetailList":[{"ErrorCode":"INVALID_GRANTS","ErrorMessage":""},{"ErrorCode":"A_NEW_ONE","ErrorMessage":"New."}]},
              {"ChangeType":"ReleaseOffer","Entity":{"Type":"Offer@1.0","Identifier":"$Offer.Entity.Identifier"}}]}
            """));
        Assert.Equal([IssueCodes.ChangeRefused, IssueCodes.ChangeRefused, IssueCodes.ChangeNotApplied, IssueCodes.ChangeNotApplied], issues.Select(i => i.Code));
        Assert.Equal("AWS Marketplace refused the change (A_NEW_ONE) AWS: New.", issues[1].Rule);
        Assert.Contains("all or nothing", issues[2].Rule, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"ChangeSetId":"cs","Status":"FAILED","FailureCode":"SERVER_FAULT"}""", Severity.Warning, "SERVER_FAULT")]
    [InlineData("""{"ChangeSetId":"cs","Status":"CANCELLED"}""", Severity.Error, "cancelled")]
    [InlineData("""{"ChangeSetId":"cs","Status":"FAILED","FailureCode":"CLIENT_ERROR","FailureDescription":"Something."}""", Severity.Error, "Something.")]
    public void Other_ends_are_said(string json, Severity severity, string text)
    {
        var issue = Assert.Single(ChangeSetFailure.Of(Set(json)));
        Assert.Equal(severity, issue.Severity);
        Assert.Contains(text, issue.Rule, StringComparison.Ordinal);
    }

    [Fact]
    public void A_set_names_its_entities_without_revision() =>
        Assert.Equal(["offer-1"], Set("""{"Status":"SUCCEEDED","ChangeSet":[{"ChangeType":"CreateOffer","Entity":{"Type":"Offer@1.0","Identifier":"offer-1@1"}},{"ChangeType":"ReleaseOffer","Entity":{"Type":"Offer@1.0","Identifier":"offer-1@1"}}]}""").EntityIds("Offer"));

    [Fact]
    [Trait("Row", "M-3")]
    public void The_same_changes_on_the_same_day_have_the_same_name_and_token()
    {
        var (day, content) = (new DateOnly(2026, 11, 30), ChangeSet.Body([OfferChanges.Release("offer-1")]));
        var key = ChangeSetIdentity.KeyOf("offer publish", "offer-1", content, day);
        Assert.Matches("^2026-11-30-[0-9a-f]{16}$", key);
        Assert.Equal(key, ChangeSetIdentity.KeyOf("offer publish", "offer-1", content, day));
        string[] others =
        [
            ChangeSetIdentity.KeyOf("offer publish", "offer-1", ChangeSet.Body([OfferChanges.Release("offer-2")]), day), ChangeSetIdentity.KeyOf("offer publish", "offer-1", content, day.AddDays(1)),
            ChangeSetIdentity.KeyOf("offer cancel", "offer-1", content, day), ChangeSetIdentity.KeyOf("offer publish", "offer-2", content, day),
        ];
        Assert.DoesNotContain(key, others);
        var (first, again) = (ChangeSetIdentity.Of("offer publish", key, 0), ChangeSetIdentity.Of("offer publish", key, 1));
        Assert.Equal($"LambdaSync offer publish {key}", first.Name);
        Assert.All([first.Token, again.Token], token => Assert.Matches("^[!-~]{1,64}$", token));
        Assert.True(first.Name != again.Name && first.Token != again.Token);
    }

    [Theory]
    [InlineData("Sandbox", false, true)]
    [InlineData("Sandbox", true, false)]
    [InlineData("AWS", false, false)]
    [InlineData(null, false, false)]
    public void A_sandbox_writes_nothing_unless_it_is_allowed(string? catalog, bool allowed, bool refused) => Assert.Equal(refused, MarketplaceWrites.Refusal(catalog, allowed) is not null);
}
