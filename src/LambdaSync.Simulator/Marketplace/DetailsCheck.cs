using System.Text.Json;
using System.Text.Json.Nodes;

namespace LambdaSync.Simulator.Marketplace;

/// <summary>A change's details against its published form: what StartChangeSet refuses with 422 (tables of the developer guide's pages).</summary>
sealed class DetailsCheck
{
    static readonly string[] DuePeriods = ["P15D", "P30D", "P45D", "P60D", "P90D", "P120D"];

    readonly MarketChange _change;
    readonly List<MarketFieldError> _errors = [];

    DetailsCheck(MarketChange change) => _change = change;

    public bool IsResale => _change.Kind == MarketEntity.ResaleAuthorization;

    public static IReadOnlyList<MarketFieldError> Of(MarketChange change)
    {
        var check = new DetailsCheck(change);
        check.Run(change.Details);
        return check._errors;
    }

    public void Fail(string path, string message) => _errors.Add(new MarketFieldError("$." + path, "FieldValidationFailed", message, _change.Kind, _change.EntityId, _change.Type));

    /// <summary>A text of 1 to <paramref name="max"/> characters, or null when it is absent or wrong.</summary>
    public string? Text(JsonObject json, string name, int max, bool required = false, string path = "")
    {
        if (json[name] is not { } node)
        {
            if (required)
                Fail(path + name, $"{name} is required.");
            return null;
        }

        if (node is not JsonValue value || value.GetValueKind() != JsonValueKind.String)
        {
            Fail(path + name, $"{name} is not a text.");
            return null;
        }

        var text = value.GetValue<string>();
        if (text.Length == 0 || text.EnumerateRunes().Count() > max)
            Fail(path + name, $"{name} has 1 to {max} characters.");
        return text;
    }

    /// <summary>The objects of a list, or none when it is absent or wrong.</summary>
    public IReadOnlyList<JsonObject> Objects(JsonObject json, string name, int min, int max, bool required = true, string path = "")
    {
        if (json[name] is not { } node)
        {
            if (required)
                Fail(path + name, $"{name} is required.");
            return [];
        }

        if (node is not JsonArray list || list.Any(i => i is not JsonObject))
        {
            Fail(path + name, $"{name} is not a list of objects.");
            return [];
        }

        if (list.Count < min || list.Count > max)
            Fail(path + name, $"{name} has {min} to {max} items.");
        return [.. list.OfType<JsonObject>()];
    }

