using LambdaSync.Connections.Aws;
using LambdaSync.Connections.Crm;
using LambdaSync.Sync;
using LambdaSync.Sync.Outbound;
using LambdaSync.Sync.Work;

namespace LambdaSync.Functions.Records;

sealed partial class OpportunityBatch
{
    /// <summary>What the CRM changed goes to AWS, on top of what AWS has.</summary>
    async Task ChangeAws(Piece piece)
    {
        if (piece.State is not { Closed: false } state || piece.CrmNow is not { } crm || (piece.Seen is null && _outbound.HasEdits(state, crm)))
            return;
        OutboundPlan? plan = null;
        Try(piece, () => plan = _outbound.Update(state, crm, DateOnly.FromDateTime(Now.UtcDateTime), piece.Seen?.Document ?? default, piece.Claim.State ?? state.Bare()));
        switch (plan)
        {
            case OutboundPlan.Nothing nothing:
                piece.Issues.AddRange(nothing.Issues);
                if (nothing.Issues.Any(i => i.Severity == Severity.Error))
                    piece.Outcome = Outcome.Failed;
                else if ((piece.Outcome is null or Outcome.Unchanged) && nothing.Issues.Any(i => i.Severity == Severity.Warning))
                    piece.Outcome = Outcome.Skipped;
                if (!nothing.CrmBaseline.AsSpan().SequenceEqual(state.CrmBaseline))
                    piece.State = state with { CrmBaseline = nothing.CrmBaseline };
                break;
            case OutboundPlan.Locked locked:
                piece.IsLocked = true;
                piece.End(new WorkNext.Again(
                    Now + Worker.Settings.LockLook, $"AWS holds the lock ({locked.ReviewStatus}); the CRM's edits wait", Counts: false, [Reason.Locked], IsNew: true));
                break;
            case OutboundPlan.Held held:
                piece.IsOutbound = true;
                Fail(piece, held.Issues, RecordIssues.Cause(held.Issues)!);
                break;
            case OutboundPlan.Send send:
                var next = state with { AwsBaseline = send.Document, CrmBaseline = send.CrmBaseline };
                await Send(piece, new PendingCall(OutboundCall.UpdateOpportunity, send.Body, Now, next, [.. piece.Issues, .. send.Issues], state));
                break;
        }
    }

    async Task Send(Piece piece, PendingCall call)
    {
        (piece.Intent, piece.IsOutbound) = (new StoredIntent(Aws: call).ToJson(), true);
        if (!(await Worker.Store.StoreIntents([(piece.Claim, piece.Intent)], None))[0])
        {
            piece.Finish();
            return;
        }

        await Call(piece, acts: true, async aws => Sent(piece, call, await aws.UpdateOpportunity(call.Body, None)), refused => NotTaken(piece, refused));
        // What was held back before it went out is decided anew.
        if (piece.Next is WorkNext.Again { Counts: false })
            piece.Intent = null;
    }

    // Refused for good: nothing is on its way any more.
    static bool NotTaken(Piece piece, AwsServiceException refused)
    {
        if (!refused.Transient)
            piece.Intent = null;
        return false;
    }

    static void Sent(Piece piece, PendingCall call, ReadOnlyMemory<byte> answer) =>
        Sent(piece, call, OpportunityBody.Text(answer.Span, "LastModifiedDate") ?? OpportunityBody.Text(call.Body, "LastModifiedDate")!);

    static void Sent(Piece piece, PendingCall call, string lastModified)
    {
        piece.Intent = null;
        piece.IsOutbound = true;
        piece.Payload = call.Body;
        piece.Issues.Clear();
        piece.Issues.AddRange(call.Issues);
        piece.Outcome = call.Issues.Any(i => i.Code == IssueCodes.ClosedField) ? Outcome.Failed : Outcome.Updated;
        piece.State = call.After(piece.Key.Id, lastModified);
        piece.CrmId = piece.State.CrmId;
    }

    /// <summary>Another worker was stopped between a write and its settlement.</summary>
    async Task Resume()
    {
        var left = Pieces.Where(p => p.Claim.Intent is not null).Select(p => (Piece: p, Intent: StoredIntent.FromJson(p.Claim.Intent!))).ToList();
        // The CRM may have the write or not, so the same bytes go again.
        foreach (var group in left.Where(l => l.Intent.Crm is not null).GroupBy(l => l.Intent.Crm!.CrmObject))
        {
            await CallCrm([.. group.Select(l => l.Piece)], acts: true, async () =>
            {
                var results = await Worker.Crm.Write(group.Key, [.. group.Select(l => l.Intent.Crm!.Row)], None);
                foreach (var ((piece, intent), result) in group.Zip(results))
                    Finished(piece, intent.Crm!, result);
            });
        }

        foreach (var (piece, intent) in left.Where(l => l.Intent.Aws is not null && l.Piece.IsOpen))
            await Resume(piece, intent.Aws! with { Next = AtVersionOf(piece, intent.Aws.Next) });
    }

    // What the worker before had done until then stays done, and what AWS took of the call is no change of AWS's.
    void Abandon(Piece piece, PendingCall call, ReadOnlyMemory<byte> opportunity)
    {
        piece.Intent = null;
        if (call.Before is { } before)
            piece.State = AtVersionOf(piece, opportunity.IsEmpty ? before : Recovery.Partly(Worker.Mapping, before, call.Next, opportunity.Span));
    }

    // It is told as the worker that was stopped would have told it: its log entry may belong to a file.
    void Finished(Piece piece, PendingWrite write, CrmResult result)
    {
        // Refused now, it may have been taken the first time.
        if (!result.Written)
            piece.Unsettle();
        var now = write with { Next = AtVersionOf(piece, write.Next) };
        piece.End(now.Settled(piece.Claim, result, Now) with { Next = new WorkNext.Again(Now, null, Counts: false, piece.And(Reason.Crm)) });
    }

    // What was told already is not told again, but the record goes on.
    protected override async Task AfterSettling(IReadOnlyList<Piece> lost)
    {
        var told = lost.Where(p => p.Instead is not null).Select(p => p.Instead! with { Detail = null, Job = null }).ToList();
        if (told.Count > 0)
            await Worker.Store.Settle(told, None);
    }

    // The record was settled once more after the intent was stored, to wait: nothing else can have changed it.
    static RecordState AtVersionOf(Piece piece, RecordState next) => next with { Version = piece.Claim.State?.Version ?? 0 };

    async Task Resume(Piece piece, PendingCall call)
    {
        await Call(piece, acts: true, async aws =>
        {
            var answer = await aws.GetOpportunity(Worker.Catalog, piece.Key.Id, None);
            if (OpportunityBody.Modified(answer.Span) == Recovery.ReadAt(call.Body))
                Sent(piece, call, await aws.UpdateOpportunity(call.Body, None));
            else if (Recovery.TookEffect(call.Body, answer.Span))
                Sent(piece, call, OpportunityBody.Text(answer.Span, "LastModifiedDate")!);
            else
                Abandon(piece, call, answer);
        }, refused =>
        {
            // Neither a refused read nor a conflict says anything about the call: it may have arrived just now.
            if (refused.Operation == nameof(OutboundCall.UpdateOpportunity) && IsRefused(refused))
                Abandon(piece, call, default);
            return false;
        });
        // Taken, or decided anew: what else there is to do comes in the next round, from the new state.
        if (piece.IsOpen)
            piece.End(new WorkNext.Again(Now, null, Counts: false, piece.And(Reason.Crm)));
    }
}
