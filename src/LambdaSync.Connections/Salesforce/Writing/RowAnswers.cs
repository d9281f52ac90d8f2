using System.Text.Json;
using LambdaSync.Sync;

namespace LambdaSync.Connections.Salesforce;

/// <summary>What Salesforce's answer to one row means for it.</summary>
/// <param name="crmObject">The rows' object.</param>
sealed class RowAnswers(SObject crmObject)
{
    /// <summary>Rows whose record is deleted or unknown: their state is asked for at the end.</summary>
    public List<RowDraft> Gone { get; } = [];

    /// <summary>Rows whose unique value another record has.</summary>
    public List<RowDraft> Taken { get; } = [];

    /// <summary>A field was hidden since it was described.</summary>
    public bool IsStale { get; private set; }

    /// <summary>The row was not written.</summary>
    /// <param name="part">The related record that was refused, or null: the row's own.</param>
    public void Refused(RowDraft draft, int status, IReadOnlyList<SalesforceError> errors, RelatedDraft? part = null)
    {
        // An error that is the row's own decides; one that only came with another's does not.
        var meanings = errors.Select(error => (Error: error, SalesforceErrors.Of(status, error).Fault, SalesforceErrors.Of(status, error).Fix)).ToList();
        if (meanings.Count == 0)
            meanings = [(SalesforceError.None, SalesforceErrors.Of(status, SalesforceError.None).Fault, SalesforceErrors.Of(status, SalesforceError.None).Fix)];
        var (first, fault, fix) = meanings.FirstOrDefault(m => m.Fault != SalesforceFault.Field, meanings[0]);
        if (part is null && WithoutLookups(draft, first, fix))
            return;
        switch (fault)
        {
            case SalesforceFault.Again or SalesforceFault.Busy or SalesforceFault.NotThisRow or SalesforceFault.Smaller:
                if (fault != SalesforceFault.NotThisRow)
                    draft.Tries++;
                break;
            case SalesforceFault.Field or SalesforceFault.Query when Without(draft, meanings, part):
                break;
            case SalesforceFault.Gone when part is null && draft.Id is not null:
                Gone.Add(draft);
                draft.End(CrmResult.Without(CrmOutcome.Gone, [.. draft.Issues, Of(first, fix)]));
                break;
            case SalesforceFault.Taken:
                Taken.Add(draft);
                draft.End(CrmResult.Refused([.. draft.Issues, Of(first, fix, part)]));
                break;
            case SalesforceFault.Question or SalesforceFault.Several:
                draft.End(CrmResult.Without(CrmOutcome.Several, [.. draft.Issues, Of(first, fix, part)]) with
                {
                    Candidates = [.. first.Candidates.Select(id => new CrmReference(part?.Target.Name ?? crmObject.Name, id))],
                });
                break;
            case SalesforceFault.Changed:
                draft.End(CrmResult.Without(CrmOutcome.Conflict, [.. draft.Issues, Of(first, "Compare the record again")]));
                break;
            default:
                draft.End(CrmResult.Refused([.. draft.Issues, Of(first, fix, part)]));
                break;
        }
    }

    /// <summary>The row was written.</summary>
    public static void Written(RowDraft draft, string id, bool created, RecordFields reads, JsonElement? stored) =>
        draft.End(new CrmResult(created ? CrmOutcome.Created : CrmOutcome.Updated, SalesforceId.Long(id), stored is { } record ? reads.Flat(record, draft.Row.ReadBack) : "{}"u8.ToArray(), draft.Issues)
        {
            Version = stored is { } read ? RecordFields.VersionOf(read) : null,
        });

    /// <summary>A collection was refused as a whole. Only rows that have the field it names are its cause.</summary>
    public void Refused(IReadOnlyList<RowDraft> drafts, int status, IReadOnlyList<SalesforceError> errors)
    {
        var named = errors.SelectMany(e => e.Fields).ToList();
        var cause = drafts.Where(d => named.Any(name => d.Own[name] is not null)).ToList();
        foreach (var draft in cause.Count > 0 ? cause : drafts)
            Refused(draft, status, errors);
    }

    // A lookup whose record was deleted, or is hidden, keeps no other value of the row back. Salesforce does not always name the field. False: the row has none.
    bool WithoutLookups(RowDraft draft, SalesforceError error, string fix)
    {
        if (error.Code is not ("INVALID_CROSS_REFERENCE_KEY" or "ENTITY_IS_DELETED" or "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY"))
            return false;
        var mapped = new FlatRecord(draft.Row.Fields);
        var lookups = mapped.Fields.Where(f => f.Value != "null" && draft.Own[f.Key] == f.Value && f.Key.EndsWith("__c", StringComparison.Ordinal) && crmObject.Field(f.Key) is { Type: "reference" }
            && (error.Fields.Count == 0 || error.Fields.Contains(f.Key))).Select(f => f.Key).ToList();
        foreach (var name in lookups)
        {
            draft.Warn(IssueCodes.CrmRejected, name, RecordJson.Plain(draft.Own[name]), $"Salesforce does not have the record that {name} leads to, or does not show it ({error.Code}); the record's other fields are written.", fix + ".");
            draft.Own[name] = null;
        }

        return lookups.Count > 0;
    }

    // Fields that alone are refused are held, and the row goes again without them (rows F-27, F-28). False: the error names none of the row's.
    bool Without(RowDraft draft, IEnumerable<(SalesforceError Error, SalesforceFault Fault, string Fix)> meanings, RelatedDraft? part)
    {
        var held = false;
        foreach (var (error, fault, fix) in meanings.Where(m => m.Fault is SalesforceFault.Field or SalesforceFault.Query))
        {
            IsStale |= fault == SalesforceFault.Query || error.Code == "INVALID_FIELD_FOR_INSERT_UPDATE";
            foreach (var name in error.Fields)
            {
                var fields = part?.Fields ?? draft.Own;
                if (fields[name] is not { } value || (part is null && name == draft.Row.ExternalIdField))
                    continue;
                fields[name] = null;
                held = true;
                draft.Warn(IssueCodes.CrmRejected, part?.Path(name) ?? name, RecordJson.Plain(value), $"Salesforce refused the value of this field ({error.Code}); the record's other fields are written.", fix + ".");
            }
        }

        return held;
    }

    // The text may quote values: like every issue's value it goes to the store, never to a log line.
    static Issue Of(SalesforceError error, string fix, RelatedDraft? part = null) => Issue.Error(
        IssueCodes.CrmRejected, error.Fields.Count == 0 ? null : part?.Path(error.Fields[0]) ?? error.Fields[0], error.Message.Length > 0 ? error.Message : null,
        $"Salesforce refused the {(part is null ? "record" : part.Target.Label)} ({(error.Code.Length > 0 ? error.Code : "no code")}).", fix + ".");
}
