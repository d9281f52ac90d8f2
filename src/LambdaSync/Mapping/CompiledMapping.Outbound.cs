using System.Buffers;
using System.Text;
using LambdaSync.Json;
using LambdaSync.Sync.Outbound;

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
        ReadOnlySpan<byte> crm, ReadOnlySpan<byte> document, DateOnly today, IBufferWriter<byte> result, ICollection<Issue> issues) =>
        MapOutbound(crm, document, today, result, issues, null);

    /// <param name="call">Only the lines that this call carries are mapped; null: all.</param>
    /// <param name="without">CRM fields whose lines are left out, fallbacks too; null: none.</param>
    internal void MapOutbound(
        ReadOnlySpan<byte> crm, ReadOnlySpan<byte> document, DateOnly today, IBufferWriter<byte> result, ICollection<Issue> issues, OutboundCall? call,
        IReadOnlySet<string>? without = null)
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
            if (_lines[i].Source.Outbound && IsCarried(_lines[i], call) && without?.Contains(_lines[i].Source.Crm) != true)
                changed |= SendLine(_lines[i], crm, scratch.Crm[_lineCrm[i]], document, isNew, today, scratch, issues);
        }

        if (changed)
            CompleteNewElements(crm, isNew, today, scratch, issues, call);
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

    static bool IsCarried(CompiledLine line, OutboundCall? call) => call switch
    {
        OutboundCall.CreateOpportunity => line.IsInCreate,
        OutboundCall.UpdateOpportunity => line.IsInUpdate,
        OutboundCall.AssociateOpportunity => line.IsAssociated,
        OutboundCall.AssignOpportunity => line.IsAssigned,
        OutboundCall.StartEngagementFromOpportunityTask => line.IsSubmitted,
        _ => true,
    };

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

        // One of several CRM values that stand for what AWS has.
        if (scratch.Aws[line.Slots[0]] is { Kind: Kind.String } has && line.IsMeantBy(value, has.In(document)[1..^1]))
        {
            issues.Add(MappingIssues.Additional(line, value, scratch.Compare.Written));
            return false;
        }

        if (!line.Sends)
        {
            if (line.Key is null || !(value.SequenceEqual(line.Key) || (line.TryToAws(value, out var selected) && line.Key.AsSpan()[1..^1].SequenceEqual(selected))))
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
        if (back == ToCrmResult.Value && line.HasOneAtAws(value, scratch.Compare.Written))
        {
            issues.Add(MappingIssues.Additional(line, value, scratch.Compare.Written));
            return true;
        }

        issues.Add(MappingIssues.NotReversible(line, value, back == ToCrmResult.Value ? scratch.Compare.Written : default));
        return false;
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
