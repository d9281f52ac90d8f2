using Amazon.Lambda.Core;
using LambdaSync.Connections;
using LambdaSync.Connections.Aws;
using LambdaSync.Connections.Crm;
using LambdaSync.Connections.PartnerCentral;
using LambdaSync.Connections.State;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;

namespace LambdaSync.Functions.Records;

/// <summary>A batch of claimed records of one kind: worked on, then settled, whatever became of each.</summary>
abstract class RecordBatch(RecordWorker worker, ILambdaContext context)
{
    /// <summary>Nothing outside is begun when less than this is left of the invocation.</summary>
    public static readonly TimeSpan Reserve = TimeSpan.FromSeconds(10);

    readonly List<Piece> _pieces = [];
    bool _isSweep;

    protected static CancellationToken None => CancellationToken.None;

    protected RecordWorker Worker => worker;

    protected IEnumerable<Piece> Open => _pieces.Where(p => p.IsOpen);

    protected IReadOnlyList<Piece> Pieces => _pieces;

    protected DateTimeOffset Now => worker.Now;

    /// <returns>What is due again at once.</returns>
    public async Task<IReadOnlyList<WorkKey>> Go(IReadOnlyList<Piece> pieces, bool isSweep, List<Notification> untold)
    {
        _pieces.AddRange(pieces);
        _isSweep = isSweep;
        try
        {
            await Work();
        }
        catch (Exception stopped) when (stopped is ConnectionException or QuotaUsedUpException or AwsServiceException)
        {
            // Only a sweep lets these through, before anything was done: others need not wait until the claims run out.
            if (stopped is not QuotaUsedUpException)
                worker.TellOutage(stopped);
            foreach (var piece in Open)
                piece.End(piece.Before());
            // What was settled is known from now on, so nothing would tell of it again.
            await Settle(untold);
            throw;
        }

        foreach (var piece in Open)
            piece.Finish();
        return await Settle(untold);
    }

    protected abstract Task Work();

    /// <summary>One call of Partner Central for a record; what goes wrong with it is that record's.</summary>
    /// <param name="acts">Something was done for the record already, so that a sweep may not leave it as it was.</param>
    /// <param name="refused">What AWS's refusal means here; null: the record waits for a correction.</param>
    protected async Task Call(Piece piece, bool acts, Func<PartnerCentralClient, Task> call, Func<AwsServiceException, bool>? refused = null)
    {
        if (IsTimeOver(acts))
        {
            piece.End(acts ? Later(piece, Now, null) : piece.Before());
            return;
        }

        try
        {
            // What was due when a sweep came by keeps its own urgency.
            await call(worker.Aws[_isSweep && piece.Claim.Due is null ? Lane.Sweep : piece.Claim.Lane]);
        }
        catch (AwsServiceException failed) when (refused?.Invoke(failed) == true)
        {
        }
        catch (AwsServiceException failed) when (failed.Transient || failed.IsAccess)
        {
            if (_isSweep && !acts)
                throw;
            TryAgain(piece, worker.Settings.Outage, AwsIssues.Of(failed), failed.Message);
        }
        catch (AwsServiceException failed) when (failed.Fault == AwsFault.Conflict)
        {
            TryAgain(piece, worker.Settings.Retry, AwsIssues.Of(failed), failed.Message);
        }
        catch (AwsServiceException failed)
        {
            Fail(piece, AwsIssues.Of(failed), failed.Message);
        }
        catch (RequestHeldException held)
        {
            Fail(piece, held.Issues, held.Message);
        }
        catch (QuotaUsedUpException used)
        {
            if (_isSweep && !acts)
                throw;
            piece.End(Later(piece, used.Opens, used.Message));
        }
        catch (ConnectionException failed)
        {
            if (_isSweep && !acts)
                throw;
            TryAgain(piece, worker.Settings.Outage, [], failed.Message);
        }
        catch (Exception odd) when (IsOdd(odd))
        {
            Unexpected(piece, odd);
        }
    }

    /// <summary>AWS has something against these very bytes, so they have no effect.</summary>
    protected static bool IsRefused(AwsServiceException failed) => !failed.Transient && !failed.IsAccess && failed.Fault != AwsFault.Conflict;

    /// <summary>A record's own edge: what nobody thought of stops no other record.</summary>
    protected void Try(Piece piece, Action decide)
    {
        try
        {
            decide();
        }
        catch (Exception odd) when (IsOdd(odd))
        {
            Unexpected(piece, odd);
        }
    }

