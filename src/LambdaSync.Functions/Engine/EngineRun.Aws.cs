using System.Text.Json;
using LambdaSync.Connections;
using LambdaSync.Connections.Aws;
using LambdaSync.Connections.Marketplace;
using LambdaSync.Connections.PartnerCentral;
using LambdaSync.Mapping;
using LambdaSync.PartnerCentral;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;

namespace LambdaSync.Functions.Engine;

sealed partial class EngineRun
{
    static readonly TimeSpan Ending = TimeSpan.FromDays(1);

    // What was due when a sweep selected it keeps its own priority.
    // What ends within a day is as urgent as what a person waits for.
    AwsLine Aws(Slot slot)
    {
        var lane = slot.View.Deadline < Now + Ending ? Lane.Person : _terms.IsSweep && slot.Claim.Due is null ? Lane.Sweep : slot.Claim.Lane;
        if (AccountOf(slot) is not { } account)
            return new AwsLine(_parts.Aws[lane], _parts.Marketplace?.In(lane), _parts.AfterSale?.In(lane));
        // Its role has all of its rights.
        return new AwsLine(_parts.Aws[lane], _parts.Sellers[account].In(lane), null);
    }

    // Null: it is of the main account, or of none.
    string? AccountOf(Slot slot) => _parts.Kinds.Of(slot.Key).AccountOf(slot.View);

    // What is of an account that is not ours any more is never done as another one.
    Issue? Unreachable(Slot slot) => AccountOf(slot) is { } account && !_parts.Sellers.ContainsKey(account) ? _parts.Settings.Sellers.Unknown(account) : null;

    // What AWS refuses to one account it may do for another.
    string OperationOf(Slot slot, PendingCall call) => AccountOf(slot) is { } account ? $"{call.Operation} of {account}" : call.Operation;

    Task<Exception?> ReadAws(Slot slot, AwsRequest what) => Call(slot, acts: false, async aws =>
    {
        try
        {
            slot.Learn(slot.View.WithAnswer(what, what.IsList ? await All(aws, what) : await aws.Call(what.Operation, what.Body)));
        }
        catch (AwsServiceException none) when (IsMissing(none, what))
        {
            slot.Learn(slot.View.WithAnswer(what, default));
        }
    });

