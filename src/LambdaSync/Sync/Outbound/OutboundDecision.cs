using System.Text.Json.Nodes;
using LambdaSync.Fields;
using LambdaSync.Gates;
using LambdaSync.Json;
using LambdaSync.Mapping;
using LambdaSync.Sync.Elements;

namespace LambdaSync.Sync.Outbound;

/// <summary>Decides what an edit in the CRM means for AWS. Pure: the same facts give the same plan.</summary>
public sealed partial class OutboundDecision(string catalog, CompiledMapping mapping)
{
    const string PartnerIdentifier = "PartnerOpportunityIdentifier";

    /// <summary>Whether the CRM holds edits of the record that are to be sent to AWS.</summary>
    public bool HasEdits(RecordState state, FlatRecord crm) => Edits(state, crm).Count > 0;

    /// <summary>The CRM fields that hold edits of the record.</summary>
    public IReadOnlySet<string> EditedFields(RecordState state, FlatRecord crm) => Edits(state, crm).Fields.Select(f => f.Key).ToHashSet(StringComparer.Ordinal);

    /// <summary>Whether edits of the record are sent at all: the sync flag and the mapping's <c>when</c> conditions allow it.</summary>
    public bool Sends(RecordState state, FlatRecord crm) => !IsSwitchedOff(crm) && mapping.Applies(inbound: false, state.AwsBaseline, crm.ToJson());

    /// <summary>Whether AWS has to be read for what the CRM holds: there are edits, or fields without a baseline to compare.</summary>
    public bool NeedsAws(RecordState state, FlatRecord crm) => mapping.LacksBaseline(state) || HasEdits(state, crm);

    /// <param name="state">The record after what AWS changed has reached the CRM; its AWS baseline is what AWS has now.</param>
    /// <param name="crm">The CRM's fields now.</param>
    /// <param name="today">The day (UTC).</param>
    /// <param name="seen">AWS's document as it came, or empty. What is masked there is not known here, and AWS would lose what an update leaves out.</param>
    /// <param name="before">
    /// The record as it was stored before it was compared this time; null: as <paramref name="state"/>. What had no baseline there is no
    /// edit (<see cref="OutboundPlan.Send.Overwrites"/>).
    /// </param>
    public OutboundPlan Update(RecordState state, FlatRecord crm, DateOnly today, ReadOnlyMemory<byte> seen = default, RecordState? before = null)
    {
        if (!Sends(state, crm))
            return new OutboundPlan.Nothing(state.CrmBaseline, []);
        var (edits, unsent) = (Edits(state, crm), Unsent(state, crm));
        var issues = new List<Issue>(mapping.NotCarried(unsent, OutboundCall.UpdateOpportunity));
        var baseline = new FlatRecord(state.CrmBaseline);
        // The log has an entry that they are not sent; the same value gets no second one.
        foreach (var (name, held) in unsent.Fields.Where(f => mapping.UnsentFields.Contains(f.Key)))
            baseline[name] = held;
        // Associations and the owner have operations of their own: their edits stay edits until those have carried them.
        var elsewhere = edits.Fields.Select(f => f.Key).Where(name => mapping.AssociatedFields.Contains(name) || mapping.AssignedFields.Contains(name)).ToHashSet(StringComparer.Ordinal);
        foreach (var name in edits.Fields.Select(f => f.Key).Where(name => !mapping.UpdateFields.Contains(name)).ToList())
            edits[name] = null;
        if (edits.Count == 0)
            return new OutboundPlan.Nothing(baseline.ToJson(), issues);
        var known = OpportunityBody.Opportunity(state.AwsBaseline);
        var status = known["LifeCycle"]?["ReviewStatus"]?.GetValue<string>();

        // What belongs to another element than the record stands for is held before the request is made.
        var others = ElementEdits.Complete(mapping, edits, crm, new FlatRecord(state.CrmBaseline), state.AwsBaseline, issues);
        var request = new UpdateRequest(catalog, mapping, state, status, today, seen);
        var sendable = Sendable.Of(edits.Fields.Select(f => f.Key), held => request.Of(edits, held), _ => true);
        // A value that stands for what AWS has, one of several for it, waits for nothing.
        if (ReviewLock.Locks(status) && (!sendable.IsWhole || sendable.Held.Count + others.Count > 0 || JsonDifference.Paths(known, sendable.Request.Opportunity).Any()))
            return new OutboundPlan.Locked(status!);
        issues.AddRange(sendable.Issues);
        var (after, body, isClosed) = (sendable.Request.Opportunity, sendable.Request.Body, sendable.Request.Issues.Any(IsClosed));

        // An edit of a closed field stays an edit: AWS may open the record again.
        HashSet<string> kept = [.. others, .. sendable.Held, .. isClosed ? Closed(edits, state, status, today) : []];
        foreach (var (name, _) in edits.Fields.Where(f => !kept.Contains(f.Key) && !elsewhere.Contains(f.Key)))
            baseline[name] = crm[name] ?? "null";
        if (!JsonDifference.Paths(known, after).Any())
            return issues.Any(i => i.Severity == Severity.Error) ? new OutboundPlan.Held(issues) : new OutboundPlan.Nothing(baseline.ToJson(), issues);
        // Where nothing is sent, nothing of AWS's can be lost.
        if (!seen.IsEmpty)
            issues.AddRange(RequestCheck.Check("UpdateOpportunity", OpportunityBody.Update(catalog, state.Key.Id, "", OpportunityBody.Opportunity(seen.Span))).Where(i => i.Code == IssueCodes.Masked));
        return !sendable.IsWhole || issues.Any(i => i.Code == IssueCodes.Masked && i.Severity == Severity.Error)
            ? new OutboundPlan.Held(issues)
            : new OutboundPlan.Send(body, OpportunityBody.With(state.AwsBaseline, after), baseline.ToJson(), issues)
            {
                Overwrites = Overwrites(edits, kept, before ?? state, state.AwsBaseline),
                IsPartial = kept.Count > 0,
            };
    }

