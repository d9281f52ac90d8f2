using System.Text;
using LambdaSync.Json;

namespace LambdaSync.Sync;

/// <summary>A CRM record's fields by name, each value as canonical JSON text: read from and written to a flat object.</summary>
public sealed class FlatRecord
{
    readonly SortedDictionary<string, string> _fields = new(CodePointOrder.Instance);

    public FlatRecord()
    {
    }

    /// <param name="json">A flat object in canonical form.</param>
    public FlatRecord(ReadOnlySpan<byte> json)
    {
        if (json.Length <= 2)
            return;
        var at = 1;
        while (json[at] != '}')
        {
            if (json[at] == ',')
                at++;
            var nameEnd = JsonScan.StringEnd(json, at);
            var value = JsonScan.ValueAt(json, nameEnd + 1);
            _fields[JsonText.ToText(json[(at + 1)..(nameEnd - 1)])] = Encoding.UTF8.GetString(value.In(json));
            at = nameEnd + 1 + value.Length;
        }
    }

    public IEnumerable<KeyValuePair<string, string>> Fields => _fields;

    public int Count => _fields.Count;

    /// <summary>The value's JSON text, or null when the field is not there.</summary>
    public string? this[string field]
    {
        get => _fields.GetValueOrDefault(field);
        set
        {
            if (value is null)
                _fields.Remove(field);
            else
                _fields[field] = value;
        }
    }

    /// <summary>Whether the field is missing, null or empty text.</summary>
    public bool IsEmpty(string field) => _fields.GetValueOrDefault(field) is null or "null" or "\"\"";

    public byte[] ToJson()
    {
        var buffer = new Utf8Buffer(256);
        buffer.Add((byte)'{');
        foreach (var (name, value) in _fields)
        {
            if (buffer.Length > 1)
                buffer.Add((byte)',');
            buffer.Add(JsonText.Quote(name));
            buffer.Add((byte)':');
            buffer.Add(Encoding.UTF8.GetBytes(value));
        }

        buffer.Add((byte)'}');
        return buffer.Written.ToArray();
    }
}
