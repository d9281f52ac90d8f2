namespace LambdaSync.Sync.Corrections;

/// <summary>
/// An operator's value in place of one that AWS has (row D4). It counts as long as AWS has the value that it was made for; AWS itself never
/// gets it, and what AWS sent stays in the log and in the baseline.
/// </summary>
/// <param name="Path">In the record's document: <c>opportunity.Customer.Account.WebsiteUrl</c>, <c>opportunity.Customer.Contacts[0].Email</c>.</param>
/// <param name="Original">The value that AWS had, canonical JSON text; null: none.</param>
/// <param name="Value">The value in its place, canonical JSON text; null: none.</param>
/// <param name="By">Who made it.</param>
/// <param name="Job">The job of the log whose entry was corrected.</param>
public sealed record Correction(string Path, string? Original, string? Value, string By, DateTimeOffset At, string Job);
