using LambdaSync.Marketplace.PaymentSchedules;

namespace LambdaSync.Marketplace.Offers;

/// <summary>A private offer as a person writes it (row F3): AWS's member names, one level deep where the terms of a change set are three.</summary>
/// <param name="ProductId">The product, or null for an offer from an agreement or a resale authorization, which name it.</param>
/// <param name="AgreementId">The agreement that the offer replaces, or null.</param>
/// <param name="ResaleAuthorizationId">The authorization behind a channel partner's offer, or null.</param>
/// <param name="OfferSetId">The offer set that the offer is to join, or null.</param>
public sealed record OfferDocument(string? ProductId, ProductType ProductType, string? AgreementId, string? ResaleAuthorizationId, string? OfferSetId, string? Name, string? Description)
{
    public IReadOnlyList<string> BuyerAccounts { get; init; } = [];

    /// <summary>Countries in which buyers may be, ISO 3166-1 alpha-2; none: everywhere.</summary>
    public IReadOnlyList<string> CountryCodes { get; init; } = [];

    /// <summary>The last UTC day on which a buyer may accept.</summary>
    public DateOnly? AvailabilityEndDate { get; init; }

    public IsoPeriod? AgreementDuration { get; init; }

    /// <summary>The first day of a future-dated agreement.</summary>
    public DateOnly? AgreementStartDate { get; init; }

    public DateOnly? AgreementEndDate { get; init; }

    public string CurrencyCode { get; init; } = "USD";

    /// <summary>Prices per unit of use.</summary>
    public IReadOnlyList<Rate> UsageRates { get; init; } = [];

    /// <summary>Prices for a contract's duration, from which the buyer chooses.</summary>
    public IReadOnlyList<RateCard> RateCards { get; init; } = [];

    /// <summary>Dimensions that the product gets with the offer.</summary>
    public IReadOnlyList<NewDimension> NewDimensions { get; init; } = [];

    /// <summary>The buyer takes one dimension of a rate card, not several and not more than one of it.</summary>
    public bool Tiered { get; init; }

    /// <summary>One price for fixed quantities, or null.</summary>
    public FixedPrice? FixedUpfront { get; init; }

    /// <summary>The buyer brings a license.</summary>
    public bool Byol { get; init; }

    /// <summary>A channel partner's markup on the authorization's prices in percent, or null.</summary>
    public decimal? MarkupPercentage { get; init; }

    public IReadOnlyList<Charge> PaymentSchedule { get; init; } = [];

    /// <summary>Days from invoice to payment such as <c>P30D</c>, or null: the buyer's own terms with AWS.</summary>
    public string? PaymentDuePeriod { get; init; }

    /// <summary>The terms of automatic renewal, or null: none.</summary>
    public Renewal? Renewal { get; init; }

    /// <summary>The license agreement, or null: what the product or the authorization has.</summary>
    public Eula? Eula { get; init; }

    public string? RefundPolicy { get; init; }

    /// <summary>The offer renews an existing agreement with the buyer, or null.</summary>
    public PreExistingAgreement? PreExistingAgreement { get; init; }

    /// <summary>Every price may be zero.</summary>
    public bool ZeroPrice { get; init; }

    /// <summary>The offer is a channel partner's.</summary>
    public bool IsResale => ResaleAuthorizationId is not null;

    /// <summary>The offer replaces an agreement.</summary>
    public bool IsReplacement => AgreementId is not null;
}
