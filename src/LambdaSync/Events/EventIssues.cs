namespace LambdaSync.Events;

/// <summary>The wording of everything that can be said of an event.</summary>
static class EventIssues
{
    const string LookAtSender = "check what sends messages to the queue: only the stack's EventBridge rule may; the next sweep finds the change";

    public static Issue NotJson(string why) => Issue.Error(IssueCodes.EventNotJson, null, null, "an event is a JSON object: " + why, LookAtSender);

    public static Issue Missing(string field) => Issue.Error(
        IssueCodes.EventIncomplete, field, null, "every event of Partner Central has this member", LookAtSender);

    public static Issue Wrong(string field, string value, string rule) => Issue.Error(IssueCodes.EventInvalid, field, value, rule, LookAtSender);

    public static Issue OtherSource(string source) => Issue.Error(
        IssueCodes.EventOtherSource, "source", source, $"only events of {PartnerEvent.Source} are read here", "correct the rule that sends to the queue");

    public static Issue NotOfMarketplace(string source) => Issue.Error(
        IssueCodes.EventOtherSource, "source", source, $"only events of {string.Join(", ", MarketEvent.Sources)} are read here", "correct the rule that sends to the queue");

    public static Issue UnknownCatalog(string catalog) => Issue.Error(
        IssueCodes.EventInvalid, "detail.catalog", catalog, "Partner Central's catalogs are AWS and Sandbox", LookAtSender);

    public static Issue UnknownType(string type) => Issue.Warning(
        IssueCodes.EventUnknownType, "detail-type", type, "this release does not know this event type and ignores the event",
        "nothing, the next sweep finds the change; update to a release that knows the type");

    public static Issue UnknownVersion(string field, string version) => Issue.Warning(
        IssueCodes.EventUnknownVersion, field, version, "this release does not know this version of the event; the ids that it finds are used",
        "nothing, unless records are out of date; update to a release that knows the version");

    public static Issue UnknownMember(string field) => Issue.Note(
        IssueCodes.EventUnknownMember, field, null, "this release does not know the member and ignores it", "nothing to do");

    public static Issue UnknownParticipant(string type) => Issue.Warning(
        IssueCodes.EventUnknownMember, "detail.engagementInvitation.participantType", type,
        "the participant type must be Sender or Receiver; without it, LambdaSync can't know whether the invitation is a referral and ignores the event",
        "nothing, the next sweep finds the invitation if this partner received it");

    public static Issue OwnInvitation(string invitation) => Issue.Note(
        IssueCodes.EventOwnInvitation, "detail.engagementInvitation.id", invitation,
        "this partner sent the invitation, so it is not a referral; the event names no opportunity and is ignored",
        "nothing: AWS sends a separate event for the opportunity");

    public static Issue ResourceNotRead(string value) => Issue.Warning(
        IssueCodes.EventInvalid, "detail.resourceSnapshot.resourceId", value, IdForm.Opportunity.Rule, "nothing: LambdaSync reads the engagement");
}
