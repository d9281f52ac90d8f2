using System.Text.Json.Nodes;
using LambdaSync.Simulator.Rules;
using LambdaSync.Simulator.State;
using LambdaSync.Simulator.Wire;

namespace LambdaSync.Simulator.Operations;

/// <summary>List, read, send, accept and reject invitations to engagements.</summary>
static class InvitationOperations
{
    /// <summary>What stands for the customer's contact data until the invitation is accepted (data model of leads). DG working-with-your-leads shows a lead's contact title before: a setting.</summary>
    public const string Mask = "Accept To View";

    const int MaxMembers = 10;

    public static IReadOnlyDictionary<string, Func<Call, JsonObject>> All { get; } = new Dictionary<string, Func<Call, JsonObject>>
    {
        ["ListEngagementInvitations"] = List,
        ["GetEngagementInvitation"] = Get,
        ["CreateEngagementInvitation"] = Create,
        ["AcceptEngagementInvitation"] = Accept,
        ["RejectEngagementInvitation"] = Reject,
    };

    public static string Arn(Catalog catalog, Invitation invitation) => Ids.Arn(catalog.Name, "engagement-invitation/" + invitation.Id);

    public static Invitation Find(Catalog catalog, string arnOrId) =>
        catalog.Invitations.GetValueOrDefault(Lists.IdOf(arnOrId)) ?? throw AwsError.NotFound("Engagement invitation", arnOrId);

    /// <summary>Puts it into the world.</summary>
    public static void Send(World world, Catalog catalog, Invitation invitation)
    {
        catalog.Invitations.Add(invitation.Id, invitation);
        EngagementEvents.Tell(world, catalog, invitation, "Created");
    }

    /// <summary>The receiver joins the engagement.</summary>
    public static void Join(World world, Catalog catalog, Invitation invitation, EngagementMember member)
    {
        invitation.Status = Invitation.Accepted;
        Leads.MarkAccepted(invitation);
        EngagementEvents.Tell(world, catalog, invitation, "Accepted");
        if (invitation.Engagement.HasMember(member.AccountId))
            return;
        invitation.Engagement.Members.Add(member);
        invitation.Engagement.Touch(member.AccountId, world.Clock.Now);
        EngagementEvents.TellMember(world, catalog, invitation.Engagement, member);
    }

    static JsonObject List(Call call)
    {
        var received = call["ParticipantType"] == "RECEIVER";
        var found = call.Catalog.Invitations.Values.Where(i => i.IsReceived == received
            && call.Has("PayloadType", i.PayloadType) && call.Has("Status", i.Status) && call.Has("EngagementIdentifier", i.Engagement.Id) && call.Has("SenderAwsAccountId", i.Sender.AccountId));
        return Paging.Of(call, "EngagementInvitationSummaries", Lists.Sorted(call, found, i => i.Sent, i => i.Id).Select(i =>
        {
            var summary = Summary(call.Catalog, i);
            summary["ParticipantType"] = call["ParticipantType"];
            return summary;
        }));
    }

    static JsonObject Get(Call call)
    {
        var invitation = Find(call.Catalog, call["Identifier"]);
        var view = Summary(call.Catalog, invitation);
        view["RejectionReason"] = invitation.RejectionReason;
        if (InvitationRules.IsClosed(invitation))
            return view.Drop();
        var payload = invitation.Payload.DeepClone().AsObject();
        if (call.World.MasksLeads && invitation is { IsReceived: true, Status: not Invitation.Accepted } && payload["Interaction"] is JsonObject interaction && interaction.ContainsKey("ContactBusinessTitle"))
            interaction["ContactBusinessTitle"] = Mask;
        view["Payload"] = new JsonObject { [invitation.PayloadType] = payload };
        view["InvitationMessage"] = invitation.Message;
        view["EngagementDescription"] = invitation.Engagement.Description;
        view["ExistingMembers"] = new JsonArray([.. invitation.Engagement.Members.Select(m => new JsonObject { ["CompanyName"] = m.CompanyName, ["WebsiteUrl"] = m.WebsiteUrl })]);
        return view.Drop();
    }

