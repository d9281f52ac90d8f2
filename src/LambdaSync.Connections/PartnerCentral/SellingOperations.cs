using LambdaSync.Sync.Quotas;

namespace LambdaSync.Connections.PartnerCentral;

/// <summary>
/// The operations LambdaSync uses, from AWS's API model. The quota page lists only some of them; the others are counted with their
/// kind, because whether they have a quota of their own is not published.
/// </summary>
public static class SellingOperations
{
    // Opportunities
    public static readonly SellingOperation CreateOpportunity = WriteWithToken("CreateOpportunity");
    public static readonly SellingOperation UpdateOpportunity = Write("UpdateOpportunity");
    public static readonly SellingOperation GetOpportunity = Read("GetOpportunity");
    public static readonly SellingOperation ListOpportunities = List("ListOpportunities", "OpportunitySummaries", 100);
    public static readonly SellingOperation GetAwsOpportunitySummary = Read("GetAwsOpportunitySummary");
    public static readonly SellingOperation AssignOpportunity = Write("AssignOpportunity");
    public static readonly SellingOperation AssociateOpportunity = Write("AssociateOpportunity");
    public static readonly SellingOperation DisassociateOpportunity = Write("DisassociateOpportunity");
    public static readonly SellingOperation SubmitOpportunity = Write("SubmitOpportunity");
    public static readonly SellingOperation ListSolutions = List("ListSolutions", "SolutionSummaries", 100);

    // Engagements and invitations
    public static readonly SellingOperation CreateEngagement = WriteWithToken("CreateEngagement");
    public static readonly SellingOperation GetEngagement = Read("GetEngagement");
    public static readonly SellingOperation ListEngagements = List("ListEngagements", "EngagementSummaryList", 100);
    public static readonly SellingOperation ListEngagementMembers = List("ListEngagementMembers", "EngagementMemberList", 10);
    public static readonly SellingOperation ListEngagementResourceAssociations =
        List("ListEngagementResourceAssociations", "EngagementResourceAssociationSummaries", 1000);

    public static readonly SellingOperation CreateEngagementContext = WriteWithToken("CreateEngagementContext");
    public static readonly SellingOperation UpdateEngagementContext = Write("UpdateEngagementContext");
    public static readonly SellingOperation CreateEngagementInvitation = WriteWithToken("CreateEngagementInvitation");
    public static readonly SellingOperation GetEngagementInvitation = Read("GetEngagementInvitation");
    public static readonly SellingOperation ListEngagementInvitations =
        List("ListEngagementInvitations", "EngagementInvitationSummaries", 100);

    public static readonly SellingOperation AcceptEngagementInvitation = Write("AcceptEngagementInvitation");
    public static readonly SellingOperation RejectEngagementInvitation = Write("RejectEngagementInvitation");

    // Tasks: started once, followed by their lists
    public static readonly SellingOperation StartEngagementFromOpportunityTask = WriteWithToken("StartEngagementFromOpportunityTask");
    public static readonly SellingOperation ListEngagementFromOpportunityTasks =
        List("ListEngagementFromOpportunityTasks", "TaskSummaries", 1000);

    public static readonly SellingOperation StartEngagementByAcceptingInvitationTask =
        WriteWithToken("StartEngagementByAcceptingInvitationTask");

    public static readonly SellingOperation ListEngagementByAcceptingInvitationTasks =
        List("ListEngagementByAcceptingInvitationTasks", "TaskSummaries", 1000);

    public static readonly SellingOperation StartOpportunityFromEngagementTask = WriteWithToken("StartOpportunityFromEngagementTask");
    public static readonly SellingOperation ListOpportunityFromEngagementTasks =
        List("ListOpportunityFromEngagementTasks", "TaskSummaries", 1000);

    // Enrichment of leads, with quotas of its own
    public static readonly SellingOperation StartProspectingFromEngagementTask =
        new("StartProspectingFromEngagementTask", QuotaGroup.ProspectingStart, Mutates: true, HasClientToken: true);

