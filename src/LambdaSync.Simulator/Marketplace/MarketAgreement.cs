using System.Text.Json.Nodes;

namespace LambdaSync.Simulator.Marketplace;

/// <summary>An agreement between a buyer and the seller whose offer the buyer accepted.</summary>
sealed class MarketAgreement(string id, string proposer, string acceptor, DateTimeOffset accepted)
{
    public const string Active = "ACTIVE", Cancelled = "CANCELLED", Expired = "EXPIRED", Renewed = "RENEWED", Replaced = "REPLACED", Terminated = "TERMINATED";

    public string Id => id;

    /// <summary>The seller of record.</summary>
    public string Proposer => proposer;

    public string Acceptor => acceptor;

    public DateTimeOffset Accepted { get; } = accepted;

    /// <summary>The product's maker, which is the proposer unless a channel partner sold it.</summary>
    public required string Manufacturer { get; init; }

    public required string OfferId { get; init; }

    public string? OfferSetId { get; init; }

    public required string ProductId { get; init; }

    public required string ProductType { get; init; }

    public string? ResaleAuthorizationId { get; init; }

    /// <summary>NEW, RENEW, REPLACE.</summary>
    public string Intent { get; init; } = "NEW";

    /// <summary>The agreement that this one renews or replaces, or null.</summary>
    public MarketAgreement? Previous { get; init; }

    /// <summary>The first of the agreements that followed each other.</summary>
    public string InitialId => Previous?.InitialId ?? id;

    public required DateTimeOffset Start { get; init; }

    /// <summary>Null: pay as you go.</summary>
    public DateTimeOffset? End { get; set; }

    public string Status { get; set; } = Active;

    public DateTimeOffset Updated { get; set; } = accepted;

    /// <summary>Accepted terms as GetAgreementTerms gives them.</summary>
    public required JsonArray Terms { get; init; }

    public string Currency { get; init; } = "USD";

    public decimal Value { get; init; }

    /// <summary>Its event goes out when it starts: a future-dated one's weeks after it was accepted.</summary>
    public bool IsAnnounced { get; set; }

    /// <summary>PROPOSER or ACCEPTOR, who switched renewal off, or null.</summary>
    public string? RenewalDisabledBy { get; set; }

    public int Renewals { get; init; }

    public List<JsonObject> Invoices { get; } = [];

    public List<MarketAgreementRequest> Requests { get; } = [];

    public string LicenseArn => $"arn:aws:license-manager::294406891311:license:l-{id}";

    /// <summary>The renewal term, or null: none was accepted.</summary>
    public JsonObject? RenewalTerm => Terms.OfType<JsonObject>().Select(t => t["renewalTerm"] as JsonObject).FirstOrDefault(t => t is not null);

    public bool Renews => RenewalTerm is { } term && RenewalDisabledBy is null && !(term["maxRenewals"]?.GetValue<int>() <= Renewals);

    public string? EndReason => RenewalTerm is not { } term ? "NO_RENEWAL_TERM" : RenewalDisabledBy is { } by ? by + "_RENEW_OPTED_OUT" : term["maxRenewals"]?.GetValue<int>() <= Renewals ? "RENEWAL_LIMIT_EXHAUSTED" : null;
}
