using System.Buffers;
using LambdaSync.Json;
using LambdaSync.Sync;

namespace LambdaSync.Mapping;

/// <param name="Written">CRM fields in the result, nulls not counted.</param>
/// <param name="Masked">Mapped values that are masked, so unknown.</param>
public readonly record struct InboundResult(int Written, int Masked);

public sealed partial class CompiledMapping
{
    /// <summary>AWS's record document as the CRM would have it.</summary>
    /// <param name="unknown">Collects the CRM fields whose AWS value is unknown to the CRM: masked, or held with an issue.</param>
    internal FlatRecord InCrm(ReadOnlySpan<byte> document, ICollection<Issue> issues, ICollection<string>? unknown = null)
    {
        var mapped = new Utf8Buffer();
        MapInbound(document, mapped, issues, unknown);
        return new FlatRecord(mapped.Written);
    }

    /// <summary>AWS's record document to the CRM's fields (flat). Absent and masked values are absent in the result; null clears.</summary>
    /// <param name="document">Canonical UTF-8.</param>
    public InboundResult MapInbound(ReadOnlySpan<byte> document, IBufferWriter<byte> crm, ICollection<Issue> issues) => MapInbound(document, crm, issues, null);

    InboundResult MapInbound(ReadOnlySpan<byte> document, IBufferWriter<byte> crm, ICollection<Issue> issues, ICollection<string>? unknown)
    {
        var scratch = Rent();
        _tree.Capture(document, scratch.Aws);
        var output = crm as Utf8Buffer ?? scratch.Output;
        if (output == scratch.Output)
            output.Clear();
        var (written, masked) = (0, 0);
        output.Add((byte)'{');
        var empty = true;
        foreach (var line in _inbound)
        {
            var before = output.Length;
            if (!empty)
                output.Add((byte)',');
            output.Add(line.CrmName);
            output.Add((byte)':');
            switch (ToCrm(line, document, scratch.Aws, output, issues))
            {
                case ToCrmResult.Value:
                    written++;
                    empty = false;
                    break;
                case ToCrmResult.Null:
                    empty = false;
                    break;
                case ToCrmResult.Absent:
                    output.CutTo(before);
                    break;
                case var held:
                    masked += held == ToCrmResult.Masked ? 1 : 0;
                    unknown?.Add(line.Source.Crm);
                    output.CutTo(before);
                    break;
            }
        }

        output.Add((byte)'}');
        if (output != crm)
            crm.Write(output.Written);
        Return(scratch);
        return new InboundResult(written, masked);
    }

    enum ToCrmResult
    {
        /// <summary>Nothing is known, so nothing is written.</summary>
        Absent,
        Null,
        Value,
        Masked,

        /// <summary>The value can't be written; the issue says why.</summary>
        Held,
    }

    // Writes the CRM's value for the line's AWS value; a result other than Null and Value leaves rubbish behind that the caller cuts off.
    static ToCrmResult ToCrm(CompiledLine line, ReadOnlySpan<byte> json, Value[] slots, Utf8Buffer output, ICollection<Issue>? issues)
    {
        var value = slots[line.Slots[0]];
        if (line.Kind == LineKind.Name)
            return NameToCrm(line, json, value, slots[line.Slots[1]], output);
        switch (value.Kind)
        {
            case Kind.Absent:
                return ToCrmResult.Absent;
            case Kind.Null:
                return Null(output);
            case Kind.Array when line.Kind == LineKind.List:
                return ListToCrm(line, value.In(json), output, issues);
            case Kind.String when line.Kind != LineKind.List:
                var raw = value.In(json)[1..^1];
                return Mask.IsMask(raw) ? ToCrmResult.Masked : TextToCrm(line, raw, output, issues);
            case Kind.Number or Kind.Boolean when line.Kind == LineKind.Plain:
                return ScalarToCrm(line, value.In(json), output, issues);
            default:
                issues?.Add(MappingIssues.WrongAwsType(line, value.In(json)));
                return ToCrmResult.Held;
        }
    }

    static ToCrmResult Null(Utf8Buffer output)
    {
        output.Add("null"u8);
        return ToCrmResult.Null;
    }

