using System.Text.Json;

namespace LambdaSync.Cli.Demo;

/// <summary>The deal as both sides have it at one moment.</summary>
/// <param name="aws">What GetOpportunity has answered; empty: AWS does not have it.</param>
/// <param name="crm">The CRM record's fields; flat JSON.</param>
sealed class DealSides(ReadOnlyMemory<byte> aws, ReadOnlyMemory<byte> crm)
{
    readonly JsonElement _aws = Parse(aws), _crm = Parse(crm);

    /// <param name="path">Member names with dots; of a list of objects the first counts.</param>
    /// <returns>Text; empty when there is no value, the values of a list with semicolons.</returns>
    public string Aws(string path)
    {
        var value = _aws;
        foreach (var name in path.Split('.'))
        {
            if (value.ValueKind == JsonValueKind.Array)
                value = value.EnumerateArray().FirstOrDefault();
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(name, out value))
                return "";
        }

        return Text(value);
    }

    /// <returns>The field's value as text; empty when it has none.</returns>
    public string Crm(string field) => _crm.TryGetProperty(field, out var value) ? Text(value) : "";

    static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => string.Join("; ", value.EnumerateArray().Select(item => item.ToString())),
        JsonValueKind.Undefined or JsonValueKind.Null => "",
        _ => value.ToString(),
    };

    static JsonElement Parse(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json.IsEmpty ? "{}"u8.ToArray() : json);
        return document.RootElement.Clone();
    }
}
