namespace LambdaSync.Simulator.Marketplace;

/// <summary>What the seller asks of the buyer or of AWS about an agreement: its cancellation, a billing adjustment, a payment.</summary>
/// <param name="kind">acr-, ba-, pr-: what its id begins with.</param>
sealed class MarketAgreementRequest(string kind, string id, DateTimeOffset created)
{
    public const string Cancellation = "acr-", Adjustment = "ba-", Payment = "pr-";

    public string Kind => kind;

    public string Id => id;

    public DateTimeOffset Created { get; } = created;

    public DateTimeOffset Updated { get; set; } = created;

    public required string Status { get; set; }

    public string? StatusMessage { get; set; }

    public string? ReasonCode { get; init; }

    public string? Description { get; init; }

    public string? Name { get; init; }

    public string? Amount { get; init; }

    public string? Currency { get; init; }

    public string? InvoiceId { get; init; }

    /// <summary>When time alone changes its status, or null.</summary>
    public DateTimeOffset? Due { get; set; }
}
