using System.Globalization;
using LambdaSync.Mapping;

namespace LambdaSync.Sync;

/// <summary>The wording of everything a decision may say.</summary>
static class DecisionIssues
{
    public static Issue Dummy(AwsObservation seen) => Issue.Note(
        IssueCodes.DummyIdentifier, "partnerCrmUniqueIdentifier", seen.PartnerId, "the record is skipped because its identifier is configured as a dummy identifier", "nothing to do");

    public static Issue NoAwsIdentifier() => Issue.Error(
        IssueCodes.NoIdentifier, "apnCrmUniqueIdentifier", null, "every record from AWS has AWS's identifier; this looks like a record that is sent to AWS",
        "put only files from AWS into the landing folder");

    public static Issue OutsideWhen() => Issue.Note(
        IssueCodes.OutsideWhen, null, null, "the record does not meet the mapping's \"when\" conditions for inbound", "nothing, or change \"when\" if the record should be imported");

    public static Issue MaskedOnly() => Issue.Note(
        IssueCodes.MaskedOnly, null, null, "every mapped value is masked until the referral is accepted", "accept the referral; AWS then sends the values");

    public static Issue RequiredIsMasked(IEnumerable<string> fields) => Issue.Note(
        IssueCodes.MaskedOnly, string.Join(", ", fields), null, "the CRM requires a value that AWS masks until the referral is accepted, so the record is created after that",
        "accept the referral; AWS then sends the values");

    public static Issue UpdatesOff() => Issue.Note(
        IssueCodes.OutsideWhen, null, null, "the mapping imports new records only (\"inboundUpdates\": false)", "nothing, or remove \"inboundUpdates\" if updates should be imported");

    public static Issue Stale(AwsObservation seen, RecordState state) => Issue.Note(
        IssueCodes.Stale, "lastModifiedDate", Show(seen.Modified), $"the stored version is of {Show(state.AwsModified)}, so this version is older", "nothing to do");

    public static Issue FutureDate(DateTimeOffset? date) => Issue.Warning(
        IssueCodes.FutureDate, "lastModifiedDate", Show(date), "the date is more than a day ahead of the time of receipt; the values count as of the time of receipt",
        "check the clock of the system that wrote the record, and the clock of this machine");

    public static Issue VersionWentDown(int seen, int stored) => Issue.Warning(
        IssueCodes.VersionWentDown, "version", seen.ToString(CultureInfo.InvariantCulture),
        string.Create(CultureInfo.InvariantCulture, $"this record came with payload version {stored} before; a payload version never goes down"),
        "check which version AWS is set up to send you");

    public static Issue Deleted(string crmId) => Issue.Warning(
        IssueCodes.CrmRecordDeleted, null, crmId, "the linked CRM record was deleted; LambdaSync does not recreate it and does not change AWS",
        "nothing, if the deletion was intended; this release can't reopen a closed link");

    public static Issue Absent(string crmId) => Issue.Error(
        IssueCodes.CrmRecordAbsent, null, crmId, "the CRM does not show the linked record to the integration user and does not say that it was deleted, so neither side is changed",
        "let the integration user read the record (sharing, team, record type); if it was deleted for good, nothing");

    public static Issue NamedAbsent(string awsId, CrmReference named) => Issue.Error(
        IssueCodes.CrmRecordAbsent, "PartnerOpportunityIdentifier", named.Id,
        $"{awsId} is the CRM record {named.Object} {named.Id}'s at AWS, and the CRM does not show that record to the integration user, so it is not linked and no second record is created",
        $"let the integration user read the record (View All on {named.Object}, or sharing), then run 'lambdasync record refresh {awsId}'; if there is no such record, enter {awsId} as AWS's identifier in the record that it belongs to");

    public static Issue Merged(string crmId, string survivor) => Issue.Note(
        IssueCodes.CrmRecordMerged, null, crmId, $"the linked CRM record was merged into {survivor}, which has the link from now on", "nothing to do");

    public static Issue SeveralMatch(IReadOnlyList<CrmReference> candidates) => Issue.Warning(
        IssueCodes.CrmSeveralMatch, null, string.Join(", ", candidates.Select(c => $"{c.Object} {c.Id}")), "several CRM records match, so none was linked and none was created",
        "link the right one in the CRM, or merge them");

    public static Issue IdentityConflict(string crmId, string awsId, string other) => Issue.Error(
        IssueCodes.IdentityConflict, "partnerCrmUniqueIdentifier", crmId, $"the CRM record is linked to {other} already and can't be linked to {awsId} too",
        "correct the identifier at AWS or in the CRM record");

    public static Issue Corrected(Corrections.Correction correction) => Issue.Note(
        IssueCodes.Corrected, correction.Path, correction.Value, $"{correction.By} corrected this value; AWS keeps its own",
        "nothing to do: the correction ends when AWS changes the value");

    public static Issue NamesAnother(string crmId, string awsId, string named) => Issue.Error(
        IssueCodes.IdentityConflict, "PartnerOpportunityIdentifier", named, $"{awsId} is the CRM record {named}'s at AWS, so it is not linked to {crmId}, which has its identifier",
        "remove the identifier from the CRM record where it was entered by mistake");

    public static Issue AccountKept(string field) => Issue.Note(
        IssueCodes.AccountLinkKept, field, null, "an existing account link is never overwritten", "change the link in the CRM if AWS is right");

    public static Issue OtherElement(ElementLines element, string field, string aws) => Issue.Warning(
        IssueCodes.OtherElement, field, aws, $"AWS has another element at {element.Path} than the CRM record, so neither side was written",
        "make the two sides equal: enter AWS's values in the CRM, or change the list in Partner Central");

    /// <param name="writable">The mapping writes AWS's value to the CRM.</param>
    public static Issue Clash(string code, string field, string aws, string crm, Owner owner, bool writable)
    {
        var (rule, fix) = owner switch
        {
            Owner.Aws when !writable => ($"both sides have different values and AWS owns the field, but AWS's value is not written to the CRM; AWS has {aws}", "make the two sides equal"),
            Owner.Aws => ($"both sides have different values and AWS owns the field; the CRM had {crm}", "nothing, unless the CRM's value was right"),
            Owner.Crm => ($"both sides have different values and the CRM owns the field; AWS has {aws}", "nothing, unless AWS's value was right"),
            _ => ($"both sides have different values and the field has no owner, so neither value was written; AWS has {aws}", "make the two sides equal, or name an \"owner\" in the mapping"),
        };
        return Issue.Warning(code, field, owner == Owner.Crm ? aws : crm, rule, fix);
    }

    /// <param name="held">The CRM's value, JSON, as <paramref name="aws"/>.</param>
    public static Issue NeverSent(string field, string held, string aws, bool isPutBack) => Issue.Warning(
        IssueCodes.NeverSent, field, held,
        isPutBack
            ? $"the mapping never sends this field to AWS, so the edit was replaced by the value before it; AWS has {aws}"
            : $"the mapping never sends this field to AWS, so the edit stays in the CRM only; AWS has {aws}",
        "make the change in Partner Central or in the CRM field that the mapping sends");

    /// <param name="held">The CRM's value, JSON, as <paramref name="aws"/>.</param>
    public static Issue Different(string field, string held, string aws, string why) => Issue.Warning(
        IssueCodes.Different, field, held, $"the two sides differ: {why}; AWS has {aws}", "make the two sides equal");

    static string Show(DateTimeOffset? moment) => moment?.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture) ?? "no date";
}
