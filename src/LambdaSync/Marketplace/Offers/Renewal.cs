namespace LambdaSync.Marketplace.Offers;

/// <summary>When and how agreements of an offer renew themselves (<c>RenewalTerm</c>, developer guide, work-with-private-offers).</summary>
/// <param name="LockoutPeriod">Before the agreement's end; from then on the decision is final. Null: until the end.</param>
/// <param name="AdjustmentDeadline">Before the agreement's end; until then the seller may set the price within a range.</param>
/// <param name="MaxRenewals">Null: without limit.</param>
/// <param name="PriceIncrease">Required on private offers.</param>
/// <param name="Schedule">The payment schedule of renewed agreements; empty without one.</param>
public sealed record Renewal(IsoPeriod? LockoutPeriod, IsoPeriod? AdjustmentDeadline, int? MaxRenewals, PriceIncrease? PriceIncrease, IReadOnlyList<RenewalCharge> Schedule);

/// <summary>A fixed percentage, or a range with what applies when the seller does not choose.</summary>
/// <param name="Fixed">The percentage, or null for a range.</param>
public sealed record PriceIncrease(decimal? Fixed, decimal Least, decimal Most, decimal Otherwise);

/// <param name="Offset">From the renewed agreement's start; months or days, zero allowed: <c>P0M</c>.</param>
/// <param name="Percentage">Of the agreement's price.</param>
public sealed record RenewalCharge(string Offset, decimal Percentage, int? DayOfMonth);
