using LambdaSync.Sync.Schedules;
using LambdaSync.Sync.Work;

namespace LambdaSync.Functions.Sweeps;

/// <summary>The result of one step of a sweep.</summary>
/// <param name="WaitsForQuota">It is due when AWS's quota opens.</param>
/// <param name="NextToken">AWS's token of the next page, for this invocation only; null when the cursor says where the list continues.</param>
sealed record SweepStep(Schedule Schedule, WorkNext Next, string? NextToken = null, bool WaitsForQuota = false);
