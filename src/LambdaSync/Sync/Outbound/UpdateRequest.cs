using LambdaSync.Fields;
using LambdaSync.Json;
using LambdaSync.Mapping;

namespace LambdaSync.Sync.Outbound;

/// <summary>UpdateOpportunity's request for a record, from its edits or some of them.</summary>
/// <param name="status">AWS's review status, which closes fields.</param>
sealed class UpdateRequest(string catalog, CompiledMapping mapping, RecordState state, string? status, DateOnly today)
{
    readonly byte[] _atAws = Body(catalog, state, OpportunityBody.Opportunity(state.AwsBaseline));

    /// <summary>The request without the edits of some CRM fields.</summary>
    public OutboundRequest Of(FlatRecord edits, IReadOnlySet<string> held)
    {
        var (mapped, issues) = (new Utf8Buffer(), new List<Issue>());
        mapping.MapOutbound(edits.ToJson(), state.AwsBaseline, today, mapped, issues, OutboundCall.UpdateOpportunity, held);
        var (known, after) = (OpportunityBody.Opportunity(state.AwsBaseline), OpportunityBody.Opportunity(mapped.Written));
        foreach (var path in JsonDifference.Paths(known, after).Where(path => ReviewLock.Closes(status, string.Join('.', path))).ToList())
        {
            issues.Add(OutboundIssues.Closed(string.Join('.', path), status!));
            JsonDifference.Restore(after, known, path);
        }

        var body = Body(catalog, state, after);
        return new OutboundRequest(after, body, [.. issues, .. RequestCheck.Check("UpdateOpportunity", body, _atAws)]);
    }

    static byte[] Body(string catalog, RecordState state, System.Text.Json.Nodes.JsonObject opportunity) =>
        OpportunityBody.Update(catalog, state.Key.Id, opportunity["LastModifiedDate"]?.GetValue<string>() ?? "", opportunity);
}
