using System.Globalization;
using LambdaSync.Marketplace.PaymentSchedules;

namespace LambdaSync.Marketplace.Offers;

/// <summary>
/// What AWS Marketplace refuses of an offer, all at once and before anything is sent (developer guide, work-with-private-offers, work-with-cppos). Texts name AWS's
/// error code where it has one.
/// </summary>
public static class OfferCheck
{
    // The pages say 26, 25 and 24.
    const int MostBuyers = 25, CertainlyTooManyBuyers = 26;

    /// <param name="today">The UTC day on which the offer is sent.</param>
    /// <param name="release">The offer is published; a draft may lack what it needs for that.</param>
    public static IReadOnlyList<Issue> Of(OfferDocument offer, DateOnly today, bool release)
    {
        List<Issue> issues = [.. Identity(offer), .. Texts(offer), .. Buyers(offer), .. Dates(offer, today), .. PriceCheck.Of(offer), .. Plan(offer, today), .. RenewalCheck.Of(offer), .. Legal(offer)];
        issues.AddRange(NewDimension.Check(offer));
        if (release)
            issues.AddRange(Missing(offer));
        return issues;
    }

    static IEnumerable<Issue> Identity(OfferDocument offer)
    {
        if (!offer.IsReplacement && !offer.IsResale && offer.ProductId is null)
            yield return Incomplete("ProductId", "An offer names its product, the agreement that it replaces or the resale authorization behind it.", "Add ProductId, AgreementId or ResaleAuthorizationId.");
        foreach (var (field, value, most) in new[] { ("ProductId", offer.ProductId, 50), ("ResaleAuthorizationId", offer.ResaleAuthorizationId, 50), ("AgreementId", offer.AgreementId, 64), ("OfferSetId", offer.OfferSetId, 50) })
        {
            if (value is not null && (value.Length > most || value.AsSpan().ContainsAny("\\<>")))
                yield return Invalid(field, value, $"{field} has at most {most} characters and none of \\ < >.", "Use the identifier that AWS Marketplace shows.");
        }
    }

    static IEnumerable<Issue> Texts(OfferDocument offer)
    {
        if (offer.Name is { } name && (name.Length > 150 || name.AsSpan().ContainsAny("\\<>")))
            yield return Invalid("Name", name, "An offer's name has at most 150 characters and none of \\ < >.", "Shorten or correct it.");
        if (offer.Description is { Length: > 255 } description)
            yield return Invalid("Description", description, "An offer's description has at most 255 characters.", "Shorten it.");
        if (offer.RefundPolicy is { } refund && (refund.Length > 500 || refund.Trim() != refund))
            yield return Invalid("RefundPolicy", refund, "A refund policy has at most 500 characters and no blank at either end.", "Shorten or trim it.");
    }

    static IEnumerable<Issue> Buyers(OfferDocument offer)
    {
        foreach (var account in offer.BuyerAccounts.Where(a => !AwsAccount.Is(a)))
        {
            yield return Issue.Error(
                IssueCodes.OfferBuyers, "BuyerAccounts", account, "A buyer account is an AWS account ID of 12 digits (INVALID_BUYER_ACCOUNTS).",
                account.Length == 11 && account.All(char.IsAsciiDigit) ? $"A spreadsheet drops a leading zero: use \"0{account}\" if that is the account." : "Ask the buyer for the account ID.");
        }

        if (offer.BuyerAccounts.GroupBy(a => a).FirstOrDefault(g => g.Count() > 1) is { } twice)
            yield return Issue.Warning(IssueCodes.OfferBuyers, "BuyerAccounts", twice.Key, "The account is listed twice.", "Remove one.");
        var count = offer.BuyerAccounts.Count;
        if (count > MostBuyers)
        {
            var (severity, text) = (count > CertainlyTooManyBuyers ? Severity.Error : Severity.Warning, count.ToString(CultureInfo.InvariantCulture));
            yield return new Issue(IssueCodes.OfferBuyers, severity, "BuyerAccounts", text, $"AWS Marketplace takes at most {MostBuyers} buyer accounts (TOO_MANY_BUYER_ACCOUNTS).", "Split the buyers into several offers.");
        }

        if (offer.IsReplacement && (count > 0 || offer.CountryCodes.Count > 0))
            yield return Issue.Error(IssueCodes.OfferBuyers, "BuyerAccounts", null, "An offer that replaces an agreement is for that agreement's buyer (INCOMPATIBLE_TARGETING).", "Remove BuyerAccounts and CountryCodes.");
        foreach (var country in offer.CountryCodes.Where(c => c.Length != 2 || !c.All(char.IsAsciiLetterUpper)))
            yield return Issue.Error(IssueCodes.OfferBuyers, "CountryCodes", country, "A country is two capital letters, ISO 3166-1 alpha-2 (INVALID_COUNTRY_CODES).", "Correct the code.");
    }