    /// <summary>The update that gives AWS what it requires of every opportunity, and the CRM record's id, where AWS has none; null: it has.</summary>
    /// <param name="seen">AWS's document as it came, or empty.</param>
    public OutboundPlan.Send? Completion(RecordState state, ReadOnlyMemory<byte> seen)
    {
        var (known, after) = (OpportunityBody.Opportunity(state.AwsBaseline), OpportunityBody.Opportunity(state.AwsBaseline));
        EchoedBody.Complete(after);
        // An opportunity that was made from a lead or in Partner Central's pages has none, and AWS takes one until it has approved the opportunity.
        if (after[PartnerIdentifier] is null)
            after[PartnerIdentifier] = state.CrmId;
        return JsonDifference.Paths(known, after).Any()
            ? new OutboundPlan.Send(UpdateRequest.Body(catalog, state, after, seen), OpportunityBody.With(state.AwsBaseline, after), state.CrmBaseline, [])
            : null;
    }

    /// <summary>A CRM record that AWS does not have.</summary>
    /// <param name="asked">An operator requested it: the sharing mode and the flag are ignored.</param>
    public OutboundPlan Create(string crmId, FlatRecord crm, string clientToken, DateOnly today, bool asked)
    {
        var flat = crm.ToJson();
        var shared = asked || (mapping.Source.Share != ShareMode.OnCommand && (mapping.Source.SyncFlag is not { } flag || crm[flag] == "true"));
        if (!shared || !mapping.Applies(inbound: false, "{}"u8, flat))
            return new OutboundPlan.Nothing(flat, []);
        var filled = Filled(crm);
        // A field whose value can't be sent is left out, unless AWS requires it: its value has to be corrected first.
        var sendable = Sendable.Of(filled.Fields.Select(f => f.Key), Request, issue => issue.Code != IssueCodes.Required);
        if (CreateGates.Skip(new GateFacts(OpportunityBody.With("{}"u8, sendable.Request.Opportunity), today, mapping)) is { } skip)
            return new OutboundPlan.Nothing(flat, [skip]);
        // A stage that follows is nothing to correct.
        List<Issue> issues = [.. sendable.Issues.Select(i => i.Code == IssueCodes.GateStage && sendable.IsWhole ? i with { Severity = Severity.Note } : i), .. mapping.NotCarried(filled, OutboundCall.CreateOpportunity)];
        var missing = sendable.Request.Issues.Where(issue => issue.Code == IssueCodes.Required).Select(issue => mapping.CataloguePath(issue.Field!)).ToHashSet();
        if (!sendable.IsWhole || sendable.Held.SelectMany(mapping.CataloguePaths).Any(missing.Contains))
            return new OutboundPlan.Held(issues);
        var baseline = CreatedBaseline(crm);
        foreach (var name in sendable.Held)
            baseline[name] = "null";
        return new OutboundPlan.Send(sendable.Request.Body, OpportunityBody.With("{}"u8, sendable.Request.Opportunity), baseline.ToJson(), issues) { IsPartial = sendable.Held.Count > 0 };

        OutboundRequest Request(IReadOnlySet<string> held)
        {
            var (mapped, found) = (new Utf8Buffer(), new List<Issue>());
            mapping.MapOutbound(flat, "{}"u8, today, mapped, found, OutboundCall.CreateOpportunity, held);
            var opportunity = OpportunityBody.Opportunity(mapped.Written);
            found.AddRange(MappedBody.Complete(opportunity, []));
            var sent = (JsonObject)opportunity.DeepClone();
            AwsOrder.Restore(sent, [], null);
            var body = OpportunityBody.Create(catalog, clientToken, crmId, sent);
            var gate = CreateGates.Stage(new GateFacts(OpportunityBody.With("{}"u8, opportunity), today, mapping));
            return new OutboundRequest(opportunity, body, [.. found, .. gate is null ? (Issue[])[] : [gate], .. RequestCheck.Check("CreateOpportunity", body)]);
        }
    }

