using System.Buffers;
using System.Text;
using LambdaSync.Fields;
using LambdaSync.Json;

namespace LambdaSync.Mapping;

public sealed partial class CompiledMapping
{
    /// <summary>The CRM's fields into AWS's record document: the document with what changed.</summary>
    /// <remarks>
    /// A field whose AWS value maps inbound to exactly what the CRM holds keeps the AWS value, so rounding, trimming and many-to-one
    /// maps never write back. A new value that would not read back as the CRM has it is held with an issue.
    /// </remarks>
    /// <param name="crm">Flat canonical JSON; a field that is absent is not touched.</param>
    /// <param name="document">The document as AWS has it, canonical UTF-8; <c>{}</c> for a record AWS does not have yet: only then fallbacks apply.</param>
    /// <param name="today">The day that relative fallbacks count from (UTC).</param>
    public void MapOutbound(
        ReadOnlySpan<byte> crm, ReadOnlySpan<byte> document, DateOnly today, IBufferWriter<byte> result, ICollection<Issue> issues)
    {
        var scratch = Rent();
        _tree.Capture(document, scratch.Aws);
        CaptureCrm(crm, scratch.Crm);
        Array.Clear(scratch.New);
        scratch.NewValues.Clear();
        var isNew = document.Length <= 2;
        var changed = false;
        for (var i = 0; i < _lines.Length; i++)
        {
            if (_lines[i].Source.Outbound)
                changed |= SendLine(_lines[i], crm, scratch.Crm[_lineCrm[i]], document, isNew, today, scratch, issues);
        }

        if (!changed)
            result.Write(document);
        else if (result is Utf8Buffer buffer)
            WriteChanged(document, scratch, buffer);
        else
        {
            scratch.Output.Clear();
            WriteChanged(document, scratch, scratch.Output);
            result.Write(scratch.Output.Written);
        }

        Return(scratch);
    }

    // True when the line gives AWS a new value.
    bool SendLine(
        CompiledLine line, ReadOnlySpan<byte> crm, Value crmValue, ReadOnlySpan<byte> document, bool isNew, DateOnly today, Scratch scratch,
        ICollection<Issue> issues)
    {
        var value = crmValue.Kind == Kind.Absent ? default : crmValue.In(crm);
        var empty = value.Length == 0 || crmValue.Kind == Kind.Null || value.SequenceEqual("\"\""u8);
        if (empty && isNew)
            value = Fallback(line, crm, scratch, today, issues);
        else if (empty && value.Length > 0)
            value = "null"u8;
        if (value.Length == 0)
            return false;

        scratch.Compare.Clear();
        switch (ToCrm(line, document, scratch.Aws, scratch.Compare, null))
        {
            case ToCrmResult.Masked:
                if (!empty)
                    issues.Add(MappingIssues.MaskedAtAws(line));
                return false;
            case ToCrmResult.Null or ToCrmResult.Absent when value.SequenceEqual("null"u8):
                return false;
            case ToCrmResult.Value when scratch.Compare.Written.SequenceEqual(value):
                return false;
        }

        if (!line.Sends)
        {
            issues.Add(MappingIssues.ReadOnly(line, value));
            return false;
        }

        if (line.BeyondFirst && scratch.Aws[line.Slots[0]].Kind == Kind.Absent)
        {
            issues.Add(MappingIssues.NoElement(line));
            return false;
        }

        return SetNew(line, value, scratch, issues);
    }

    static bool SetNew(CompiledLine line, ReadOnlySpan<byte> value, Scratch scratch, ICollection<Issue> issues)
    {
        var start = scratch.NewValues.Length;
        if (value.SequenceEqual("null"u8))
        {
            foreach (var slot in line.Slots)
                scratch.New[slot] = Add(scratch, Kind.Null, "null"u8);
            return true;
        }

        if (!ToAws(line, value, scratch, issues) || !ReadsBack(line, value, scratch, issues))
        {
            scratch.NewValues.CutTo(start);
            foreach (var slot in line.Slots)
                scratch.New[slot] = default;
            return false;
        }

        return true;
    }

