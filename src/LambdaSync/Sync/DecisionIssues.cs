using System.Globalization;
using LambdaSync.Mapping;

namespace LambdaSync.Sync;

/// <summary>The wording of everything a decision may say.</summary>
static class DecisionIssues
{
    public static Issue Dummy(Sighting seen) => Issue.Note(
        IssueCodes.DummyIdentifier, "partnerCrmUniqueIdentifier", seen.PartnerId, "this identifier is set up to mark records that are left out", "nothing to do");

    public static Issue NoAwsIdentifier() => Issue.Error(
        IssueCodes.NoIdentifier, "apnCrmUniqueIdentifier", null, "every record from AWS has AWS's identifier; this looks like a record on its way to AWS",
        "put only files from AWS into the landing folder");

    public static Issue OutsideWhen() => Issue.Note(
        IssueCodes.OutsideWhen, null, null, "the record does not meet the mapping's \"when\" conditions for inbound", "nothing, unless it should come in: then change \"when\"");

    public static Issue MaskedOnly() => Issue.Note(
        IssueCodes.MaskedOnly, null, null, "every mapped value is masked until the referral is accepted", "accept the referral; AWS then sends the values");

    public static Issue UpdatesOff() => Issue.Note(
        IssueCodes.OutsideWhen, null, null, "the mapping takes new records only (\"inboundUpdates\": false)", "nothing, unless updates should come in");

    public static Issue Stale(Sighting seen, RecordState state) => Issue.Note(
        IssueCodes.Stale, "lastModifiedDate", Show(seen.Modified), $"what is stored is of {Show(state.AwsModified)}, so this is older", "nothing to do");

    public static Issue VersionWentDown(int seen, int stored) => Issue.Warning(
        IssueCodes.VersionWentDown, "version", seen.ToString(CultureInfo.InvariantCulture),
        string.Create(CultureInfo.InvariantCulture, $"this record came with payload version {stored} before; a payload version never goes down"),
        "check which version AWS is set up to send you");

    public static Issue Deleted(string crmId) => Issue.Warning(
        IssueCodes.CrmRecordDeleted, null, crmId, "the linked CRM record was deleted; it is not made again, and AWS is not touched",
        "restore the record in the CRM and relink it, or leave it");

    public static Issue IdentityConflict(string crmId, string awsId, string other) => Issue.Error(
        IssueCodes.IdentityConflict, "partnerCrmUniqueIdentifier", crmId, $"the CRM record is linked to {other} already and can't be linked to {awsId} too",
        "correct the identifier at AWS, or remove the wrong link");

    public static Issue AccountKept(string field) => Issue.Note(
        IssueCodes.AccountLinkKept, field, null, "an existing account link is never overwritten", "change the link in the CRM if AWS is right");

    /// <param name="writable">The mapping writes AWS's value to the CRM.</param>
    public static Issue Clash(string code, string field, string aws, string crm, Owner owner, bool writable)
    {
        var (rule, fix) = owner switch
        {
            Owner.Aws when !writable => ($"both sides have different values and AWS owns the field, but AWS's value is not written to the CRM; AWS has {aws}", "make the two sides equal"),
            Owner.Aws => ($"both sides have different values and AWS owns the field; the CRM had {crm}", "nothing, unless the CRM's value was right"),
            Owner.Crm => ($"both sides have different values and the CRM owns the field; AWS has {aws}", "nothing, unless AWS's value was right"),
            _ => ($"both sides have different values and nobody owns the field, so nothing was written; AWS has {aws}", "make the two sides equal, or name an \"owner\" in the mapping"),
        };
        return Issue.Warning(code, field, owner == Owner.Crm ? aws : crm, rule, fix);
    }

    static string Show(DateTimeOffset? moment) => moment?.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture) ?? "no date";
}
