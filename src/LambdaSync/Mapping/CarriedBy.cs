using LambdaSync.Fields;
using LambdaSync.Sync.Outbound;

namespace LambdaSync.Mapping;

/// <summary>
/// Which request carries a member to AWS. Associations, answers, submissions and the team need operations of their own; a member that no
/// operation sends yet stays as AWS has it.
/// </summary>
static class CarriedBy
{
    /// <summary>CreateOpportunity carries it.</summary>
    /// <param name="field">What AWS publishes about the member; null when it is newer than this release.</param>
    public static bool Create(FieldPath path, CatalogueField? field) => IsMember(path, field, Writers.Create);

    /// <summary>UpdateOpportunity carries it.</summary>
    /// <param name="field">What AWS publishes about the member; null when it is newer than this release.</param>
    public static bool Update(FieldPath path, CatalogueField? field) =>
        IsMember(path, field, Writers.Update) && !OpportunityBody.AnswerOnly.Contains(path.Steps[0].Name);

    static bool IsMember(FieldPath path, CatalogueField? field, Writers writer) =>
        path.Root == FieldPath.DefaultRoot && (field is null || field.Writers.HasFlag(writer));
}
