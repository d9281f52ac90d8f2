using Amazon.Lambda.Core;
using LambdaSync.Connections.Aws;
using LambdaSync.Connections.PartnerCentral;
using LambdaSync.Fields;
using LambdaSync.Sync;
using LambdaSync.Sync.Outbound;
using LambdaSync.Sync.Work;

namespace LambdaSync.Functions.Records;

/// <summary>
/// The way of opportunities: what was left half done is finished; AWS is read where it told something, the CRM where it has to be
/// compared; what AWS changed goes to the CRM, then what the CRM changed goes to AWS.
/// </summary>
/// <param name="budget">What a sweep may overwrite, or null outside a sweep.</param>
sealed partial class OpportunityBatch(RecordWorker worker, ChangeBudget? budget, ILambdaContext context) : RecordBatch(worker, context)
{
    readonly Decision _decision = worker.Decision;
    readonly OutboundDecision _outbound = worker.OutboundDecision;

    protected override async Task Work()
    {
        await Resume();
        foreach (var piece in Open.Where(TellsOfAws).ToList())
            await ReadAws(piece);
        await ReadCrm();
        foreach (var piece in Open.Where(p => p.Seen is null).ToList())
            await ReadEdited(piece);
        await ChangeCrm();
        foreach (var piece in Open.ToList())
            await ChangeAws(piece);
        await ShowStatus(piece => piece.State?.CrmId);
    }

    static bool TellsOfAws(Piece piece) =>
        piece.State is null or { IsBare: true } || piece.Has(Reason.Event, Reason.Sweep, Reason.Summary, Reason.Refresh, Reason.Unsettled);

    static bool ComparesCrm(Piece piece) => piece.Has(Reason.Crm, Reason.Locked, Reason.Refresh, Reason.Unsettled);

    // Both sides of AWS, unless the first shows that nothing but our own last write was told of.
    Task ReadAws(Piece piece) => Call(piece, acts: false, async aws =>
    {
        var opportunity = await aws.GetOpportunity(Worker.Catalog, piece.Key.Id, None);
        piece.Seen = Sight(piece, opportunity, default);
        if (piece.State is { OwnWrite: { } own } state && own == piece.Seen.Modified && !piece.Has(Reason.Refresh, Reason.Summary, Reason.Unsettled)
            && _decision.Known(piece.Seen, state) is Plan.Settle { Outcome: Outcome.Unchanged })
        {
            piece.State = state with { OwnWrite = null };
            if (!ComparesCrm(piece))
                piece.Finish();
            return;
        }

        piece.Seen = Sight(piece, opportunity, await Summary(aws, piece.Key.Id));
        Judge(piece);
    });

    // AWS has no side of a record that it was never shown.
    async Task<ReadOnlyMemory<byte>> Summary(PartnerCentralClient aws, string id)
    {
        try
        {
            return await aws.GetAwsOpportunitySummary(Worker.Catalog, id, None);
        }
        catch (AwsServiceException none) when (none.Code == "ResourceNotFoundException")
        {
            return default;
        }
    }

    static Sighting Sight(Piece piece, ReadOnlyMemory<byte> opportunity, ReadOnlyMemory<byte> summary)
    {
        var document = OpportunityBody.Document(opportunity.Span, summary.Span);
        piece.Payload = document;
        return new Sighting(
            AceObject.Opportunity, piece.Key.Id, OpportunityBody.Text(opportunity.Span, "PartnerOpportunityIdentifier"), OpportunityBody.Modified(opportunity.Span), 0,
            false, document, [])
        { Whole = true };
    }

    // What can be said before the CRM is asked.
    void Judge(Piece piece)
    {
        var plan = _decision.AtSight(piece.Seen!) ?? _decision.Known(piece.Seen!, piece.State);
        if (plan is not Plan.Settle settle)
            return;
        // What was edited in the CRM is sent all the same.
        if (ComparesCrm(piece) && piece.State is { Closed: false, IsBare: false }
            && (settle.Outcome is Outcome.Unchanged or Outcome.Stale || settle.Issues.Any(i => i.Code == IssueCodes.OutsideWhen)))
            return;
        Take(piece, settle);
        // A link that is closed tells nothing new.
        if (piece.State is { Closed: true })
            piece.Outcome = null;
        piece.Finish();
    }

    async Task ReadCrm()
    {
        foreach (var piece in Open.Where(p => p.State is null && p.Seen is { PartnerId: not null }).ToList())
            await WaitForCreation(piece);
        var open = Open.ToList();
        await CallCrm(open, acts: false, async () =>
        {
            var facts = await Facts.Load(
                Worker.Store, Worker.Crm, Worker.Catalog, Worker.Mapping, [.. open.Select(p => (p.Key.Id, p.Seen?.PartnerId, p.State))]);
            foreach (var piece in open)
            {
                piece.Crm = facts.Of(piece.Key.Id, piece.Seen?.PartnerId, piece.State);
                piece.CrmNow = piece.Crm is null ? null : new FlatRecord(piece.Crm.Fields);
                if (Facts.IsBehind(piece.Key.Id, piece.State, piece.Crm))
                    piece.End(Later(piece, Now, null));
            }
        });
    }

    // An opportunity that we are about to link is no new one.
    async Task WaitForCreation(Piece piece)
    {
        var key = WorkKey.Crm(Worker.Catalog, Worker.Mapping.Source.CrmObject, piece.Seen!.PartnerId!);
        if (await Worker.Store.GetWork(key, None) is { Parked: false } work && (work.Intent is not null || work.ClaimedUntil > Now))
            piece.End(Later(piece, Now + CreationLook, "its CRM record is just being shared"));
    }

    // Only the CRM told something: AWS is read when there is something to send.
    async Task ReadEdited(Piece piece)
    {
        var state = piece.State!;
        if (state.Closed)
        {
            piece.Finish();
            return;
        }

        if (piece.Crm is null)
        {
            Take(piece, Decision.Gone(state));
            piece.Finish();
            return;
        }

        if (!_outbound.NeedsAws(state, piece.CrmNow!))
            return;
        await Call(piece, acts: false, async aws => piece.Seen = Sight(piece, await aws.GetOpportunity(Worker.Catalog, piece.Key.Id, None), default));
    }

    static void Take(Piece piece, Plan.Settle settle)
    {
        if (settle.Next is { } next)
            piece.State = next;
        piece.Outcome = settle.Outcome;
        piece.Issues.AddRange(settle.Issues);
        piece.CrmId = piece.State?.CrmId;
    }

    static readonly TimeSpan CreationLook = TimeSpan.FromSeconds(30);
}