    static Value Add(Scratch scratch, Kind kind, ReadOnlySpan<byte> json)
    {
        var value = new Value(kind, scratch.NewValues.Length, json.Length);
        scratch.NewValues.Add(json);
        return value;
    }

    // What AWS would now have has to map inbound to the very value that the CRM holds.
    static bool ReadsBack(CompiledLine line, ReadOnlySpan<byte> value, Scratch scratch, ICollection<Issue> issues)
    {
        scratch.Compare.Clear();
        var back = ToCrm(line, scratch.NewValues.Written, scratch.New, scratch.Compare, null);
        if (back == ToCrmResult.Value && scratch.Compare.Written.SequenceEqual(value))
            return true;
        issues.Add(MappingIssues.NotReversible(line, value, back == ToCrmResult.Value ? scratch.Compare.Written : default));
        return false;
    }

    static bool ToAws(CompiledLine line, ReadOnlySpan<byte> value, Scratch scratch, ICollection<Issue> issues)
    {
        var output = scratch.NewValues;
        var start = output.Length;
        switch (line.Kind)
        {
            case LineKind.List when value[0] == '"':
                output.Add((byte)'[');
                if (!ListToAws(line, value[1..^1], output, issues))
                    return false;
                output.Add((byte)']');
                scratch.New[line.Slots[0]] = new Value(Kind.Array, start, output.Length - start);
                return true;
            case LineKind.Name when value[0] == '"':
                NameToAws(line, value[1..^1], scratch);
                return true;
            case LineKind.List or LineKind.Name:
                issues.Add(MappingIssues.WrongCrmType(line, value, "a text"));
                return false;
        }

        if (line.TryToAws(value, out var mapped))
        {
            scratch.New[line.Slots[0]] = Quoted(mapped, scratch);
            return true;
        }

        if (line.HasValues && !line.Source.PassUnmapped)
        {
            issues.Add(FindVariant(line, value) is { } standard ? MappingIssues.Variant(line, value, standard) : MappingIssues.UnmappedCrmValue(line, value));
            return false;
        }

        return line.Kind == LineKind.Amount ? AmountToAws(line, value, scratch, issues) : PlainToAws(line, value, scratch, issues);
    }

    static Value Quoted(ReadOnlySpan<byte> raw, Scratch scratch)
    {
        var start = scratch.NewValues.Length;
        scratch.NewValues.Add((byte)'"');
        scratch.NewValues.Add(raw);
        scratch.NewValues.Add((byte)'"');
        return new Value(Kind.String, start, scratch.NewValues.Length - start);
    }

    static bool AmountToAws(CompiledLine line, ReadOnlySpan<byte> value, Scratch scratch, ICollection<Issue> issues)
    {
        if (value[0] is not ((byte)'-' or >= (byte)'0' and <= (byte)'9'))
        {
            issues.Add(MappingIssues.WrongCrmType(line, value, "a number"));
            return false;
        }

        if (!Obeys(line, value, issues))
            return false;
        scratch.New[line.Slots[0]] = Quoted(value, scratch);
        return true;
    }

    static bool PlainToAws(CompiledLine line, ReadOnlySpan<byte> value, Scratch scratch, ICollection<Issue> issues)
    {
        if (value[0] != '"')
        {
            // A field newer than the catalogue takes what the CRM has; a known one is text.
            if (line.Field is not null)
            {
                issues.Add(MappingIssues.WrongCrmType(line, value, "a text"));
                return false;
            }

            scratch.New[line.Slots[0]] = Add(scratch, value[0] is (byte)'t' or (byte)'f' ? Kind.Boolean : Kind.Number, value);
            return true;
        }

        var raw = value[1..^1];
        if (!IsAcceptable(line, value, raw, issues) || !Obeys(line, raw, issues))
            return false;
        scratch.New[line.Slots[0]] = Quoted(raw, scratch);
        return true;
    }

