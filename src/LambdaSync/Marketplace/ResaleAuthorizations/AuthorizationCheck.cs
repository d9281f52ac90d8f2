using System.Globalization;
using LambdaSync.Marketplace.Offers;
using LambdaSync.Marketplace.PaymentSchedules;

namespace LambdaSync.Marketplace.ResaleAuthorizations;

/// <summary>What AWS Marketplace refuses of a resale authorization, all at once and before anything is sent (developer guide, work-with-resale-authorizations).</summary>
public static class AuthorizationCheck
{
    const int MaxBuyers = 25, MaxRateCards = 5, LongestKey = 60;

    /// <param name="today">The UTC day on which it is sent.</param>
    /// <param name="account">The seller's own account, or null: not known.</param>
    /// <param name="release">It is published; a draft may lack what it needs for that.</param>
    public static IReadOnlyList<Issue> Of(AuthorizationDocument document, DateOnly today, string? account, bool release)
    {
        List<Issue> issues = [.. Identity(document, account), .. Dates(document, today), .. Prices(document), .. Plan(document, today)];
        if (release)
            issues.AddRange(Missing(document));
        return issues;
    }

    static IEnumerable<Issue> Identity(AuthorizationDocument document, string? account)
    {
        if (document.ProductId is null)
            yield return Incomplete("ProductId", "A resale authorization names its product.", "Add ProductId.");
        if (document.Name is null)
            yield return Incomplete("Name", "A resale authorization has a name.", "Add Name.");
        if (document.ResellerAccountId is null)
            yield return Incomplete("ResellerAccountId", "A resale authorization names the channel partner's account.", "Add ResellerAccountId.");
        if (document.Name is { Length: > 100 } name)
            yield return Terms("Name", name, "The name has at most 100 characters.", "Shorten it.");
        if (document.Description is { Length: > 255 } description)
            yield return Terms("Description", description, "The description has at most 255 characters.", "Shorten it.");
        if (document.ResellerAccountId is { } reseller && reseller == account)
            yield return Terms("ResellerAccountId", reseller, "The reseller is another seller than this account (INVALID_RESELLER_ACCOUNT).", "Use the channel partner's account.");
        foreach (var wrong in document.BuyerAccounts.Append(document.ResellerAccountId).OfType<string>().Where(a => !AwsAccount.Is(a)))
            yield return Terms("BuyerAccounts", wrong, "An AWS account ID has 12 digits.", wrong.Length == 11 && wrong.All(char.IsAsciiDigit) ? $"A spreadsheet drops a leading zero: use \"0{wrong}\" if that is the account." : "Correct the account ID.");
        if (document.BuyerAccounts.Count > MaxBuyers)
            yield return Terms("BuyerAccounts", document.BuyerAccounts.Count.ToString(CultureInfo.InvariantCulture), $"AWS Marketplace takes at most {MaxBuyers} buyer accounts.", "Remove accounts, or leave BuyerAccounts out for all buyers.");
        if (document.PreExistingBuyerAgreement is not null && document.BuyerAccounts.Count == 0)
            yield return Terms("BuyerAccounts", null, "A renewal names its buyer (INCOMPATIBLE_BUYER_TARGETING).", "Add BuyerAccounts.");
        if (document.PaymentDuePeriod is { } due && !OfferCheck.DuePeriods.Contains(due))
            yield return Terms("PaymentDuePeriod", due, $"Payment is due after one of {string.Join(", ", OfferCheck.DuePeriods)} (INVALID_PAYMENT_DUE_PERIOD).", "Use one of these.");
    }

    static IEnumerable<Issue> Dates(AuthorizationDocument document, DateOnly today)
    {
        if (document.AvailabilityEndDate <= today)
            yield return Terms("AvailabilityEndDate", Text(document.AvailabilityEndDate), "The last day is after today (INVALID_AVAILABILITY_END_DATE).", "Use a later day.");
        if (document.MaximumAgreementStartDate is { } latest && (latest <= today || latest > today.AddYears(3)))
            yield return Terms("MaximumAgreementStartDate", Text(latest), "The latest start is after today and within three years (INVALID_MAXIMUM_AGREEMENT_START_DATE).", "Use such a day.");
    }

