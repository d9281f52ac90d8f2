using System.Globalization;
using System.Text.Json;

namespace LambdaSync.Cli.Demo;

/// <summary>A record as both sides have it at one moment.</summary>
/// <param name="aws">What AWS has answered for it; empty: AWS does not have it.</param>
/// <param name="crm">The CRM record's fields; flat JSON. Empty: the CRM does not have it.</param>
/// <param name="opportunity">Of a lead: the fields of the CRM's opportunity that came of it, or empty.</param>
/// <param name="invitation">What LambdaSync knows of the invitation, or null: the record is none.</param>
sealed class DemoSides(ReadOnlyMemory<byte> aws, ReadOnlyMemory<byte> crm, ReadOnlyMemory<byte> opportunity = default, InvitationLine? invitation = null)
{
    readonly JsonElement _aws = Parse(aws), _crm = Parse(crm), _opportunity = Parse(opportunity);

    public InvitationLine? Invitation => invitation;

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

    /// <returns>Whether AWS has exactly this value there.</returns>
    public bool AwsIs(string path, string expected) => Aws(path) == expected;

    /// <returns>Whether the CRM's field has exactly this value.</returns>
    public bool CrmIs(string field, string expected) => Crm(field) == expected;

    /// <returns>The value of the CRM's opportunity that came of a lead; empty when it has none.</returns>
    public string Opportunity(string field) => _opportunity.TryGetProperty(field, out var value) ? Text(value) : "";

    static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => string.Join("; ", value.EnumerateArray().Select(item => item.ToString())),
        JsonValueKind.Undefined or JsonValueKind.Null => "",
        // 12000.0 of one side is 12000 of the other.
        JsonValueKind.Number when value.TryGetDecimal(out var number) => number.ToString("0.############################", CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    static JsonElement Parse(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json.IsEmpty ? "{}"u8.ToArray() : json);
        return document.RootElement.Clone();
    }
}
