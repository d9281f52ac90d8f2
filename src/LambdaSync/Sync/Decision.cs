using LambdaSync.Json;
using LambdaSync.Mapping;
using LambdaSync.Sync.Elements;
using LambdaSync.Sync.Work;

namespace LambdaSync.Sync;

/// <summary>Decides what a sighting of an AWS record means for the CRM. Pure: the same facts give the same plan.</summary>
public sealed class Decision(string catalog, CompiledMapping mapping, IReadOnlyList<string> dummyIdentifiers)
{
    const string None = "null";

    public CompiledMapping Mapping => mapping;

    /// <summary>What can be said before anything is read from the store or the CRM; null when they have to be asked.</summary>
    public Plan? Precheck(AwsObservation seen)
    {
        if (seen.Issues.Any(issue => issue.Severity == Severity.Error))
            return Stop(Outcome.Failed, seen);
        if (seen.AwsId is null)
            return Stop(Outcome.Failed, seen, DecisionIssues.NoAwsIdentifier());
        if (seen.Superseded)
            return Stop(Outcome.Superseded, seen);
        if (dummyIdentifiers.Any(dummy => DummyIdentifier.Matches(dummy, seen.PartnerId) || DummyIdentifier.Matches(dummy, seen.AwsId)))
            return Stop(Outcome.Skipped, seen, DecisionIssues.Dummy(seen));
        return mapping.Applies(inbound: true, seen.Document, "{}"u8) ? null : Stop(Outcome.Skipped, seen, DecisionIssues.OutsideWhen());
    }

    /// <summary>What can be said before the CRM is asked: a closed link, an older sighting, nothing new; null when it has to be asked.</summary>
    public Plan? CheckBaseline(AwsObservation seen, RecordState? state)
    {
        if (state is null)
            return null;
        if (state.Closed)
            return Stop(Outcome.Skipped, seen, DecisionIssues.Deleted(state.CrmId));
        if (seen.IsOlderThan(state))
            return Stop(Outcome.Stale, seen, DecisionIssues.Stale(seen, state));
        // A line that is new in the mapping, or a restore, is not seen in AWS's document.
        return DocumentAfter(seen, state).AsSpan().SequenceEqual(state.AwsBaseline) && !mapping.LacksBaseline(state) ? Unchanged(seen, state, [.. seen.Issues]) : null;
    }

    /// <summary>The linked CRM record is not there any more: the link is closed.</summary>
    public static Plan.Settle Unlink(RecordState state) => Unlink(state, []);

    /// <summary>New, update, unchanged, stale or skip, for a sighting that <see cref="Precheck"/> let through.</summary>
    /// <param name="state">What is stored of the record, or null.</param>
    /// <param name="current">The linked CRM record; without a link the one that has AWS's identifier, or that the sighting names; null when there is none.</param>
    /// <param name="inDoubt">
    /// The CRM may hold values that AWS has since reverted. In a field that only AWS fills, no edit is ever sent, so AWS's value is restored there.
    /// </param>
    public Plan Plan(AwsObservation seen, RecordState? state, CrmCurrent? current, bool inDoubt = false)
    {
        if (state is not null && (state.Closed || seen.IsOlderThan(state)))
            return CheckBaseline(seen, state)!;

        var issues = new List<Issue>(seen.Issues);
        if (seen.PayloadVersion > 0 && state is not null && seen.PayloadVersion < state.PayloadVersion)
            issues.Add(DecisionIssues.VersionWentDown(seen.PayloadVersion, state.PayloadVersion));
        var next = new RecordState(
            state?.Key ?? seen.Key ?? WorkKey.Of(catalog, seen.Object, seen.AwsId!), mapping.Source.CrmObject, state?.CrmId ?? "", DocumentAfter(seen, state), state?.CrmBaseline ?? "{}"u8.ToArray(),
            seen.Modified ?? state?.AwsModified, Math.Max(seen.PayloadVersion, state?.PayloadVersion ?? 0), false, state?.Version ?? 0)
        { OwnWrite = state?.OwnWrite, ReportedEdits = state?.ReportedEdits, Submission = state?.Submission };

        return (state, current) switch
        {
            (null, null) => Create(seen, next, issues),
            ({ } linked, null) => Unlink(linked, issues),
            (null or { IsLinkOnly: true }, { } first) => Link(seen, first, state, next, inDoubt, issues),
            ({ } linked, { } known) => Update(seen, linked, known, next, inDoubt, issues),
        };
    }

