using System.Text.Json;

namespace LambdaSync.Json;

/// <summary>
/// Writes members as they come and puts an object's members in order at its end, in place: a document that is in order already
/// (nearly all are) costs one pass.
/// </summary>
sealed class Canonicalizer
{
    const int SpareLimit = 1 << 20;

    readonly List<Member> _members = [];
    Utf8Buffer _output = new();
    byte[] _moved = [];

    public ReadOnlySpan<byte> Result => _output.Written;

    /// <summary>Null when it went well, else what is wrong.</summary>
    public string? Run(ReadOnlySpan<byte> json)
    {
        if (_output.Length > SpareLimit)
            _output = new();
        _output.Clear();
        _members.Clear();
        if (!JsonText.IsValidUtf8(json))
            return "the text is not valid UTF-8";
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = CanonicalJson.MaxDepth });
        try
        {
            reader.Read();
            var error = Value(ref reader);
            if (error is null && reader.Read())
                return "there is more after the value";
            return error;
        }
        catch (JsonException broken)
        {
            return JsonErrors.Reason(broken);
        }
    }

    string? Value(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject: return Object(ref reader);
            case JsonTokenType.StartArray: return Array(ref reader);
            case JsonTokenType.String: return String(ref reader);
            case JsonTokenType.Number: return DecimalText.TryWrite(reader.ValueSpan, -1, _output) ? null : "a number has more than 400 digits";
            case JsonTokenType.True: _output.Add("true"u8); return null;
            case JsonTokenType.False: _output.Add("false"u8); return null;
            default: _output.Add("null"u8); return null;
        }
    }

    string? String(ref Utf8JsonReader reader)
    {
        _output.Add((byte)'"');
        if (!JsonText.TryWriteCanonical(reader.ValueSpan, _output))
            return "a text holds half a surrogate pair";
        _output.Add((byte)'"');
        return null;
    }

    string? Array(ref Utf8JsonReader reader)
    {
        _output.Add((byte)'[');
        var first = true;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (!first)
                _output.Add((byte)',');
            first = false;
            if (Value(ref reader) is { } error)
                return error;
        }

        _output.Add((byte)']');
        return null;
    }

    string? Object(ref Utf8JsonReader reader)
    {
        _output.Add((byte)'{');
        var begin = _output.Length;
        var firstMember = _members.Count;
        var ordered = true;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (_members.Count > firstMember)
                _output.Add((byte)',');
            var start = _output.Length;
            if (String(ref reader) is { } badName)
                return badName;
            var name = _output.Length - start;
            _output.Add((byte)':');
            reader.Read();
            if (Value(ref reader) is { } error)
                return error;
            var member = new Member(start, name, _output.Length - start);
            ordered = ordered && (_members.Count == firstMember || Compare(_members[^1], member) < 0);
            _members.Add(member);
        }

        var duplicate = ordered ? null : Sort(begin, firstMember);
        _members.RemoveRange(firstMember, _members.Count - firstMember);
        _output.Add((byte)'}');
        return duplicate;
    }

    string? Sort(int begin, int firstMember)
    {
        var count = _members.Count - firstMember;
        _members.Sort(firstMember, count, Comparer<Member>.Create(Compare));
        var length = _output.Length - begin;
        if (_moved.Length < length)
            _moved = new byte[length * 2];
        _output.Range(begin, length).CopyTo(_moved);
        _output.CutTo(begin);
        for (var i = firstMember; i < _members.Count; i++)
        {
            if (i > firstMember && SameName(_members[i - 1], _members[i], begin))
                return $"the member {System.Text.Encoding.UTF8.GetString(NameOf(_members[i], begin))} is there twice";
            if (i > firstMember)
                _output.Add((byte)',');
            _output.Add(_moved.AsSpan(_members[i].Start - begin, _members[i].Length));
        }

        return null;
    }

    // Names are compared with their closing quote left out, so that "a" comes before "ab".
    int Compare(Member left, Member right) =>
        _output.Range(left.Start + 1, left.Name - 2).SequenceCompareTo(_output.Range(right.Start + 1, right.Name - 2));

    bool SameName(Member left, Member right, int begin) => NameOf(left, begin).SequenceEqual(NameOf(right, begin));

    ReadOnlySpan<byte> NameOf(Member member, int begin) => _moved.AsSpan(member.Start - begin, member.Name);

    readonly record struct Member(int Start, int Name, int Length);
}
