using LambdaSync.Commands;
using LambdaSync.Kinds.Engagements;
using LambdaSync.Mapping;
using LambdaSync.PartnerCentral;
using LambdaSync.Sync;
using LambdaSync.Sync.Outbound;
using LambdaSync.Sync.Steps;
using LambdaSync.Sync.Work;

namespace LambdaSync.Kinds.CrmRecords;

/// <summary>A lead of the CRM that AWS does not have: a command gives it to AWS (row A24).</summary>
public sealed partial class CrmRecordKind
{
    bool IsOfLeads(string crmObject) => leads is not null && crmObject == leads.Mapping.Source.CrmObject && crmObject != Source.CrmObject;

    Turn NextLead(RecordView view, string crmId, DateTimeOffset now)
    {
        if (!view.IsCrmRead)
            return new(view, new Step.ReadCrm(new CrmLookup(null, null, crmId)));
        if (view.HasNewState)
            return Forward(view, view.State!.Key, Reason.Refresh);
        if (view.Taken is { } taken)
            return new(view, WriteLeadId(taken, crmId));
        if (view.Stored?.Aws is { } call && !view.IsRepeated)
            return new(view with { IsOutbound = true }, new Step.RepeatCall(call, IsUnwanted: view.CrmNow is null));
        if (view.Requests.FirstOrDefault(r => r.Verb == RequestVerbs.CreateLead) is not { } request || view.CrmNow is not { } crm)
            return new(view, new Step.Done());
        var awsId = leads!.Mapping.Source.AwsId;
        if (!crm.IsEmpty(awsId))
        {
            var known = Scalars.TextOf(crm[awsId]!) ?? "";
            view = Replies.Answered(view, request, LeadIssues.There(known));
            return CommandReader.IsEngagement(known) ? Forward(view, WorkKey.Engagement(rules.Catalog, known), Reason.Refresh) : new(view, new Step.Done());
        }

        switch (leads.Outbound.CreateLead(crmId, crm, ClientToken.Of(view.Claim), DateOnly.FromDateTime(now.UtcDateTime)))
        {
            case OutboundPlan.Held held:
                return Turns.Held(view, held.Issues);
            case OutboundPlan.Send send when Twin(view, send.Document, crmId, request) is { } twin:
                return twin;
            case OutboundPlan.Send send:
                var next = new RecordState(WorkKey.Engagement(rules.Catalog, ""), leads.Mapping.Source.CrmObject, crmId, send.Document, send.CrmBaseline, null, 0, false, 0);
                var pending = new PendingCall(nameof(CreateEngagement), send.Body, now, next, send.Issues, Changes: FieldChanges.OfLead("{}"u8, send.Document)) { Request = request.ToReason() };
                return new(view with { IsOutbound = true }, new Step.CallAws(pending));
            default:
                return new(view, new Step.Done());
        }
    }

    // AWS may have the lead: of this CRM record, or of another tool's upload. AWS's list says no more than titles, so the newest engagement
    // with the company's name, or the record's id, in its title is read.
    Turn? Twin(RecordView view, byte[] document, string crmId, RecordRequest request)
    {
        var list = AwsRequest.ListNewestLeadEngagements(rules.Catalog);
        if (!view.Answers.TryGetValue(list.Operation, out var answer))
            return new(view, new Step.ReadAws(list));
        var company = LeadBody.CompanyName(document) ?? "";
        var engagements = ListAnswer.Items(answer.Span, "EngagementSummaryList").Select(item => (Id: OpportunityBody.Text(item.Span, "Id"), Title: OpportunityBody.Text(item.Span, "Title"))).ToList();
        if (engagements.Find(e => LeadTitle.Names(e.Title, crmId)).Id is { } own)
            return Forward(Replies.Answered(view, request, LeadIssues.There(own)), WorkKey.Engagement(rules.Catalog, own), Reason.Refresh);
        if (engagements.Find(e => LeadTitle.IsOf(e.Title, company)).Id is not { } candidate)
            return null;
        var get = AwsRequest.GetEngagement(rules.Catalog, candidate);
        if (!view.Answers.TryGetValue(get.Operation, out var engagement))
            return new(view, new Step.ReadAws(get));
        return LeadBody.Document(engagement.Span) is { } other && LeadBody.IsSameLead(document, other)
            ? new(Replies.Answered(view, request, LeadIssues.There(candidate)), new Step.Done())
            : null;
    }

    // First the id into the CRM, then the link: until both are there, the stored call leads back here.
    Step.WriteCrm WriteLeadId(TakenCall taken, string crmId)
    {
        var (call, source) = (taken.Call, leads!.Mapping.Source);
        var (id, modified) = (OpportunityBody.Text(taken.Answer.Span, "Id")!, OpportunityBody.Text(taken.Answer.Span, "ModifiedAt"));
        var state = call.Next with { Key = WorkKey.Engagement(rules.Catalog, id), AwsModified = LeadBody.Date(modified) };
        var row = new CrmWrite(crmId, source.AwsId, id, "{}"u8.ToArray(), null, []);
        var write = new PendingWrite(
            call.Job?.Id ?? "", 0, Outcome.Created, source.CrmObject, row, state, [], call.Body, [LeadIssues.Created(id), .. call.Issues], call.Job, call.Reason, call.Changes);
        return new Step.WriteCrm(write, NeedsIntent: false, Overwrites: false, IsAfterCall: true);
    }
}