    /// <summary>
    /// What is to be done about the CRM fields that only AWS fills, when AWS's side is as it was: a field that is behind AWS is written, an
    /// edit is put back or reported. Null: nothing.
    /// </summary>
    /// <param name="state">Its AWS baseline is what AWS has.</param>
    public Plan? Edited(RecordState state, CrmCurrent current)
    {
        if (mapping.InboundOnlyFields.Count == 0 || !mapping.Source.InboundUpdates || !mapping.Applies(inbound: true, state.AwsBaseline, "{}"u8))
            return null;
        var (issues, unknown) = (new List<Issue>(), new HashSet<string>(StringComparer.Ordinal));
        var (crm, stored, now) = (new FlatRecord(current.Fields), new FlatRecord(state.CrmBaseline), mapping.InCrm(state.AwsBaseline, [], unknown));
        var merge = new FieldMerge(mapping, stored, state.ReportedEdits, state.AwsBaseline, state.AwsModified, current.Modified, issues);
        foreach (var name in mapping.InboundOnlyFields.Where(name => stored[name] is not null && !unknown.Contains(name)).Order(StringComparer.Ordinal))
            merge.AwsSame(name, now[name] ?? None, crm, stored, inDoubt: false);
        var next = state with { ReportedEdits = merge.ReportedEdits };
        if (merge.Fields.Count == 0)
            return issues.Count == 0 ? null : new Plan.Settle(WithoutWrite(issues), next, issues);
        var kept = mapping.BaselineFields.Where(name => merge.Fields[name] is null).ToDictionary(name => name, name => stored[name], StringComparer.Ordinal);
        return new Plan.Write(Outcome.Updated, current.Id, merge.Fields.ToJson(), next, kept, issues);
    }

    /// <summary>Why a record can't be linked: another one's link was there first.</summary>
    public static Issue LinkTaken(string crmId, string awsId) => DecisionIssues.IdentityConflict(crmId, awsId, "another AWS record");

    /// <summary>Why a linked record waits that the CRM does not show.</summary>
    public static Issue Absent(RecordState state) => DecisionIssues.Absent(state.CrmId);

    /// <summary>Why nothing is decided about a record, or null: what its CRM side is is known.</summary>
    /// <param name="linked">The record's state where the CRM record of its link was looked up, or null.</param>
    /// <param name="id">The record's AWS id.</param>
    public static Issue? Unusable(RecordState? linked, string id, CrmAnswer answer) => answer switch
    {
        { Candidates.Count: > 0 } => SeveralMatch(answer.Candidates),
        // A new record would be a second one of the same deal.
        { Hidden: { } named } when linked is null => DecisionIssues.NamedAbsent(id, named),
        _ when linked is null or { Closed: true } => null,
        // Not to be seen is not deleted: the link stays.
        { State: CrmState.Absent } or { State: CrmState.Merged, Record: null } => Absent(linked),
        { State: CrmState.Merged, Record: { LinkedTo: { } other } survivor } when other != id => LinkTaken(survivor.Id, id),
        _ => null,
    };

    /// <summary>A link that followed its CRM record into the one that it was merged into.</summary>
    public static Issue Merged(string crmId, string survivor) => DecisionIssues.Merged(crmId, survivor);

    /// <summary>Why a record can't be linked: several CRM records have its identifier.</summary>
    public static Issue SeveralMatch(IReadOnlyList<CrmReference> candidates) => DecisionIssues.SeveralMatch(candidates) with { Severity = Severity.Error };

    Plan Create(AwsObservation seen, RecordState next, List<Issue> issues)
    {
        var mapped = new Utf8Buffer();
        var result = mapping.MapInbound(next.AwsBaseline, mapped, issues);
        // What was masked is no longer in the baseline, so the sighting itself is asked.
        if (result.Written == 0 && mapping.MapInbound(seen.Document, new Utf8Buffer(), new List<Issue>()).Masked > 0)
            return Stop(Outcome.Skipped, seen, DecisionIssues.MaskedOnly());
        var fields = new FlatRecord(mapped.Written);
        foreach (var (name, value) in fields.Fields.ToList())
        {
            if (value == "null")
                fields[name] = null;
        }

        // An unset flag is false and would exclude the record, so the flag is set on records that come from AWS.
        if (mapping.Source.SyncFlag is { } flag && fields[flag] is null)
            fields[flag] = "true";
        return new Plan.Write(Outcome.Created, null, fields.ToJson(), next, new Dictionary<string, string?>(), issues) { Masked = Masked(seen, next) };
    }

