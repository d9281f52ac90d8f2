using System.Buffers;
using System.Text;
using System.Text.Json;
using LambdaSync.Fields;
using LambdaSync.Json;

namespace LambdaSync.Files;

/// <summary>Turns one record of a file into a record document. Keeps its buffers from record to record; not for several threads.</summary>
sealed partial class RecordReader(string key, AceObject aceObject, int version)
{
    static readonly Comparison<Kept> ByName = (a, b) => a.Name.AsSpan(1, a.Name.Length - 2).SequenceCompareTo(b.Name.AsSpan(1, b.Name.Length - 2));

    readonly DocumentShape _shape = DocumentShape.Of(aceObject);
    readonly Slot[] _slots = new Slot[DocumentShape.Of(aceObject).Fields.Length];
    readonly int[] _found = new int[DocumentShape.Of(aceObject).Fields.Length]; // a value's place in its list, known from its check
    readonly int[] _following = new int[DocumentShape.Of(aceObject).Fields.Length + 1];
    readonly List<Kept> _kept = [];
    readonly Utf8Buffer _output = new();
    readonly Utf8Buffer _scratch = new();
    readonly Utf8Buffer _canonical = new();
    readonly IssueList _issues = new();
    UInt128 _present;
    bool _hasEscapes;
    bool _isCanonical;
    int _index;

    public IReadOnlyList<Issue> Read(ReadOnlySpan<byte> record, in RecordPlace place, int index, IBufferWriter<byte> document)
    {
        (_index, _present) = (index, default);
        _issues.Clear();
        _kept.Clear();
        _output.Clear();
        System.Array.Clear(_slots);
        if (!place.IsObject)
            Report(RecordIssues.NotAnObject(Encoding.UTF8.GetString(record[..Math.Min(record.Length, 200)])));
        else if (record.Length > AceFile.MaxRecordBytes)
            Report(RecordIssues.TooLarge(record.Length));
        else if (place.TooDeep)
            Report(RecordIssues.TooDeep());
        else if (!JsonText.IsValidUtf8(record))
            Report(RecordIssues.BadText(null, "this record is not"));
        else
        {
            record = WithoutNeedlessEscapes(record);
            Fields(record, place);
        }

        _kept.Sort(ByName);
        WriteDocument(record);
        document.Write(_output.Written);
        return _issues.ToList();
    }

    // Values are looked up by their bytes, so "\u0026" has to be "&" first. Few files have escapes. An escape that can't be rewritten becomes an issue later.
    ReadOnlySpan<byte> WithoutNeedlessEscapes(ReadOnlySpan<byte> record)
    {
        _hasEscapes = record.IndexOf((byte)'\\') >= 0;
        _isCanonical = false;
        if (!_hasEscapes)
            return record;
        _canonical.Clear();
        _isCanonical = CanonicalJson.TryWrite(record, _canonical) is null;
        return _isCanonical ? _canonical.Written : record;
    }

    void Report(Issue issue) => _issues.Add(issue with { File = key, Record = _index });

    void Fields(ReadOnlySpan<byte> record, in RecordPlace place)
    {
        Collect(record);
        if (place.AwsId is null && place.PartnerId is null)
        {
            if (place.LongIdentifier)
                Report(RecordIssues.LongIdentifier());
            else if (!place.BadIdentifier)
                Report(RecordIssues.NoIdentifier());
        }

        for (var i = 0; i < _slots.Length; i++)
        {
            if (_slots[i].Token != JsonTokenType.None)
                Prepare(record, i, _shape.Fields[i]);
        }
    }

