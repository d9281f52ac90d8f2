using System.Text.Json;

namespace LambdaSync.Connections.Salesforce;

/// <summary>Reads an object's describe answer.</summary>
static class DescribeReader
{
    const string Master = "012000000000000";

    /// <exception cref="SalesforceException">It is no such answer.</exception>
    public static SObject Read(JsonElement describe, DateTimeOffset? version)
    {
        if (describe.ValueKind != JsonValueKind.Object || Text(describe, "name") is not { Length: > 0 } name || !describe.TryGetProperty("fields", out var fields))
            throw new SalesforceException("describe", 502, []);
        var types = describe.TryGetProperty("recordTypeInfos", out var infos) && infos.ValueKind == JsonValueKind.Array ? infos.EnumerateArray().Where(i => Flag(i, "active", true) && Flag(i, "available")).Select(RecordType) : [];
        return new SObject(name, Text(describe, "label"), Text(describe, "keyPrefix"), [.. fields.EnumerateArray().Select(Field)], [.. types], version);
    }

    static SRecordType RecordType(JsonElement info)
    {
        var id = SalesforceId.Long(Text(info, "recordTypeId"));
        return new SRecordType(
            id, Text(info, "developerName"), Text(info, "name"), Flag(info, "master", id.StartsWith(Master, StringComparison.Ordinal)), Flag(info, "defaultRecordTypeMapping"));
    }

    static SField Field(JsonElement f)
    {
        var isPicklist = Text(f, "type") is "picklist" or "multipicklist";
        var values = isPicklist && f.TryGetProperty("picklistValues", out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().Where(v => Flag(v, "active", true)).ToList() : null;
        var controller = Text(f, "controllerName");
        return new SField(Text(f, "name"), Text(f, "label"), Text(f, "type"))
        {
            Length = Int(f, "length"),
            Scale = Int(f, "scale"),
            IsNillable = Flag(f, "nillable"),
            IsCreateable = Flag(f, "createable"),
            IsUpdateable = Flag(f, "updateable"),
            HasDefault = Flag(f, "defaultedOnCreate"),
            IsCalculated = Flag(f, "calculated"),
            IsExternalId = Flag(f, "externalId"),
            IsUnique = Flag(f, "unique"),
            IsCaseSensitive = Flag(f, "caseSensitive"),
            IsRestricted = Flag(f, "restrictedPicklist"),
            Controller = controller.Length > 0 ? controller : null,
            Values = values?.ConvertAll(v => Text(v, "value")),
            ValidFor = controller.Length > 0 ? values?.ConvertAll(v => Positions(Text(v, "validFor"))) : null,
            ReferenceTo = f.TryGetProperty("referenceTo", out var targets) && targets.ValueKind == JsonValueKind.Array ? [.. targets.EnumerateArray().Select(t => t.GetString() ?? "")] : [],
            Relation = Text(f, "relationshipName") is { Length: > 0 } relation ? relation : null,
        };
    }

    /// <summary>The positions of a bit set in base64, the most significant bit first; null: no text of the kind.</summary>
    internal static IReadOnlyList<int>? Positions(string base64)
    {
        Span<byte> bits = new byte[base64.Length];
        if (base64.Length == 0 || !Convert.TryFromBase64String(base64, bits, out var length))
            return null;
        var positions = new List<int>();
        for (var i = 0; i < length * 8; i++)
        {
            if ((bits[i / 8] & (0x80 >> (i % 8))) != 0)
                positions.Add(i);
        }

        return positions;
    }

    static string Text(JsonElement element, string name) => ErrorReader.Text(element, name);

    static bool Flag(JsonElement element, string name, bool otherwise = false) =>
        element.TryGetProperty(name, out var value) ? value.ValueKind == JsonValueKind.True : otherwise;

    static int Int(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : 0;
}
