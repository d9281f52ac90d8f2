using LambdaSync.Fields;
using LambdaSync.Json;
using LambdaSync.Mapping;

namespace LambdaSync.Sync.Outbound;

/// <summary>Decides what an edit in the CRM means for AWS. Pure: the same facts give the same plan.</summary>
public sealed class OutboundDecision(string catalog, CompiledMapping mapping)
{
    /// <summary>Whether the CRM holds something of the record that AWS was not told.</summary>
    public bool HasEdits(RecordState state, FlatRecord crm) => Edits(new FlatRecord(state.CrmBaseline), crm).Count > 0;

    /// <param name="state">The record after what AWS changed has reached the CRM; its AWS baseline is what AWS has now.</param>
    /// <param name="crm">The CRM's fields now.</param>
    /// <param name="today">The day (UTC).</param>
    /// <param name="seen">AWS's document as it came, or empty. What is masked there is not known here, and AWS would lose what an update leaves out.</param>
    public OutboundPlan Update(RecordState state, FlatRecord crm, DateOnly today, ReadOnlyMemory<byte> seen = default)
    {
        var baseline = new FlatRecord(state.CrmBaseline);
        var edits = Edits(baseline, crm);
        var flat = crm.ToJson();
        if (edits.Count == 0 || IsSwitchedOff(crm) || !mapping.Applies(inbound: false, state.AwsBaseline, flat))
            return new OutboundPlan.Nothing(state.CrmBaseline, []);
        var before = OpportunityBody.Opportunity(state.AwsBaseline);
        var status = before["LifeCycle"]?["ReviewStatus"]?.GetValue<string>();
        if (ReviewLock.Locks(status))
            return new OutboundPlan.Locked(status!);

        var issues = new List<Issue>();
        var mapped = new Utf8Buffer();
        mapping.MapOutbound(edits.ToJson(), state.AwsBaseline, today, mapped, issues);
        var after = OpportunityBody.Opportunity(mapped.Written);
        var closed = JsonDifference.Paths(before, after).Where(path => ReviewLock.Closes(status, string.Join('.', path))).ToList();
        foreach (var path in closed)
        {
            issues.Add(OutboundIssues.Closed(string.Join('.', path), status!));
            JsonDifference.Restore(after, before, path);
        }

        // An edit of a closed field stays an edit: AWS may open the record again.
        var kept = closed.Count == 0 ? [] : Closed(edits, state, status, today);
        foreach (var (name, _) in edits.Fields.Where(f => !kept.Contains(f.Key)))
            baseline[name] = crm[name] ?? "null";
        if (!JsonDifference.Paths(before, after).Any())
            return issues.Any(i => i.Severity == Severity.Error) ? new OutboundPlan.Held(issues) : new OutboundPlan.Nothing(baseline.ToJson(), issues);

        var body = OpportunityBody.Update(catalog, state.Key.AwsId, before["LastModifiedDate"]?.GetValue<string>() ?? "", after);
        issues.AddRange(RequestCheck.Check("UpdateOpportunity", body));
        if (!seen.IsEmpty)
            issues.AddRange(RequestCheck.Check("UpdateOpportunity", OpportunityBody.Update(catalog, state.Key.AwsId, "", OpportunityBody.Opportunity(seen.Span))).Where(i => i.Code == IssueCodes.Masked));
        return issues.Any(i => i.Severity == Severity.Error && i.Code != IssueCodes.ClosedField)
            ? new OutboundPlan.Held(issues)
            : new OutboundPlan.Send(body, OpportunityBody.With(state.AwsBaseline, after), baseline.ToJson(), issues);
    }

    /// <summary>A CRM record that AWS does not have.</summary>
    /// <param name="asked">Somebody asked for it: neither the sharing mode nor the flag is looked at.</param>
    public OutboundPlan Create(string crmId, FlatRecord crm, string clientToken, DateOnly today, bool asked)
    {
        var flat = crm.ToJson();
        var shared = asked || (mapping.Source.Share != ShareMode.OnCommand && (mapping.Source.SyncFlag is not { } flag || crm[flag] == "true"));
        if (!shared || !mapping.Applies(inbound: false, "{}"u8, flat))
            return new OutboundPlan.Nothing(flat, []);
        var issues = new List<Issue>();
        var mapped = new Utf8Buffer();
        mapping.MapOutbound(flat, "{}"u8, today, mapped, issues);
        var body = OpportunityBody.Create(catalog, clientToken, crmId, OpportunityBody.Opportunity(mapped.Written));
        issues.AddRange(RequestCheck.Check("CreateOpportunity", body));
        return issues.Any(i => i.Severity == Severity.Error)
            ? new OutboundPlan.Held(issues)
            : new OutboundPlan.Send(body, mapped.Written.ToArray(), mapping.BaselineOf(crm).ToJson(), issues);
    }

    // Each for itself: a field may stand for several paths.
    HashSet<string> Closed(FlatRecord edits, RecordState state, string? status, DateOnly today)
    {
        var before = OpportunityBody.Opportunity(state.AwsBaseline);
        var closed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, value) in edits.Fields)
        {
            var mapped = new Utf8Buffer();
            mapping.MapOutbound(new FlatRecord { [name] = value }.ToJson(), state.AwsBaseline, today, mapped, new List<Issue>());
            if (JsonDifference.Paths(before, OpportunityBody.Opportunity(mapped.Written)).Any(path => ReviewLock.Closes(status, string.Join('.', path))))
                closed.Add(name);
        }

        return closed;
    }

    // A linked record takes part unless somebody switched it off.
    bool IsSwitchedOff(FlatRecord crm) => mapping.Source.SyncFlag is { } flag && crm[flag] == "false";

    FlatRecord Edits(FlatRecord baseline, FlatRecord crm)
    {
        var edits = new FlatRecord();
        foreach (var name in mapping.SentFields)
        {
            var held = crm[name] ?? "null";
            if (baseline[name] is { } known ? held != known : !crm.IsEmpty(name))
                edits[name] = held;
        }

        return edits;
    }
}