    static ToCrmResult TextToCrm(CompiledLine line, ReadOnlySpan<byte> raw, Utf8Buffer output, ICollection<Issue>? issues)
    {
        // CRMs have no empty text: it is no value.
        if (raw.Length == 0)
            return Null(output);
        if (line.HasValues)
        {
            if (line.TryToCrm(raw, out var mapped))
            {
                output.Add(mapped);
                return ToCrmResult.Value;
            }

            if (!line.Source.PassUnmapped)
            {
                issues?.Add(MappingIssues.UnmappedAwsValue(line, raw));
                return ToCrmResult.Held;
            }
        }

        if (line.Kind == LineKind.Amount)
        {
            if (DecimalText.TryWrite(raw, line.Source.Round ?? -1, output))
                return ToCrmResult.Value;
            issues?.Add(MappingIssues.NotANumber(line, raw));
            return ToCrmResult.Held;
        }

        if (line.Source.Trim)
            raw = RawText.Trim(raw);
        if (line.Source.Truncate is { } units)
        {
            raw = RawText.Cut(raw, units);
            if (line.Source.Trim)
                raw = RawText.Trim(raw);
        }

        if (raw.Length == 0)
            return Null(output);
        output.Add((byte)'"');
        output.Add(raw);
        output.Add((byte)'"');
        return ToCrmResult.Value;
    }

    static ToCrmResult ScalarToCrm(CompiledLine line, ReadOnlySpan<byte> value, Utf8Buffer output, ICollection<Issue>? issues)
    {
        if (line.HasValues && line.TryToCrm(value, out var mapped))
            output.Add(mapped);
        else if (line.HasValues && !line.Source.PassUnmapped)
        {
            issues?.Add(MappingIssues.UnmappedAwsValue(line, value));
            return ToCrmResult.Held;
        }
        else if (value[0] is (byte)'t' or (byte)'f' || !DecimalText.TryWrite(value, line.Source.Round ?? -1, output))
            output.Add(value);
        return ToCrmResult.Value;
    }

    static ToCrmResult ListToCrm(CompiledLine line, ReadOnlySpan<byte> array, Utf8Buffer output, ICollection<Issue>? issues)
    {
        if (array.Length == 2)
            return Null(output);
        var start = output.Length;
        output.Add((byte)'"');
        var at = 1;
        var first = true;
        while (array[at] != ']')
        {
            if (array[at] == ',')
                at++;
            var element = JsonScan.ValueAt(array, at);
            at += element.Length;
            if (line.Element is { } template && element.Kind == Kind.Object)
            {
                if (!first)
                    output.Add(line.Join);
                first = false;
                if (!template.TryWrite(element.In(array), output))
                    return ToCrmResult.Masked;
                continue;
            }

            if (line.Element is not null || element.Kind != Kind.String)
            {
                issues?.Add(MappingIssues.WrongAwsType(line, array));
                return ToCrmResult.Held;
            }

            var raw = element.In(array)[1..^1];
            if (Mask.IsMask(raw))
                return ToCrmResult.Masked;
            if (!first)
                output.Add(line.Join);
            first = false;
            if (!line.HasValues || (line.Source.PassUnmapped && !line.TryToCrm(raw, out _)))
                output.Add(raw);
            else if (line.TryToCrm(raw, out var mapped) && mapped[0] == '"')
                output.Add(mapped[1..^1]);
            else
            {
                issues?.Add(MappingIssues.UnmappedAwsValue(line, raw));
                return ToCrmResult.Held;
            }
        }

        if (output.Length == start + 1)
        {
            // Nothing but empty texts.
            output.CutTo(start);
            return Null(output);
        }

        output.Add((byte)'"');
        return ToCrmResult.Value;
    }

    static ToCrmResult NameToCrm(CompiledLine line, ReadOnlySpan<byte> json, Value firstName, Value lastName, Utf8Buffer output)
    {
        if (firstName.Kind == Kind.Absent && lastName.Kind == Kind.Absent)
            return ToCrmResult.Absent;
        var first = firstName.Kind == Kind.String ? firstName.In(json)[1..^1] : default;
        var last = lastName.Kind == Kind.String ? lastName.In(json)[1..^1] : default;
        if (Mask.IsMask(first) || Mask.IsMask(last))
            return ToCrmResult.Masked;
        if (first.Length == 0 && last.Length == 0)
            return Null(output);
        output.Add((byte)'"');
        var start = output.Length;
        output.Add(first);
        if (first.Length > 0 && last.Length > 0)
            output.Add((byte)' ');
        output.Add(last);
        if (line.Source.Truncate is { } units)
            output.CutTo(start + RawText.Cut(output.Written[start..], units).Length);
        output.Add((byte)'"');
        return ToCrmResult.Value;
    }
}
