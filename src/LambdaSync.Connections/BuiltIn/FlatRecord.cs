using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LambdaSync.Json;

namespace LambdaSync.Connections.BuiltIn;

/// <summary>A record as a flat JSON object: one canonical text for the same values, so that baselines can be compared as bytes.</summary>
sealed class FlatRecord
{
    /// <summary>When the CRM last changed the record; it writes this itself.</summary>
    public const string Modified = "LastModifiedDate";

    readonly SortedList<string, FlatValue> _values = new(CodePointOrder.Instance);

    public IList<string> Names => _values.Keys;

    /// <summary>The value, null when there is none.</summary>
    public FlatValue this[string name]
    {
        get => _values.TryGetValue(name, out var value) ? value : FlatValue.Null;
        set => _values[name] = value;
    }

    public DateTimeOffset? ModifiedAt =>
        DateTimeOffset.TryParse(this[Modified].Text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    /// <summary>Equal fields have the same one.</summary>
    public string Version => Convert.ToHexStringLower(SHA256.HashData(ToJson()).AsSpan(0, 8));

    public bool Contains(string name) => _values.ContainsKey(name);

    public void Remove(string name) => _values.Remove(name);

    /// <summary>Reads an object. Nested objects are relations (<c>{"Account":{"Name":..}}</c> is <c>Account.Name</c>).</summary>
    /// <exception cref="JsonException">Not a JSON object, or text that is no Unicode.</exception>
    public static FlatRecord Parse(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        var record = new FlatRecord();
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                throw new JsonException("A record is a JSON object.");
            record.ReadMembers(ref reader, "");
            if (reader.Read())
                throw new JsonException("A record is one JSON object.");
        }
        catch (InvalidOperationException e)
        {
            throw new JsonException("A text is not valid Unicode.", e);
        }

        return record;
    }

    public byte[] ToJson()
    {
        var output = new ArrayBufferWriter<byte>(256);
        output.Write("{"u8);
        for (var i = 0; i < _values.Count; i++)
        {
            if (i > 0)
                output.Write(","u8);
            output.Write(JsonText.Quote(_values.GetKeyAtIndex(i)));
            output.Write(":"u8);
            var value = _values.GetValueAtIndex(i);
            switch (value.Kind)
            {
                case FlatKind.Null: output.Write("null"u8); break;
                case FlatKind.Text: output.Write(JsonText.Quote(value.Text)); break;
                default: Encoding.UTF8.GetBytes(value.Text, output); break;
            }
        }

        output.Write("}"u8);
        return output.WrittenSpan.ToArray();
    }

    void ReadMembers(ref Utf8JsonReader reader, string prefix)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var member = reader.GetString()!;
            var name = prefix + member;
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
                _values[name] = ReadValue(ref reader);
            else if (member == "attributes")
                reader.Skip(); // the record's type and address in a Salesforce export
            else
                ReadMembers(ref reader, name + ".");
        }
    }

    static FlatValue ReadValue(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null: return FlatValue.Null;
            case JsonTokenType.True: return FlatValue.True;
            case JsonTokenType.False: return FlatValue.False;
            case JsonTokenType.String: return FlatValue.Of(reader.GetString()!);
            case JsonTokenType.Number when PlainNumber.FromJson(reader.ValueSpan) is { } digits:
                return new FlatValue(FlatKind.Number, digits);
            default:
                var text = reader.TokenType == JsonTokenType.Number ? Encoding.UTF8.GetString(reader.ValueSpan) : "[...]";
                reader.Skip();
                return new FlatValue(FlatKind.Other, text);
        }
    }
}