    // Fields that only AWS fills were not compared with anything yet. Those of a related record are not written on behalf of a new one.
    FlatRecord CreatedBaseline(FlatRecord crm)
    {
        var baseline = mapping.BaselineOf(crm);
        foreach (var name in mapping.InboundOnlyFields.Where(name => !name.Contains('.', StringComparison.Ordinal)))
            baseline[name] = null;
        // Associations follow in calls of their own.
        foreach (var name in mapping.AssociatedFields)
            baseline[name] = "null";
        return baseline;
    }

    static bool IsClosed(Issue issue) => issue.Code == IssueCodes.ClosedField;

    // Each for itself: a field may stand for several paths.
    HashSet<string> Closed(FlatRecord edits, RecordState state, string? status, DateOnly today)
    {
        var before = OpportunityBody.Opportunity(state.AwsBaseline);
        var closed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, value) in edits.Fields)
        {
            var mapped = new Utf8Buffer();
            mapping.MapOutbound(new FlatRecord { [name] = value }.ToJson(), state.AwsBaseline, today, mapped, new List<Issue>(), OutboundCall.UpdateOpportunity);
            if (JsonDifference.Paths(before, OpportunityBody.Opportunity(mapped.Written)).Any(path => ReviewLock.Closes(status, string.Join('.', path))))
                closed.Add(name);
        }

        return closed;
    }

    // A linked record takes part unless somebody switched it off.
    bool IsSwitchedOff(FlatRecord crm) => mapping.Source.SyncFlag is { } flag && crm[flag] == "false";

    // Without a baseline, no person is known to have edited a field: an empty side of AWS is filled, a different value is replaced only
    // where the CRM owns the field.
    FlatRecord Edits(RecordState state, FlatRecord crm) => Edits(state, crm, mapping.SentFields);

    FlatRecord Edits(RecordState state, FlatRecord crm, IEnumerable<string> fields)
    {
        var (edits, compared, baseline) = (new FlatRecord(), new FlatRecord(), new FlatRecord(state.CrmBaseline));
        foreach (var name in fields)
        {
            var held = crm[name] ?? "null";
            if (baseline[name] is null && !crm.IsEmpty(name))
                compared[name] = held;
            else if (baseline[name] is { } known && held != known)
                edits[name] = held;
        }

        foreach (var (name, found) in mapping.AtAws(compared, state.AwsBaseline))
        {
            if (found.Comparison == AwsComparison.Empty || (found.Comparison == AwsComparison.Different && mapping.OwnerOf(name) == Owner.Crm))
                edits[name] = compared[name];
        }

        return edits;
    }

    // What differs from what the CRM held last, in fields of which some place is not sent.
    FlatRecord Unsent(RecordState state, FlatRecord crm)
    {
        var (unsent, baseline) = (new FlatRecord(), new FlatRecord(state.CrmBaseline));
        foreach (var name in mapping.SentFields.Concat(mapping.UnsentFields))
        {
            var held = crm[name] ?? "null";
            if (baseline[name] is { } known ? held != known : !crm.IsEmpty(name))
                unsent[name] = held;
        }

        return unsent;
    }

    bool Overwrites(FlatRecord edits, HashSet<string> kept, RecordState before, ReadOnlySpan<byte> document)
    {
        var (unknown, baseline) = (new FlatRecord(), new FlatRecord(before.CrmBaseline));
        foreach (var (name, value) in edits.Fields.Where(f => baseline[f.Key] is null && !kept.Contains(f.Key)))
            unknown[name] = value;
        return mapping.AtAws(unknown, document).Values.Any(found => found.Comparison == AwsComparison.Different);
    }

    static FlatRecord Filled(FlatRecord crm)
    {
        var filled = new FlatRecord();
        foreach (var (name, value) in crm.Fields.Where(f => !crm.IsEmpty(f.Key)))
            filled[name] = value;
        return filled;
    }
}
