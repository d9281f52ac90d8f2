namespace LambdaSync.Marketplace.PaymentSchedules;

/// <summary>What a person asks for (row F4): equal payments at fixed intervals.</summary>
/// <param name="Total">The sum of all payments.</param>
/// <param name="First">The day of the first payment.</param>
/// <param name="Last">No payment is later than this day, except that a weekend moves one to the next Monday.</param>
/// <param name="EveryDays">One of <see cref="PaymentSchedule.Intervals"/>.</param>
/// <param name="RemainderFirst">The first payment takes what does not divide evenly; else the last one.</param>
/// <param name="BusinessDays">A payment on a Saturday or Sunday moves to the next Monday.</param>
public sealed record ScheduleWish(decimal Total, string Currency, DateOnly First, DateOnly Last, int EveryDays, bool RemainderFirst, bool BusinessDays);
