namespace LambdaSync.Files;

/// <summary>One record of a file; its document is in the buffer it was read into.</summary>
/// <param name="AwsId"><c>apnCrmUniqueIdentifier</c>, or null.</param>
/// <param name="PartnerId"><c>partnerCrmUniqueIdentifier</c> or <c>partnerCrmLeadId</c>, or null.</param>
/// <param name="Modified"><c>lastModifiedDate</c>, or null when it gives none that can be read.</param>
/// <param name="Superseded">Another record of the file has the same identifier and is newer.</param>
public sealed record AceRecord(
    int Index, string? AwsId, string? PartnerId, DateTimeOffset? Modified, bool Superseded, IReadOnlyList<Issue> Issues)
{
    /// <summary>It has an error: nothing of it is written to the CRM.</summary>
    public bool Bad => Issues.Any(issue => issue.Severity == Severity.Error);
}
