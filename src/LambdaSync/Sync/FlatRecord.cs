using System.Text;
using LambdaSync.Json;

namespace LambdaSync.Sync;

/// <summary>A CRM record's fields by name, each value as canonical JSON text: read from and written to a flat object.</summary>
public sealed class FlatRecord
{
    // In the order of their names. A canonical text has that order, so reading one only appends.
    readonly List<KeyValuePair<string, string>> _fields = [];

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
            this[JsonText.ToText(json[(at + 1)..(nameEnd - 1)])] = Encoding.UTF8.GetString(value.In(json));
            at = nameEnd + 1 + value.Length;
        }
    }

    public IEnumerable<KeyValuePair<string, string>> Fields => _fields;

    public int Count => _fields.Count;

    /// <summary>The value's JSON text, or null when the field is not there.</summary>
    public string? this[string field]
    {
        get => Find(field) is >= 0 and var at ? _fields[at].Value : null;
        set
        {
            var at = Find(field);
            if (at >= 0 && value is null)
                _fields.RemoveAt(at);
            else if (at >= 0)
                _fields[at] = new(field, value!);
            else if (value is not null)
                _fields.Insert(~at, new(field, value));
        }
    }

    /// <summary>Whether the field is missing, null or empty text.</summary>
    public bool IsEmpty(string field) => this[field] is null or "null" or "\"\"";

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

    // Where the field is, or the complement of where it belongs.
    int Find(string field)
    {
        var (first, end) = (0, _fields.Count);
        if (end > 0 && CodePointOrder.Instance.Compare(field, _fields[^1].Key) > 0)
            return ~end;
        while (first < end)
        {
            var middle = (first + end) / 2;
            var order = CodePointOrder.Instance.Compare(field, _fields[middle].Key);
            if (order == 0)
                return middle;
            (first, end) = order < 0 ? (first, middle) : (middle + 1, end);
        }

        return ~first;
    }
}
