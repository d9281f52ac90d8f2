using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LambdaSync.Json;
using LambdaSync.Mapping;
using LambdaSync.Sync.Outbound;

namespace LambdaSync.Sync;

/// <summary>What a step changes, field by field, for the sync log.</summary>
public static class FieldChanges
{
    /// <summary>The mapped fields of a row for the CRM.</summary>
    /// <param name="held">What the CRM has; null: the record is new.</param>
    /// <param name="written">The row's fields, flat canonical JSON.</param>
    public static IReadOnlyList<FieldChange> InCrm(CompiledMapping mapping, FlatRecord? held, ReadOnlySpan<byte> written) =>
        Of(new FlatRecord(written).Fields.Where(f => mapping.BaselineFields.Contains(f.Key)).Select(f => (f.Key, held?[f.Key], (string?)f.Value)));

    /// <summary>The mapped fields that the CRM already has as AWS changed them: a write that was made and not settled.</summary>
    /// <param name="before">The state when both sides were the same.</param>
    /// <param name="next">The state with what AWS has now.</param>
    /// <param name="crm">What the CRM has now.</param>
    public static IReadOnlyList<FieldChange> Found(CompiledMapping mapping, RecordState before, RecordState next, FlatRecord crm)
    {
        var (aws, old, now) = (mapping.InCrm(next.AwsBaseline, []), new FlatRecord(before.CrmBaseline), new FlatRecord(next.CrmBaseline));
        return Of(mapping.CrmFields
            .Where(name => old[name] is not null && now[name] != old[name] && mapping.MeanSame(name, aws[name] ?? "null", crm[name] ?? "null"))
            .Select(name => (name, old[name], crm[name])));
    }

    /// <summary>The paths of AWS's opportunity that a call changes.</summary>
    /// <param name="before">The record document that AWS has; <c>{}</c>: AWS does not have the record.</param>
    /// <param name="sent">The record document once AWS has taken the call.</param>
    public static IReadOnlyList<FieldChange> AtAws(ReadOnlySpan<byte> before, ReadOnlySpan<byte> sent)
    {
        var (old, now) = (OpportunityBody.Opportunity(before), OpportunityBody.Opportunity(sent));
        return Of(JsonDifference.Paths(old, now).Select(path => (string.Join('.', path), Text(old, path), Text(now, path))));
    }

    /// <summary>The members of AWS's lead that a call changes.</summary>
    /// <param name="before">The record document that AWS has; <c>{}</c>: AWS does not have the lead.</param>
    /// <param name="sent">The record document once AWS has taken the call.</param>
    public static IReadOnlyList<FieldChange> OfLead(ReadOnlySpan<byte> before, ReadOnlySpan<byte> sent)
    {
        var (old, now) = (LeadBody.Sent(LeadBody.Lead(before)), LeadBody.Sent(LeadBody.Lead(sent)));
        return Of(JsonDifference.Paths(old, now).Select(path => ("lead:" + string.Join('.', path), Text(old, path), Text(now, path))));
    }

    static IReadOnlyList<FieldChange> Of(IEnumerable<(string Field, string? Old, string? New)> fields) =>
        [.. fields.Select(f => new FieldChange(f.Field, Shown(f.Old), Shown(f.New))).Where(change => change.Old != change.New)];

    static string? Shown(string? json) => json is null or "null" || HasMask(json) ? null : json;

    // A list is one value, and one masked element is enough.
    static bool HasMask(string json)
    {
        if (!json.Contains(Mask.Text, StringComparison.OrdinalIgnoreCase))
            return false;
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.String && Mask.IsMask(reader.GetString()))
                return true;
        }

        return false;
    }

    static string? Text(JsonObject json, string[] path)
    {
        JsonNode? value = json;
        foreach (var name in path)
            value = (value as JsonObject)?[name];
        if (value is null)
            return null;
        // A baseline's positions that no element has are nothing that AWS has.
        if (value is JsonArray list && list.Any(element => element is null))
            value = new JsonArray([.. list.Where(element => element is not null).Select(element => element!.DeepClone())]);
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            value.WriteTo(writer);
        return Encoding.UTF8.GetString(CanonicalJson.ToArray(buffer.WrittenSpan));
    }
}
