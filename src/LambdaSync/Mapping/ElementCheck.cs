using LambdaSync.Fields;

namespace LambdaSync.Mapping;

/// <summary>Checks the lines that go through an element of a list: whether they name it so that it stays the same, and with all that AWS wants of it.</summary>
static class ElementCheck
{
    public static void Check(IReadOnlyList<CheckedLine> lines, CheckScope scope)
    {
        var elements = lines
            .Where(line => line.Aws is { } aws && ElementIdentity.Of(aws.Targets[0]) is { } found && !aws.Targets[0].Steps[found.Step].All)
            .GroupBy(line => ElementOf(line.Aws!.Targets[0]));
        foreach (var element in elements)
        {
            if (element.Key.Steps[^1].Index is not null)
                Position(element.Key, [.. element], scope);
            Neighbours(element.Key, [.. element], scope);
        }
    }

    static FieldPath ElementOf(FieldPath path) => new(path.Root, [.. path.Steps.Take(ElementIdentity.Of(path)!.Value.Step + 1)]);

    static void Position(FieldPath element, List<CheckedLine> lines, CheckScope scope)
    {
        var identity = ElementIdentity.Of(element)!.Value.Identity;
        if (identity.Group is { } group)
        {
            foreach (var line in lines)
            {
                scope.Warn(
                    IssueCodes.MappingByPosition, line.At, line.Line.Aws, $"{element} names an element by its position, and AWS may have another one there.",
                    $"Select it by its {group}: {Selected(line.Aws!.Targets[0], identity)}.");
            }

            return;
        }

        var mapped = lines.Select(line => line.Aws!.Targets[0].Steps[^1].Name).ToList();
        if (identity.Members.Any(mapped.Contains))
        {
            scope.Issues.Add(Issue.Note(
                IssueCodes.MappingByPosition, lines[0].At, element.ToString(), $"{element} is the element at this position when a record is linked. From then on its lines follow that element by its {Words(identity)}.",
                "Nothing, if the order of the list at AWS is right."));
        }
        else
        {
            scope.Warn(
                IssueCodes.MappingByPosition, lines[0].At, element.ToString(), $"No line maps the {Words(identity)} of {element}, so the CRM record does not say which element it stands for.",
                $"Add a line for {element}.{identity.Members.First()}.");
        }
    }

    static void Neighbours(FieldPath element, List<CheckedLine> lines, CheckScope scope)
    {
        var sent = lines.Where(line => line.Sends).ToList();
        if (sent.Count == 0 || scope.Catalogue.Object != AceObject.Opportunity)
            return;
        var step = element.Steps[^1];
        var defaults = ElementDefaults.Of(element, step).ToDictionary(d => Scalars.TextOf(System.Text.Encoding.UTF8.GetString(d.Name))!, d => System.Text.Encoding.UTF8.GetString(d.Value), StringComparer.Ordinal);
        var wanted = ElementDefaults.Required(scope.Catalogue, element.CatalogueKey())
            .Where(name => name != step.Key && !sent.Exists(line => line.Aws!.Targets[0].Steps[^1].Name == name)).ToList();
        var missing = wanted.Where(name => !defaults.ContainsKey(name)).ToList();
        if (missing.Count > 0)
        {
            scope.Warn(
                IssueCodes.MappingRequiredUnmapped, sent[0].At, element.ToString(), $"AWS requires {string.Join(" and ", missing)} of every element, and no line sends them: a new {element} would not be sent.",
                $"Add lines for {string.Join(" and ", missing.Select(name => $"{element}.{name}"))}, with a \"fallback\" where the CRM has no such field.");
        }
        // A file's field means by its name what AWS's constants say.
        else if (wanted.Count > 0 && sent.TrueForAll(line => line.Aws!.File is null))
        {
            scope.Issues.Add(Issue.Note(
                IssueCodes.MappingRequiredUnmapped, sent[0].At, element.ToString(),
                $"AWS requires {string.Join(" and ", wanted)} too. No line sends them, so a new {element} gets {string.Join(", ", wanted.Select(name => $"{name} {defaults[name]}"))}.",
                $"Nothing, if these are right; otherwise add lines for {string.Join(" and ", wanted.Select(name => $"{element}.{name}"))}."));
        }
    }

    static string Selected(FieldPath path, ElementIdentity identity)
    {
        var at = ElementIdentity.Of(path)!.Value.Step;
        var (key, value) = identity.Selection?.Split('=') is [var k, var v] ? (k, v) : (identity.Group!, "...");
        return new FieldPath(path.Root, [.. path.Steps.Take(at), path.Steps[at] with { Index = null, Key = key, Value = value }, .. path.Steps.Skip(at + 1)]).ToString();
    }

    static string Words(ElementIdentity identity) => string.Join(", else ", new[] { identity.Email, string.Join(" and ", identity.Names) }.Where(text => !string.IsNullOrEmpty(text)));
}