    public static readonly SellingOperation GetProspectingFromEngagementTask = new("GetProspectingFromEngagementTask", QuotaGroup.ProspectingGet, Mutates: false);
    public static readonly SellingOperation ListProspectingFromEngagementTasks =
        new("ListProspectingFromEngagementTasks", QuotaGroup.ProspectingList, Mutates: false, Items: "TaskSummaries", LargestPage: 100);

    // Resource snapshots and settings
    public static readonly SellingOperation CreateResourceSnapshot = WriteWithToken("CreateResourceSnapshot");
    public static readonly SellingOperation GetResourceSnapshot = Read("GetResourceSnapshot");
    public static readonly SellingOperation ListResourceSnapshots = List("ListResourceSnapshots", "ResourceSnapshotSummaries", 1000);
    public static readonly SellingOperation CreateResourceSnapshotJob = WriteWithToken("CreateResourceSnapshotJob");
    public static readonly SellingOperation GetResourceSnapshotJob = Read("GetResourceSnapshotJob");
    public static readonly SellingOperation ListResourceSnapshotJobs =
        List("ListResourceSnapshotJobs", "ResourceSnapshotJobSummaries", 1000);

    public static readonly SellingOperation StartResourceSnapshotJob = Write("StartResourceSnapshotJob");
    public static readonly SellingOperation StopResourceSnapshotJob = Write("StopResourceSnapshotJob");
    public static readonly SellingOperation DeleteResourceSnapshotJob = Write("DeleteResourceSnapshotJob");
    public static readonly SellingOperation GetSellingSystemSettings = Read("GetSellingSystemSettings");
    public static readonly SellingOperation PutSellingSystemSettings = Write("PutSellingSystemSettings");

    /// <summary>All of them, in the order above.</summary>
    public static IReadOnlyList<SellingOperation> All { get; } =
    [
        CreateOpportunity, UpdateOpportunity, GetOpportunity, ListOpportunities, GetAwsOpportunitySummary, AssignOpportunity,
        AssociateOpportunity, DisassociateOpportunity, SubmitOpportunity, ListSolutions,
        CreateEngagement, GetEngagement, ListEngagements, ListEngagementMembers, ListEngagementResourceAssociations,
        CreateEngagementContext, UpdateEngagementContext, CreateEngagementInvitation, GetEngagementInvitation,
        ListEngagementInvitations, AcceptEngagementInvitation, RejectEngagementInvitation,
        StartEngagementFromOpportunityTask, ListEngagementFromOpportunityTasks, StartEngagementByAcceptingInvitationTask,
        ListEngagementByAcceptingInvitationTasks, StartOpportunityFromEngagementTask, ListOpportunityFromEngagementTasks,
        StartProspectingFromEngagementTask, GetProspectingFromEngagementTask, ListProspectingFromEngagementTasks,
        CreateResourceSnapshot, GetResourceSnapshot, ListResourceSnapshots, CreateResourceSnapshotJob, GetResourceSnapshotJob,
        ListResourceSnapshotJobs, StartResourceSnapshotJob, StopResourceSnapshotJob, DeleteResourceSnapshotJob,
        GetSellingSystemSettings, PutSellingSystemSettings,
    ];

    static readonly Dictionary<string, SellingOperation> ByName = All.ToDictionary(o => o.Name, StringComparer.Ordinal);

    /// <summary>The operation of a name.</summary>
    /// <exception cref="KeyNotFoundException">It is not in the table.</exception>
    public static SellingOperation Of(string name) => ByName[name];

    static SellingOperation Read(string name) => new(name, QuotaGroup.Read, Mutates: false);

    static SellingOperation List(string name, string items, int largestPage) =>
        new(name, QuotaGroup.Read, Mutates: false, Items: items, LargestPage: largestPage);

    static SellingOperation Write(string name) => new(name, QuotaGroup.Write, Mutates: true);

    static SellingOperation WriteWithToken(string name) => new(name, QuotaGroup.Write, Mutates: true, HasClientToken: true);
}
