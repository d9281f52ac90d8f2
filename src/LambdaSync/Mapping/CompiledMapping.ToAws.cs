using LambdaSync.Fields;
using LambdaSync.Json;

namespace LambdaSync.Mapping;

public sealed partial class CompiledMapping
{
    // Puts AWS's value for the CRM's value into the line's new slots; false with an issue when AWS keeps what it has.
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
            issues.Add(Unmapped(line, value));
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
        if (line.Form is { IsSent: true } form)
        {
            scratch.Compare.Clear();
            scratch.Compare.Add((byte)'"');
            if (!form.TryWrite(raw, scratch.Compare))
            {
                issues.Add(MappingIssues.NotAPhone(line, value));
                return false;
            }

            scratch.Compare.Add((byte)'"');
            value = scratch.Compare.Written;
            raw = value[1..^1];
        }

        if (!IsAcceptable(line, value, issues) || !Obeys(line, raw, issues))
            return false;
        scratch.New[line.Slots[0]] = Quoted(raw, scratch);
        return true;
    }

    static bool ListToAws(CompiledLine line, ReadOnlySpan<byte> joined, Utf8Buffer output, ICollection<Issue> issues)
    {
        var first = true;
        foreach (var range in joined.Split(line.Join.AsSpan()))
        {
            var raw = joined[range];
            if (raw.Length == 0)
                continue;
            if (!first)
                output.Add((byte)',');
            first = false;
            var at = output.Length;
            if (line.IsProducts && AwsProducts.Identifier(JsonText.ToText(raw)) is { } product)
            {
                output.Add(JsonText.Quote(product));
                continue;
            }

            output.Add((byte)'"');
            output.Add(raw);
            output.Add((byte)'"');
            var value = output.Written[at..];
            if (line.TryToAws(value, out var mapped))
            {
                output.CutTo(at + 1);
                output.Add(mapped);
                output.Add((byte)'"');
            }
            else if (line.HasValues ? !line.Source.PassUnmapped : !IsAcceptable(line, value, issues))
            {
                if (line.HasValues)
                    issues.Add(Unmapped(line, value));
                return false;
            }
        }

        return true;
    }

    static Issue Unmapped(CompiledLine line, ReadOnlySpan<byte> value) =>
        FindVariant(line, value) is { } standard ? MappingIssues.Variant(line, value, standard) : MappingIssues.UnmappedCrmValue(line, value);

    static void NameToAws(CompiledLine line, ReadOnlySpan<byte> raw, Scratch scratch)
    {
        var space = raw.IndexOf((byte)' ');
        scratch.New[line.Slots[0]] = space < 0 ? Add(scratch, Kind.Null, "null"u8) : Quoted(raw[..space], scratch);
        scratch.New[line.Slots[1]] = Quoted(space < 0 ? raw : raw[(space + 1)..], scratch);
    }

    // A published value in another spelling is held. An unpublished value may be newer than this release and is sent.
    static bool IsAcceptable(CompiledLine line, ReadOnlySpan<byte> value, ICollection<Issue> issues)
    {
        if (line.Standard is null || line.Standard.Knows(value[1..^1]))
            return true;
        // The request names it as AWS does.
        if (line.Form is { IsSent: false } && UsStates.IsCode(JsonText.ToText(value[1..^1])))
            return true;
        if (FindVariant(line, value) is { } standard)
        {
            issues.Add(MappingIssues.Variant(line, value, standard));
            return false;
        }

        issues.Add(MappingIssues.NotStandard(line, value[1..^1]));
        return true;
    }

    static string? FindVariant(CompiledLine line, ReadOnlySpan<byte> value)
    {
        if (line.Field?.Values is not { } list)
            return null;
        var text = JsonText.ToText(value[0] == '"' ? value[1..^1] : value);
        return Variants.Find(text, list.Values);
    }

    // Longer text is rare enough for a copy on the heap.
    const int LongText = 256;

    // AWS's firm rules stop the value here, before a request. The other rules only cause warnings.
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
}
