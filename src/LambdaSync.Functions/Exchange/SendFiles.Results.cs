using Amazon.Lambda.Core;
using LambdaSync.Connections.Buckets;
using LambdaSync.Connections.State;
using LambdaSync.Fields;
using LambdaSync.Files;
using LambdaSync.Functions.Engine;
using LambdaSync.Json;
using LambdaSync.PartnerCentral;
using LambdaSync.Sync;
using LambdaSync.Sync.Outbound;
using LambdaSync.Sync.Steps;
using LambdaSync.Sync.Work;

namespace LambdaSync.Functions.Exchange;

public sealed partial class SendFiles
{
    // AWS writes results into one of two folders, of which one page of the guide names the wrong object's.
    async Task ReadResults(IReadOnlyList<ObjectRun> runs, ILambdaContext context, Lease lease)
    {
        foreach (var folder in ExchangeFolders.ForPartner.Where(folder => ExchangeFolders.PlaceOf(folder) is { Kind: ExchangeKind.Results }))
        {
            string? after = null;
            for (var more = true; more;)
            {
                var page = await exchange.List(folder, after, _none);
                foreach (var found in page.Objects)
                {
                    if (context.RemainingTime < 2 * RecordEngine.Reserve || !await lease.Renew())
                        return;
                    after = found.Key;
                    if (!found.Key.EndsWith('/'))
                        await ReadResult(runs, found, context, lease);
                }

                more = page.More;
            }
        }
    }

    async Task ReadResult(IReadOnlyList<ObjectRun> runs, ExchangeObject found, ILambdaContext context, Lease lease)
    {
        // Other systems may write into the bucket: their results are theirs.
        var name = OutboundFileName.Stem(OutboundFileName.AnsweredBy(found.Key) ?? found.Key);
        if (runs.Select(run => run.Object).FirstOrDefault(each => name.StartsWith(each.Name + "_", StringComparison.Ordinal)) is not { } of)
            return;
        if (await exchange.Get(found.Key, ResultsFile.MaxBytes, _none) is not { } read)
            return;
        var results = ResultsFile.Open(found.Key, read.Length > ResultsFile.MaxBytes ? new byte[ResultsFile.MaxBytes + 1] : read.Body);
        if (results.IsRefused)
        {
            await EndResults(found, results.Issues);
            LogUnusable(log, found.Key, results.Issues[0].Code);
            return;
        }

        var sent = await Sent(of, results.Stem);
        var ids = sent ?? [.. results.Records.Select(record => (record.AwsId, record.PartnerId))];
        var match = results.IsWholeFileRejected ? new ResultMatch([.. ids.Select(id => Whole(results, id))], []) : ResultMatch.Of(results, ids);
        var answers = new Dictionary<WorkKey, RecordResult?>();
        foreach (var (id, result) in ids.Zip(match.Results))
        {
            if (await KeyOf(of, id) is { } key)
                answers[key] = result;
        }

        foreach (var chunk in answers.Chunk(settings.BatchSize))
        {
            if (!await Settle(of, chunk.ToDictionary(), results, context, lease))
                return;
        }

        LogResults(log, results.Stem, answers.Values.Count(result => result?.IsTaken == true), answers.Values.Count(result => result?.IsTaken == false));
        await EndResults(found, match.Issues);
        await exchange.Delete(found.Key, _none);
    }

    // A file that AWS refused as a whole has an answer for each of its records: the same.
    static RecordResult Whole(ResultsFile results, (string? AwsId, string? PartnerId) id) => new(0, id.AwsId, id.PartnerId, IsTaken: false, results.Messages, []);

    /// <summary>The identifiers of a file's records, or null: AWS has it neither in its folder nor in the archive any more.</summary>
    async Task<IReadOnlyList<(string? AwsId, string? PartnerId)>?> Sent(FileObject of, string stem)
    {
        foreach (var folder in (string[])[ExchangeFolders.Archive(of.Folder), of.Folder])
        {
            if (await exchange.Get(folder + stem + ".json", OutboundFiles.MaxBytes, _none) is not { Body.Length: > 0 } found)
                continue;
            var (file, scratch) = (AceFile.Open(folder + stem + ".json", found.Body), new Utf8Buffer());
            return [.. Enumerable.Range(0, file.Count).Select(i => file.Read(i, scratch)).Select(record => (record.AwsId, record.PartnerId))];
        }

        return null;
    }

