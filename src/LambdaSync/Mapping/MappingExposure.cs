namespace LambdaSync.Mapping;

/// <summary>Compares what two mappings let leave the CRM.</summary>
public static class MappingExposure
{
    /// <summary>What a new mapping sends to AWS beyond the current one, each as a line for a person; empty if nothing.</summary>
    /// <param name="current">The mapping in use; one without objects sends nothing.</param>
    /// <remarks>
    /// Compared are the pairs of CRM field and AWS field, fallbacks from other CRM fields, values that pass unlisted, and the conditions
    /// that keep a record from being shared. Conversions of a value that already travels (rounding, value maps) send nothing new.
    /// </remarks>
    public static IReadOnlyList<string> Added(MappingDocument current, MappingDocument next) =>
        [.. Added("opportunity", current.Opportunity, next.Opportunity), .. Added("lead", current.Lead, next.Lead)];

    static IEnumerable<string> Added(string name, ObjectMapping? current, ObjectMapping? next)
    {
        if (next is null)
            return [];
        // Another object's fields are other fields, though they have the same names.
        var known = current?.CrmObject == next.CrmObject ? Sent(current).ToHashSet(StringComparer.Ordinal) : [];
        return Sent(next).Where(line => !known.Contains(line)).Concat(current is null ? [] : Records(current, next)).Select(line => $"{name}: {line}");
    }

    static IEnumerable<string> Sent(ObjectMapping mapping)
    {
        foreach (var field in mapping.Fields.Where(field => field.Outbound))
        {
            yield return $"{field.Crm} -> {field.Aws}";
            if (field is { PassUnmapped: true, Values.Count: > 0 })
                yield return $"{field.Crm} -> {field.Aws}: values that \"values\" does not list";
            foreach (var tier in field.Fallback.Where(tier => tier.Kind == FallbackKind.Crm))
                yield return $"{tier.Text} -> {field.Aws} (fallback)";
        }
    }

    // What let fewer records go.
    static IEnumerable<string> Records(ObjectMapping current, ObjectMapping next)
    {
        if (current.SyncFlag is { } flag && flag != next.SyncFlag)
            yield return next.SyncFlag is null ? $"records without the flag {flag} (\"syncFlag\" is gone)" : $"records with the flag {next.SyncFlag} instead of {flag} (\"syncFlag\")";
        if (next.Share > current.Share)
            yield return $"records that are shared earlier (\"share\" is {Name(next.Share)}, not {Name(current.Share)})";
        var kept = next.WhenOutbound.Select(Text).ToHashSet(StringComparer.Ordinal);
        foreach (var condition in current.WhenOutbound.Select(Text).Where(condition => !kept.Contains(condition)))
            yield return $"records that do not meet {condition} (gone from \"when\")";
        if (next.Submit is { } submit && submit != current.Submit)
            yield return $"submissions with involvement {submit.Involvement} and visibility {submit.Visibility} (\"submit\")";
    }

    static string Text(Condition condition) => $"{condition.Aws ?? condition.Crm} {condition.Comparison} {string.Join(", ", condition.Operands)}";

    static string Name(ShareMode share) => share switch
    {
        ShareMode.OnCommand => "on-command",
        ShareMode.OnCreate => "on-create",
        _ => "on-update",
    };
}
