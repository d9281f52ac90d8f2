using LambdaSync.Sync;
using LambdaSync.Sync.Work;

namespace LambdaSync.Functions.Sweeps;

/// <summary>A page of ListOpportunities, with what is stored of its records.</summary>
/// <param name="IsLast">AWS's list ends with this page.</param>
/// <param name="NextToken">AWS's token for the same request's next page; null when the cursor says where the list continues.</param>
sealed record ListedPage(IReadOnlyList<ListedOpportunity> Items, bool IsLast, string? NextToken);

/// <param name="Modified">AWS's LastModifiedDate.</param>
/// <param name="State">The record's stored state, or null.</param>
sealed record ListedOpportunity(WorkKey Key, DateTimeOffset Modified, RecordState? State);
