using System.Collections.Frozen;

namespace LambdaSync.Marketplace.ChangeSets;

/// <summary>
/// The codes in ErrorDetailList with a sentence and a fix (developer guide, work-with-private-offers, work-with-cppos,
/// work-with-resale-authorizations, work-with-offer-sets). A code that is not listed is read by its first word.
/// </summary>
public static class ChangeErrorCodes
{
    const string Portal = "in the AWS Marketplace Management Portal";

    static readonly FrozenDictionary<string, (string Sentence, string Fix)> _known = new Dictionary<string, (string, string)>(StringComparer.Ordinal)
    {
        // Only a person can change these, and not in the CRM.
        ["INCOMPATIBLE_PAYMENT_SETTINGS"] = ("The seller account has no bank account for this currency", $"Add a bank account for the currency under Settings, Payment information {Portal}, or use another currency."),
        ["INCOMPATIBLE_SELLER_VERIFICATION"] = ("The seller account is not verified for this", $"Complete the verification under Settings, Payment information {Portal}."),
        ["INVALID_TAX_INFORMATION"] = ("The seller account's tax information is missing or not valid", $"Complete it under Settings, Account information {Portal}."),

        // Products and agreements.
        ["INCOMPATIBLE_PRODUCT"] = ("The product does not allow this", "Check that the product is Limited or Public, is yours, and that its type supports this term."),
        ["INCOMPATIBLE_AGREEMENT"] = ("The agreement does not allow this", "Check that the agreement is active and was not sold by a channel partner; replace it with contract prices only."),
        ["INCOMPATIBLE_PRE_EXISTING_AGREEMENT"] = ("The renewal information of a released offer can't change", "Clone the offer and set PreExistingAgreement on the new one."),

        // Resale.
        ["INCOMPATIBLE_RESALE_AUTHORIZATION"] = ("The resale authorization does not allow this", "Check with 'lambdasync resale status' that it is active and for this product and buyer, and keep its dates, amounts and payment terms."),
        ["INVALID_RESELLER_ACCOUNT"] = ("The reseller is not a channel partner that may resell this product", "Check ResellerAccountId with the channel partner, which needs the service-linked role for resale authorizations."),
        ["INCOMPATIBLE_STATUS"] = ("The resale authorization's status does not allow this", "Only a draft changes, and only an active one that has not expired is restricted. Clone it and restrict the old one."),
        ["INCOMPATIBLE_PRICING_TERM"] = ("The authorization's price does not go with its payment schedule", "Set FixedUpfront.Price to 0 when there is a PaymentSchedule."),
        ["INCOMPATIBLE_BUYER_TARGETING"] = ("A renewal names its buyer", "Add BuyerAccounts."),
        ["INCOMPATIBLE_MARKUP"] = ("The markup of a released offer can't change", "Clone the offer with the new markup."),
        ["INVALID_MARKUP_PERCENTAGE"] = ("Only an offer from a resale authorization has a markup", "Remove MarkupPercentage, or name the ResaleAuthorizationId."),
        ["INCOMPATIBLE_MARKUP_PERCENTAGE"] = ("A payment schedule does not go with a markup", "Remove MarkupPercentage or PaymentSchedule."),

        // Buyers.
        ["INVALID_BUYER_ACCOUNTS"] = ("A buyer account does not exist or can't buy", "Ask the buyer for the 12 digits of the AWS account that pays."),
        ["MISSING_BUYER_ACCOUNTS"] = ("The offer names no buyer", "Add BuyerAccounts."),
        ["TOO_MANY_BUYER_ACCOUNTS"] = ("The offer names too many buyers", "Split the buyers into several offers of at most 25 accounts."),
        ["INCOMPATIBLE_BUYER_ACCOUNTS"] = ("The buyer is not the one of the agreement", "Remove BuyerAccounts: an offer from an agreement is for its buyer."),
        ["INVALID_COUNTRY_CODES"] = ("A country code is not valid", "Use ISO 3166-1 alpha-2 codes."),
        ["INCOMPATIBLE_TARGETING"] = ("The targeting of a released, expired or replacement offer can't change", "Clone the offer for other buyers."),

        // Texts and documents.
        ["INVALID_LEGAL_DOCUMENTS"] = ("A license document can't be read or is not allowed", "Upload a PDF or text file without a password whose URL outlives the change set, or use the newest standard contract."),
        ["INVALID_BUYER_LEGAL_DOCUMENTS"] = ("The buyer's license document can't be read or is not allowed", "Upload a PDF or text file without a password whose URL outlives the change set, or use the newest standard contract."),
        ["INVALID_RESALE_LEGAL_DOCUMENTS"] = ("The reseller contract can't be read or is not allowed", "Upload a PDF or text file without a password whose URL outlives the change set."),
        ["LIMIT_EXCEEDED_LEGAL_DOCUMENT_SIZE"] = ("A license document is too large", "Upload a smaller file."),

        // Prices.
        ["INVALID_PRICE_CHANGE"] = ("The price was changed too recently", "Wait until 120 days after the last change of the public price."),
        ["MISSING_MANDATORY_TERMS"] = ("A term is missing that the others need", "Add the price and the Eula; FixedUpfront stands beside a PaymentSchedule or Byol."),
        ["INCOMPATIBLE_TERMS"] = ("The terms do not go together, or the offer can't change any more", "With a PaymentSchedule the fixed price is 0 and there is no markup. A released offer does not change: clone it and cancel the old one."),
        ["INCOMPATIBLE_PRICING_MODEL"] = ("The pricing model does not go with the prices", "Use rate cards or a fixed price for contracts, and prices per use for usage."),
        ["INCOMPATIBLE_RATES"] = ("A price is of no dimension of the product", "Use the product's dimension keys."),
        ["INVALID_GRANTS"] = ("A quantity is of no dimension of the product", "Use the product's dimension keys, each once, with MaxQuantity above 0."),
        ["INCOMPATIBLE_CURRENCY_CODE"] = ("The terms have different currencies", "Use one currency for all prices and the payment schedule; prices per use are in USD."),
        ["INVALID_CURRENCY_CODE"] = ("The currency is not allowed", "Use USD, AUD, EUR, GBP, JPY, or INR for sellers and buyers in India."),

        // Dates.
        ["INVALID_AVAILABILITY_END_DATE"] = ("The expiry date is not allowed", "Use a UTC day after today and before the agreement's end and, on an authorization, before every charge."),
        ["MISSING_AVAILABILITY_END_DATE"] = ("There is no expiry date", "Add AvailabilityEndDate."),
        ["INVALID_AGREEMENT_DURATION"] = ("The agreement's duration is not allowed", "Use a duration such as P12M; for AMI and container products longer than the days until the expiry plus the price's duration."),
        ["INVALID_AGREEMENT_TIME_INTERVAL"] = ("The agreement's dates do not fit", "Give a duration, or a future start and a later end."),
        ["MISSING_AGREEMENT_START_DATE"] = ("With rate cards an agreement's end needs a start", "Add AgreementStartDate, or remove AgreementEndDate."),
        ["MISSING_AGREEMENT_END_DATE"] = ("A replacement offer says when the agreement ends", "Add AgreementEndDate."),
        ["INCOMPATIBLE_AGREEMENT_START_DATE"] = ("The agreement's start can't change after the release", "Clone the offer with the new start."),
        ["INCOMPATIBLE_AGREEMENT_END_DATE"] = ("The agreement's end can't change after the release", "Clone the offer with the new end."),

        // Payment schedules and renewals.
        ["INVALID_CHARGE_DATES"] = ("A charge is in the past or after the agreement's end", "Check the schedule with 'lambdasync payment-schedule check'."),
        ["TOO_MANY_BACKDATED_CHARGES"] = ("More than one charge is on or before the offer's last day", "Use an earlier AvailabilityEndDate, or move all charges but the first behind it."),
        ["TOO_MANY_CHARGES"] = ("The payment schedule has too many charges", "Use at most 86 charges, 60 for a channel partner's offer."),
        ["TOO_MANY_SCHEDULED_PAYMENTS"] = ("The payment schedule has too many charges", "Use at most 60 charges on a resale authorization."),
        ["INVALID_PAYMENT_DUE_PERIOD"] = ("The payment due period is not allowed", "Use P15D, P30D, P45D, P60D, P90D or P120D."),
        ["INVALID_UPDATE_REQUEST"] = ("It is released and can't change", "Publish a new one instead: 'lambdasync offer replace'; of a resale authorization 'lambdasync resale create' and 'lambdasync resale restrict'."),

        // Offer sets.
        ["INCOMPATIBLE_OFFER_SET_REFERENCE"] = ("An offer was not created for this offer set", "Create the offer with the OfferSetId."),
        ["MISSING_BUYER_NOTES"] = ("The offer set has no notes for the buyer", "Add BuyerNotes."),
        ["MISSING_OFFERS"] = ("An offer set has at least two offers", "Add an offer."),
        ["TOO_MANY_OFFERS_PER_PRODUCT"] = ("An offer set has one offer a product", "Remove the second offer of the product."),
        ["EXPIRED_OFFERS"] = ("An offer of the set has expired", "Extend it with 'lambdasync offer expiry'."),
        ["DRAFT_OFFERS"] = ("An offer of the set is a draft", "Publish it with 'lambdasync offer publish'."),
        ["INCOMPATIBLE_SOLUTION_STATE"] = ("The solution is not public", $"Publish the solution {Portal}."),
        ["INCOMPATIBLE_SOLUTION_ASSOCIATION"] = ("The solution does not go with the set's offers", "Use a solution that contains the products of the offers."),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The codes that have their own sentence.</summary>
    public static IEnumerable<string> Known => _known.Keys;

    public static (string Sentence, string Fix) Of(string code)
    {
        if (_known.TryGetValue(code, out var known))
            return known;
        var (first, rest) = code.IndexOf('_', StringComparison.Ordinal) is var at and > 0 ? (code[..at], code[(at + 1)..].Replace('_', ' ').ToLowerInvariant()) : ("", code);
        return first switch
        {
            "MISSING" => ($"The {rest} is missing", $"Add the {rest}."),
            "INVALID" => ($"The {rest} is not valid", $"Correct the {rest}; 'lambdasync offer check' names the rules."),
            "INCOMPATIBLE" => ($"The {rest} does not fit the rest", $"Correct the {rest}, or what it has to fit."),
            "INCONSISTENT" => ($"The {rest} differs between the offers", $"Use the same {rest[(rest.IndexOf(' ', StringComparison.Ordinal) + 1)..]} in every offer of the set."),
            "DUPLICATE" => ($"Two entries have the same {rest}", $"Keep one entry with the same {rest}."),
            "TOO" => ($"There are {code.Replace('_', ' ').ToLowerInvariant()}", $"Use fewer {rest.Replace("many ", "", StringComparison.Ordinal)}."),
            "LIMIT" => ($"A limit is exceeded: {rest}", "Use less."),
            _ => ("AWS Marketplace refused the change", "Correct what AWS names, then send it again."),
        };
    }
}
