using LambdaSync.Commands;
using LambdaSync.Gates;
using LambdaSync.Kinds.Engagements;
using LambdaSync.Mapping;
using LambdaSync.PartnerCentral;
using LambdaSync.Sync;
using LambdaSync.Sync.Outbound;
using LambdaSync.Sync.Steps;
using LambdaSync.Sync.Work;

namespace LambdaSync.Kinds.CrmRecords;

/// <summary>
/// A CRM record that AWS does not have yet. If it is to be shared, its opportunity is created, AWS's id is written to the CRM, and the
/// link is stored; everything after that is the opportunity's.
/// </summary>
public sealed partial class CrmRecordKind(KindRules rules, KindRules? leads = null) : IKind
{
    public WorkKind Kind => WorkKind.CrmRecord;

    public CompiledMapping? MappingOf(RecordView view) => Parts(view.Key).CrmObject is var crmObject && crmObject == Source.CrmObject ? rules.Mapping : IsOfLeads(crmObject) ? leads!.Mapping : null;

    ObjectMapping Source => rules.Mapping.Source;

    public Turn Next(RecordView view, DateTimeOffset now)
    {
        var (crmObject, crmId) = Parts(view.Key);
        view = view with { CrmId = crmId };
        // It may have been linked since: then its edits are the opportunity's.
        if (!view.Link.IsRead)
            return new(view, new Step.ReadLink(crmObject, crmId));
        if (view.Link.Key is { } linked)
            return Forward(view, linked, Reason.Crm);
        if (IsOfLeads(crmObject))
            return NextLead(view, crmId, now);
        if (crmObject != Source.CrmObject)
            return new(view, new Step.Done());
        if (!view.IsCrmRead)
            return new(view, new Step.ReadCrm(new CrmLookup(null, null, crmId)));
        if (view.HasNewState)
            // AWS's answer has little of the record: the rest is read with the opportunity, which also brings the id to a CRM that refused it.
            return Forward(view, view.State!.Key, Reason.Refresh);
        if (view.Taken is { } taken)
            return new(view, WriteId(taken, crmId));
        if (view.Stored?.Aws is { } call && !view.IsRepeated)
            return new(view with { IsOutbound = true }, new Step.RepeatCall(call, IsUnwanted: view.CrmNow is null));
        return Create(view, crmId, now);
    }

    // The entry is the creation's: AWS has the record, whether or not the CRM took its id.
    public RecordView Wrote(RecordView view, Step.WriteCrm step, CrmResult result, DateTimeOffset now) =>
        view.WithState(step.Write.Next).WithEntry(step.Write.Entry(result with { Outcome = CrmOutcome.Updated, Id = view.CrmId }, now));

    public string LogId(RecordView view) => view.State?.Key.Id ?? "";

    // A created record shows its status when its opportunity is read.
    public CrmWrite? Status(RecordView view, WorkNext? end, DateTimeOffset now) =>
        view.Outcome == Outcome.Failed ? StatusRows.Of(IsOfLeads(Parts(view.Key).CrmObject) ? leads! : rules, view, end, Parts(view.Key).CrmId, now) : null;

    Turn Create(RecordView view, string crmId, DateTimeOffset now)
    {
        // Deleted before it was shared.
        if (view.CrmNow is not { } crm)
            return new(view, new Step.Done());
        if (!crm.IsEmpty(Source.AwsId))
            return Named(view, Scalars.TextOf(crm[Source.AwsId]!) ?? crm[Source.AwsId]!);
        switch (rules.Outbound.Create(crmId, crm, ClientToken.Of(view.Claim), DateOnly.FromDateTime(now.UtcDateTime), view.Has(Reason.Refresh) || view.Requests.Any()))
        {
            case OutboundPlan.Held held:
                return Turns.Held(view, held.Issues);
            // A lead's opportunity is made of the lead, and is this record's then.
            case OutboundPlan.Send when leads?.Mapping.Source.Convert?.To is { } converted && !view.Origin.IsRead:
                return new(view, new Step.ReadOrigin(leads.Mapping.Source.CrmObject, converted, crmId));
            case OutboundPlan.Send when view.Origin.Key is { } lead:
                return Forward(view.WithIssues([LeadIssues.OfLead(crmId, lead.Id)]) with { Outcome = Outcome.Skipped }, lead, Reason.Crm);
            case OutboundPlan.Send send when Gate(view, send, now) is { } gate:
                return gate;
            case OutboundPlan.Send send:
                var next = new RecordState(rules.Opportunity(""), Source.CrmObject, crmId, send.Document, send.CrmBaseline, null, 0, false, 0);
                var changes = FieldChanges.AtAws("{}"u8, send.Document);
                var call = new PendingCall(nameof(CreateOpportunity), send.Body, now, next, [.. send.Issues, .. Others(view, send.Document)], Changes: changes);
                return new(view with { IsOutbound = true }, new Step.CallAws(call, Creates: true));
            case OutboundPlan.Nothing { Issues: { Count: > 0 } why }:
                return new(view.WithIssues(why) with { Outcome = Outcome.Skipped }, new Step.Done());
            default:
                return new(view, new Step.Done());
        }
    }

