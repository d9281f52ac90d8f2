using LambdaSync.Fields;
using LambdaSync.Mapping;

namespace LambdaSync.Gates;

/// <summary>The CRM's names for what AWS calls by a path.</summary>
static class GateFields
{
    /// <summary>The CRM field that stands for a place of AWS's, else AWS's path.</summary>
    /// <param name="place">A path, also with indexes: <c>Customer.Contacts[1].Email</c>.</param>
    public static string Name(CompiledMapping mapping, string place) =>
        Line(mapping, place)?.Crm ?? (place == "LifeCycle.ReviewStatus" ? mapping.Source.Status?.ReviewStatus : null) ?? place;

    /// <summary>Where a person reads what AWS's reviewers ask for.</summary>
    public static string ReviewComments(CompiledMapping mapping) => Line(mapping, "LifeCycle.ReviewComments")?.Crm ?? "AWS's review comment";

    /// <summary>AWS's values in the words of the CRM, for a sentence.</summary>
    public static string Values(CompiledMapping mapping, string place, params IEnumerable<string> values)
    {
        var line = Line(mapping, place);
        return string.Join(", ", values.Select(value => line?.Values.FirstOrDefault(v => v.Aws == value)?.Crm is [var first, ..] ? Scalars.TextOf(first) ?? first : value).Distinct(StringComparer.Ordinal));
    }

    // A line of just this place, else of the same member in whatever element; one that sends before one that only shows.
    static FieldMapping? Line(CompiledMapping mapping, string place)
    {
        var lines = mapping.Source.Fields.OrderByDescending(line => line.Outbound).ToList();
        if (lines.FirstOrDefault(line => line.Aws == place) is { } exact)
            return exact;
        var path = FieldCatalogue.Of(mapping.Object).ByPath(place)?.Path;
        return path is null ? null : lines.FirstOrDefault(line => PathOf(mapping, line) == path);
    }

    static string? PathOf(CompiledMapping mapping, FieldMapping line)
    {
        var catalogue = FieldCatalogue.Of(mapping.Object);
        return (catalogue.ByPath(line.Aws) ?? catalogue.ForFile(line.Aws))?.Path;
    }
}
