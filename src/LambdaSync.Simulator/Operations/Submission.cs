using System.Text.Json.Nodes;
using LambdaSync.Simulator.Rules;
using LambdaSync.Simulator.State;
using LambdaSync.Simulator.Wire;

namespace LambdaSync.Simulator.Operations;

/// <summary>
/// The steps of StartEngagementFromOpportunityTask (its operation text): an engagement unless there is one, an invitation to AWS unless
/// AWS has one, a snapshot and its job, the submission.
/// </summary>
static class Submission
{
    /// <exception cref="TaskFailed">It can't be submitted; nothing was done.</exception>
    public static void Work(World world, Catalog catalog, EngagementTask task, JsonObject submission)
    {
        var opportunity = catalog.Opportunities[task.OpportunityId!];
        var involvement = submission["InvolvementType"]!.GetValue<string>();
        Check(opportunity, world, involvement);

        var engagement = catalog.Engagements.Values.FirstOrDefault(e => e.Associations.Any(a => a.OpportunityId == opportunity.Id)) ?? Engagement(world, catalog, opportunity);
        task.EngagementId = engagement.Id;
        task.InvitationId = Invitation(world, catalog, engagement, opportunity)?.Id;
        OpportunityOperations.MarkSubmitted(world, catalog, opportunity, involvement, submission["Visibility"]?.GetValue<string>());
        SnapshotOperations.Take(world, catalog, engagement, opportunity);
        task.JobId = SnapshotOperations.StartJob(world, catalog, engagement, opportunity.Id).Id;
    }

    static void Check(Opportunity opportunity, World world, string involvement)
    {
        try
        {
            StageRules.CheckSubmission(opportunity, world.Clock.Now, world.Readings, involvement);
        }
        catch (AwsError refused)
        {
            // Which code stands for which is not published: a record that AWS has already can't be submitted, one that lacks something, its review
            // status too (seen by integrators), is not valid. A task has no list of errors: its message names every field.
            var message = string.Join("; ", refused.Fields.Select(f => $"{f.FieldName}: {f.Code}: {f.Message}"));
            throw new TaskFailed(opportunity.ReviewStatus is null or ReviewRules.PendingSubmission ? "OpportunityValidationFailed" : "OpportunitySubmissionFailed", message);
        }
    }

    static Engagement Engagement(World world, Catalog catalog, Opportunity opportunity)
    {
        var title = opportunity.Body["Project"]?["Title"]?.GetValue<string>() ?? opportunity.Id;
        var engagement = new Engagement(world.Ids.Engagement(), World.Account, world.Clock.Now) { Title = title[..Math.Min(40, title.Length)], Description = $"Opportunity {opportunity.Id}." };
        engagement.Members.Add(EngagementMember.Partner);
        engagement.Associations.Add(new ResourceAssociation(opportunity.Id, World.Account));
        catalog.Engagements.Add(engagement.Id, engagement);
        EngagementEvents.TellCreated(world, catalog, engagement);
        EngagementEvents.TellMember(world, catalog, engagement, EngagementMember.Partner);
        return engagement;
    }

    static Invitation? Invitation(World world, Catalog catalog, Engagement engagement, Opportunity opportunity)
    {
        if (catalog.Invitations.Values.FirstOrDefault(i => i.Engagement == engagement && i.Receiver == EngagementMember.Aws && i.Status is State.Invitation.Pending or State.Invitation.Accepted) is { } sent)
            return sent;
        // A lead came from AWS: it is in the engagement already.
        if (engagement.HasMember(EngagementMember.Aws))
            return null;
        var invitation = new Invitation(world.Ids.Of("engi-"), engagement, world.Clock.Now)
        {
            Expires = world.Clock.Now + InvitationRules.Stands,
            Sender = EngagementMember.Partner,
            Receiver = EngagementMember.Aws,
            PayloadType = State.Invitation.OfOpportunity,
            Payload = Referrals.Payload(opportunity.Body),
            Message = "An opportunity to work on together.",
        };
        InvitationOperations.Send(world, catalog, invitation);
        return invitation;
    }
}
