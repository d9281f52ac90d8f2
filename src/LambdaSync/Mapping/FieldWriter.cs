using System.Globalization;

namespace LambdaSync.Mapping;

/// <summary>Writes one line of <c>fields</c>.</summary>
static class FieldWriter
{
    /// <summary>A value map up to this many characters stays on its field's line; a longer one gets a line for each value.</summary>
    const int WidestMap = 100;

    public static string Write(FieldMapping field, string indent)
    {
        List<string> members = [MappingWriter.Text("aws", field.Aws), MappingWriter.Text("crm", field.Crm)];
        Add(!field.Inbound, "\"inbound\": false");
        Add(!field.Outbound, "\"outbound\": false");
        Add(field.Values.Count > 0, "\"values\": " + Map([.. field.Values.Select(v => $"{Scalars.OfText(v.Aws)}: {Several(v.Crm)}")], indent));
        Add(field.OutboundDefault.Count > 0, "\"outboundDefault\": " + Map([.. field.OutboundDefault.OrderBy(d => d.Key, StringComparer.Ordinal).Select(Default)], indent));
        Add(field.PassUnmapped, "\"unmapped\": \"pass\"");
        Add(field.Join is not null, MappingWriter.Text("join", field.Join ?? ""));
        Add(field.Element is not null, MappingWriter.Text("element", field.Element ?? ""));
        Add(field.Round is not null, string.Create(CultureInfo.InvariantCulture, $"\"round\": {field.Round}"));
        Add(field.Truncate is not null, string.Create(CultureInfo.InvariantCulture, $"\"truncate\": {field.Truncate}"));
        Add(field.Trim, "\"trim\": true");
        Add(field.Lower, "\"lower\": true");
        Add(field.Phone is not null, "\"phone\": " + Phone(field.Phone));
        Add(field.Owner != Owner.None, MappingWriter.OwnerText(field.Owner));
        Add(field.Fallback.Count > 0, $"\"fallback\": [{string.Join(", ", field.Fallback.Select(Tier))}]");
        return $"{{ {string.Join(", ", members)} }}";

        void Add(bool there, string member)
        {
            if (there)
                members.Add(member);
        }
    }

    static string Map(IReadOnlyList<string> entries, string indent) =>
        entries.Sum(e => e.Length + 2) <= WidestMap
            ? $"{{ {string.Join(", ", entries)} }}"
            : $"{{\n{indent}  {string.Join($",\n{indent}  ", entries)}\n{indent}}}";

    static string Phone(PhoneFormat? phone) => phone is null ? "" : $"{{ {string.Join(", ",
        new[] { ("country", (string?)phone.Country), ("trunk", phone.Trunk), ("international", phone.International) }.Where(m => m.Item2 is not null).Select(m => MappingWriter.Text(m.Item1, m.Item2!)))} }}";

    /// <summary>A list even for one value: adding the second is then an edit inside the brackets.</summary>
    static string Several(IReadOnlyList<string> scalars) => scalars is [var one] && !one.StartsWith('"') ? one : $"[{string.Join(", ", scalars)}]";

    static string Default(KeyValuePair<string, string> entry) =>
        $"{(entry.Key.StartsWith('"') ? entry.Key : Scalars.OfText(entry.Key))}: {Scalars.OfText(entry.Value)}";

    static string Tier(FallbackTier tier) => tier.Kind switch
    {
        FallbackKind.Crm => $"{{ {MappingWriter.Text("crm", tier.Text)} }}",
        FallbackKind.Date => Scalars.OfText(tier.Text),
        FallbackKind.Error => tier.Text.Length == 0 ? $"\"{FallbackReader.ErrorWord}\"" : $"{{ {MappingWriter.Text(FallbackReader.ErrorWord, tier.Text)} }}",
        _ when Scalars.TextOf(tier.Text) is { } text && (text == FallbackReader.ErrorWord || RelativeDate.LooksLike(text)) => $"{{ \"value\": {tier.Text} }}",
        _ => tier.Text,
    };
}
