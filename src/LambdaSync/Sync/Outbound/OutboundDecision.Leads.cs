using System.Text;
using System.Text.Json.Nodes;
using LambdaSync.Json;

namespace LambdaSync.Sync.Outbound;

public sealed partial class OutboundDecision
{
    /// <summary>What the CRM's edits of a lead mean for its engagement.</summary>
    /// <param name="state">The record after what AWS changed has reached the CRM; its AWS baseline is what AWS has now.</param>
    /// <param name="seen">AWS's document as it came: what is masked there is not known here, and AWS would lose what an update leaves out.</param>
    /// <param name="before">The record as it was stored before it was compared this time.</param>
    public OutboundPlan UpdateLead(RecordState state, FlatRecord crm, DateOnly today, ReadOnlyMemory<byte> seen, RecordState before)
    {
        if (!Sends(state, crm))
            return new OutboundPlan.Nothing(state.CrmBaseline, []);
        var (edits, unsent) = (Edits(state, crm), Unsent(state, crm));
        var issues = new List<Issue>(mapping.NotCarried(unsent, OutboundCall.UpdateOpportunity));
        var baseline = new FlatRecord(state.CrmBaseline);
        // The log has an entry that they are not sent; the same value gets no second one.
        foreach (var (name, held) in unsent.Fields.Where(f => mapping.UnsentFields.Contains(f.Key)))
            baseline[name] = held;
        if (edits.Count == 0)
            return new OutboundPlan.Nothing(baseline.ToJson(), issues);
        var sendable = Sendable.Of(edits.Fields.Select(f => f.Key), held => LeadRequest(state, edits, held, today), _ => true);
        issues.AddRange(sendable.Issues);
        var kept = sendable.Held.ToHashSet(StringComparer.Ordinal);
        foreach (var (name, _) in edits.Fields.Where(f => !kept.Contains(f.Key)))
            baseline[name] = crm[name] ?? "null";
        if (!JsonDifference.Paths(LeadBody.Lead(state.AwsBaseline), sendable.Request.Opportunity).Any())
            return issues.Any(i => i.Severity == Severity.Error) ? new OutboundPlan.Held(issues) : new OutboundPlan.Nothing(baseline.ToJson(), issues);
        if (IsMasked(seen))
            issues.Add(Issue.Error(IssueCodes.Masked, "lead:Customer", null, "AWS masks values of this lead, and an update would remove them", "accept the invitation first"));
        return !sendable.IsWhole || issues.Any(i => i.Code == IssueCodes.Masked && i.Severity == Severity.Error)
            ? new OutboundPlan.Held(issues)
            : new OutboundPlan.Send(sendable.Request.Body, LeadBody.With(state.AwsBaseline, sendable.Request.Opportunity), baseline.ToJson(), issues)
            {
                Overwrites = Overwrites(edits, kept, before, state.AwsBaseline),
                IsPartial = kept.Count > 0,
            };
    }

    /// <summary>An update that gives a lead the qualification status that a command names; null: AWS has it.</summary>
    public OutboundPlan? Qualify(RecordState state, string status, ReadOnlyMemory<byte> seen)
    {
        if (LeadBody.QualificationStatus(state.AwsBaseline) == status)
            return null;
        var (before, lead) = (LeadBody.Lead(state.AwsBaseline), LeadBody.Lead(state.AwsBaseline));
        lead["QualificationStatus"] = status;
        List<Issue> issues = [.. LeadRules.Check(lead, before)];
        if (IsMasked(seen))
            issues.Add(Issue.Error(IssueCodes.Masked, "lead:Customer", null, "AWS masks values of this lead, and an update would remove them", "accept the invitation first"));
        return issues.Count > 0
            ? new OutboundPlan.Held(issues)
            : new OutboundPlan.Send(LeadBody.Update(catalog, state.Key.Id, state.AwsBaseline, lead), LeadBody.With(state.AwsBaseline, lead), state.CrmBaseline, []);
    }

    /// <summary>A CRM record of a lead that AWS does not have.</summary>
    public OutboundPlan CreateLead(string crmId, FlatRecord crm, string clientToken, DateOnly today)
    {
        var filled = Filled(crm);
        // A field whose value can't be sent is left out, unless AWS requires it: its value has to be corrected first.
        var sendable = Sendable.Of(filled.Fields.Select(f => f.Key), Request, issue => issue.Code != IssueCodes.Required);
        if (!sendable.IsWhole)
            return new OutboundPlan.Held(sendable.Issues);
        var baseline = CreatedBaseline(crm);
        foreach (var name in sendable.Held)
            baseline[name] = "null";
        return new OutboundPlan.Send(sendable.Request.Body, LeadBody.With("{}"u8, sendable.Request.Opportunity), baseline.ToJson(), sendable.Issues) { IsPartial = sendable.Held.Count > 0 };

        OutboundRequest Request(IReadOnlySet<string> held)
        {
            var (mapped, found) = (new Utf8Buffer(), new List<Issue>());
            mapping.MapOutbound(crm.ToJson(), "{}"u8, today, mapped, found, OutboundCall.CreateOpportunity, held);
            var lead = LeadBody.Lead(mapped.Written);
            return new OutboundRequest(lead, LeadBody.Create(catalog, clientToken, LeadTitle.Of(LeadBody.CompanyName(mapped.Written), crmId), LeadTitle.Description(crmId), lead), [.. found, .. LeadRules.Check(lead, [])]);
        }
    }

    OutboundRequest LeadRequest(RecordState state, FlatRecord edits, IReadOnlySet<string> held, DateOnly today)
    {
        var (mapped, found) = (new Utf8Buffer(), new List<Issue>());
        mapping.MapOutbound(edits.ToJson(), state.AwsBaseline, today, mapped, found, OutboundCall.UpdateOpportunity, held);
        var lead = LeadBody.Lead(mapped.Written);
        return new OutboundRequest(lead, LeadBody.Update(catalog, state.Key.Id, state.AwsBaseline, lead), [.. found, .. LeadRules.Check(lead, LeadBody.Lead(state.AwsBaseline))]);
    }

    // The people of the interactions are no part of an update.
    static bool IsMasked(ReadOnlyMemory<byte> seen) => !seen.IsEmpty && HasMask(LeadBody.Sent(LeadBody.Lead(seen.Span)));

    static bool HasMask(JsonNode? node) => node switch
    {
        JsonObject members => members.Any(member => HasMask(member.Value)),
        JsonArray elements => elements.Any(HasMask),
        JsonValue value => value.TryGetValue<string>(out var text) && Mask.IsMask(Encoding.UTF8.GetBytes(text)),
        _ => false,
    };
}
