namespace LambdaSync.Events;

/// <summary>The wording of everything that can be said of an event.</summary>
static class EventIssues
{
    const string LookAtSender = "look at what sends to the queue: only the stack's EventBridge rule should; the next sweep finds what this event was about";

    public static Issue NotJson(string why) => Issue.Error(IssueCodes.EventNotJson, null, null, "an event is a JSON object: " + why, LookAtSender);

    public static Issue Missing(string field) => Issue.Error(
        IssueCodes.EventIncomplete, field, null, "every event of Partner Central has this member", LookAtSender);

    public static Issue Wrong(string field, string value, string rule) => Issue.Error(IssueCodes.EventInvalid, field, value, rule, LookAtSender);

    public static Issue OtherSource(string source) => Issue.Error(
        IssueCodes.EventOtherSource, "source", source, $"only events of {PartnerEvent.Source} are read here", "correct the rule that sends to the queue");

    public static Issue UnknownCatalog(string catalog) => Issue.Error(
        IssueCodes.EventInvalid, "detail.catalog", catalog, "Partner Central's catalogs are AWS and Sandbox", LookAtSender);

    public static Issue UnknownType(string type) => Issue.Warning(
        IssueCodes.EventUnknownType, "detail-type", type, "this release does not know this type of event; it wakes nothing",
        "nothing, the next sweep finds what it was about; ask for a release that knows the type");

    public static Issue UnknownVersion(string field, string version) => Issue.Warning(
        IssueCodes.EventUnknownVersion, field, version, "this release does not know this version of the event; the ids that it finds are used",
        "nothing, unless records stay behind; ask for a release that knows the version");

    public static Issue UnknownMember(string field) => Issue.Note(
        IssueCodes.EventUnknownMember, field, null, "this release does not know the member; it is passed over", "nothing to do");

    public static Issue UnknownParticipant(string type) => Issue.Warning(
        IssueCodes.EventUnknownMember, "detail.engagementInvitation.participantType", type,
        "an invitation is told of as its Sender or its Receiver; whether this one is a referral can't be known, so it wakes nothing",
        "nothing, the next sweep finds the invitation if it is one to us");

    public static Issue OwnInvitation(string invitation) => Issue.Note(
        IssueCodes.EventOwnInvitation, "detail.engagementInvitation.id", invitation,
        "we sent this invitation, so it is a submission of ours and no referral; no opportunity is named, so it wakes nothing",
        "nothing: AWS tells of the opportunity in an event of its own");

    public static Issue ResourceNotRead(string value) => Issue.Warning(
        IssueCodes.EventInvalid, "detail.resourceSnapshot.resourceId", value, IdForm.Opportunity.Rule, "nothing: the engagement is looked at");
}