    static IEnumerable<Issue> Dates(OfferDocument offer, DateOnly today)
    {
        if (offer.AvailabilityEndDate is { } expiry && expiry < today)
            yield return Date("AvailabilityEndDate", expiry, $"A new offer expires today, {Text(today)} UTC, or later (INVALID_AVAILABILITY_END_DATE).", "Use a later day.");
        if (offer.AgreementDuration is not null && (offer.AgreementEndDate is not null || offer.AgreementStartDate is not null))
            yield return Date("AgreementDuration", null, "An agreement has a duration, or a start and an end (INVALID_AGREEMENT_TIME_INTERVAL).", "Remove AgreementDuration, or AgreementStartDate and AgreementEndDate.");
        if (offer.IsReplacement && (offer.AgreementDuration is not null || offer.AgreementStartDate is not null))
            yield return Date("AgreementEndDate", null, "An offer that replaces an agreement has AgreementEndDate alone.", "Remove AgreementDuration and AgreementStartDate.");
        else if (!offer.IsReplacement && offer.AgreementEndDate is { } alone && offer.AgreementStartDate is null)
            yield return Date("AgreementEndDate", alone, "AgreementEndDate needs AgreementStartDate, except on an offer that replaces an agreement (MISSING_AGREEMENT_START_DATE).", "Add AgreementStartDate, or use AgreementDuration.");
        if (offer.AgreementEndDate is { } end && end <= (offer.AgreementStartDate ?? today))
            yield return Date("AgreementEndDate", end, "An agreement ends after it starts (INVALID_AGREEMENT_END_DATE).", "Use a later day.");
        if (offer.AgreementStartDate is { } start)
        {
            if (offer.ProductType != ProductType.SaaSProduct)
                yield return Date("AgreementStartDate", start, "Only agreements of SaaS products start on a future day (INCOMPATIBLE_PRODUCT).", "Remove AgreementStartDate and use AgreementDuration.");
            if (start <= today || start > today.AddYears(3))
                yield return Date("AgreementStartDate", start, "A future-dated agreement starts after today and within three years (INVALID_AGREEMENT_START_DATE).", "Use such a day.");
            if (offer.AvailabilityEndDate is { } last && start <= last)
                yield return Date("AgreementStartDate", start, "A future-dated agreement starts after the offer's AvailabilityEndDate (INVALID_AGREEMENT_START_DATE).", "Use a later start or an earlier AvailabilityEndDate.");
        }

        if (offer is { ProductType: not ProductType.SaaSProduct, AgreementDuration: { } duration, AvailabilityEndDate: { } until })
        {
            var longest = offer.RateCards.Select(c => (IsoPeriod?)c.Duration).Append(offer.FixedUpfront?.Duration).OfType<IsoPeriod>().Select(p => p.After(until)).DefaultIfEmpty(until).Max();
            if (duration.After(today) <= longest)
            {
                yield return Date(
                    "AgreementDuration", null, $"The agreement of an AMI or container product lasts longer than the offer is available plus the longest price's duration: past {Text(longest)} (INVALID_AGREEMENT_DURATION).",
                    "Use a longer AgreementDuration or an earlier AvailabilityEndDate.");
            }
        }
    }

    /// <summary>The day on which the agreement ends if the buyer accepts today, or null.</summary>
    internal static DateOnly? AgreementEnd(OfferDocument offer, DateOnly today) => offer.AgreementEndDate ?? offer.AgreementDuration?.After(today);

    static IEnumerable<Issue> Plan(OfferDocument offer, DateOnly today)
    {
        if (offer.PaymentSchedule.Count == 0)
            return [];
        return ScheduleCheck.Of(offer.PaymentSchedule, offer.CurrencyCode, null, new ScheduleTerms(today)
        {
            Most = offer.IsResale ? ScheduleTerms.MostOnResale : ScheduleTerms.MostOnOffer,
            AvailabilityEnd = offer.AvailabilityEndDate,
            AgreementEnd = AgreementEnd(offer, today),
            HasMarkup = offer.MarkupPercentage > 0,
        });
    }

