using LambdaSync.Fields;

namespace LambdaSync.Files;

/// <summary>One record as it goes into a file for AWS.</summary>
/// <param name="AwsId"><c>apnCrmUniqueIdentifier</c>; null for a record that AWS does not have yet.</param>
/// <param name="PartnerId"><c>partnerCrmUniqueIdentifier</c> or <c>partnerCrmLeadId</c>.</param>
/// <param name="Json">The record's object; empty when <see cref="IsSendable"/> is false.</param>
/// <param name="Fields">The fields that it carries beside the identifiers.</param>
/// <param name="Issues">Fields that stay out, and why the record does if it does.</param>
public sealed record OutboundRecord(AceObject Object, string? AwsId, string? PartnerId, byte[] Json, IReadOnlyList<string> Fields, IReadOnlyList<Issue> Issues)
{
    /// <summary>Nothing of it differs from what AWS has.</summary>
    public bool IsEmpty => Json.Length > 0 && Fields.Count == 0;

    public bool IsSendable => Json.Length > 0 && Fields.Count > 0;

    /// <summary>What tells it from other records: two with one identity never go out together.</summary>
    public string Identity => AwsId ?? "\n" + PartnerId;
}