    // Connections' errors are the batch's, everything else is about the record at hand.
    static bool IsOdd(Exception failed) => failed is not (ConnectionException or QuotaUsedUpException or AwsServiceException or OutOfMemoryException);

    void Unexpected(Piece piece, Exception odd)
    {
        worker.TellUnexpected(piece.Key, odd);
        Fail(piece, [RecordIssues.Unexpected(odd.GetType().Name)], $"it met an error that nobody thought of ({odd.GetType().Name})");
    }

    /// <summary>One call of the CRM for several records. False: it failed, and they are tried again.</summary>
    protected async Task<bool> CallCrm(IReadOnlyList<Piece> pieces, bool acts, Func<Task> call)
    {
        if (pieces.Count == 0)
            return true;
        if (IsTimeOver(acts))
        {
            foreach (var piece in pieces)
                piece.End(acts ? Later(piece, Now, null) : piece.Before());
            return false;
        }

        try
        {
            await call();
            return true;
        }
        catch (ConnectionException failed)
        {
            if (_isSweep && !acts)
                throw;
            worker.TellOutage(failed);
            foreach (var piece in pieces)
            {
                if (acts && piece.Intent is null)
                    piece.Unsettle();
                TryAgain(piece, worker.Settings.Outage, [], failed.Message);
            }

            return false;
        }
    }

    // A sweep has to know that a record was left out, or it would go on behind it.
    bool IsTimeOver(bool acts)
    {
        var isOver = context.RemainingTime < Reserve;
        return isOver && _isSweep && !acts ? throw new ConnectionException("the invocation's time is nearly over", transient: true) : isOver;
    }

    /// <summary>How each record stands is shown in the CRM; one that can't be shown now comes again, unless it waits anyway.</summary>
    protected async Task ShowStatus(Func<Piece, string?> crmIdOf)
    {
        var rows = Pieces.Where(p => p.Instead is null).Select(p => (Piece: p, Row: crmIdOf(p) is { } id ? StatusRows.Of(worker.Mapping, worker.OutboundDecision, p, id, Now) : null))
            .Where(r => r.Row is not null).ToList();
        if (rows.Count == 0)
            return;
        if (IsTimeOver(acts: true))
        {
            foreach (var (piece, _) in rows.Where(r => IsUnshown(r.Piece)))
                piece.End(new WorkNext.Again(Now, null, Counts: false, [Reason.Crm]));
            return;
        }

        try
        {
            var results = await worker.Crm.Write(worker.Mapping.Source.CrmObject, [.. rows.Select(r => r.Row!)], None);
            foreach (var ((piece, _), result) in rows.Zip(results))
                Shown(piece, result);
        }
        catch (ConnectionException failed)
        {
            worker.TellOutage(failed);
            foreach (var (piece, _) in rows.Where(r => IsUnshown(r.Piece)))
                TryAgain(piece, worker.Settings.Outage, [], failed.Message, [Reason.Crm]);
        }
    }

    /// <summary>Why the CRM refused a row, in a line.</summary>
    protected static string RefusalOf(CrmResult result) => RecordIssues.Cause(result.Issues) ?? "the CRM refused it";

    void Shown(Piece piece, CrmResult result)
    {
        if (!result.Written && IsUnshown(piece))
            TryAgain(piece, worker.Settings.Retry, result.Issues, RefusalOf(result), [Reason.Crm]);
        else
            piece.Issues.AddRange(result.Issues.Select(i => i with { Severity = i.Severity == Severity.Error ? Severity.Warning : i.Severity }));
    }

    // Nothing else would bring it back; what is parked is shown when it is tried again.
    static bool IsUnshown(Piece piece) => piece.Next is null or WorkNext.Done;

    /// <summary>It failed for a reason that may pass.</summary>
    /// <param name="cause">One line without values.</param>
    /// <param name="with">The reasons that it goes on with, or null: what is left of its own.</param>
    protected void TryAgain(Piece piece, RetryPolicy policy, IReadOnlyList<Issue> issues, string cause, IReadOnlyCollection<string>? with = null)
    {
        // What was away is back: this is no further failure of that kind.
        var isOutage = policy == worker.Settings.Outage;
        var isNew = !isOutage && piece.Has(Reason.Outage);
        var attempts = isNew ? 0 : piece.Claim.Attempts;
        switch (policy.Next(attempts + 1, attempts == 0 ? Now : piece.Claim.Since, Now, worker.Random()))
        {
            case Retry.At at:
                var reasons = (with ?? GoesOnWith(piece)).Where(reason => reason != Reason.Outage);
                piece.End(new WorkNext.Again(at.Time, cause, Counts: true, [.. isOutage ? reasons.Append(Reason.Outage) : reasons], isNew));
                break;
            case Retry.GiveUp:
                Fail(piece, issues.Count > 0 ? issues : [RecordIssues.GivenUp(cause)], cause);
                break;
        }
    }