    static JsonObject Create(Call call)
    {
        var engagement = Lists.Engagement(call, "EngagementIdentifier");
        var body = call.Input["Invitation"]!.AsObject();
        var receiver = body["Receiver"]!["Account"]!["AwsAccountId"]!.GetValue<string>();
        if (engagement.HasMember(receiver))
            throw AwsError.Conflict($"{receiver} is a member already.");
        // DG working-with-multi-partner-opportunities: partners connect first. How AWS refuses others is not published.
        if (call.World.Connected?.Contains(receiver) == false)
            throw AwsError.Refused(FieldError.NotPermitted("Invitation.Receiver.Account.AwsAccountId", $"There is no connection with {receiver}."));
        if (call.Catalog.Invitations.Values.Any(i => i.Engagement == engagement && i.Receiver == receiver && i.Status == Invitation.Pending))
            throw AwsError.Conflict($"{receiver} has an invitation already.");
        if (engagement.Members.Count >= MaxMembers)
            throw AwsError.QuotaExceeded($"An engagement has at most {MaxMembers} members.");
        var (type, payload) = body["Payload"]!.AsObject().Single(m => m.Value is not null);
        var invitation = new Invitation(call.World.Ids.Of("engi-"), engagement, call.Now)
        {
            Expires = call.Now + InvitationRules.Stands,
            Sender = EngagementMember.Partner,
            Receiver = receiver,
            PayloadType = type,
            Payload = payload!.DeepClone().AsObject(),
            Message = body["Message"]!.GetValue<string>(),
        };
        Send(call.World, call.Catalog, invitation);
        // The shape of this one answer has another form of ARN than events and lists show.
        return new JsonObject { ["Id"] = invitation.Id, ["Arn"] = $"arn:aws:partnercentral::{World.Account}:{call.Catalog.Name}/engagement-invitation/{invitation.Id}" };
    }

    // At once, and no opportunity comes of it: leads, and engagements of several partners (DG working-with-your-leads).
    static JsonObject Accept(Call call)
    {
        var invitation = Find(call.Catalog, call["Identifier"]);
        InvitationRules.CheckAnswer(call.Catalog, invitation);
        Join(call.World, call.Catalog, invitation, EngagementMember.Partner);
        return [];
    }

    static JsonObject Reject(Call call)
    {
        var invitation = Find(call.Catalog, call["Identifier"]);
        InvitationRules.CheckAnswer(call.Catalog, invitation);
        InvitationRules.CheckRejection(invitation, call.Text("RejectionReason"), call.World.Readings);
        invitation.Status = Invitation.Rejected;
        invitation.RejectionReason = call.Text("RejectionReason");
        EngagementEvents.Tell(call.World, call.Catalog, invitation, "Rejected");
        return [];
    }

    // The members of shape EngagementInvitationSummary.
    static JsonObject Summary(Catalog catalog, Invitation invitation) => new JsonObject
    {
        ["Catalog"] = catalog.Name,
        ["Id"] = invitation.Id,
        ["Arn"] = Arn(catalog, invitation),
        ["PayloadType"] = invitation.PayloadType,
        ["EngagementId"] = invitation.Engagement.Id,
        ["EngagementTitle"] = invitation.Engagement.Title,
        ["Status"] = invitation.Status,
        ["InvitationDate"] = OpportunityOperations.TimeText(invitation.Sent),
        ["ExpirationDate"] = OpportunityOperations.TimeText(invitation.Expires),
        ["SenderAwsAccountId"] = invitation.Sender.AccountId,
        ["SenderCompanyName"] = invitation.Sender.CompanyName,
        ["Receiver"] = new JsonObject { ["Account"] = new JsonObject { ["AwsAccountId"] = invitation.Receiver } },
    }.Drop();
}
