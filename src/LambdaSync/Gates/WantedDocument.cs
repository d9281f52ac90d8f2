using System.Text.Json.Nodes;
using LambdaSync.Fields;
using LambdaSync.Json;
using LambdaSync.Mapping;
using LambdaSync.Sync.Outbound;

namespace LambdaSync.Gates;

/// <summary>A record's document as it will be once the CRM's values have reached AWS.</summary>
/// <param name="Issues">Errors of values that can't be sent as they are.</param>
public sealed record WantedDocument(byte[] Document, IReadOnlyList<Issue> Issues)
{
    /// <param name="today">The day that relative fallbacks count from (UTC).</param>
    public static WantedDocument Of(RecordFacts record, CompiledMapping mapping, DateOnly today)
    {
        if (record.Crm is not { } crm)
            return new(record.AtAws.ToArray(), []);
        var (mapped, issues) = (new Utf8Buffer(), new List<Issue>());
        mapping.MapOutbound(crm.ToJson(), record.AtAws.Span, today, mapped, issues);
        return new(WithAssociations(mapped.Written), [.. issues.Where(issue => issue.Severity == Severity.Error).Select(issue => CompletenessGate.Named(mapping, issue))]);
    }

    /// <summary>The issues of a gate; a field whose value can't be sent as it is counts as empty there, and is not named twice.</summary>
    public IEnumerable<Issue> Without(IEnumerable<Issue> issues) => issues.Where(issue => issue.Code != IssueCodes.Required || !Issues.Any(own => own.Field == issue.Field));

    // The mapping writes associations under their own root; GetOpportunity has them in the opportunity.
    static byte[] WithAssociations(ReadOnlySpan<byte> document)
    {
        var reader = new System.Text.Json.Utf8JsonReader(document);
        var opportunity = OpportunityBody.Opportunity(document);
        UsStates.Name(opportunity);
        if (JsonNode.Parse(ref reader) is not JsonObject root || root["related"] is not JsonObject related)
            return OpportunityBody.With(document, opportunity);
        var all = opportunity["RelatedEntityIdentifiers"] as JsonObject ?? [];
        opportunity["RelatedEntityIdentifiers"] = all;
        foreach (var (type, ids) in related)
            all[type] = ids?.DeepClone() ?? new JsonArray();
        return OpportunityBody.With(document, opportunity);
    }
}
