namespace LambdaSync.Mapping;

/// <summary>Checks the value map of a line: reversible, and no value on either side without a counterpart.</summary>
static class ValueCheck
{
    const int MaxNamed = 5;

    public static void Check(CheckedLine line, CheckScope scope)
    {
        Ambiguous(line, scope);
        if (line.Aws?.Values is { } list)
        {
            foreach (var value in line.Line.Values.Where(v => !list.Contains(v.Aws)))
            {
                if (!scope.Issues.HasRoom(Severity.Warning))
                {
                    scope.Issues.CountOne(Severity.Warning);
                    continue;
                }

                var meant = list.FromFile(value.Aws) ?? Variants.Find(value.Aws, list.Values) ?? Nearest.To(value.Aws, list.Values);
                scope.Warn(
                    IssueCodes.MappingValueMissing, $"{line.At}.values", value.Aws, $"'{value.Aws}' is not a standard value of {line.Line.Aws}.",
                    (meant is null ? "" : $"AWS's API writes '{meant}'. ") + "If AWS added it since this release nothing needs to be done; otherwise correct it.");
            }
        }

        if (line.Line.Inbound && line.Crm is { Values: { } picklist } crm)
        {
            Inbound(line, crm, picklist, scope);
            InVariants(line, crm, picklist, scope);
        }

        Held(line, scope);
        if (line is { Sends: true, Aws.Values: not null, Crm.Values: { } ours })
            Unsendable(line, ours, scope);
    }

    static void Ambiguous(CheckedLine line, CheckScope scope)
    {
        var byCrm = line.Line.Values.SelectMany(v => v.Crm.Select(crm => (Crm: crm, v.Aws))).ToLookup(pair => pair.Crm, pair => pair.Aws);
        foreach (var group in byCrm.Where(g => g.Count() > 1 && line.Sends && !line.Line.OutboundDefault.ContainsKey(g.Key)))
        {
            scope.Error(
                IssueCodes.MappingAmbiguousValue, $"{line.At}.values", group.Key, $"The CRM value {group.Key} stands under {string.Join(" and ", group.Take(MaxNamed).Select(a => $"'{a}'"))}, so it is not clear which is sent.",
                $"Add \"outboundDefault\": {{ {Key(group.Key)}: {Scalars.OfText(group.First())} }} with the one to send.");
        }

        var pairs = line.Line.Values.SelectMany(v => v.Crm.Select(crm => (crm, v.Aws))).ToHashSet();
        foreach (var (crm, aws) in line.Line.OutboundDefault.Where(d => !pairs.Contains((d.Key, d.Value))))
        {
            scope.Error(
                IssueCodes.MappingAmbiguousValue, $"{line.At}.outboundDefault", crm, $"'values' does not list {crm} under '{aws}'.",
                "Name an AWS value under which the CRM value stands, or add it there.");
        }
    }

    /// <summary>What would be written to a picklist that refuses other values.</summary>
    static void Inbound(CheckedLine line, CrmField crm, IReadOnlyList<string> picklist, CheckScope scope)
    {
        if (!crm.Restricted)
            return;
        var map = line.Line.Values.DistinctBy(v => v.Aws).ToDictionary(v => v.Aws, v => Scalars.TextOf(v.Crm[0]), StringComparer.Ordinal);
        var list = line.Aws?.Values;
        var passes = map.Count == 0 || line.Line.PassUnmapped;
        if (list is null && passes && line.Aws is not null)
        {
            scope.Warn(
                IssueCodes.MappingValueMissing, line.At, line.Line.Crm, $"{line.Line.Aws} may be any text, and the picklist {line.Line.Crm} refuses what it does not list.",
                "Map it to a text, or add \"values\".");
        }

        foreach (var value in map.Keys.Union(list?.Values ?? []))
        {
            var written = map.TryGetValue(value, out var mapped) ? mapped : passes ? value : null;
            if (written is null || picklist.Contains(written))
                continue;
            if (!scope.Issues.HasRoom(Severity.Error))
            {
                scope.Issues.CountOne(Severity.Error);
                continue;
            }

            var there = StandardValues.InPicklist(value, list, picklist) ?? Variants.Find(written, picklist);
            var entry = $"\"values\": {{ {Scalars.OfText(value)}: [{Scalars.OfText(there ?? Nearest.To(value, picklist) ?? (picklist.Count > 0 ? picklist[0] : value))}] }}"
                + (map.Count == 0 ? ", \"unmapped\": \"pass\"" : "");
            scope.Error(
                IssueCodes.MappingValueMissing, line.At, value,
                there is null ? $"The picklist {line.Line.Crm} does not have '{written}', which AWS's value '{value}' becomes."
                    : $"The picklist {line.Line.Crm} spells '{written}' as '{there}'.",
                there is null ? $"Add it to the picklist, or map it to a value that is there: {entry}." : $"Add to the line: {entry}.");
        }
    }