    void Run(JsonObject details)
    {
        switch (_change.Type)
        {
            case "CreateOffer":
                Text(details, "ProductId", 50, required: true);
                Name(details, 150);
                Text(details, "OfferSetId", 100);
                break;
            case "CreateReplacementOffer":
                Text(details, "AgreementId", 64, required: true);
                Name(details, 150);
                break;
            case "CreateOfferUsingResaleAuthorization" or "CreateReplacementOfferUsingResaleAuthorization":
                Text(details, "ResaleAuthorizationId", 50, required: true);
                if (_change.Type == "CreateReplacementOfferUsingResaleAuthorization")
                    Text(details, "AgreementId", 64, required: true);
                Name(details, 150);
                Text(details, "Description", 255);
                Text(details, "OfferSetId", 100);
                break;
            case "CreateResaleAuthorization":
                Only(details, "ProductId", "Name", "ResellerAccountId", "Description", "BulkRequestId");
                Text(details, "ProductId", 50, required: true);
                Text(details, "Name", 100, required: true);
                Text(details, "Description", 255);
                Account(Text(details, "ResellerAccountId", 12, required: true), "ResellerAccountId");
                break;
            case "CreateOfferSet":
                Text(details, "Name", 150, required: true);
                Text(details, "BuyerNotes", 1000);
                break;
            case "UpdateInformation":
                Information(details);
                break;
            case "UpdateTargeting":
                Targeting(details);
                break;
            case "UpdateBuyerTargetingTerms":
                foreach (var term in Terms(details, "BuyerTargetingTerm"))
                    Accounts(term["PositiveTargeting"] as JsonObject ?? [], 25, "Terms[0].PositiveTargeting.");
                break;
            case "UpdateMarkup":
                if (Text(details, "Percentage", 20, required: true) is { } percentage && !TermsCheck.IsAmount(percentage, 9))
                    Fail("Percentage", "Percentage is a number that is not negative, with at most 9 decimals.");
                break;
            case "UpdatePricingTerms":
                new TermsCheck(this).Pricing(details);
                break;
            case "UpdatePaymentScheduleTerms":
                new TermsCheck(this).Plan(Terms(details, IsResale ? "ResalePaymentScheduleTerm" : "PaymentScheduleTerm"));
                break;
            case "UpdateNetPaymentTerms":
                foreach (var term in Terms(details, IsResale ? "ResaleNetPaymentTerm" : "NetPaymentTerm", min: 0))
                {
                    if (Text(term, "PaymentDuePeriod", 10, required: true, "Terms[0].") is { } due && !DuePeriods.Contains(due))
                        Fail("Terms[0].PaymentDuePeriod", $"PaymentDuePeriod takes one of {string.Join(", ", DuePeriods)}.");
                }

                break;
            case "UpdateRenewalTerms":
                Terms(details, "RenewalTerm", min: 0);
                break;
            case "UpdateLegalTerms":
                new TermsCheck(this).Legal(details);
                break;
            case "UpdateSupportTerms":
                foreach (var term in Terms(details, "SupportTerm"))
                {
                    if (Text(term, "RefundPolicy", 500, required: true, "Terms[0].") is { } policy && policy.Trim() != policy)
                        Fail("Terms[0].RefundPolicy", "RefundPolicy has no blank at either end.");
                }

                break;
            case "UpdateValidityTerms":
                foreach (var term in Terms(details, "ValidityTerm"))
                {
                    Day(term, "AgreementStartDate", path: "Terms[0].");
                    Day(term, "AgreementEndDate", path: "Terms[0].");
                    Text(term, "AgreementDuration", 10, path: "Terms[0].");
                    if (term.Count < 2)
                        Fail("Terms[0]", "A ValidityTerm has AgreementDuration, or AgreementStartDate and AgreementEndDate.");
                }

                break;
            case "UpdateBuyerValidityTerms":
                foreach (var term in Terms(details, "BuyerValidityTerm"))
                    Day(term, "MaximumAgreementStartDate", required: true, "Terms[0].");
                break;
            case "UpdateAvailability":
                Availability(details);
                break;
            case "AssociateOffers" or "DisassociateOffers":
                foreach (var offer in Objects(details, "Offers", 1, 7))
                    Text(offer, "OfferId", 100, required: true, "Offers.");
                break;
            case "AssociateSolution" or "DisassociateSolution":
                if (Text(details, "SolutionId", 50, required: true) is { } solution && !(solution.StartsWith("soln-", StringComparison.Ordinal) && solution[5..].All(char.IsAsciiLetterOrDigit)))
                    Fail("SolutionId", "SolutionId is soln- and letters and digits.");
                break;
            case "AddDimensions":
                Dimensions(details);
                break;
        }
    }

    IReadOnlyList<JsonObject> Terms(JsonObject details, string type, int min = 1)
    {
        var terms = Objects(details, "Terms", min, 1);
        foreach (var term in terms.Where(t => t["Type"]?.ToJsonString() != $"\"{type}\""))
            Fail("Terms[0].Type", $"Type is {type}.");
        return terms;
    }

    // "Unknown property refused" (work-with-resale-authorizations).
    void Only(JsonObject details, params string[] known)
    {
        foreach (var name in details.Select(m => m.Key).Except(known))
            Fail(name, $"{name} is not known.");
    }

    void Name(JsonObject details, int max)
    {
        if (Text(details, "Name", max) is { } name && name.AsSpan().ContainsAny("\\<>"))
            Fail("Name", "Name has none of \\ < >.");
    }