    // A CRM that reports our own writes reports an invitation's record before its link is stored.
    Turn Named(RecordView view, string awsId) => CommandReader.IsInvitation(awsId)
        ? Forward(view, WorkKey.Invitation(rules.Catalog, awsId), Reason.Crm)
        : Forward(view, rules.Opportunity(awsId), Reason.Refresh);

    // What AWS would refuse, or take twice.
    Turn? Gate(RecordView view, OutboundPlan.Send send, DateTimeOffset now)
    {
        var facts = new GateFacts(send.Document, DateOnly.FromDateTime(now.UtcDateTime), rules.Mapping);
        var refused = CreateGates.Of(facts, view.CrmId).Where(issue => issue.Severity == Severity.Error).ToList();
        return refused.Count > 0 ? Turns.Held(view, refused)
            : Twin(view, send.Document) ?? (Source.Invitation is not null && view.Invitations is null ? new(view, new Step.ReadInvitations()) : null);
    }

    // What a person may want to know of the customer, and what holds nothing.
    static IEnumerable<Issue> Others(RecordView view, byte[] document)
    {
        var listed = view.Answers.GetValueOrDefault("ListOpportunities");
        return DuplicateGuard.Others(document, ListAnswer.Items(listed.Span, "OpportunitySummaries"), view.Invitations?.Select(found => (found.Key.Id, found.AwsBaseline)) ?? []) is { } others ? [others] : [];
    }

    // AWS may have the deal already: a colleague entered it in Partner Central, or another tool did.
    Turn? Twin(RecordView view, byte[] document)
    {
        if (OpportunityBody.Opportunity(document)["Customer"]?["Account"]?["CompanyName"]?.GetValue<string>() is not { } customer)
            return null;
        var list = AwsRequest.ListOpportunitiesOf(rules.Catalog, customer);
        if (!view.Answers.TryGetValue(list.Operation, out var answer))
            return new(view, new Step.ReadAws(list));
        switch (DuplicateGuard.Find(document, view.CrmId!, ListAnswer.Items(answer.Span, "OpportunitySummaries")))
        {
            case { Match: DuplicateMatch.Identifier } own:
                return Forward(view, rules.Opportunity(own.AwsId), Reason.Refresh);
            case { } found:
                // A summary says nothing of the title.
                var get = AwsRequest.GetOpportunity(rules.Catalog, found.AwsId);
                if (!view.Answers.TryGetValue(get.Operation, out var opportunity))
                    return new(view, new Step.ReadAws(get));
                return DuplicateGuard.Find(document, view.CrmId!, [opportunity]) is { Match: DuplicateMatch.CustomerAndTitle } twin ? Turns.Held(view, [twin.Issue]) : null;
            default:
                return null;
        }
    }

    // First the id into the CRM, then the link: until both are there, the stored call leads back here.
    Step.WriteCrm WriteId(TakenCall taken, string crmId)
    {
        var call = taken.Call;
        var answer = taken.Answer.Span;
        var state = call.After(OpportunityBody.Text(answer, "Id")!, OpportunityBody.Text(answer, "LastModifiedDate")!);
        var row = new CrmWrite(crmId, Source.AwsId, state.Key.Id, "{}"u8.ToArray(), null, []);
        var write = new PendingWrite(
            call.Job?.Id ?? "", 0, Outcome.Created, Source.CrmObject, row, state, [], call.Body, [Draft.Created(state.Key.Id, call.Issues, Source.Submit is { Trigger: SubmitTrigger.Ready, Flag: null }), .. call.Issues], call.Job, call.Reason, call.Changes);
        return new Step.WriteCrm(write, NeedsIntent: false, Overwrites: false, IsAfterCall: true);
    }

    // It has its opportunity: nothing is to be created any more.
    static Turn Forward(RecordView view, WorkKey key, string reason) =>
        new(view with { Intent = null }, new Step.Forward(key, reason, view.RequestReasons));

    static (string CrmObject, string CrmId) Parts(WorkKey key)
    {
        var at = key.Id.IndexOf('/', StringComparison.Ordinal);
        return (key.Id[..at], key.Id[(at + 1)..]);
    }
}
