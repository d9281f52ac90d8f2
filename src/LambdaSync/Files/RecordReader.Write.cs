using System.Text.Json;
using LambdaSync.Fields;
using LambdaSync.Json;

namespace LambdaSync.Files;

sealed partial class RecordReader
{
    void WriteDocument(ReadOnlySpan<byte> record)
    {
        _output.Add((byte)'{');
        var first = true;
        foreach (var (name, node) in _shape.Roots)
        {
            if (name == "file")
                WriteKept(record, ref first);
            else if (node is not null && (name == FieldPath.DefaultRoot || (_present & node.Mask) != 0))
                WriteMember(record, node, ref first);
        }

        _output.Add((byte)'}');
    }

    void WriteKept(ReadOnlySpan<byte> record, ref bool first)
    {
        // A lead's document has its one root even when the record has no member.
        if (_kept.Count == 0 && aceObject == AceObject.Opportunity)
            return;
        Separate(ref first);
        _output.Add("\"file\":{"u8);
        var firstKept = true;
        foreach (var kept in _kept)
        {
            var (before, wasFirst) = (_output.Length, firstKept);
            Separate(ref firstKept);
            _output.Add(kept.Name);
            _output.Add((byte)':');
            var value = record.Slice(kept.Value.Start, kept.Value.Length);
            if ((kept.Value.Token == JsonTokenType.String && !_hasEscapes) || kept.Value.Token == JsonTokenType.Null)
            {
                _output.Add(value);
                continue;
            }

            if (CanonicalJson.TryWrite(value, _output) is not { } error)
                continue;
            _output.CutTo(before);
            firstKept = wasFirst;
            Report(RecordIssues.BadText(NameOf(kept.Name), error));
        }

        _output.Add((byte)'}');
    }

    void WriteMember(ReadOnlySpan<byte> record, ShapeNode node, ref bool first)
    {
        Separate(ref first);
        _output.Add(node.Prefix);
        WriteNode(record, node);
    }

    void WriteNode(ReadOnlySpan<byte> record, ShapeNode node)
    {
        if (node.Constant is { } constant)
        {
            _output.Add(constant);
            return;
        }

        if (node.Leaf >= 0)
        {
            WriteLeaf(record, _shape.Leaves[node.Leaf]);
            return;
        }

        _output.Add(node.IsList ? (byte)'[' : (byte)'{');
        var first = true;
        foreach (var child in node.Children)
        {
            if ((_present & child.Mask) != 0 || child.Constant is not null)
                WriteMember(record, child, ref first);
        }

        _output.Add(node.IsList ? (byte)']' : (byte)'}');
    }

    void WriteLeaf(ReadOnlySpan<byte> record, Leaf leaf)
    {
        var bound = _shape.Fields[leaf.Field];
        var slot = _slots[leaf.Field];
        var value = record.Slice(slot.Start, slot.Length);
        if (slot.Token == JsonTokenType.Null)
        {
            _output.Add("null"u8);
            return;
        }

        switch (bound.Field.Transform)
        {
            case FileTransform.Split:
            case FileTransform.Array:
            case FileTransform.Solutions:
                WriteList(bound, value, slot.Token);
                break;
            case FileTransform.PrimaryNeeds when leaf.Part == 0:
                WriteList(bound, value, slot.Token);
                break;
            case FileTransform.PrimaryNeeds:
                _output.Add(value.IndexOf(NoSupport) >= 0 ? VisibilityOnly : CoSell);
                break;
            case FileTransform.Spend:
                _output.Add("[{\"Amount\":"u8);
                WriteNumberAsText(value);
                _output.Add(",\"CurrencyCode\":\"USD\",\"Frequency\":\"Monthly\",\"TargetCompany\":\"AWS\"}]"u8);
                break;
            case FileTransform.Amount:
                WriteNumberAsText(value);
                break;
            case FileTransform.Name:
                var space = value.IndexOf((byte)' ');
                var whole = space < 0 || Mask.IsMask(value[1..^1]);
                WriteText(null, leaf.Part == 0 ? value[1..space] : whole ? value[1..^1] : value[(space + 1)..^1]);
                break;
            default:
                if (slot.Token != JsonTokenType.String)
                    WriteNumberAsText(value);
                else if (bound.Values is { } values && _found[leaf.Field] is var place and >= 0)
                    WriteApi(values, place);
                else if (!_hasEscapes)
                    _output.Add(value); // as it stands, quotes included: most values
                else
                    WriteText(null, value[1..^1]);
                break;
        }
    }

    void WriteApi(ValueTable values, int place)
    {
        _output.Add((byte)'"');
        _output.Add(values.Api(place));
        _output.Add((byte)'"');
    }

    void WriteText(ValueTable? values, ReadOnlySpan<byte> raw)
    {
        _output.Add((byte)'"');
        if (values is not null && values.TryGet(raw, out var api))
            _output.Add(api);
        else if (!_hasEscapes)
            _output.Add(raw);
        else
            JsonText.TryWriteCanonical(raw, _output);
        _output.Add((byte)'"');
    }

    // A number, or true / false where AWS wants text, becomes its text.
    void WriteNumberAsText(ReadOnlySpan<byte> value)
    {
        if (value[0] == '"')
            value = value[1..^1];
        _output.Add((byte)'"');
        if (!DecimalText.TryWrite(value, -1, _output))
            _output.Add(value);
        _output.Add((byte)'"');
    }

    void WriteList(BoundField bound, ReadOnlySpan<byte> value, JsonTokenType token)
    {
        _output.Add((byte)'[');
        var first = true;
        if (token == JsonTokenType.String)
        {
            var text = value[1..^1];
            foreach (var part in text.Split((byte)';'))
                WriteItem(bound, text[part].Trim((byte)' '), ref first);
        }
        else
        {
            var reader = new Utf8JsonReader(value);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.String)
                WriteItem(bound, reader.ValueSpan, ref first);
        }

        _output.Add((byte)']');
    }

    void WriteItem(BoundField bound, ReadOnlySpan<byte> item, ref bool first)
    {
        // Neither has a place in the API's list: the first is the involvement type, the second stays under `file`.
        if (item.Length == 0 || (bound.Field.Transform == FileTransform.PrimaryNeeds && item.SequenceEqual(NoSupport))
            || (bound.Field.Transform == FileTransform.Solutions && item.SequenceEqual(Other)))
            return;
        Separate(ref first);
        WriteText(bound.Values, item);
    }

    void Separate(ref bool first)
    {
        if (!first)
            _output.Add((byte)',');
        first = false;
    }
}
