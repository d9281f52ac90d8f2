using System.Text.Json.Serialization;
using LambdaSync.Fields;

namespace LambdaSync.Sync.Work;

/// <summary>What kind of thing waits to be worked on.</summary>
public enum WorkKind
{
    /// <summary>An opportunity by its O-number.</summary>
    Opportunity,

    /// <summary>A lead of a file by its L-number.</summary>
    Lead,

    /// <summary>A CRM record that is not shared yet: <c>Opportunity/0065g00000A1b2c</c>.</summary>
    CrmRecord,

    /// <summary>An engagement invitation, <c>engi-...</c>.</summary>
    Invitation,

    /// <summary>An engagement, <c>eng-...</c>.</summary>
    Engagement,

    /// <summary>A landed file: <c>bucket/key@version</c>.</summary>
    File,

    /// <summary>What runs again and again: a sweep, a backfill. Its data are its settings and its cursor.</summary>
    Schedule,

    /// <summary>A message out of a dead-letter queue; its data are its body.</summary>
    Message,

    /// <summary>A prospecting task, by its name; its data are its engagements.</summary>
    Prospecting,

    /// <summary>A change set of AWS Marketplace: UTC day and digest of what it changes; its data are the changes and how far they are.</summary>
    ChangeSet,

    /// <summary>A product of AWS Marketplace, <c>prod-...</c>.</summary>
    Product,

    /// <summary>An offer of AWS Marketplace, <c>offer-...</c>.</summary>
    Offer,

    /// <summary>An offer set of AWS Marketplace, <c>offerset-...</c>.</summary>
    OfferSet,

    /// <summary>A resale authorization of AWS Marketplace, <c>resaleauthz-...</c>, given or received.</summary>
    ResaleAuthorization,

    /// <summary>An agreement of AWS Marketplace, <c>agmt-...</c>.</summary>
    Agreement,

    /// <summary>What a seller requests about an agreement after the sale: UTC day and digest; its data are the request and how far it is.</summary>
    AgreementRequest,
}

/// <summary>
/// One thing that one worker at a time works on; a record's key owns its link too. The catalog is part of it: Sandbox and AWS never meet.
/// </summary>
[JsonConverter(typeof(WorkKeyConverter))]
public sealed record WorkKey(string Catalog, WorkKind Kind, string Id)
{
    /// <summary>The key of a record that AWS's files have too.</summary>
    /// <param name="awsId">The opportunity's O-number or the lead's L-number.</param>
    public static WorkKey Of(string catalog, AceObject aceObject, string awsId) =>
        new(catalog, aceObject == AceObject.Lead ? WorkKind.Lead : WorkKind.Opportunity, awsId);

    /// <summary>The key of a CRM record that is not shared yet.</summary>
    public static WorkKey Crm(string catalog, string crmObject, string crmId) => new(catalog, WorkKind.CrmRecord, $"{crmObject}/{crmId}");

    /// <summary>The key of an opportunity, linked or not.</summary>
    public static WorkKey Opportunity(string catalog, string id) => new(catalog, WorkKind.Opportunity, id);

    public static WorkKey Invitation(string catalog, string id) => new(catalog, WorkKind.Invitation, id);

    public static WorkKey Engagement(string catalog, string id) => new(catalog, WorkKind.Engagement, id);

    public static WorkKey Schedule(string catalog, string name) => new(catalog, WorkKind.Schedule, name);

    /// <param name="source"><c>bucket/key@version</c>.</param>
    public static WorkKey File(string catalog, string source) => new(catalog, WorkKind.File, source);

    /// <param name="queue">The queue that the message failed in.</param>
    public static WorkKey Message(string catalog, string queue, string messageId) => new(catalog, WorkKind.Message, $"{queue}/{messageId}");

    /// <param name="name">The task's name.</param>
    public static WorkKey Prospecting(string catalog, string name) => new(catalog, WorkKind.Prospecting, name);

    /// <param name="id">As <see cref="Marketplace.ChangeSets.ChangeSetIdentity.KeyOf"/> makes it.</param>
    public static WorkKey ChangeSet(string catalog, string id) => new(catalog, WorkKind.ChangeSet, id);

    /// <param name="id">As <see cref="Marketplace.ChangeSets.ChangeSetIdentity.KeyOf"/> makes it.</param>
    public static WorkKey AgreementRequest(string catalog, string id) => new(catalog, WorkKind.AgreementRequest, id);

    public bool IsCrmRecord => Kind == WorkKind.CrmRecord;

    public bool IsInvitation => Kind == WorkKind.Invitation;

    public bool IsEngagement => Kind == WorkKind.Engagement;

    public bool IsOpportunity => Kind == WorkKind.Opportunity;

    public bool IsLead => Kind == WorkKind.Lead;

    public bool IsSchedule => Kind == WorkKind.Schedule;

    /// <summary>Something that AWS Marketplace has: it goes to the CRM and never back.</summary>
    public bool IsMarketplace => Kind is WorkKind.Product or WorkKind.Offer or WorkKind.OfferSet or WorkKind.ResaleAuthorization or WorkKind.Agreement;

    public bool IsFile => Kind == WorkKind.File;

    public override string ToString() => $"{Catalog}/{Kind}/{Id}";
}