    void Information(JsonObject details)
    {
        if (details.Count == 0)
            Fail("", "At least one member is required.");
        if (_change.Kind == MarketEntity.OfferSet)
        {
            Name(details, 150);
            Text(details, "BuyerNotes", 1000);
            return;
        }

        if (IsResale)
            Only(details, "Name", "Description", "PreExistingBuyerAgreement");
        Name(details, IsResale ? 100 : 150);
        Text(details, "Description", 255);
        var member = IsResale ? "PreExistingBuyerAgreement" : "PreExistingAgreement";
        if (details[member] is not JsonObject existing)
            return;
        if (Text(existing, "AcquisitionChannel", 50, required: true, member + ".") is { } channel && channel is not ("External" or "AwsMarketplace"))
            Fail(member + ".AcquisitionChannel", "AcquisitionChannel takes External or AwsMarketplace.");
        if (Text(existing, "PricingModel", 50, required: true, member + ".") is { } model && model is not ("Contract" or "Usage" or "Byol" or "Free"))
            Fail(member + ".PricingModel", "PricingModel takes Contract, Usage, Byol or Free.");
    }

    void Targeting(JsonObject details)
    {
        var (positive, negative) = (details["PositiveTargeting"] as JsonObject, details["NegativeTargeting"] as JsonObject);
        if (positive is null && negative is null)
            Fail("PositiveTargeting", "PositiveTargeting or NegativeTargeting is required.");
        if (positive?["CountryCodes"] is not null && negative?["CountryCodes"] is not null)
            Fail("NegativeTargeting.CountryCodes", "CountryCodes is in one of PositiveTargeting and NegativeTargeting.");
        if (positive?["BuyerAccounts"] is not null)
            Accounts(positive, 26, "PositiveTargeting.");
        foreach (var targeting in new[] { positive, negative }.OfType<JsonObject>())
        {
            if (targeting["CountryCodes"] is not { } node)
                continue;
            if (node is not JsonArray { Count: >= 1 and <= 244 } codes)
                Fail("CountryCodes", "CountryCodes has 1 to 244 codes.");
            else if (codes.Any(c => c is not JsonValue value || value.GetValueKind() != JsonValueKind.String || value.GetValue<string>() is not { Length: 2 } code || !code.All(char.IsAsciiLetterUpper)))
                Fail("CountryCodes", "A country is two capital letters.");
        }
    }

    void Accounts(JsonObject targeting, int max, string path)
    {
        if (targeting["BuyerAccounts"] is not JsonArray accounts)
        {
            Fail(path + "BuyerAccounts", "BuyerAccounts is a list of account ids.");
            return;
        }

        if (accounts.Count < 1 || accounts.Count > max)
            Fail(path + "BuyerAccounts", $"BuyerAccounts has 1 to {max} accounts.");
        foreach (var account in accounts)
            Account(account is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : "", path + "BuyerAccounts");
    }

    void Account(string? account, string path)
    {
        if (account is not null && (account.Length != 12 || !account.All(char.IsAsciiDigit)))
            Fail(path, "An account id has 12 digits.");
    }

    void Availability(JsonObject details)
    {
        if (!IsResale)
        {
            Day(details, "AvailabilityEndDate", required: true);
            return;
        }

        Only(details, "AvailabilityEndDate", "OffersMaxQuantity");
        Day(details, "AvailabilityEndDate");
        if (details["OffersMaxQuantity"] is { } quantity && quantity.ToJsonString() != "1")
            Fail("OffersMaxQuantity", "OffersMaxQuantity is 1.");
    }

    void Dimensions(JsonObject details)
    {
        foreach (var dimension in Objects(details, "Dimensions", 1, 200))
        {
            Text(dimension, "Key", 60, required: true, "Dimensions.");
            Text(dimension, "Name", 80, required: true, "Dimensions.");
            Text(dimension, "Description", 1000, required: true, "Dimensions.");
            Text(dimension, "Unit", 40, required: true, "Dimensions.");
            if (dimension["Types"] is not JsonArray { Count: > 0 })
                Fail("Dimensions.Types", "Types is required.");
        }
    }

    void Day(JsonObject json, string name, bool required = false, string path = "")
    {
        if (Text(json, name, 10, required, path) is { } text && Days.Parse(text) is null)
            Fail(path + name, $"{name} is a day, YYYY-MM-DD.");
    }
}
