using System.Globalization;
using System.Text;
using LambdaSync.Fields;
using LambdaSync.Json;
using LambdaSync.Sync;
using LambdaSync.Sync.Outbound;

namespace LambdaSync.Mapping;

/// <summary>How what AWS has at the places that a CRM field is sent to compares with the field's value.</summary>
enum AwsComparison
{
    Same,

    /// <summary>AWS has nothing there.</summary>
    Empty,
    Different,
}

public sealed partial class CompiledMapping
{
    /// <summary>Whether any line may write the CRM field's value to AWS, even if no operation sends it yet.</summary>
    internal bool MayBeSent(string crmField) => _lines.Any(line => line.Sends && line.Source.Crm == crmField);

    /// <summary>The catalogue's paths of what a CRM field is sent to.</summary>
    internal IEnumerable<string> CataloguePaths(string crmField) =>
        _lines.Where(line => line.Source.Outbound && line.Source.Crm == crmField && line.Field is not null).Select(line => line.Field!.Path);

    /// <summary>The catalogue's path of a place in a request, or null.</summary>
    internal string? CataloguePath(string place) => FieldCatalogue.Of(Object).ByPath(place)?.Path;

    /// <summary>The values that lines would send and the call does not carry: <see cref="Issue.Field"/> is the CRM field.</summary>
    /// <param name="values">The CRM's fields to look at.</param>
    internal IEnumerable<Issue> NotCarried(FlatRecord values, OutboundCall call) => _lines
        .Where(line => line.Source.Outbound && !IsCarried(line, call) && !line.IsAssociated && !line.IsAssigned && !line.IsSubmitted && values[line.Source.Crm] is not null)
        .Select(line => MappingIssues.NotSent(line, Encoding.UTF8.GetBytes(values[line.Source.Crm]!)));

    /// <summary>A CRM field without a stored baseline, about which something can be done: what is so is found by comparing both sides.</summary>
    /// <remarks>A field that is not sent, where AWS has no value, stays without a baseline: there is nothing to write on either side.</remarks>
    internal bool LacksBaseline(RecordState state)
    {
        var baseline = new FlatRecord(state.CrmBaseline);
        var missing = BaselineFields.Where(name => baseline[name] is null).ToList();
        if (missing.Count == 0)
            return false;
        var atAws = InCrm(state.AwsBaseline, []);
        return missing.Any(name => SentFields.Contains(name) || !atAws.IsEmpty(name));
    }

    /// <summary>
    /// The CRM baseline that a three-way merge may rely on. That of a field which no operation sends says only what the CRM held when it
    /// was read last; it counts where AWS has that very value, else the field has no baseline.
    /// </summary>
    /// <param name="atAws">What AWS had then, as the CRM would have it (<see cref="InCrm"/>).</param>
    internal FlatRecord MergeBaseline(RecordState state, FlatRecord atAws)
    {
        var (baseline, outboundOnly) = (new FlatRecord(state.CrmBaseline), new FlatRecord());
        foreach (var name in UnsentFields.Where(name => baseline[name] is not null))
        {
            if (!CrmFields.Contains(name))
                outboundOnly[name] = baseline[name];
            else if (!IsFormOf(name, atAws[name] ?? "null", baseline[name]!))
                baseline[name] = null;
        }

        foreach (var (name, found) in AtAws(outboundOnly, state.AwsBaseline))
        {
            if (found.Comparison != AwsComparison.Same && !IsFormOf(name, found.Value, baseline[name]!))
                baseline[name] = null;
        }

        return baseline;
    }

    /// <summary>Compares CRM values with what AWS has at each place they are sent to.</summary>
    /// <param name="values">CRM fields; those that no line sends outbound are left out of the result.</param>
    /// <param name="document">The record document as AWS has it.</param>
    /// <returns>A field's answer, and AWS's value as the CRM would have it, or AWS's own where the mapping can't turn it into one.</returns>
    internal Dictionary<string, (AwsComparison Comparison, string Value)> AtAws(FlatRecord values, ReadOnlySpan<byte> document)
    {
        var result = new Dictionary<string, (AwsComparison Comparison, string Value)>(StringComparer.Ordinal);
        if (values.Count == 0)
            return result;
        var scratch = Rent();
        _tree.Capture(document, scratch.Aws);
        foreach (var line in _lines.Where(line => line.Source.Outbound && values[line.Source.Crm] is not null))
        {
            var name = line.Source.Crm;
            var found = AtAws(line, values.IsEmpty(name) ? "null" : values[name]!, document, scratch);
            // The place that differs most decides for all places of a field.
            if (!result.TryGetValue(name, out var before) || found.Comparison > before.Comparison)
                result[name] = found;
        }

        Return(scratch);
        return result;
    }

    static (AwsComparison Comparison, string Value) AtAws(CompiledLine line, string held, ReadOnlySpan<byte> document, Scratch scratch)
    {
        scratch.Compare.Clear();
        var mapped = ToCrm(line, document, scratch.Aws, scratch.Compare, null);
        if (mapped is ToCrmResult.Absent or ToCrmResult.Null or ToCrmResult.Masked)
            return (held == "null" ? AwsComparison.Same : AwsComparison.Empty, "null");
        var place = scratch.Aws[line.Slots[0]];
        var value = Encoding.UTF8.GetString(mapped == ToCrmResult.Value ? scratch.Compare.Written : place.In(document));
        var means = place.Kind == Kind.String && line.IsMeantBy(Encoding.UTF8.GetBytes(held), place.In(document)[1..^1]);
        return (means || (mapped == ToCrmResult.Value && value == held) ? AwsComparison.Same : AwsComparison.Different, value);
    }

    /// <summary>
    /// Whether a value that the CRM returned is AWS's: a CRM may cut a text, keep whole seconds of a time in a form of its own, and keep the
    /// choices of a list in an order of its own.
    /// </summary>
    internal bool IsFormOf(string crmField, string aws, string stored)
    {
        if (MeanSame(crmField, aws, stored))
            return true;
        if ((Scalars.TextOf(aws), Scalars.TextOf(stored)) is not ({ } whole, { Length: > 0 } kept))
            return false;
        return whole.Trim().StartsWith(kept.Trim(), StringComparison.Ordinal)
            || (Moment(aws) is { } one && Moment(stored) is { } other && (one - other).Duration() < TimeSpan.FromSeconds(1))
            || (_lines.FirstOrDefault(l => l.Source.Outbound && l.Source.Crm == crmField)?.Source.Join is { } join
                && whole.Split(join).Order(StringComparer.Ordinal).SequenceEqual(kept.Split(join).Order(StringComparer.Ordinal), StringComparer.Ordinal));
    }

    // A JSON text that is a date with time.
    static DateTimeOffset? Moment(string json) => json.Length > 12 && json[0] == '"' && json[11] == 'T'
        && DateTimeOffset.TryParse(json.AsSpan(1, json.Length - 2), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment : null;
}