    // A masked value is unknown as AWS sent it, and is not there in the baseline; one that the mapping can't turn into a value is unknown in both.
    List<string> Masked(AwsObservation seen, RecordState next)
    {
        var (sent, known) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        _ = mapping.InCrm(seen.Document, [], sent);
        _ = mapping.InCrm(next.AwsBaseline, [], known);
        return [.. sent.Except(known, StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    static Plan.Settle Unlink(RecordState state, List<Issue> issues)
    {
        issues.Add(DecisionIssues.Deleted(state.CrmId));
        return new Plan.Settle(Outcome.Skipped, state with { Closed = true }, issues);
    }

    Plan Link(AwsObservation seen, CrmCurrent current, RecordState? bare, RecordState next, bool inDoubt, List<Issue> issues)
    {
        var crm = new FlatRecord(current.Fields);
        var held = crm.IsEmpty(mapping.Source.AwsId) ? null : Scalars.TextOf(crm[mapping.Source.AwsId]!);
        var other = current.LinkedTo is { } linked && linked != seen.AwsId ? linked : held is not null && held != seen.AwsId ? held : null;
        // Somebody wrote another record's identifier into this one.
        if (bare is null && current.NamedInstead is { } named)
            return Stop(Outcome.Failed, seen, DecisionIssues.NamesAnother(current.Id, seen.AwsId!, named));
        // Once the link is stored, whatever id somebody wrote there is replaced.
        if (other is not null && bare is null)
            return Stop(Outcome.Failed, seen, DecisionIssues.IdentityConflict(current.Id, seen.AwsId!, other));

        next = next with { AwsBaseline = ElementPositions.Find(mapping, next.AwsBaseline, crm) };
        var merge = new FieldMerge(mapping, new FlatRecord(), null, next.AwsBaseline, seen.Modified, current.Modified, issues);
        var unknown = new HashSet<string>(StringComparer.Ordinal);
        var now = mapping.InCrm(next.AwsBaseline, issues, unknown);
        var merged = new ElementMerge(mapping, merge, crm, unknown).WithoutBaseline(next.AwsBaseline, now);
        foreach (var name in mapping.CrmFields.Where(name => !unknown.Contains(name) && !merged.Contains(name)))
            merge.WithoutBaseline(name, now[name] ?? None, crm, inDoubt);
        merge.OutboundOnly(crm, new FlatRecord());
        // AWS names it, so it is shared, whether or not somebody said so in the CRM.
        if (mapping.Source.SyncFlag is { } flag && crm[flag] != "true")
            merge.Fields[flag] = "true";
        next = next with { CrmId = current.Id, ReportedEdits = merge.ReportedEdits };
        // AWS's identifier is written back even when nothing else is.
        return merge.Fields.Count == 0 && held == seen.AwsId
            ? new Plan.Settle(Outcome.Linked, next with { CrmBaseline = merge.BaselineOver(crm).ToJson() }, issues)
            : new Plan.Write(merge.Fields.Count == 0 ? Outcome.Linked : Outcome.Updated, current.Id, merge.Fields.ToJson(), next, merge.Unwritten(crm), issues);
    }

    Plan Update(AwsObservation seen, RecordState state, CrmCurrent current, RecordState next, bool inDoubt, List<Issue> issues)
    {
        var isSame = next.AwsBaseline.AsSpan().SequenceEqual(state.AwsBaseline);
        if (isSame && !mapping.LacksBaseline(state) && !(inDoubt && mapping.Source.InboundUpdates))
            return Edited(state with { AwsModified = LaterOf(seen, state) }, current) is { } edited ? edited : Unchanged(seen, state, issues);
        if (!mapping.Source.InboundUpdates || !mapping.Applies(inbound: true, seen.Document, "{}"u8))
            return NotInbound(seen, state, current, next, isSame && !inDoubt);

        var unknown = new HashSet<string>(StringComparer.Ordinal);
        var (old, now) = (mapping.InCrm(state.AwsBaseline, []), mapping.InCrm(next.AwsBaseline, issues, unknown));
        var (crm, crmBaseline) = (new FlatRecord(current.Fields), mapping.MergeBaseline(state, old));
        var merge = new FieldMerge(mapping, new FlatRecord(state.CrmBaseline), state.ReportedEdits, next.AwsBaseline, seen.Modified, current.Modified, issues);
        var merged = new ElementMerge(mapping, merge, crm, unknown).Update(state.AwsBaseline, next.AwsBaseline, old, now, crmBaseline);
        foreach (var name in mapping.CrmFields.Where(name => !merged.Contains(name)))
        {
            // What AWS does not have (any more) is empty there.
            var value = now[name] ?? None;
            if (unknown.Contains(name))
                merge.AwsUnknown(name, crm);
            else if (crmBaseline[name] is null)
                merge.WithoutBaseline(name, value, crm, inDoubt);
            else if (value != (old[name] ?? None))
                merge.AwsChanged(name, value, crm, crmBaseline, inDoubt);
            else
                merge.AwsSame(name, value, crm, crmBaseline, inDoubt);
        }

        merge.OutboundOnly(crm, crmBaseline);
        next = next with { ReportedEdits = merge.ReportedEdits };
        return merge.Fields.Count == 0
            ? new Plan.Settle(WithoutWrite(issues), next with { CrmBaseline = merge.BaselineOver(crm).ToJson() }, issues)
            : new Plan.Write(Outcome.Updated, current.Id, merge.Fields.ToJson(), next, merge.Unwritten(crm), issues);
    }

    // What AWS has is remembered all the same: edits of the CRM are sent on top of it. A field without a baseline gets one here, so that
    // the next edit of it is known for one.
    Plan.Settle NotInbound(AwsObservation seen, RecordState state, CrmCurrent current, RecordState next, bool isSame)
    {
        var issues = new List<Issue>(seen.Issues);
        var (crm, stored) = (new FlatRecord(current.Fields), new FlatRecord(state.CrmBaseline));
        var merge = new FieldMerge(mapping, stored, state.ReportedEdits, next.AwsBaseline, seen.Modified, current.Modified, issues);
        var missing = mapping.BaselineFields.Where(name => stored[name] is null).ToList();
        foreach (var name in missing)
            merge.SentWithoutBaseline(name, crm);
        next = next with { CrmBaseline = merge.StoredWith(missing, crm).ToJson() };
        if (isSame)
            return new Plan.Settle(WithoutWrite(issues), next, issues);
        issues.Add(mapping.Source.InboundUpdates ? DecisionIssues.OutsideWhen() : DecisionIssues.UpdatesOff());
        return new Plan.Settle(Outcome.Skipped, next, issues);
    }

    // Values that differ and were left so are worth an entry of the log; that of an unchanged record is not kept.
    static Outcome WithoutWrite(List<Issue> issues) =>
        issues.Any(i => i.Code is IssueCodes.Clash or IssueCodes.NoOwner or IssueCodes.NeverSent or IssueCodes.ValueUnmapped) ? Outcome.Skipped : Outcome.Unchanged;

    // The later date counts although nothing else is new: what is older than this sighting is stale from now on.
    static Plan.Settle Unchanged(AwsObservation seen, RecordState state, List<Issue> issues) =>
        new(Outcome.Unchanged, LaterOf(seen, state) is var later && later != state.AwsModified ? state with { AwsModified = later } : null, issues);

    // Of a sighting that is not older.
    static DateTimeOffset? LaterOf(AwsObservation seen, RecordState state) => seen.Modified is null || state.AwsModified is null ? state.AwsModified : seen.Modified;

    byte[] DocumentAfter(AwsObservation seen, RecordState? state) => seen.Whole
        ? DroppedRegion.Keep(state is null ? [] : state.AwsBaseline, Baseline.ReplaceRoots(state?.AwsBaseline ?? "{}"u8, seen.Document, mapping.Lists))
        : Baseline.MergePartial(state?.AwsBaseline ?? "{}"u8, seen.Document, mapping.Lists);

    static Plan.Settle Stop(Outcome outcome, AwsObservation seen, Issue? why = null) =>
        new(outcome, null, why is null ? seen.Issues : [.. seen.Issues, why]);
}