    static bool ListToAws(CompiledLine line, ReadOnlySpan<byte> joined, Utf8Buffer output, ICollection<Issue> issues)
    {
        var first = true;
        Span<byte> quoted = stackalloc byte[512];
        foreach (var range in joined.Split(line.Join.AsSpan()))
        {
            var raw = joined[range];
            if (raw.Length == 0)
                continue;
            if (!first)
                output.Add((byte)',');
            first = false;
            output.Add((byte)'"');
            if (line.HasValues && raw.Length < quoted.Length - 2)
            {
                quoted[0] = (byte)'"';
                raw.CopyTo(quoted[1..]);
                quoted[raw.Length + 1] = (byte)'"';
                var value = quoted[..(raw.Length + 2)];
                if (line.TryToAws(value, out var mapped))
                    output.Add(mapped);
                else if (line.Source.PassUnmapped)
                    output.Add(raw);
                else
                {
                    issues.Add(FindVariant(line, value) is { } standard ? MappingIssues.Variant(line, value, standard) : MappingIssues.UnmappedCrmValue(line, value));
                    return false;
                }
            }
            else if (!IsAcceptable(line, raw, raw, issues))
                return false;
            else
                output.Add(raw);
            output.Add((byte)'"');
        }

        return true;
    }

    static void NameToAws(CompiledLine line, ReadOnlySpan<byte> raw, Scratch scratch)
    {
        var space = raw.IndexOf((byte)' ');
        scratch.New[line.Slots[0]] = space < 0 ? Add(scratch, Kind.Null, "null"u8) : Quoted(raw[..space], scratch);
        scratch.New[line.Slots[1]] = Quoted(space < 0 ? raw : raw[(space + 1)..], scratch);
    }

    // A published value in another spelling is held; one that is not published may be newer than this release and goes on.
    static bool IsAcceptable(CompiledLine line, ReadOnlySpan<byte> shown, ReadOnlySpan<byte> raw, ICollection<Issue> issues)
    {
        if (line.Standard is null || line.Standard.Knows(raw))
            return true;
        if (FindVariant(line, shown) is { } standard)
        {
            issues.Add(MappingIssues.Variant(line, shown[0] == '"' ? shown : JsonText.Quote(JsonText.ToText(raw)), standard));
            return false;
        }

        issues.Add(MappingIssues.NotStandard(line, raw));
        return true;
    }

    static string? FindVariant(CompiledLine line, ReadOnlySpan<byte> value)
    {
        if (line.Field?.Values is not { } list)
            return null;
        var text = JsonText.ToText(value[0] == '"' ? value[1..^1] : value);
        return list.Values.FirstOrDefault(standard => Variants.Same(standard, text));
    }

    // Longer text is rare enough for a copy on the heap.
    const int LongText = 256;

    // AWS's firm rules stop the value here, before a request; the others are told.
    static bool Obeys(CompiledLine line, ReadOnlySpan<byte> raw, ICollection<Issue> issues)
    {
        if (line.Field is not { Values: null } field)
            return true;
        Span<char> room = stackalloc char[LongText];
        var length = JsonText.ToChars(raw, room);
        var text = length < 0 ? JsonText.ToText(raw).AsSpan() : room[..length];
        if (FieldCheck.Check(field, text, outbound: true) is not { } issue)
            return true;
        issues.Add(issue);
        return issue.Severity != Severity.Error;
    }

    ReadOnlySpan<byte> Fallback(CompiledLine line, ReadOnlySpan<byte> crm, Scratch scratch, DateOnly today, ICollection<Issue> issues)
    {
        foreach (var tier in line.Source.Fallback)
        {
            switch (tier.Kind)
            {
                case FallbackKind.Crm:
                    var slot = _crmNames.Find(JsonText.Quote(tier.Text));
                    var value = slot < 0 ? default : scratch.Crm[slot];
                    if (value.Kind is not (Kind.Absent or Kind.Null) && !value.In(crm).SequenceEqual("\"\""u8))
                        return value.In(crm);
                    break;
                case FallbackKind.Date when RelativeDate.TryParse(tier.Text, out var date):
                    return JsonText.Quote(date.From(today).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
                case FallbackKind.Literal:
                    return Encoding.UTF8.GetBytes(tier.Text);
                default:
                    issues.Add(MappingIssues.Fallback(line, tier.Text));
                    return default;
            }
        }

        return default;
    }
}
