namespace LambdaSync.Marketplace.PaymentSchedules;

/// <summary>What Marketplace's rules for a schedule need to know of the offer or resale authorization around it.</summary>
/// <param name="Today">The UTC day on which the change set is sent.</param>
public sealed record ScheduleTerms(DateOnly Today)
{
    /// <summary>At most so many charges on an own private offer (user guide, installment-plans).</summary>
    public const int MostOnOffer = 86;

    /// <summary>At most so many charges on a resale authorization and on a channel partner private offer (developer guide).</summary>
    public const int MostOnResale = 60;

    public int Most { get; init; } = MostOnOffer;

    /// <summary>The offer's <c>AvailabilityEndDate</c>, or null: not known yet.</summary>
    public DateOnly? AvailabilityEnd { get; init; }

    /// <summary>The day on which the agreement ends, counted as if it were accepted <see cref="Today"/>, or null: not known yet.</summary>
    public DateOnly? AgreementEnd { get; init; }

    /// <summary>The offer has a markup, which excludes a schedule.</summary>
    public bool HasMarkup { get; init; }

    /// <summary>The charges of the resale authorization behind a channel partner's offer: same days, no smaller amounts.</summary>
    public IReadOnlyList<Charge>? Authorized { get; init; }
}