    /// <summary>It waits for a correction: the next wake, or an operator.</summary>
    protected static void Fail(Piece piece, IReadOnlyList<Issue> issues, string cause)
    {
        piece.Issues.AddRange(issues);
        piece.Outcome = Outcome.Failed;
        // For whatever it is tried again, what it was looked at for is still to be done: a sweep does not come back to it.
        // A linked record's CRM side shows the failure, so that side is looked at too, though it be all that there is to do.
        piece.End(new WorkNext.Parked(cause, piece.State is null ? [.. piece.Reasons] : piece.And(Reason.Crm)));
    }

    /// <summary>It goes on later, which is no failed attempt.</summary>
    protected static WorkNext.Again Later(Piece piece, DateTimeOffset due, string? cause) => new(due, cause, Counts: false, GoesOnWith(piece));

    // Once AWS's side is in the CRM, what is left is to compare the CRM again.
    static IReadOnlyCollection<string> GoesOnWith(Piece piece) =>
        piece.HasNewState && piece.Intent is null ? [Reason.Crm] : piece.IsOutbound ? piece.And(Reason.Crm) : [.. piece.Reasons];

    async Task<IReadOnlyList<WorkKey>> Settle(List<Notification> untold)
    {
        foreach (var piece in _pieces)
        {
            piece.Close(Now);
            if (piece.Next is WorkNext.Parked parked && piece.Outcome == Outcome.Failed)
                worker.TellGivenUp(piece.Key, parked.Cause);
        }

        var ends = _pieces.Select(p => p.Settlement([.. untold.Where(n => n.Subject == p.Key.Id)], Now)).ToList();
        var stored = await worker.Store.Settle(ends, None);
        foreach (var job in ends.Where((e, i) => e.Job is not null && stored[i] is Settled.Stored or Settled.Woken).Select(e => e.Job!))
            Telemetry.Ended(job);
        var taken = new List<Settlement>();
        foreach (var refused in ends.Where((_, i) => stored[i] == Settled.LinkTaken))
            taken.Add(await LinkTaken(refused));
        if (taken.Count > 0)
            await worker.Store.Settle(taken, None);
        var done = ends.Where((_, i) => stored[i] != Settled.Lost).SelectMany(e => e.Notifications).ToHashSet();
        untold.RemoveAll(done.Contains);
        await AfterSettling(_pieces.Where((_, i) => stored[i] == Settled.Lost).ToList());
        return [.. _pieces.Where((p, i) => stored[i] == Settled.Woken || (stored[i] == Settled.Stored && p.Next is WorkNext.Again again && again.Due <= Now)).Select(p => p.Key)];
    }

    /// <summary>What was not stored, as another worker was first.</summary>
    protected virtual Task AfterSettling(IReadOnlyList<Piece> lost) => Task.CompletedTask;

    // Two AWS records name one CRM record, and the other one's link was stored first. No value of this one was written; how it stands may have been.
    async Task<Settlement> LinkTaken(Settlement refused)
    {
        var other = await worker.Store.FindByCrmId(worker.Catalog, refused.State!.CrmObject, refused.State.CrmId, None);
        var issue = Decision.LinkTaken(refused.State.CrmId, refused.State.Key.AwsId);
        var detail = refused.Detail is { } d ? d with { Outcome = Outcome.Failed, CrmId = null, Issues = [.. d.Issues, issue] } : null;
        return refused with
        {
            State = null,
            Detail = detail,
            Job = refused.Job is { } job ? OwnJob.Ended(job, Outcome.Failed, job.Started) : null,
            Next = new WorkNext.Parked(RecordIssues.Cause([issue])!),
            Intent = null,
            Wakes = other is null ? refused.Wakes : [.. refused.Wakes, new Wake(WorkKey.Of(other), Reason.Unsettled, refused.Claim!.Lane, Now)],
        };
    }
}
