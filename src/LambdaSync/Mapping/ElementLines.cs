using LambdaSync.Fields;

namespace LambdaSync.Mapping;

/// <summary>The lines of one element of a list. They stand for one person or company, so they are compared, merged and sent as one where it is another.</summary>
/// <param name="Path">The element's path: <c>Customer.Contacts[0]</c>, <c>aws:OpportunityTeam[BusinessTitle=PDM]</c>.</param>
/// <param name="Identity">What tells the list's elements apart, or null when that is not known.</param>
sealed record ElementLines(FieldPath Path, ElementIdentity? Identity, PathNode Node, CompiledLine[] Lines)
{
    /// <summary>The line of the e-mail, or null.</summary>
    public CompiledLine? Email { get; } = Identity?.Email is { } email ? Lines.FirstOrDefault(line => Member(line, Path) == email) : null;

    /// <summary>The lines of the member that every element of the list has its own value of, unless the path selects by it.</summary>
    public IReadOnlyList<CompiledLine> Group { get; } = [.. Lines.Where(line => Identity?.Group is { } group && Path.Steps[^1].Key != group && Member(line, Path) == group)];

    /// <summary>The lines of the names.</summary>
    public IReadOnlyList<CompiledLine> Names { get; } = [.. Lines.Where(line => Identity is { } identity && identity.Names.Contains(Member(line, Path)))];

    /// <summary>All lines that say who the element is.</summary>
    public IEnumerable<CompiledLine> Identities => Group.Concat(Email is null ? [] : [Email]).Concat(Names);

    /// <summary>The CRM fields that lines of the element write.</summary>
    public IReadOnlyList<string> InCrm { get; } = [.. Lines.Where(line => line.Source.Inbound).Select(line => line.Source.Crm)];

    /// <summary>The CRM fields that lines of the element send.</summary>
    public IReadOnlyList<string> Sent { get; } = [.. Lines.Where(line => line.IsInUpdate).Select(line => line.Source.Crm).Distinct(StringComparer.Ordinal)];

    /// <summary>Whether the element has a position in its list and no selection.</summary>
    public bool IsByPosition => Path.Steps[^1].Index is not null;

    static string Member(CompiledLine line, FieldPath element) => line.Paths[0].Steps.Count == element.Steps.Count + 1 ? line.Paths[0].Steps[^1].Name : "";
}
