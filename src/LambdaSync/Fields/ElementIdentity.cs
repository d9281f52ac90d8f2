namespace LambdaSync.Fields;

/// <summary>
/// What tells the elements of one of AWS's lists apart, whatever their order: a contact is its e-mail, else its name; a spend entry its
/// target company; a team member its title and e-mail; a tag its key.
/// </summary>
/// <param name="List">The list's path without a root: partner's and AWS's side have the same lists.</param>
/// <param name="Group">The member that has to be the same in any case, or null.</param>
/// <param name="Email">The member that decides where both elements have it, or null.</param>
/// <param name="Names">The members that decide where one has no e-mail.</param>
/// <param name="Selection">The element that a field of the list without a selection stands for (<c>[TargetCompany=AWS]</c>), or null.</param>
public sealed record ElementIdentity(string List, string? Group, string? Email, IReadOnlyList<string> Names, string? Selection)
{
    /// <summary>Every list whose elements have an identity.</summary>
    public static readonly IReadOnlyList<ElementIdentity> All =
    [
        new("Customer.Contacts", null, "Email", ["FirstName", "LastName"], null),
        new("Project.ExpectedCustomerSpend", "TargetCompany", null, [], "TargetCompany=AWS"),
        new("OpportunityTeam", "BusinessTitle", "Email", ["FirstName", "LastName"], null),
        new("Tags", "Key", null, [], null),
        // The people of a lead's interactions, which LambdaSync lists beside them.
        new("Contacts", null, "Email", ["FirstName", "LastName"], null),
    ];

    /// <summary>The roots of a record document that have these lists.</summary>
    public static readonly IReadOnlyList<string> Roots = ["aws", "lead", FieldPath.DefaultRoot];

    /// <summary>The members that make up the identity.</summary>
    public IEnumerable<string> Members => new[] { Group, Email }.OfType<string>().Concat(Names);

    /// <summary>The identity of a path's first element, and the position of its step; null when no step names an element that has one.</summary>
    public static (ElementIdentity Identity, int Step)? Of(FieldPath path)
    {
        var step = path.Steps.Select((s, i) => (s, i)).FirstOrDefault(p => p.s.IsList).i;
        if (!path.Steps[step].IsList || !Roots.Contains(path.Root))
            return null;
        var list = string.Join('.', path.Steps.Take(step + 1).Select(s => s.Name));
        return All.FirstOrDefault(identity => identity.List == list) is { } found ? (found, step) : null;
    }
}
