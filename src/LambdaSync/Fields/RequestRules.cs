using System.Collections.Concurrent;
using System.Globalization;

namespace LambdaSync.Fields;

/// <summary>How many elements a list may have; 0 as <paramref name="Most"/> when no number is published.</summary>
readonly record struct ListLimit(int Fewest, int Most);

/// <summary>The rules for one Partner Central operation's request, by path with every index as <c>[]</c>.</summary>
sealed class RequestRules
{
    static readonly Lazy<Dictionary<string, List<string[]>>> Sections = new(ReadSections);
    static readonly ConcurrentDictionary<string, RequestRules> Read = new(StringComparer.Ordinal);

    /// <summary>Members that hold a value.</summary>
    public Dictionary<string, CatalogueField> Values { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, ListLimit> Lists { get; } = new(StringComparer.Ordinal);

    /// <summary>Members that hold members.</summary>
    public HashSet<string> Structures { get; } = new(StringComparer.Ordinal);

    /// <summary>Members that have to be there, always or when something else is.</summary>
    public List<RequiredMember> Required { get; } = [];

    /// <summary>The rules of an operation; of one that is not known, those that hold for every operation.</summary>
    public static RequestRules Of(string operation) => Read.GetOrAdd(operation, static operation =>
    {
        var rules = new RequestRules();
        rules.AddSection("*", "");
        rules.AddSection(operation, "");
        if (operation is "CreateOpportunity" or "UpdateOpportunity")
            rules.AddOpportunity();
        return rules;
    });

    void AddOpportunity()
    {
        foreach (var field in FieldCatalogue.Opportunity.Fields)
        {
            if (field.Path.Contains(':', StringComparison.Ordinal) || !Values.TryAdd(field.Path, field))
                continue;
            AddParents(field.Path);
            if (field.Required == Requirement.Optional || field.ReadOnly)
                continue;
            var when = field.RequiredWhen is { } text ? FieldCondition.Parse(text) : [];

            // What a condition looks for outside the request (file:, submission:) is not known here.
            if (when.Any(term => term.Path.Contains(':', StringComparison.Ordinal)))
                continue;

            // A request calls the opportunity's Id its Identifier.
            Required.Add(new RequiredMember(
                field.Path, [.. when.Select(term => term.Path == "Id" ? term with { Path = "Identifier" } : term)], field.FirmlyRequired));
        }
    }

    void AddSection(string name, string prefix)
    {
        if (!Sections.Value.TryGetValue(name, out var rows))
            return;
        foreach (var cells in rows)
            Add(cells, prefix);
    }

    void Add(string[] cells, string prefix)
    {
        var path = prefix + cells[0];
        AddParents(path);
        var (fewest, most) = (Number(cells[2]), Number(cells[3]));
        switch (cells[1])
        {
            case "L":
                Lists[path] = new ListLimit(fewest, most);
                break;
            case "O":
                Structures.Add(path);
                break;
            case ['@', ..] name:
                Structures.Add(path);
                AddSection(name, path + ".");
                break;
            default:
                Values[path] = new CatalogueField(
                    path, FieldTables.Type(cells[1]), fewest, most, Pattern(cells[4]), null, Requirement.Optional, null, Writers.Create,
                    ReviewStatuses.None, Firm: true, Sensitive: false);
                break;
        }

        if (cells[5] == "!")
            Required.Add(new RequiredMember(path, Parent(path) is { } parent ? [new FieldCondition(parent, false, [])] : [], Firm: true));
    }

    // Everything before the last name holds members or elements.
    void AddParents(string path)
    {
        for (var parent = Parent(path); parent is not null; parent = Parent(parent))
        {
            if (IsElement(path))
                Lists.TryAdd(parent, default);
            else
                Structures.Add(parent);
            path = parent;
        }
    }

    static bool IsElement(string path) => path.EndsWith("[]", StringComparison.Ordinal);

    static string? Parent(string path) =>
        IsElement(path) ? path[..^2] : path.LastIndexOf('.') is var dot and >= 0 ? path[..dot] : null;

    static string? Pattern(string cell) => cell.StartsWith('~') ? cell[1..] : FieldPattern.Named(cell);

    static int Number(string cell) => cell.Length == 0 ? 0 : int.Parse(cell, NumberStyles.None, CultureInfo.InvariantCulture);

    static Dictionary<string, List<string[]>> ReadSections()
    {
        var sections = new Dictionary<string, List<string[]>>(StringComparer.Ordinal);
        List<List<string[]>> open = [];
        FieldTables.Rows("requests.tsv", cells =>
        {
            if (cells[0].StartsWith("> ", StringComparison.Ordinal))
                open = [.. cells[0][2..].Split(' ').Select(name => sections.TryGetValue(name, out var rows) ? rows : sections[name] = [])];
            else
                open.ForEach(rows => rows.Add([.. cells, .. Enumerable.Repeat("", 6 - cells.Length)]));
        });
        return sections;
    }
}
