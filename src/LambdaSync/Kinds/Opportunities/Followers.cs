using LambdaSync.Mapping;
using LambdaSync.Sync;
using LambdaSync.Sync.Steps;

namespace LambdaSync.Kinds.Opportunities;

/// <summary>
/// CRM fields that an update has changed at AWS and no person has edited: a second field of a stage or title, the date of the last change, what
/// AWS requires beside an edit.
/// They follow in the row that shows the record's status, so that they cost no call of their own.
/// </summary>
static class Followers
{
    /// <summary>The values to write; empty: the run has sent no update, or nothing follows from it.</summary>
    public static FlatRecord Of(CompiledMapping mapping, RecordView view)
    {
        var followers = new FlatRecord();
        if (view is not { DocumentBeforeUpdate: { } before, State: { Closed: false } state, CrmNow: { } crm } || !mapping.Source.InboundUpdates)
            return followers;
        var unknown = new HashSet<string>(StringComparer.Ordinal);
        var (old, now, baseline) = (mapping.InCrm(before, []), mapping.InCrm(state.AwsBaseline, [], unknown), new FlatRecord(state.CrmBaseline));
        foreach (var name in mapping.CrmFields.Where(name => !unknown.Contains(name) && !IsShared(name)))
        {
            var (value, held) = (now[name] ?? "null", crm[name] ?? "null");
            // What a person edited was put back or reported on the way here.
            if (value != (old[name] ?? "null") && held == baseline[name] && !mapping.MeanSame(name, value, held))
                followers[name] = value;
        }

        return followers;
    }

    /// <summary>The <see cref="RecordState.ReportedEdits"/> once AWS has taken an update: what was reported of a value that it changes is over.</summary>
    /// <param name="after">AWS's record document after it.</param>
    public static byte[]? ReportedAfter(CompiledMapping mapping, RecordState state, ReadOnlySpan<byte> after)
    {
        var reported = new ReportedEdits(state.ReportedEdits);
        var (old, now) = (mapping.InCrm(state.AwsBaseline, []), mapping.InCrm(after, []));
        foreach (var name in mapping.InboundOnlyFields.Where(name => old[name] != now[name]))
            reported.Remove(name);
        return reported.ToJson();
    }

    /// <summary>The status row with the followers in it.</summary>
    /// <param name="row">The status row, or null: the status is shown already.</param>
    public static CrmWrite? AddTo(CrmWrite? row, CompiledMapping mapping, RecordView view)
    {
        var followers = Of(mapping, view);
        if (followers.Count == 0)
            return row;
        var state = view.State!;
        var fields = new FlatRecord(row?.Fields ?? "{}"u8.ToArray());
        foreach (var (name, value) in followers.Fields)
            fields[name] = value;
        return new CrmWrite(state.CrmId, mapping.Source.AwsId, state.Key.Id, fields.ToJson(), null, [.. followers.Fields.Select(f => f.Key)]);
    }

    /// <summary>The CRM has taken the row: what it returned is the baseline of the followers.</summary>
    public static RecordView Written(CompiledMapping mapping, RecordView view, CrmWrite row, CrmResult result)
    {
        if (row.ReadBack.Count == 0 || view.State is not { } state)
            return view;
        var (baseline, sent, stored, reported) = (new FlatRecord(state.CrmBaseline), new FlatRecord(row.Fields), new FlatRecord(result.Stored), new ReportedEdits(state.ReportedEdits));
        foreach (var name in row.ReadBack)
        {
            baseline[name] = stored[name] ?? "null";
            reported.Remove(name);
            if (stored[name] is { } kept && sent[name] is { } value && !mapping.MeanSame(name, value, kept))
                reported.Set(name, kept);
        }

        return view.WithState(state with { CrmBaseline = baseline.ToJson(), ReportedEdits = reported.ToJson() });
    }

    /// <summary>
    /// The state after a row, where the CRM kept another value than the one in the row: that is the CRM's own form of it, and writing it
    /// again would change nothing.
    /// </summary>
    public static RecordState WithUntaken(CompiledMapping mapping, FlatRecord? before, PendingWrite write, RecordState state, CrmResult result)
    {
        var (stored, reported) = (new FlatRecord(result.Stored), new ReportedEdits(state.ReportedEdits));
        foreach (var (name, value) in new FlatRecord(write.Row.Fields).Fields.Where(f => mapping.InboundOnlyFields.Contains(f.Key)))
        {
            if (stored[name] is { } kept && !mapping.MeanSame(name, value, kept) && (kept == before?[name] || !reported.Has(name)))
                reported.Set(name, kept);
        }

        return state with { ReportedEdits = reported.ToJson() };
    }

    // A field of a related record is shown by other records too.
    static bool IsShared(string name) => name.Contains('.', StringComparison.Ordinal);
}