    // Fills the slots of known fields, in any order; unknown members are kept.
    void Collect(ReadOnlySpan<byte> record)
    {
        var reader = new Utf8JsonReader(record, new JsonReaderOptions { MaxDepth = AceFile.MaxRecordDepth + 2 });
        reader.Read();
        var last = _slots.Length;
        for (var members = 0; reader.Read() && reader.TokenType == JsonTokenType.PropertyName; members++)
        {
            if (members == AceFile.MaxMembers)
            {
                Report(RecordIssues.TooManyMembers());
                return;
            }

            var name = reader.ValueSpan;
            var field = FieldAfter(last, name);
            last = field < 0 ? _slots.Length : field;
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            var token = reader.TokenType;
            reader.Skip();
            var slot = new Slot(token, start, (int)reader.BytesConsumed - start);
            if (field < 0)
                KeepUnknown(name, slot);
            else if (_slots[field].Token != JsonTokenType.None)
                Report(RecordIssues.Duplicate(_shape.Fields[field].Field.Name));
            else
                _slots[field] = slot;
        }
    }

    // A file's records have their members in one order, so the field that followed last time is tried before the table.
    int FieldAfter(int last, ReadOnlySpan<byte> name)
    {
        var expected = _following[last];
        if (name.SequenceEqual(_shape.Fields[expected].RawName))
            return expected;
        var field = _shape.Names.Find(name);
        if (field >= 0)
            _following[last] = field;
        return field;
    }

    void KeepUnknown(ReadOnlySpan<byte> name, Slot slot)
    {
        _scratch.Clear();
        _scratch.Add((byte)'"');
        if (!JsonText.TryWriteCanonical(name, _scratch))
        {
            Report(RecordIssues.BadText(null, "a member's name holds half a surrogate pair"));
            return;
        }

        _scratch.Add((byte)'"');
        var quoted = _scratch.Written.ToArray();
        if (_kept.Exists(kept => kept.Name.AsSpan().SequenceEqual(quoted)))
        {
            Report(RecordIssues.Duplicate(NameOf(quoted)));
            return;
        }

        Report(RecordIssues.Unknown(NameOf(quoted)));
        _kept.Add(new Kept(quoted, slot));
    }

    static string NameOf(byte[] quoted) => JsonText.ToText(quoted.AsSpan(1, quoted.Length - 2));

    // Decides which leaves a field fills, and says what is wrong with its value.
    void Prepare(ReadOnlySpan<byte> record, int index, BoundField bound)
    {
        var (field, slot) = (bound.Field, _slots[index]);
        var value = record.Slice(slot.Start, slot.Length);
        if (_hasEscapes && !_isCanonical && WhyNoText(value) is { } why)
        {
            Report(RecordIssues.BadText(field.Name, why));
            return;
        }

        if (field.Transform == FileTransform.Keep)
        {
            Advise(bound, index, value, slot.Token);
            _kept.Add(new Kept(bound.Name, slot));
            return;
        }

        if (slot.Token == JsonTokenType.Null)
        {
            Show(bound.Leaves[0]);
            if (field.Transform == FileTransform.Name)
                Show(bound.Leaves[1]);
            return;
        }

        if (version == 1 && field.Name == "postalCode" && value.SequenceEqual(QuotedPlaceholder))
        {
            Report(RecordIssues.Placeholder(field, FileValues.PostalCodePlaceholder));
            return;
        }

        if (!HasRightType(bound, value, slot.Token))
        {
            _kept.Add(new Kept(bound.Name, slot));
            return;
        }

        if (ElementsOf(field, value, slot.Token) is var elements and > AceFile.MaxMembers)
        {
            Report(RecordIssues.TooManyElements(field, elements));
            return;
        }

        Advise(bound, index, value, slot.Token);
        ShowLeaves(bound, value, slot);
    }

    // A list's elements count as much as a text: one of them may hold what can't be written again.
    string? WhyNoText(ReadOnlySpan<byte> value)
    {
        _scratch.Clear();
        return CanonicalJson.TryWrite(value, _scratch);
    }

    void Show(int leaf) => _present |= UInt128.One << leaf;

    /// <summary>A value where it stands in the record, quotes and brackets included.</summary>
    readonly record struct Slot(JsonTokenType Token, int Start, int Length);

    /// <summary>A member of the document's <c>file</c> object; the name quoted and canonical.</summary>
    readonly record struct Kept(byte[] Name, Slot Value);
}
