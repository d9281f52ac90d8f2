using LambdaSync.Marketplace.Offers;
using LambdaSync.Marketplace.PaymentSchedules;

namespace LambdaSync.Marketplace.ResaleAuthorizations;

/// <summary>A resale authorization as a person writes it (row F8): AWS's member names, one level deep.</summary>
public sealed record AuthorizationDocument(string? ProductId, string? ResellerAccountId, string? Name, string? Description)
{
    /// <summary>The buyers to whom the reseller may sell; none: all.</summary>
    public IReadOnlyList<string> BuyerAccounts { get; init; } = [];

    /// <summary>The last UTC day on which the reseller may make an offer from it, or null: no end.</summary>
    public DateOnly? AvailabilityEndDate { get; init; }

    /// <summary>The reseller may make one offer from it (<c>OffersMaxQuantity</c>, which takes only 1).</summary>
    public bool OneOffer { get; init; }

    /// <summary>The latest start of a future-dated agreement (SaaS), or null.</summary>
    public DateOnly? MaximumAgreementStartDate { get; init; }

    public string CurrencyCode { get; init; } = "USD";

    public IReadOnlyList<Rate> UsageRates { get; init; } = [];

    public IReadOnlyList<RateCard> RateCards { get; init; } = [];

    public bool Tiered { get; init; }

    public FixedPrice? FixedUpfront { get; init; }

    public IReadOnlyList<Charge> PaymentSchedule { get; init; } = [];

    /// <summary>The reseller's payment terms; its offers may not be longer.</summary>
    public string? PaymentDuePeriod { get; init; }

    /// <summary>What the buyer signs: StandardEula, EnterpriseEula or CustomEula.</summary>
    public Eula? BuyerEula { get; init; }

    /// <summary>What the reseller signs: StandardResellerContract or CustomResellerContract, or null: none.</summary>
    public Eula? ResellerContract { get; init; }

    public PreExistingAgreement? PreExistingBuyerAgreement { get; init; }

    /// <summary>Every price may be zero.</summary>
    public bool ZeroPrice { get; init; }

    /// <summary>The prices, as those of an offer.</summary>
    internal OfferDocument Prices => new(ProductId, ProductType.SaaSProduct, null, null, null, Name, Description)
    {
        CurrencyCode = CurrencyCode,
        UsageRates = UsageRates,
        RateCards = RateCards,
        Tiered = Tiered,
        FixedUpfront = FixedUpfront,
    };
}
