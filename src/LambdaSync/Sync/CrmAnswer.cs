namespace LambdaSync.Sync;

/// <summary>What the CRM answered where one record was looked for.</summary>
/// <param name="Record">The record: of a merged one, the survivor; of a converted one, itself where the CRM still shows it. Null: there is none to read.</param>
/// <param name="Into">The record that it was merged into or converted to, or null.</param>
public sealed record CrmAnswer(CrmState State, CrmCurrent? Record = null, CrmReference? Into = null)
{
    /// <summary>Several records that have the value; then <see cref="Record"/> is null. Empty: at most one has it.</summary>
    public IReadOnlyList<CrmReference> Candidates { get; init; } = [];

    /// <summary>A record that AWS names and that may exist although the integration user does not see it, or null.</summary>
    public CrmReference? Hidden { get; init; }

    /// <summary>There is no such record, as far as the integration user sees.</summary>
    public static CrmAnswer None { get; } = new(CrmState.Absent);

    public static CrmAnswer Of(CrmCurrent? found) => found is null ? None : new(CrmState.Found, found);
}
