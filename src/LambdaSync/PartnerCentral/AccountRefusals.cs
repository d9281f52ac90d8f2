namespace LambdaSync.PartnerCentral;

/// <summary>Refusals that are about the account: the same call for another record would be refused alike, so they are said once.</summary>
public static class AccountRefusals
{
    const string LeadCreation = "PARTNER_LEAD_CREATION_NOT_ENABLED";

    /// <summary>How long the operation is not called again.</summary>
    public static readonly TimeSpan Closed = TimeSpan.FromHours(1);

    /// <summary>What the refusal says of the account, or null: it is about the record.</summary>
    public static Issue? Of(AwsRefusal refusal) =>
        refusal.Code == LeadCreation || refusal.Errors.Any(error => error.Code == LeadCreation || error.Message?.Contains(LeadCreation, StringComparison.Ordinal) == true)
            ? Issue.Error(
                IssueCodes.LeadCreationOff, null, LeadCreation, "AWS has not enabled this account to create leads, so no lead was created",
                "ask AWS Partner support to enable partner-originated leads, then run the command again")
            : null;

    /// <summary>What a record says that was not sent after such a refusal.</summary>
    public static Issue NotSent(Issue refused) => Issue.Warning(
        refused.Code, null, null, "not sent: AWS has refused the same call for this account before", refused.Fix);
}