    async Task<ReadOnlyMemory<byte>> All(AwsLine aws, AwsRequest what)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartArray("items");
            await foreach (var item in aws.List(what.Operation, what.Body))
            {
                await _lease.Renew();
                json.WriteRawValue(item.Span);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    static bool IsMissing(AwsServiceException failed, AwsRequest request) => (request.MayBeMissing && failed.Code == "ResourceNotFoundException") || (request.MayBeDenied && failed.Code == "AccessDeniedException");

    /// <summary>A new call: stored, then sent.</summary>
    async Task<Exception?> Send(Slot slot, PendingCall decided)
    {
        var call = WithJob(slot, decided) with { At = Now, Earlier = slot.View.Entries.Count == 0 ? null : slot.View.Entries };
        var intent = new StoredIntent(Aws: call).ToJson();
        slot.Note(slot.View with { Intent = intent, IsOutbound = true, Calls = slot.View.Calls + 1 });
        if (!(await _parts.Store.StoreIntents([(slot.Claim, intent)], None))[0])
        {
            // The claim is another worker's.
            slot.Close(WorkNext.Finished);
            return null;
        }

        var (stopped, wasSearched) = await Deliver(slot, call, isRepeat: false);
        // What was held back before it went out is decided again.
        if (slot.Next is WorkNext.Again { Counts: false } && !wasSearched)
            slot.Note(slot.View with { Intent = null });
        return stopped;
    }

    /// <summary>A stopped worker's call: its operation says how to find out whether it took effect.</summary>
    async Task<Exception?> Repeat(Slot slot, PendingCall stored, bool isUnwanted)
    {
        var call = WithJob(slot, stored);
        var operation = Operations.Of(call.Operation);
        slot.Note(slot.View with { IsRepeated = true });
        // The API does not know the leads of files: their edits wait for the run that writes files.
        if (call.File is not null && slot.View.Key.IsLead)
        {
            slot.Learn(Dropped(slot, call.Before));
            return null;
        }

        // A creation that went in a file is looked for and never made again by a call: AWS may have it from the file.
        var recovery = operation.Recover(call, _parts.Settings.Catalog, call.File is null ? Now - call.At : TimeSpan.MaxValue);
        if (isUnwanted && operation.Recover(call, _parts.Settings.Catalog, TimeSpan.MaxValue) is Recovery.Search { Else: null } taken)
            return await Search(slot, operation, call, taken, resends: false, isOver: call.File is null && recovery is Recovery.Search);
        switch (recovery)
        {
            case Recovery.Read read:
                return await Repeat(slot, operation, call, read.Request);
            case Recovery.Search search:
                return await Search(slot, operation, call, search, resends: call.File is null);
            default:
                return (await Deliver(slot, call, isRepeat: true)).Stopped;
        }
    }

    // The record shows whether the call took effect: one that did not is sent again, or decided anew.
    async Task<Exception?> Repeat(Slot slot, IOperation operation, PendingCall call, AwsRequest request)
    {
        var (stopped, effect) = await Recognize(slot, operation, call, request);
        if (effect is Effect.NotTaken && call.File is null)
            return (await Deliver(slot, call, isRepeat: true)).Stopped;
        if (effect is Effect.Overtaken overtaken)
            slot.Learn(Dropped(slot, overtaken.State));
        // What went in a file and is not there is compared again: its body was written for the file's time, and people may have edited the record since.
        if (effect is Effect.NotTaken)
            slot.Learn(Dropped(slot, call.Before));
        return stopped;
    }

    async Task<(Exception? Stopped, bool WasSearched)> Deliver(Slot slot, PendingCall call, bool isRepeat)
    {
        var operation = Operations.Of(call.Operation);
        var searches = false;
        var stopped = await Call(
            slot, acts: true,
            async aws => slot.Learn(operation.Succeeded(slot.View, call, await aws.Call(operation.Name, call.Body, call.BodyAtAws()), Now)),
            refused =>
            {
                var refusal = Failures.RefusalOf(refused);
                if (AccountRefusals.Of(refusal) is { } closed)
                    _parts.Closed.Close(OperationOf(slot, call), closed, Now);
                var end = operation.Refused(refusal, isRepeat);
                // A command's request that AWS refuses is answered by the refusal; a person may request it again.
                if (end == RefusedCall.Drop)
                    slot.Note(call.Answered(Dropped(slot, isRepeat ? call.Before : null)));
                searches = end == RefusedCall.Search;
                if (end != RefusedCall.Drop || operation.Explain(call, refusal, _parts.Kinds.Rules.Mapping) is not { } explained)
                    return searches;
                Failures.Hold(slot, [explained], refused.Message);
                return true;
            },
            // Only an update sends back what AWS has.
            call.Operation != nameof(UpdateOpportunity) || call.Before is null ? null : call.Changes?.Select(change => change.Field).ToList());
        // What AWS refused was one of several requests: the others wait for nothing.
        if (call.Request is not null && slot is { Next: WorkNext.Parked, View.Intent: null } && slot.View.Requests.Any())
            slot.Close(new WorkNext.Again(Now, null, Counts: false, [.. slot.View.RequestReasons, Reason.Crm]));
        // AWS knows the call: as if its token were forgotten.
        if (searches)
        {
            stopped = operation.Recover(call, _parts.Settings.Catalog, TimeSpan.MaxValue) switch
            {
                Recovery.Search search => await Search(slot, operation, call, search, resends: false),
                Recovery.Read read => await Verify(slot, operation, call, read.Request),
                _ => stopped,
            };
        }

        return (stopped, searches);
    }

    // AWS refused the call as if it were done: what the record is now says whether it is.
    async Task<Exception?> Verify(Slot slot, IOperation operation, PendingCall call, AwsRequest request)
    {
        var (stopped, effect) = await Recognize(slot, operation, call, request);
        if (effect is not (null or Effect.Taken))
        {
            slot.Note(Dropped(slot, null));
            _failures.Retry(slot, _parts.Settings.Retry, [], operation.NotFoundYet);
        }

        return stopped;
    }

    // Reads the record to see whether the call took effect; one that did has succeeded.
    async Task<(Exception? Stopped, Effect? Effect)> Recognize(Slot slot, IOperation operation, PendingCall call, AwsRequest request)
    {
        Effect? effect = null;
        var stopped = await Call(slot, acts: true, async aws =>
        {
            ReadOnlyMemory<byte> found = default;
            try
            {
                found = await aws.Call(request.Operation, request.Body);
            }
            catch (AwsServiceException none) when (IsMissing(none, request))
            {
                // AWS has no such record: the operation knows what that means.
            }

            effect = operation.Recognize(call, found, MappingOf(slot));
        });
        if (effect is Effect.Taken taken)
            slot.Learn(operation.Succeeded(slot.View, call, taken.Answer, Now));
        return (stopped, effect);
    }

    // isOver: what the list does not have by now was never taken, and is not wanted any more.
    async Task<Exception?> Search(Slot slot, IOperation operation, PendingCall call, Recovery.Search search, bool resends, bool isOver = false)
    {
        var (isFound, request) = (false, search.Request);
        var stopped = await Call(slot, acts: true, async aws =>
        {
            await foreach (var item in aws.List(request.Operation, request.Body))
            {
                await _lease.Renew();
                if (operation.Recognize(call, item, MappingOf(slot)) is not Effect.Taken taken)
                    continue;
                slot.Learn(operation.Succeeded(slot.View, call, taken.Answer, Now));
                isFound = true;
                return;
            }
        });
        if (isFound || !slot.IsOpen || stopped is not null)
            return stopped;
        if (search.Else is { } read)
            return await (resends ? Repeat(slot, operation, call, read) : Verify(slot, operation, call, read));
        if (resends)
            return (await Deliver(slot, call, isRepeat: false)).Stopped;
        if (isOver)
            slot.Learn(Dropped(slot, call.Before));
        else
            _failures.Retry(slot, _parts.Settings.Retry, [], operation.NotFoundYet);
        return null;
    }

    // A record without a CRM object has no baselines that the mapping could rebase.
    CompiledMapping MappingOf(Slot slot) => slot.Mapping ?? _parts.Kinds.Rules.Mapping;

    // A call that is sent again keeps the job of its log entry.
    PendingCall WithJob(Slot slot, PendingCall call) => call.Job is not null
        ? call
        : call with { Job = OwnJob.OfCall(slot.Claim, slot.View.Reasons, slot.View.Calls, Now), Reason = Reason.MostTelling(slot.View.Reasons) };

    // Continue from the state before the call. Fields that AWS took from it are part of the baseline, so they are no edits made at AWS.
    static Sync.Steps.RecordView Dropped(Slot slot, RecordState? state)
    {
        var view = slot.View with { Intent = null };
        return state is null ? view : view.WithState(view.AtVersion(state));
    }

    /// <summary>One call of AWS for a record; what goes wrong with it is that record's.</summary>
    /// <param name="refused">What AWS's refusal means for the call; true: it is handled.</param>
    /// <param name="changed">The paths of the opportunity that the call changes, or null: not known.</param>
    async Task<Exception?> Call(
        Slot slot, bool acts, Func<AwsLine, Task> call, Func<AwsServiceException, bool>? refused = null, IReadOnlyList<string>? changed = null)
    {
        if (IsTimeOver)
            return _failures.OfTime([slot], acts);
        if (Unreachable(slot) is { } unknown)
        {
            Failures.Hold(slot, [unknown], "its seller account is none that LambdaSync works for");
            return null;
        }

        try
        {
            await call(Aws(slot));
            return null;
        }
        catch (AwsServiceException failed) when (refused?.Invoke(failed) == true)
        {
            return null;
        }
        catch (Exception failed) when (failed is not OutOfMemoryException)
        {
            return _failures.OfAws(slot, failed, acts, changed);
        }
    }
}

/// <summary>The line to AWS for one record: an operation's name says whether it is Partner Central's or AWS Marketplace's.</summary>
/// <param name="selling">Partner Central, in the record's lane of the quota.</param>
/// <param name="marketplace">AWS Marketplace in the same lane, or null: it is not set up.</param>
/// <param name="afterSale">The same with the rights of requests after the sale, or null: the other one may have them.</param>
readonly struct AwsLine(PartnerCentralClient selling, MarketplaceClient? marketplace, MarketplaceClient? afterSale)
{
    const int Page = 100;

    static CancellationToken None => CancellationToken.None;

    /// <param name="atAws">Of an update: its body with what AWS had before it.</param>
    public Task<ReadOnlyMemory<byte>> Call(string operation, ReadOnlyMemory<byte> body, ReadOnlyMemory<byte> atAws = default) =>
        MarketplaceClient.Has(operation) ? Of(operation).Call(operation, body, None) : selling.Call(SellingOperations.Of(operation), body, None, atAws);

    public IAsyncEnumerable<ReadOnlyMemory<byte>> List(string operation, ReadOnlyMemory<byte> filter) =>
        MarketplaceClient.Has(operation) ? Marketplace.List(operation, filter, None) : selling.List(SellingOperations.Of(operation), filter, Page, None);

    MarketplaceClient Of(string operation) => afterSale is not null && Operations.AfterSale.Any(o => o.Name == operation) ? afterSale : Marketplace;

    MarketplaceClient Marketplace => marketplace ?? throw new ConnectionException("there is no connection to AWS Marketplace", transient: false);
}