    // The partner's identifier is the CRM record's id, unless AWS has an older one: then AWS's own counts.
    async Task<WorkKey?> KeyOf(FileObject of, (string? AwsId, string? PartnerId) id)
    {
        if (id.PartnerId is { } crmId && await store.FindByCrmId(settings.Catalog, of.CrmObject, crmId, _none) is { } linked)
            return linked;
        if (id.AwsId is { } awsId && (of.Object == AceObject.Lead || id.PartnerId is null || (await store.GetRecords([of.KeyOf(awsId)], _none)).Count > 0))
            return of.KeyOf(awsId);
        return id.PartnerId is { } unlinked && of.Object == AceObject.Opportunity ? WorkKey.Crm(settings.Catalog, of.CrmObject, unlinked) : null;
    }

    // False: some are in another worker's hands, or the CRM takes their identifiers later, so the results stay.
    async Task<bool> Settle(FileObject of, Dictionary<WorkKey, RecordResult?> answers, ResultsFile results, ILambdaContext context, Lease around)
    {
        var lease = await Lease.Claim(store, [.. answers.Keys], context, time, evenIfClean: true, around);
        var (ends, created) = (new List<Settlement>(), new List<(Claimed Claim, RecordResult Result, PendingCall Call)>());
        foreach (var claim in lease.Claims.OfType<Claimed>())
        {
            // Out of order, or a second time: the record is on its way in another file, or in none.
            if (claim.Intent is not { } intent || StoredIntent.Read(intent) is not { Aws: { File: { } file } call } || OutboundFileName.Stem(file) != results.Stem || answers[claim.Key] is not { } result)
                ends.Add(new Settlement { Claim = claim, Intent = claim.Intent, Next = claim.AsBefore() });
            else if (result is { IsTaken: true, AwsId: not null } && claim.Key.IsCrmRecord)
                created.Add((claim, result, call));
            else
                ends.Add(EndOf(claim, call, result));
        }

        var isWhole = await WriteIds(of, created, ends, lease);
        await ShowStatus(of, ends);
        await _notices.Send(ends, context.RemainingTime < RecordEngine.Reserve);
        var stored = await store.Settle(ends, _none);
        await Relink([.. ends.Where((_, i) => stored[i] == Settled.LinkTaken)]);
        return isWhole && lease.Claims.All(claim => claim is not null);
    }

    // First the id into the CRM, then the link: until both are there, the results lead back here.
    async Task<bool> WriteIds(FileObject of, List<(Claimed Claim, RecordResult Result, PendingCall Call)> created, List<Settlement> ends, Lease lease)
    {
        if (created.Count == 0)
            return true;
        await lease.Renew();
        var isWhole = true;
        var rows = created.ConvertAll(c => new CrmWrite(c.Call.Next.CrmId, of.Mapping.Source.AwsId, c.Result.AwsId!, "{}"u8.ToArray(), null, []));
        var written = await crm.Write(of.CrmObject, rows, _none);
        foreach (var ((claim, result, call), row) in created.Zip(written))
        {
            if (row.Outcome is CrmOutcome.Later or CrmOutcome.Conflict)
            {
                isWhole = false;
                ends.Add(new Settlement { Claim = claim, Intent = claim.Intent, Next = claim.AsBefore() });
                continue;
            }

            var key = of.KeyOf(result.AwsId!);
            var next = call.Next with { Key = key, AwsBaseline = WithId(call.Next.AwsBaseline, result.AwsId!), AwsModified = call.At };
            var entry = (call with { Issues = [.. call.Issues, .. result.Issues, .. row.Issues] }).Entry(Outcome.Created, next, Now);
            ends.Add(new Settlement(next) { Claim = claim, Entries = [entry], Next = WorkNext.Finished, Wakes = [new Wake(key, Reason.Crm, Lane.Edit, Now)] });
        }

        return isWhole;
    }

    static byte[] WithId(byte[] document, string awsId)
    {
        var opportunity = OpportunityBody.Opportunity(document);
        opportunity["Id"] = awsId;
        return OpportunityBody.With(document, opportunity);
    }

