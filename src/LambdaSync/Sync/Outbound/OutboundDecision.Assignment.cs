using System.Text.Json.Nodes;
using LambdaSync.Json;

namespace LambdaSync.Sync.Outbound;

public sealed partial class OutboundDecision
{
    /// <summary>The member of the team that the CRM's edits make someone else; null: none was edited.</summary>
    public AssignmentPlan? Assignment(RecordState state, FlatRecord crm, DateOnly today)
    {
        if (mapping.AssignedFields.Count == 0 || !Sends(state, crm))
            return null;
        var edits = Edits(state, crm, mapping.AssignedFields);
        if (edits.Count == 0)
            return null;
        var (mapped, issues, baseline) = (new Utf8Buffer(), new List<Issue>(), new FlatRecord(state.CrmBaseline));
        mapping.MapOutbound(edits.ToJson(), state.AwsBaseline, today, mapped, issues, OutboundCall.AssignOpportunity);
        foreach (var (name, value) in edits.Fields)
            baseline[name] = value;
        var (before, after) = (Team(state.AwsBaseline), Team(mapped.Written));
        var changed = after.FirstOrDefault(member => !before.Any(known => JsonNode.DeepEquals(known, member)));
        return changed is null
            ? new AssignmentPlan(null, mapped.Written.ToArray(), baseline.ToJson(), issues)
            : Assignee.Of(changed) is { } assignee
                ? new AssignmentPlan(assignee, mapped.Written.ToArray(), baseline.ToJson(), issues)
                : new AssignmentPlan(null, state.AwsBaseline, state.CrmBaseline, [.. issues, OutboundIssues.NoAssignee(edits.Fields.First().Key)]);
    }

    static List<JsonObject> Team(ReadOnlySpan<byte> document) => [.. (OpportunityBody.Opportunity(document)["OpportunityTeam"] as JsonArray)?.OfType<JsonObject>() ?? []];
}

/// <summary>The call that gives an opportunity another member of its team.</summary>
/// <param name="Assignee">Null: nothing is to be called; the issues say why, or AWS has the member already.</param>
/// <param name="Document">The record document once AWS has taken it.</param>
public sealed record AssignmentPlan(Assignee? Assignee, byte[] Document, byte[] CrmBaseline, IReadOnlyList<Issue> Issues);
