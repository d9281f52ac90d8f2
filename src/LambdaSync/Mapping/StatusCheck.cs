using System.Globalization;

namespace LambdaSync.Mapping;

/// <summary>Checks <c>status</c>: every field exists, is writable, has a suitable type and is not used elsewhere.</summary>
static class StatusCheck
{
    public static void Check(ObjectMapping mapping, string at, CheckScope scope)
    {
        if (mapping.Status is not { } status)
            return;
        foreach (var (member, crm, other) in Clashes(mapping))
            scope.Error(IssueCodes.MappingDuplicate, $"{at}.status.{member}", crm, Rule(crm, $"{at}.{other}"), Fix);
        foreach (var flag in new[] { status.HasUpdates, status.Locked }.OfType<StatusFlag>().Where(f => f.Yes == f.No))
            scope.Error(IssueCodes.MappingInvalid, $"{at}.status", flag.Crm, $"The words of {flag.Crm} for yes and no are the same.", "Write two words.");
        foreach (var (member, crm) in status.Fields())
        {
            var here = $"{at}.status.{member}";
            if (crm.Contains('.', StringComparison.Ordinal))
                scope.Error(IssueCodes.MappingInvalid, here, crm, $"{crm} belongs to another record, which others share.", $"Name a field of {mapping.CrmObject} itself.");
            else if (scope.CrmField(crm, here) is { } field)
                Field(member, status, field, here, scope);
        }
    }

    /// <summary>Status fields that the mapping also uses for something else, each with the other place within the object: <c>fields[3]</c>.</summary>
    public static IEnumerable<(string Member, string Crm, string Other)> Clashes(ObjectMapping mapping)
    {
        var used = new Dictionary<string, string>(StringComparer.Ordinal) { [mapping.AwsId] = "awsId" };
        if (mapping.SyncFlag is { } flag)
            used.TryAdd(flag, "syncFlag");
        if (mapping.Template is { } template)
            used.TryAdd(template.AccountField, "template");
        foreach (var (i, line) in mapping.Fields.Index())
            used.TryAdd(line.Crm, string.Create(CultureInfo.InvariantCulture, $"fields[{i}]"));
        foreach (var (member, crm) in mapping.Status?.Fields() ?? [])
        {
            if (!used.TryAdd(crm, $"status.{member}"))
                yield return (member, crm, used[crm]);
        }
    }

    /// <summary>An edit of a mapped field travels; what the sync itself writes must not look like one.</summary>
    public static string Rule(string crm, string other) => $"{crm} is a status field, and {other} uses it too.";

    public const string Fix = "Name a field of its own, or remove one of the two.";

    static void Field(string member, StatusMapping status, CrmField field, string here, CheckScope scope)
    {
        if (!field.Writable)
        {
            scope.Error(
                IssueCodes.MappingNotWritable, here, field.Name, $"The integration user may not write {field.Name}.",
                "Give it the right to edit the field (a formula or system field has none), or leave the member out.");
        }

        if (StatusFit.Problem(member, status, field, scope.Catalogue) is { } problem)
        {
            scope.Issues.Add(new Issue(IssueCodes.MappingIncompatible, problem.Severity, here, field.Name, problem.Rule, problem.Fix));
            return;
        }

        // A record type may list fewer words than the field.
        foreach (var (variant, values) in scope.Variants(field.Name))
        {
            if (StatusFit.Problem(member, status, field with { Values = values }, scope.Catalogue) is { } missing)
                scope.Issues.Add(new Issue(IssueCodes.MappingIncompatible, missing.Severity, here, field.Name, $"In '{variant.Name}': {missing.Rule}", missing.Fix));
        }
    }
}