    Settlement EndOf(Claimed claim, PendingCall call, RecordResult result)
    {
        var issues = result.Issues.ToList();
        if (result.IsTaken || result.IsUnchanged)
        {
            var outcome = result.IsUnchanged ? Outcome.Unchanged : call.IsPartial ? Outcome.Failed : Outcome.Updated;
            // A creation without AWS's identifier: AWS's own file brings it, and names the CRM record.
            return claim.State is null
                ? new Settlement { Claim = claim, Entries = [(call with { Issues = [.. call.Issues, .. issues] }).Entry(outcome, call.Next, Now)], Next = new WorkNext.Parked("AWS has the record and gave no identifier; its next file brings it") }
                : new Settlement((result.IsUnchanged ? call.Next : Taken(call)) with { Version = claim.State.Version })
                {
                    Claim = claim,
                    Entries = [(call with { Issues = [.. call.Issues, .. issues] }).Entry(outcome, call.Next, Now)],
                    // What people changed while the record was on its way is compared now.
                    Next = new WorkNext.Again(Now, null, Counts: false, [Reason.Crm], IsNew: true),
                };
        }

        var entry = (call with { Issues = [.. call.Issues, .. issues] }).Entry(Outcome.Failed, call.Next, Now);
        return new Settlement { Claim = claim, Entries = [entry], Next = NextOf(claim, result) };
    }

    // A file of AWS from before the upload does not have the change, and AWS writes another one with it: the older one is stale. Where nothing
    // changed AWS writes none, so the older one is all there is.
    static RecordState Taken(PendingCall call) => call.Next with { AwsModified = call.Next.AwsModified > call.At ? call.Next.AwsModified : call.At };

    // The retry count and the cut-off (row B7) hold for what may pass. What a person has to correct waits for that.
    WorkNext NextOf(Claimed claim, RecordResult result)
    {
        var cause = result.Errors.Count > 0 ? result.Errors[0].Text : "AWS refused the record without a reason";
        switch (result.Class)
        {
            case ResultClass.Locked:
                return new WorkNext.Again(Now + settings.LockPollInterval, cause, Counts: false, [Reason.Locked]);
            case ResultClass.Transient or ResultClass.Unknown:
                return settings.Retry.Next(claim.Attempts + 1, claim.Attempts == 0 ? Now : claim.Since, Now, random()) switch
                {
                    Retry.At at => new WorkNext.Again(at.Time, cause, Counts: true, [Reason.Crm]),
                    _ => new WorkNext.Parked(cause),
                };
            default:
                return new WorkNext.Parked(cause);
        }
    }

    // A linked record's CRM side shows what became of it.
    async Task ShowStatus(FileObject of, List<Settlement> ends)
    {
        var linked = ends.Where(end => end is { Claim.State: { Closed: false, MovedTo: null }, Entries.Count: 1 }).ToList();
        if (of.Mapping.Source.Status is null || linked.Count == 0)
            return;
        var statuses = new FileStatuses(of.Mapping, settings.Catalog, time);
        var lookups = linked.ConvertAll(end => new CrmLookup(null, null, end.Claim!.State!.CrmId));
        var reads = await CrmReads.Load(store, crm, _absences, settings.Catalog, of.Mapping, lookups);
        foreach (var (end, lookup) in linked.Zip(lookups))
        {
            if (reads.Of(lookup).Record is { } current)
                statuses.Found(end.Claim!.Key, current);
        }

        await statuses.Show(crm, ends, _none);
    }

    // AWS's own file was first to link the record: the creation's entry is all that is left.
    async Task Relink(List<Settlement> taken)
    {
        if (taken.Count > 0)
            await store.Settle([.. taken.Select(end => end with { State = null })], _none);
    }

    async Task EndResults(ExchangeObject found, IReadOnlyList<Issue> issues)
    {
        var source = $"{exchange.Name}/{found.Key}@{found.Tag}";
        var id = JobId.Of("res-", $"{settings.Catalog}\n{source}");
        if ((await store.StartJob(new Job(id, JobKind, "outbound", source, Now, null, JobStatus.ApiSuccess, 0, 0, 0, []), _none)).Ended is null)
            Telemetry.FileEnded(await store.EndJob(id, issues, Now, _none));
    }
}
