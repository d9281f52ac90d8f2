using System.Text.Json.Nodes;
using LambdaSync.Fields;
using LambdaSync.Files;
using LambdaSync.Json;
using LambdaSync.Mapping;

namespace LambdaSync.Sync.Outbound;

/// <summary>
/// Decides what an edit in the CRM means for a record that travels in files: the same edits, conditions and gates as for the API's calls,
/// written as a record of a file. A file carries associations and the owner with the other fields.
/// </summary>
/// <param name="version">The payload version.</param>
public sealed partial class FileDecision(string catalog, AceObject aceObject, CompiledMapping mapping, int version)
{
    readonly OutboundDecision _calls = new(catalog, mapping);
    readonly RecordWriter _writer = new(aceObject, version);

    /// <summary>A record that AWS has.</summary>
    /// <param name="state">Its AWS baseline is what AWS's files had last.</param>
    public FilePlan Update(RecordState state, FlatRecord crm, DateOnly today)
    {
        if (!_calls.Sends(state, crm))
            return new FilePlan.Nothing(null, []);
        if (Answer(state, crm, today) is { } answer)
            return answer;
        var edits = Edits(state, crm);
        if (edits.Count == 0)
            return new FilePlan.Nothing(null, []);
        if (aceObject == AceObject.Opportunity && OpportunityBody.ReviewStatus(state.AwsBaseline) is { } status && ReviewLock.Locks(status))
            return new FilePlan.Locked(status);
        var (document, record, issues) = Written(state, edits, today);
        // A field that can't go is held alone: its neighbours go.
        HashSet<string> kept = issues.Exists(IsHeld) ? [.. edits.Fields.Select(f => f.Key).Where(name => Written(state, new FlatRecord { [name] = edits[name] }, today).Issues.Exists(IsHeld))] : [];
        if (kept.Count > 0)
        {
            var rest = new FlatRecord();
            foreach (var (name, value) in edits.Fields.Where(f => !kept.Contains(f.Key)))
                rest[name] = value;
            (document, record, _) = Written(state, rest, today);
        }

        var baseline = new FlatRecord(state.CrmBaseline);
        foreach (var (name, value) in edits.Fields.Where(f => !kept.Contains(f.Key)))
            baseline[name] = value;
        if (!record.IsSendable)
            return kept.Count > 0 ? new FilePlan.Held(issues) : new FilePlan.Nothing(baseline.ToJson(), issues);
        return new FilePlan.Send(record, document, baseline.ToJson(), BodyOf(state, record, document), issues) { IsPartial = kept.Count > 0 };
    }

    /// <summary>A CRM record that AWS does not have.</summary>
    /// <param name="clientToken">Of the API's call of the same effect.</param>
    /// <param name="asked">An operator requested it: the sharing mode and the flag are ignored.</param>
    public FilePlan Create(string crmId, FlatRecord crm, string clientToken, DateOnly today, bool asked)
    {
        switch (_calls.Create(crmId, crm, clientToken, today, asked))
        {
            case OutboundPlan.Nothing nothing:
                return new FilePlan.Nothing(null, nothing.Issues);
            case OutboundPlan.Held held:
                return new FilePlan.Held(held.Issues);
            case OutboundPlan.Send send:
                var (mapped, issues) = (new Utf8Buffer(), new List<Issue>());
                mapping.MapOutbound(crm.ToJson(), "{}"u8, today, mapped, issues);
                var document = Named(mapped.Written, crmId);
                var record = _writer.Create(document);
                issues.AddRange(record.Issues);
                if (!record.IsSendable)
                    return new FilePlan.Held(issues);
                var baseline = new FlatRecord(send.CrmBaseline);
                foreach (var name in mapping.AssociatedFields)
                    baseline[name] = crm[name] ?? "null";
                return new FilePlan.Send(record, document, baseline.ToJson(), send.Body, issues) { IsPartial = send.IsPartial };
            default:
                throw new InvalidOperationException("no such plan");
        }
    }

    byte[] BodyOf(RecordState state, OutboundRecord record, byte[] document) => aceObject == AceObject.Opportunity
        ? OpportunityBody.Update(catalog, state.Key.Id, OpportunityBody.Text(OpportunityBody.Of(state.AwsBaseline), "LastModifiedDate") ?? "", OpportunityBody.Opportunity(document))
        : record.Json;

    static bool IsHeld(Issue issue) => issue.Severity == Severity.Error || issue.Code == IssueCodes.ClosedField;

    // Fields that no call of the API carries travel in files too: those of leads among them.
    FlatRecord Edits(RecordState state, FlatRecord crm)
    {
        var (edits, baseline) = (new FlatRecord(), new FlatRecord(state.CrmBaseline));
        foreach (var name in _calls.EditedFields(state, crm).Concat(mapping.UnsentFields.Where(name => baseline[name] is { } known && (crm[name] ?? "null") != known)).Distinct(StringComparer.Ordinal))
            edits[name] = crm[name] ?? "null";
        return edits;
    }

    (byte[] Document, OutboundRecord Record, List<Issue> Issues) Written(RecordState state, FlatRecord edits, DateOnly today)
    {
        var (mapped, issues) = (new Utf8Buffer(), new List<Issue>());
        mapping.MapOutbound(edits.ToJson(), state.AwsBaseline, today, mapped, issues);
        var document = Named(mapped.Written, state.CrmId);
        var record = _writer.Update(document, state.AwsBaseline);
        issues.AddRange(record.Issues);
        return (document, record, issues);
    }

    // AWS finds the record by its own identifier and learns the partner's with the first update (page "General FAQ").
    byte[] Named(ReadOnlySpan<byte> document, string crmId)
    {
        var whole = OpportunityBody.Parse(document);
        var (root, name) = aceObject == AceObject.Lead ? ("file", "partnerCrmLeadId") : ("opportunity", "PartnerOpportunityIdentifier");
        var members = whole[root] as JsonObject;
        if (members is null)
            whole[root] = members = [];
        members[name] ??= crmId;
        return OpportunityBody.Bytes(whole);
    }
}
