using System.Text.Json.Nodes;
using LambdaSync.Kinds.Invitations;
using LambdaSync.PartnerCentral;
using LambdaSync.Sync;
using LambdaSync.Sync.Invitations;
using LambdaSync.Sync.Outbound;
using LambdaSync.Sync.Steps;
using LambdaSync.Sync.Work;

namespace LambdaSync.Kinds.Opportunities;

public sealed partial class OpportunityKind
{
    // An opportunity is made when its invitation is accepted, and read soon afterwards, if not for an outage.
    static readonly TimeSpan SinceAcceptance = TimeSpan.FromDays(90);

    // What AWS does not copy from the sender's opportunity, in the order of the guide.
    static readonly string[] OwnOfPartner =
    [
        "Project.CustomerUseCase", "Project.DeliveryModels", "RelatedEntityIdentifiers.Solutions", "PrimaryNeedsFromAws", "LifeCycle.TargetCloseDate", "Project.ExpectedCustomerSpend",
        "Marketing.Source", "Marketing.AwsFundingUsed",
    ];

    /// <summary>
    /// An opportunity that no CRM record names may have come of an invitation that has one: then it takes over that record, and its data follow
    /// in the next claim. Null: it has come of none that is known here, as far as it was found out.
    /// </summary>
    Turn? Referred(RecordView view, DateTimeOffset now)
    {
        if (view is not { State: null, Crm: null, Aws: { } aws } || !MayBeReferral(aws, now))
            return null;
        var list = AwsRequest.ListAcceptancesBehind(rules.Catalog, view.Key.Id);
        if (!view.Answers.TryGetValue(list.Operation, out var tasks))
            return new(view, new Step.ReadAws(list));
        var invitation = TaskSummary.First(tasks.Span)?.InvitationId;
        if (invitation is null)
        {
            // Accepted in Partner Central's pages, which start no task: the engagement leads to the invitation.
            var engagements = AwsRequest.ListEngagementsOf(rules.Catalog, view.Key.Id);
            if (!view.Answers.TryGetValue(engagements.Operation, out var found))
                return new(view, new Step.ReadAws(engagements));
            if (ResourceAssociation.All(found.Span) is not [var first, ..])
                return null;
            var received = AwsRequest.ListReceivedInvitationsTo(rules.Catalog, first.EngagementId);
            if (!view.Answers.TryGetValue(received.Operation, out var invitations))
                return new(view, new Step.ReadAws(received));
            invitation = InvitationRecords.Accepted(invitations.Span, isLead: false);
            if (invitation is null)
                return null;
        }

        return InvitationRecords.TakeOver(view, WorkKey.Invitation(rules.Catalog, invitation), rules.Mapping.Source, from => Taken(from, aws, InvitationIssues.TakenOver(invitation, view.Key.Id)), now);
    }

    // Another partner's opportunity comes without what is that partner's own (DG working-with-multi-partner-opportunities).
    (RecordState Known, IReadOnlyList<Issue> Notes) Taken(RecordState from, AwsObservation aws, Issue note) =>
        InvitationDocument.KindOf(from.AwsBaseline) != InvitationKinds.PartnerReferral || MissingOfPartner(aws.Document) is not { Count: > 0 } missing
            ? (from, [note])
            : (Without(from, missing), [note, InvitationIssues.NotCopied(missing)]);

    // The invitation may have shown some of it. That AWS does not copy it is no deletion: the CRM keeps its values, and AWS gets them by the rules of a first link.
    RecordState Without(RecordState invited, IReadOnlyList<string> missing)
    {
        var document = (JsonObject)JsonNode.Parse(invited.AwsBaseline)!;
        foreach (var path in missing)
            Remove(document["opportunity"], path.Split('.'));
        var left = OpportunityBody.Bytes(document);
        var (shown, now, baseline) = (rules.Mapping.InCrm(invited.AwsBaseline, []), rules.Mapping.InCrm(left, []), new FlatRecord(invited.CrmBaseline));
        foreach (var name in rules.Mapping.CrmFields.Where(name => shown[name] != now[name]))
            baseline[name] = null;
        return invited with { AwsBaseline = left, CrmBaseline = baseline.ToJson() };

        static void Remove(JsonNode? node, ReadOnlySpan<string> path)
        {
            if (path.Length > 1)
                Remove(node?[path[0]], path[1..]);
            else
                (node as JsonObject)?.Remove(path[0]);
        }
    }

    static List<string> MissingOfPartner(byte[] document)
    {
        var opportunity = OpportunityBody.Opportunity(document);
        return [.. OwnOfPartner.Where(path => !Has(opportunity, path.Split('.')))];

        static bool Has(JsonNode? node, ReadOnlySpan<string> path) => path.Length == 0
            ? node switch
            {
                null => false,
                // Of spend AWS may leave the entry without its amount.
                JsonArray items => items.Any(item => item is not JsonObject entry || Has(entry["Amount"], [])),
                _ => node.ToString().Length > 0,
            }
            : node is JsonObject && Has(node[path[0]], path[1..]);
    }

    static bool MayBeReferral(AwsObservation aws, DateTimeOffset now) =>
        // A draft is the partner's own.
        !Draft.Is(OpportunityBody.ReviewStatus(aws.Document))
        && (OpportunityBody.Created(OpportunityBody.Of(aws.Document)) is not { } created || created > now - SinceAcceptance);
}
