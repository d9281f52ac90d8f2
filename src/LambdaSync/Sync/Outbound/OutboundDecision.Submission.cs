using System.Text.Json;
using LambdaSync.Json;

namespace LambdaSync.Sync.Outbound;

public sealed partial class OutboundDecision
{
    /// <summary>How AWS is to be asked, as the CRM's fields say it; null: they do not.</summary>
    public (string? Involvement, string? Visibility) SubmissionTerms(RecordState state, FlatRecord crm, DateOnly today)
    {
        var mapped = new Utf8Buffer();
        mapping.MapOutbound(crm.ToJson(), state.AwsBaseline, today, mapped, new List<Issue>(), OutboundCall.StartEngagementFromOpportunityTask);
        var reader = new Utf8JsonReader(mapped.Written);
        using var json = JsonDocument.ParseValue(ref reader);
        return json.RootElement.TryGetProperty("submission", out var terms) && terms.ValueKind == JsonValueKind.Object
            ? (Text(terms, "InvolvementType"), Text(terms, "Visibility"))
            : (null, null);
    }

    static string? Text(JsonElement terms, string name) => terms.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