    /// <summary>How long after the invoice payment may be due.</summary>
    internal static readonly string[] DuePeriods = ["P15D", "P30D", "P45D", "P60D", "P90D", "P120D"];

    static IEnumerable<Issue> Legal(OfferDocument offer)
    {
        if (offer.PaymentDuePeriod is { } due && !DuePeriods.Contains(due))
            yield return Invalid("PaymentDuePeriod", due, $"Payment is due after one of {string.Join(", ", DuePeriods)} (INVALID_PAYMENT_DUE_PERIOD).", "Use one of these.");
        if (offer.Eula is { Url: { } url } && !(Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme == "https"))
            yield return Invalid("Eula.Url", url, "AWS Marketplace reads the license agreement from an https address (INVALID_LEGAL_DOCUMENTS).", "Use the presigned URL of the uploaded document.");
        if (offer.Eula is { Type: "StandardEula", Version: { } version } && version != NewestStandardEula)
        {
            yield return Issue.Warning(
                IssueCodes.OfferTerms, "Eula.Version", version, $"The newest standard contract is {NewestStandardEula}, and AWS Marketplace refuses older ones (INVALID_LEGAL_DOCUMENTS).", $"Use {NewestStandardEula}.");
        }
    }

    /// <summary>The version of the Standard Contract for AWS Marketplace that offers take.</summary>
    public const string NewestStandardEula = "2022-07-14";

    static IEnumerable<Issue> Missing(OfferDocument offer)
    {
        if (offer.Name is null)
            yield return Incomplete("Name", "A published offer has a name (MISSING_NAME).", "Add Name.");
        if (offer.Description is null)
            yield return Incomplete("Description", "A published offer has a description, which buyers do not see (MISSING_DESCRIPTION).", "Add Description.");
        if (offer.AvailabilityEndDate is null)
            yield return Incomplete("AvailabilityEndDate", "A published private offer has a last day on which the buyer may accept (MISSING_AVAILABILITY_END_DATE).", "Add AvailabilityEndDate.");
        if (!offer.IsReplacement && offer.BuyerAccounts.Count == 0)
            yield return Incomplete("BuyerAccounts", "A published private offer has buyers (MISSING_BUYER_ACCOUNTS).", "Add BuyerAccounts.");
        if (offer.IsReplacement && offer.AgreementEndDate is null)
            yield return Incomplete("AgreementEndDate", "An offer that replaces an agreement says when the new agreement ends (MISSING_AGREEMENT_END_DATE).", "Add AgreementEndDate.");
        if (offer.Eula is null && !offer.IsResale)
            yield return Incomplete("Eula", "A published offer has a license agreement (MISSING_MANDATORY_TERMS).", $"Add Eula, for example {{\"Type\":\"StandardEula\",\"Version\":\"{NewestStandardEula}\"}}.");
        if (!offer.IsResale && !offer.Byol && offer.UsageRates.Count == 0 && offer.RateCards.Count == 0 && offer.FixedUpfront is null)
            yield return Incomplete("RateCards", "A published offer has a price (MISSING_MANDATORY_TERMS).", "Add UsageRates, RateCards, FixedUpfront or Byol.");
        if (!offer.IsReplacement && (offer.UsageRates.Count > 0 && offer.RateCards.Count == 0 || offer.FixedUpfront is not null || (offer.UsageRates.Count > 0 && offer.ProductType != ProductType.SaaSProduct))
            && offer.AgreementDuration is null && offer.AgreementEndDate is null)
        {
            yield return Incomplete("AgreementDuration", "These prices have no duration of their own, so that the agreement needs one.", "Add AgreementDuration, or AgreementStartDate and AgreementEndDate.");
        }
    }

    static Issue Incomplete(string field, string rule, string fix) => Issue.Error(IssueCodes.OfferIncomplete, field, null, rule, fix);

    static Issue Invalid(string field, string value, string rule, string fix) => Issue.Error(IssueCodes.OfferTerms, field, value, rule, fix);

    static Issue Date(string field, DateOnly? value, string rule, string fix) => Issue.Error(IssueCodes.OfferDates, field, value is { } day ? Text(day) : null, rule, fix);

    static string Text(DateOnly day) => UtcDay.Text(day);
}
