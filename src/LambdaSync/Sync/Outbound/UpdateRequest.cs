using System.Text.Json.Nodes;
using LambdaSync.Fields;
using LambdaSync.Gates;
using LambdaSync.Json;
using LambdaSync.Mapping;
using LambdaSync.Sync.Elements;

namespace LambdaSync.Sync.Outbound;

/// <summary>UpdateOpportunity's request for a record, from its edits or some of them.</summary>
/// <param name="status">AWS's review status, which closes fields.</param>
/// <param name="seen">AWS's document as it came, or empty: its lists go back in its order.</param>
sealed class UpdateRequest(string catalog, CompiledMapping mapping, RecordState state, string? status, DateOnly today, ReadOnlyMemory<byte> seen)
{
    readonly byte[] _atAws = Body(catalog, state, OpportunityBody.Opportunity(state.AwsBaseline), seen);

    /// <summary>The request without the edits of some CRM fields.</summary>
    public OutboundRequest Of(FlatRecord edits, IReadOnlySet<string> held)
    {
        var (mapped, issues) = (new Utf8Buffer(), new List<Issue>());
        mapping.MapOutbound(edits.ToJson(), state.AwsBaseline, today, mapped, issues, OutboundCall.UpdateOpportunity, held);
        var (known, after) = (OpportunityBody.Opportunity(state.AwsBaseline), OpportunityBody.Opportunity(mapped.Written));
        issues.AddRange(MappedBody.Complete(after, known));
        foreach (var path in JsonDifference.Paths(known, after).Where(path => ReviewLock.Closes(status, string.Join('.', path))).ToList())
        {
            issues.Add(OutboundIssues.Closed(string.Join('.', path), status!));
            JsonDifference.Restore(after, known, path);
        }

        // What AWS has of its own completion is no change of AWS's.
        if (JsonDifference.Paths(known, after).Any())
            EchoedBody.Complete(after);
        var body = Body(catalog, state, after, seen);
        var gates = StageGates.Of(new GateFacts(OpportunityBody.With(state.AwsBaseline, after), today, mapping), state.AwsBaseline);
        return new OutboundRequest(after, body, [.. issues, .. gates, .. RequestCheck.Check("UpdateOpportunity", body, _atAws)]);
    }

    public static byte[] Body(string catalog, RecordState state, JsonObject opportunity, ReadOnlyMemory<byte> seen)
    {
        var sent = (JsonObject)opportunity.DeepClone();
        AwsOrder.Restore(sent, OpportunityBody.Opportunity(state.AwsBaseline), seen.IsEmpty ? null : OpportunityBody.Opportunity(seen.Span));
        return OpportunityBody.Update(catalog, state.Key.Id, sent["LastModifiedDate"]?.GetValue<string>() ?? "", sent);
    }
}