    static IEnumerable<Issue> Prices(AuthorizationDocument document)
    {
        if (Currencies.Check(document.CurrencyCode, "CurrencyCode") is { } wrong)
            yield return wrong;
        else if (document.CurrencyCode != "USD" && document.UsageRates.Count > 0)
            yield return Issue.Error(IssueCodes.OfferCurrency, "CurrencyCode", document.CurrencyCode, "Prices per use are in USD (INVALID_CURRENCY_CODE).", "Use USD, or remove UsageRates.");
        if (document.RateCards.Count > 0 && document.FixedUpfront is not null)
            yield return Terms("FixedUpfront", null, "The upfront price is rate cards or one fixed price.", "Remove RateCards or FixedUpfront.");
        if (document.RateCards.Count > MaxRateCards)
            yield return Terms("RateCards", document.RateCards.Count.ToString(CultureInfo.InvariantCulture), $"There are at most {MaxRateCards} rate cards (TOO_MANY_RATE_CARDS).", "Remove rate cards.");
        var upfront = document.RateCards.SelectMany(c => c.Rates).ToList();
        foreach (var (rate, decimals) in document.UsageRates.Select(r => (r, 8)).Concat(upfront.Select(r => (r, 6))))
        {
            if (rate.Price < 0 || decimal.Round(rate.Price, decimals) != rate.Price)
                yield return Issue.Error(IssueCodes.OfferPrice, rate.DimensionKey, OfferTerms.Number(rate.Price), $"A price is not negative and has at most {decimals} decimals.", "Correct the price.");
            if (rate.DimensionKey.Length is 0 or > LongestKey)
                yield return Terms("DimensionKey", rate.DimensionKey, $"A dimension's key has 1 to {LongestKey} characters.", "Use the product's key.");
            if (rate.Price == 0 && !document.ZeroPrice)
                yield return Issue.Error(IssueCodes.OfferPrice, rate.DimensionKey, "0", "A price of 0 gives the product away.", "Correct the price, or set ZeroPrice to true.");
        }
    }

    static IEnumerable<Issue> Plan(AuthorizationDocument document, DateOnly today)
    {
        if (document.PaymentSchedule.Count == 0)
            yield break;
        foreach (var issue in ScheduleCheck.Of(document.PaymentSchedule, document.CurrencyCode, null, new ScheduleTerms(today) { Most = ScheduleTerms.MostOnResale }))
            yield return issue;
        if (document.FixedUpfront is not { Price: 0 })
            yield return Terms("FixedUpfront.Price", null, "With a payment schedule there is a fixed price of 0 with the quantities (INCOMPATIBLE_PRICING_TERM).", "Set FixedUpfront with Price \"0\" and Grants.");
        if (!document.OneOffer || document.AvailabilityEndDate is null)
            yield return Terms("OneOffer", null, "With a payment schedule the authorization is for one offer and has a last day.", "Set OneOffer to true and add AvailabilityEndDate.");
        if (document.AvailabilityEndDate is { } end && document.PaymentSchedule.Any(c => c.Date <= end))
            yield return Terms("AvailabilityEndDate", Text(end), "The last day is before every charge (INVALID_AVAILABILITY_END_DATE).", "Use an earlier day, or later charges.");
    }

    static IEnumerable<Issue> Missing(AuthorizationDocument document)
    {
        if (document.UsageRates.Count == 0 && document.RateCards.Count == 0 && document.FixedUpfront is null)
            yield return Incomplete("RateCards", "A published resale authorization has a price (MISSING_MANDATORY_TERMS).", "Add UsageRates, RateCards or FixedUpfront.");
        if (document.BuyerEula is null)
            yield return Incomplete("BuyerEula", "A published resale authorization says what the buyer signs (MISSING_MANDATORY_TERMS).", $"Add BuyerEula, for example {{\"Type\":\"StandardEula\",\"Version\":\"{OfferCheck.NewestStandardEula}\"}}.");
    }

    static Issue Incomplete(string field, string rule, string fix) => Issue.Error(IssueCodes.AuthorizationIncomplete, field, null, rule, fix);

    static Issue Terms(string field, string? value, string rule, string fix) => Issue.Error(IssueCodes.AuthorizationTerms, field, value, rule, fix);

    static string? Text(DateOnly? day) => day is { } there ? UtcDay.Text(there) : null;
}
