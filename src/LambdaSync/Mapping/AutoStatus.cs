using LambdaSync.Fields;

namespace LambdaSync.Mapping;

/// <summary>Drafts <c>status</c> from fields that were made for it: <c>AWS_Sync_Status__c</c>.</summary>
static class AutoStatus
{
    public static StatusMapping? Of(CrmObject crmObject, FieldCatalogue catalogue)
    {
        var status = new StatusMapping(
            Find("syncStatus", "syncstatus"), Find("lastSync", "lastsync", "lastsyncdate", "lastsynctime", "lastapnsyncdate"),
            Flag("hasUpdates", "hasupdates", "hasupdatesforaws"), Find("reviewStatus", "reviewstatus"), Flag("locked", "locked"),
            Find("lastError", "lasterror", "lasterrormessage"))
        { Readiness = Find("readiness", "readiness", "readinessissues") };
        return status.Fields().Any() ? status : null;

        string? Find(string member, params string[] names) => crmObject.Fields.FirstOrDefault(f =>
            f.Writable && AutoNames.IsForAws(f.Name) && names.Contains(AutoNames.Normal(f.Name)) && Fits(member, f))?.Name;

        StatusFlag? Flag(string member, params string[] names) => Find(member, names) is { } crm ? new StatusFlag(crm) : null;

        bool Fits(string member, CrmField field)
        {
            var flag = new StatusFlag(field.Name);
            return StatusFit.Problem(member, new StatusMapping(null, null, flag, null, flag, null), field, catalogue) is not { Severity: Severity.Error };
        }
    }
}
