namespace LambdaSync.Events;

/// <summary>What the events of one type are about, and how such events are built.</summary>
/// <param name="Member">The member of <c>detail</c> that names it.</param>
/// <param name="Form">The form of its identifiers.</param>
/// <param name="Identifiers">The members that may hold the identifier or an ARN with it, the best first.</param>
/// <param name="Others">Every other member that is known, from <c>detail</c> down.</param>
sealed record EventSubject(string Member, IdForm Form, string[] Identifiers, string[] Others)
{
    public static readonly EventSubject Opportunity = new("opportunity", IdForm.Opportunity, ["identifier", "id", "arn"], ["opportunity.url"]);

    public static readonly EventSubject Invitation = new(
        "engagementInvitation", IdForm.Invitation, ["id", "arn"],
        [
            "opportunity", "opportunity.identifier", "engagementInvitation.engagementId", "engagementInvitation.senderAccountId",
            "engagementInvitation.receiverAccountId", "engagementInvitation.participantType", "engagementInvitation.payloadType",
            "engagementInvitation.senderCompanyName", "engagementInvitation.expirationDate",
        ]);

    // "id" in the members' events, the longer names in the engagement's own.
    public static readonly EventSubject Engagement = new(
        "engagement", IdForm.Engagement, ["id", "engagementId", "arn", "engagementArn"],
        [
            "engagementMember", "engagementMember.accountId", "engagementMember.companyName", "engagement.createdAt", "engagement.createdBy",
            "engagement.lastModifiedAt", "engagement.lastModifiedBy", "engagement.contextTypes",
        ]);

    public static readonly EventSubject Snapshot = new(
        "resourceSnapshot", IdForm.Engagement, ["engagementId", "arn"],
        [
            "resourceSnapshot.resourceType", "resourceSnapshot.resourceId", "resourceSnapshot.createdBy", "resourceSnapshot.targetMemberAccounts",
            "resourceSnapshot.resourceSnapshotTemplateName",
        ]);

    readonly HashSet<string> _known = new(["catalog", "schemaVersion", Member, .. Others, .. Identifiers.Select(i => $"{Member}.{i}")], StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// The subject of a detail-type, or null. Two pages list them: docs.aws.amazon.com/eventbridge/latest/ref/events-ref-partnercentral-selling.html
    /// and selling-api-events.html in Partner Central's developer guide; each has types that the other lacks.
    /// </summary>
    public static EventSubject? Of(string type) => type switch
    {
        "Opportunity Created" or "Opportunity Updated" or "Opportunity Accepted" or "Opportunity Rejected" => Opportunity,
        "Engagement Invitation Created" or "Engagement Invitation Accepted" or "Engagement Invitation Rejected" or "Engagement Invitation Expired" => Invitation,
        "Engagement Created" or "Engagement Updated" or "Engagement Member Added" or "Engagement Member Joined" => Engagement,
        "Engagement Resource Snapshot Created" or "Resource Snapshot Created" => Snapshot,
        _ => null,
    };

    /// <param name="path">From <c>detail</c> down, in any case: the published casing is mixed.</param>
    public bool Knows(string path) => _known.Contains(path);
}
