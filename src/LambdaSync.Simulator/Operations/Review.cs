using System.Text.Json.Nodes;
using LambdaSync.Simulator.Rules;
using LambdaSync.Simulator.State;

namespace LambdaSync.Simulator.Operations;

/// <summary>AWS's decision about a submitted opportunity, and the events that it sends (DG selling-api-events, event scenarios).</summary>
static class Review
{
    public static void Decide(World world, Catalog catalog, Opportunity opportunity, string status, string? comments, string? reason)
    {
        (opportunity.ReviewStatus, opportunity.ReviewComments, opportunity.ReviewStatusReason) = (status, comments, reason);
        opportunity.Summary ??= [];
        if (status == ReviewRules.Approved)
            opportunity.Summary["LifeCycle"] ??= new JsonObject { ["Stage"] = "Qualified", ["TargetCloseDate"] = opportunity.LifeCycle["TargetCloseDate"]?.DeepClone() }.Drop();
        if (status == ReviewRules.Approved && opportunity.Summary["Insights"] is null)
            (opportunity.Summary["Insights"], opportunity.Summary["CosellMotion"]) = (Insights.Of(opportunity), Insights.Motion(opportunity));
        Answer(world, catalog, opportunity, status);
        OpportunityOperations.Touch(world, catalog, opportunity);
    }

    // Approval accepts the invitation that the submission sent to AWS, rejection rejects it.
    static void Answer(World world, Catalog catalog, Opportunity opportunity, string status)
    {
        var sent = catalog.Invitations.Values.FirstOrDefault(i =>
            i is { Receiver: EngagementMember.Aws, Status: Invitation.Pending } && i.Engagement.Associations.Any(a => a.OpportunityId == opportunity.Id));
        if (sent is null)
            return;
        if (status == ReviewRules.Approved)
            InvitationOperations.Join(world, catalog, sent, EngagementMember.Amazon);
        if (status != ReviewRules.Rejected)
            return;
        sent.Status = Invitation.Rejected;
        EngagementEvents.Tell(world, catalog, sent, "Rejected");
    }
}
