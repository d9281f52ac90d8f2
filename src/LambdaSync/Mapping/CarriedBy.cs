using LambdaSync.Fields;
using LambdaSync.Sync.Outbound;

namespace LambdaSync.Mapping;

/// <summary>
/// Which request carries a member to AWS. Associations, submissions and the team have operations of their own; a member that no operation
/// sends yet stays as AWS has it.
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

    /// <summary>AssociateOpportunity and DisassociateOpportunity carry it: one identifier a call.</summary>
    public static bool Associate(FieldPath path) => path is { Root: "related", IsList: true };

    /// <summary>AssignOpportunity carries it: a member of the team, who is the owner with the title PartnerAccountManager.</summary>
    public static bool Assign(FieldPath path) => path.Root == FieldPath.DefaultRoot && path.Steps is [{ Name: "OpportunityTeam", IsList: true }, { Name: "Email" or "FirstName" or "LastName" }];

    /// <summary>StartEngagementFromOpportunityTask carries it: it says how AWS is asked, and is no value that can be changed later.</summary>
    public static bool Submit(FieldPath path) => path.Root == "submission";

    /// <summary>AssignOpportunity carries it: who owns the opportunity.</summary>
    public static bool AssignOwner(FieldPath path) => Assign(path) && path.Steps[0].Value == Assignee.Owner;

    /// <summary>The answer to an invitation carries it (StartEngagementByAcceptingInvitationTask, RejectEngagementInvitation), once.</summary>
    public static bool Answer(FieldPath path) => path is { Root: "invitation", Steps: [{ Name: "Status" or "RejectionReason" }] };

    static bool IsMember(FieldPath path, CatalogueField? field, Writers writer) =>
        path.Root == FieldPath.DefaultRoot && (field is null || field.Writers.HasFlag(writer));
}