    // The object's list has the value, and one of its variants (a record type) does not.
    static void InVariants(CheckedLine line, CrmField crm, IReadOnlyList<string> picklist, CheckScope scope)
    {
        var passed = line.Line.Values.Count == 0 || line.Line.PassUnmapped ? line.Aws?.Values?.Values ?? [] : [];
        var written = line.Line.Values.Select(v => Scalars.TextOf(v.Crm[0])).OfType<string>().Concat(passed.Except(line.Line.Values.Select(v => v.Aws))).Where(picklist.Contains).Distinct().ToList();
        foreach (var (variant, values) in scope.Variants(line.Line.Crm))
        {
            var missing = written.Except(values).ToList();
            if (missing.Count == 0)
                continue;
            var severity = crm.Restricted && variant.IsDefault ? Severity.Error : Severity.Warning;
            scope.Issues.Add(new Issue(
                IssueCodes.MappingValueMissing, severity, line.At, Some(missing),
                $"{line.Line.Crm} has {missing.Count} of the values that AWS's become, and '{variant.Name}'{(variant.IsDefault ? ", which new records have," : "")} does not offer them.",
                $"Add them to '{variant.Name}' in the CRM ({Some(missing)}), or map AWS's values to values that it offers."));
        }
    }

    static void Held(CheckedLine line, CheckScope scope)
    {
        if (!line.Line.Inbound || line.Line.Values.Count == 0 || line.Line.PassUnmapped || line.Aws?.Values is not { } list)
            return;
        var missing = list.Values.Except(line.Line.Values.Select(v => v.Aws)).ToList();
        if (missing.Count > 0)
        {
            scope.Warn(
                IssueCodes.MappingValueMissing, $"{line.At}.values", Some(missing), $"{missing.Count} of AWS's standard values of {line.Line.Aws} are not mapped: LambdaSync does not transfer the field if AWS sends one of them.",
                $"Add them ({Some(missing)}), or write \"unmapped\": \"pass\".");
        }
    }

    static void Unsendable(CheckedLine line, IReadOnlyList<string> picklist, CheckScope scope)
    {
        var mapped = line.Line.Values.SelectMany(v => v.Crm).Select(Scalars.TextOf).OfType<string>();
        var passed = line.Line.Values.Count == 0 || line.Line.PassUnmapped ? line.Aws!.Values!.Values : [];
        var sendable = mapped.Concat(passed).Select(Variants.Fold).ToHashSet(StringComparer.Ordinal);
        var stuck = picklist.Where(value => !sendable.Contains(Variants.Fold(value))).ToList();
        if (stuck.Count > 0)
        {
            scope.Warn(
                IssueCodes.MappingValueMissing, line.At, Some(stuck), $"{stuck.Count} values of the picklist {line.Line.Crm} are not mapped to a value of {line.Line.Aws}.",
                $"Add them to \"values\" under the AWS value they mean: {Some(stuck)}.");
        }
    }

    static string Key(string canonical) => canonical.StartsWith('"') ? canonical : Scalars.OfText(canonical);

    static string Some(List<string> values) =>
        string.Join(", ", values.Take(MaxNamed).Select(v => $"'{v}'")) + (values.Count > MaxNamed ? ", ..." : "");
}
