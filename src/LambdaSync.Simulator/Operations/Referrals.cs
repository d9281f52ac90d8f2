using System.Text.Json.Nodes;
using LambdaSync.Simulator.Rules;
using LambdaSync.Simulator.State;

namespace LambdaSync.Simulator.Operations;

/// <summary>Opportunities that AWS or another partner invites to: who accepts by the task gets one of its own in the same engagement.</summary>
static class Referrals
{
    // Of another partner's opportunity these are that partner's own (DG working-with-multi-partner-opportunities).
    static readonly (string? Parent, string Name)[] OfSender =
    [
        ("Project", "CustomerUseCase"), ("Project", "DeliveryModels"), ("Project", "ExpectedCustomerSpend"), ("LifeCycle", "TargetCloseDate"), ("Marketing", "Source"), ("Marketing", "AwsFundingUsed"),
        (null, "PrimaryNeedsFromAws"),
    ];

    /// <summary>AWS or another partner sends an opportunity invitation.</summary>
    /// <param name="opportunityId">The id it will have, or null for a new one.</param>
    /// <param name="changed">Members of the payload that are to be others, or null.</param>
    public static Invitation Invite(World world, Catalog catalog, JsonObject body, DateTimeOffset expires, string? opportunityId = null, JsonObject? changed = null, EngagementMember? from = null, string reviewStatus = ReviewRules.Approved)
    {
        var sender = from ?? EngagementMember.Amazon;
        var engagement = StartedBy(sender, world, catalog, body["Project"]?["Title"]?.GetValue<string>() ?? "Referral");
        var payload = Payload(body);
        payload["ReceiverResponsibilities"] = new JsonArray("Services Partner");
        payload["SenderContacts"] = new JsonArray(new JsonObject { ["Email"] = "seller@sender.example.com", ["FirstName"] = "Sal", ["LastName"] = "Seller" });
        foreach (var (name, value) in changed ?? [])
            payload[name] = value?.DeepClone();
        var invitation = new Invitation(world.Ids.Of("engi-"), engagement, world.Clock.Now)
        {
            Expires = expires,
            Sender = sender,
            Receiver = World.Account,
            PayloadType = State.Invitation.OfOpportunity,
            Payload = payload,
            Message = $"{sender.CompanyName} would like to work on this opportunity with you.",
            Referral = new Referral(opportunityId, body, reviewStatus),
        };
        InvitationOperations.Send(world, catalog, invitation);
        return invitation;
    }

    /// <summary>An engagement of somebody else.</summary>
    /// <param name="title">Null: it has neither title nor description.</param>
    public static Engagement StartedBy(EngagementMember member, World world, Catalog catalog, string? title)
    {
        var engagement = new Engagement(world.Ids.Engagement(), member.AccountId, world.Clock.Now) { Title = title?[..Math.Min(40, title.Length)], Description = title is null ? null : $"An engagement of {member.CompanyName}." };
        engagement.Members.Add(member);
        catalog.Engagements.Add(engagement.Id, engagement);
        return engagement;
    }

    /// <summary>
    /// The steps of StartEngagementByAcceptingInvitationTask (DG working-with-multi-partner-opportunities): the invitation is accepted,
    /// the opportunity is made in the partner's account from the sender's, with its review status; events tell.
    /// </summary>
    public static (Opportunity Opportunity, SnapshotJob Job) Accept(World world, Catalog catalog, Invitation invitation)
    {
        InvitationOperations.Join(world, catalog, invitation, EngagementMember.Partner);
        var opportunity = new Opportunity(invitation.Referral!.OpportunityId ?? world.Ids.Opportunity(), world.Clock.Now)
        {
            Body = Copied(invitation),
            Origin = invitation.Sender == EngagementMember.Amazon ? "AWS Referral" : "Partner Referral",
            ReviewStatus = invitation.Referral.ReviewStatus,
            InvolvementType = "Co-Sell",
            Visibility = "Full",
        };
        opportunity.Summary = new JsonObject
        {
            ["LifeCycle"] = new JsonObject { ["Stage"] = "Qualified", ["TargetCloseDate"] = opportunity.LifeCycle["TargetCloseDate"]?.DeepClone() }.Drop(),
            ["OpportunityTeam"] = new JsonArray(new JsonObject { ["Email"] = "seller@amazon.com", ["FirstName"] = "Sal", ["LastName"] = "Seller", ["BusinessTitle"] = "AWSSalesRep" }),
        };
        OpportunityOperations.Add(world, catalog, opportunity);
        // The event scenarios also contain an update and a snapshot (DG selling-api-events).
        OpportunityOperations.TellUpdated(world, catalog, opportunity);
        SnapshotOperations.Take(world, catalog, invitation.Engagement, opportunity);
        return (opportunity, SnapshotOperations.StartJob(world, catalog, invitation.Engagement, opportunity.Id));
    }

    static JsonObject Copied(Invitation invitation)
    {
        var body = invitation.Referral!.Body.DeepClone().AsObject();
        foreach (var (parent, name) in invitation.Sender == EngagementMember.Amazon ? [] : OfSender)
            (parent is null ? body : body[parent] as JsonObject)?.Remove(name);
        return body;
    }

    /// <summary>What an invitation shows of an opportunity (shape OpportunityInvitationPayload): its type has no place for the customer's contacts.</summary>
    public static JsonObject Payload(JsonObject body)
    {
        var (account, project) = (body["Customer"]?["Account"], body["Project"]);
        return new JsonObject
        {
            ["ReceiverResponsibilities"] = new JsonArray("Co-Sell Facilitator"),
            ["Customer"] = new JsonObject
            {
                ["CompanyName"] = account?["CompanyName"]?.DeepClone(),
                ["Industry"] = account?["Industry"]?.DeepClone(),
                ["WebsiteUrl"] = account?["WebsiteUrl"]?.DeepClone(),
                ["CountryCode"] = account?["Address"]?["CountryCode"]?.DeepClone(),
            }.Drop(),
            ["Project"] = new JsonObject
            {
                ["Title"] = project?["Title"]?.DeepClone(),
                ["BusinessProblem"] = project?["CustomerBusinessProblem"]?.DeepClone(),
                ["TargetCompletionDate"] = body["LifeCycle"]?["TargetCloseDate"]?.DeepClone(),
                ["ExpectedCustomerSpend"] = project?["ExpectedCustomerSpend"]?.DeepClone() ?? new JsonArray(),
            }.Drop(),
        };
    }
}
