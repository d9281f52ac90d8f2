using System.Text.Json.Nodes;
using LambdaSync.Simulator.State;

namespace LambdaSync.Simulator.Operations;

/// <summary>The events of engagements and invitations, with member names and casing as published (DG selling-api-events).</summary>
static class EngagementEvents
{
    /// <param name="what">Created, Accepted, Rejected, Expired.</param>
    public static void Tell(World world, Catalog catalog, Invitation invitation, string what)
    {
        var arn = InvitationOperations.Arn(catalog, invitation);
        var detail = new JsonObject
        {
            ["arn"] = arn,
            ["id"] = invitation.Id,
            ["engagementId"] = invitation.Engagement.Id,
            ["senderAccountId"] = invitation.Sender.AccountId,
            ["receiverAccountId"] = invitation.Receiver,
            ["participantType"] = invitation.IsReceived ? "Receiver" : "Sender",
            ["payloadType"] = invitation.PayloadType,
        };
        if (what == "Created")
        {
            detail["senderCompanyName"] = invitation.Sender.CompanyName;
            detail["expirationDate"] = OpportunityOperations.TimeText(invitation.Expires);
        }

        world.Bus.Put($"Engagement Invitation {what}", new JsonObject { ["catalog"] = catalog.Name, ["engagementInvitation"] = detail }, "0", arn);
    }

    public static void TellCreated(World world, Catalog catalog, Engagement engagement) =>
        Tell(world, catalog, engagement, "Engagement Created", Detail(catalog, engagement, "Created", engagement.Created, engagement.CreatedBy));

    public static void TellUpdated(World world, Catalog catalog, Engagement engagement) =>
        Tell(world, catalog, engagement, "Engagement Updated", Detail(catalog, engagement, "LastModified", engagement.Modified, engagement.ModifiedBy));

    public static void TellMember(World world, Catalog catalog, Engagement engagement, EngagementMember member) =>
        Tell(world, catalog, engagement, "Engagement Member Added", new JsonObject
        {
            ["catalog"] = catalog.Name,
            ["engagement"] = new JsonObject { ["id"] = engagement.Id },
            ["engagementMember"] = new JsonObject { ["accountId"] = member.AccountId, ["companyName"] = member.CompanyName },
        });

    public static void Tell(World world, Catalog catalog, ResourceSnapshot snapshot) =>
        world.Bus.Put(
            "Engagement Resource Snapshot Created",
            new JsonObject
            {
                ["catalog"] = catalog.Name,
                ["resourceSnapshot"] = new JsonObject
                {
                    ["arn"] = Ids.Arn(catalog.Name, snapshot.Path),
                    ["engagementId"] = snapshot.EngagementId,
                    ["resourceType"] = "Opportunity",
                    ["resourceId"] = snapshot.OpportunityId,
                    ["createdBy"] = snapshot.CreatedBy,
                    ["targetMemberAccounts"] = Lists.Array(snapshot.Members),
                    ["resourceSnapshotTemplateName"] = snapshot.Template,
                },
            },
            "0",
            Ids.Arn(catalog.Name, "engagement/" + snapshot.EngagementId));

    static void Tell(World world, Catalog catalog, Engagement engagement, string what, JsonObject detail) =>
        world.Bus.Put(what, detail, "0", EngagementOperations.Arn(catalog, engagement));

    static JsonObject Detail(Catalog catalog, Engagement engagement, string verb, DateTimeOffset at, string by) => new()
    {
        ["catalog"] = catalog.Name,
        ["engagement"] = new JsonObject
        {
            ["engagementArn"] = EngagementOperations.Arn(catalog, engagement),
            ["engagementId"] = engagement.Id,
            [verb + "At"] = OpportunityOperations.TimeText(at),
            [verb + "By"] = by,
            ["ContextTypes"] = Lists.Array(engagement.Contexts.Select(c => c.Type).Distinct()),
        },
    };
}
