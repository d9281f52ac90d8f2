using Amazon.Lambda.Core;
using LambdaSync.Connections;
using LambdaSync.Connections.State;
using LambdaSync.Fields;
using LambdaSync.Files;
using LambdaSync.Functions.Engine;
using LambdaSync.Json;
using LambdaSync.Kinds;
using LambdaSync.Mapping;
using LambdaSync.PartnerCentral;
using LambdaSync.Sync;
using LambdaSync.Sync.Steps;
using LambdaSync.Sync.Work;

namespace LambdaSync.Functions;

public sealed partial class InboundFiles
{
    /// <summary>The way of one file: fetch, open, then batch by batch claim, read, decide, write, settle.</summary>
    sealed partial class FileRun(InboundFiles shell, LandedFile landed, ILambdaContext context, Lease? around)
    {
        const int MaxOpen = 10_000;

        readonly Utf8Buffer _document = new(16 * 1024);
        readonly CancellationToken _none = CancellationToken.None;
        readonly Dictionary<WorkKey, byte[]> _intents = [];

        // The parked creations of CRM records that this batch links.
        readonly Dictionary<WorkKey, WorkKey> _creations = [];
        string _jobId = "", _version = landed.Version ?? "";

        DateTimeOffset Now => shell.Time.GetUtcNow();

        async Task Process()
        {
            if (AceFile.RefusedByName(landed.Key, landed.Size) is { } refused)
            {
                await Refuse(landed.Version ?? "", refused);
                return;
            }

            var found = await shell.Bucket.Get(landed.Key, landed.Version, AceFile.MaxBytes, _none);
            if (found is null)
            {
                await Refuse(landed.Version ?? "", HandlerIssues.ObjectMissing(landed));
                return;
            }

            _version = found.Version;
            var file = found.Length > AceFile.MaxBytes ? AceFile.TooLarge(landed.Key, found.Length) : AceFile.Open(landed.Key, found.Body);
            var job = await Start(found.Version, file.Count);
            if (job.Ended is not null)
                return;
            if (!file.Refused)
                await Records(file, shell.DecisionFor(file.Object));
            await End(file.Issues);
        }

        async Task Refuse(string version, Issue issue)
        {
            if ((await Start(version, 0)).Ended is null)
                await End([issue]);
        }

        Task<Job> Start(string version, int records)
        {
            _version = version;
            var source = landed.Source(version);
            _jobId = JobIdOf(shell.Settings.Catalog, source);
            return shell.Store.StartJob(new Job(_jobId, JobKind, "inbound", source, Now, null, JobStatus.ApiSuccess, records, 0, 0, []), _none);
        }

        async Task End(IReadOnlyList<Issue> issues)
        {
            var job = await shell.Store.EndJob(_jobId, issues, Now, _none);
            LogJob(shell.Log, job.Id, job.Status, job.Records, job.Succeeded, job.Failed);
            Telemetry.FileEnded(job);
        }

        // Records that another worker holds are tried again when the others are done. What is still held after a few looks is left for later:
        // nothing else of this worker waits for it.
        async Task Records(AceFile file, Decision decision)
        {
            var (known, looks) = (-1, 0);
            while (true)
            {
                var settled = await shell.Store.SettledIndexes(_jobId, 0, file.Count, _none);
                var left = Enumerable.Range(0, file.Count).Where(i => !settled.Contains(i)).ToList();
                if (left.Count == 0)
                    return;
                looks = settled.Count > known ? 0 : looks + 1;
                if (looks > MaxLooks)
                    throw new RecordsHeldException(landed.Source(_version), left.Count);
                if (known >= 0)
                    await Pause();
                known = settled.Count;
                foreach (var batch in file.Batches(left, shell.Settings.BatchSize))
                    await Batch(decision, [.. batch.Select(index => (index, Read(file, index)))]);
            }
        }

        async Task Batch(Decision decision, IReadOnlyList<(int Index, AwsObservation Seen)> batch)
        {
            // Near the deadline no new batch is started. SQS redelivers the message, and the next run continues from here.
            if (context.RemainingTime < Reserve)
                throw new ConnectionException("the remaining time of the invocation is too short", transient: true);
            _intents.Clear();
            _creations.Clear();
            var ends = new List<Settlement>();
            var open = new Dictionary<WorkKey, (int Index, AwsObservation Seen)>();
            foreach (var (index, seen) in batch)
            {
                if (Guarded(index, seen, () => decision.Precheck(seen)) is Plan.Settle settle)
                    ends.Add(new Settlement(Detail(index, seen, settle)));
                else
                    open.TryAdd(WorkKey.Of(shell.Settings.Catalog, seen.Object, seen.AwsId!), (index, seen));
            }

            // The invocation owns its claims, not the message: SQS may deliver one message to two at once.
            var lease = await Lease.Claim(shell.Store, [.. open.Keys], context, shell.Time, evenIfClean: true, around);
            var claims = lease.Claims.OfType<Claimed>().ToList();
            try
            {
                await Finish(lease, decision.Mapping, [.. claims.Where(c => c.Intent is not null)]);
                claims.RemoveAll(c => c.Intent is not null);
                ends.AddRange(claims.Where(c => c.Missing is not null).Select(c => Parked(c, open[c.Key])));
                claims.RemoveAll(c => c.Missing is not null);
                // Another delivery of this file may have been first. From the claim on, no other worker can settle these records.
                var settled = claims.Count == 0 ? new HashSet<int>() : await shell.Store.SettledIndexes(_jobId, batch[0].Index, batch[^1].Index, _none);
                var mine = claims.ToLookup(c => !settled.Contains(open[c.Key].Index));
                ends.AddRange(mine[false].Select(c => Waiting(c, Before(c))));
                await Decide(lease, decision, [.. mine[true].Select(c => (c, open[c.Key].Index, open[c.Key].Seen))], ends);
            }
            catch (Exception failed) when (failed is not OutOfMemoryException)
            {
                // Others need not wait until the claims run out.
                await GiveBack(claims);
                throw;
            }
        }

        // Another worker was stopped between a write and its settlement: what the CRM has now tells whether it took the row. A row that it did
        // not take goes again.
        async Task Finish(Lease lease, CompiledMapping mapping, IReadOnlyList<Claimed> claims)
        {
            var intents = claims.Select(c => (Claim: c, Intent: StoredIntent.Read(c.Intent!))).ToList();
            var writes = intents.Where(i => i.Intent?.Crm is not null).Select(i => (i.Claim, Write: i.Intent!.Crm!)).ToList();
            var lookups = writes.ConvertAll(w => CrmLookup.Of(w.Write.Row));
            var reads = await CrmReads.Load(shell.Store, shell.Crm, shell.Absences, shell.Settings.Catalog, mapping, lookups);
            var found = writes.Zip(lookups, (w, lookup) => (w.Claim, w.Write, Crm: reads.Of(lookup).Record)).ToList();
            var taken = found.Where(f => StoppedWrite.FateOf(mapping, f.Write, f.Crm) == WriteFate.Taken).ToList();
            var ends = taken.Select(f => StoppedWrite.Taken(mapping, f.Write, f.Crm!) is var (write, result) ? WriteIntent.Settlement(f.Claim, write, result, Now) with { Next = Before(f.Claim) } : null!).ToList();
            await Write(lease, [.. found.Except(taken).Select(f => (f.Claim, f.Write))], ends);
            // This function does not call AWS, and can't read the intent of a newer release: the record is due for the function that can.
            var aws = intents.Where(i => i.Intent?.Crm is null).Select(i => Waiting(i.Claim, new WorkNext.Again(Now, null, false))).ToList();
            if (aws.Count > 0)
                await shell.Store.Settle(aws, _none);
            lease.Release(claims);
        }

        async Task Decide(Lease lease, Decision decision, IReadOnlyList<(Claimed Claim, int Index, AwsObservation Seen)> records, List<Settlement> ends)
        {
            await lease.Renew();
            records = [.. records.Where(r => lease.Holds(r.Claim))];
            var lookups = records.Select(r => CrmLookup.Of(r.Seen.AwsId!, r.Seen.PartnerId, r.Claim.State)).ToList();
            var reads = await CrmReads.Load(shell.Store, shell.Crm, shell.Absences, shell.Settings.Catalog, decision.Mapping, lookups);
            var creating = await BeingCreated(decision, [.. records.Zip(lookups).Where(r => r.First.Claim.State is null).Select(r => (r.First.Index, r.First.Seen, reads.Of(r.Second).Record))]);
            var (writes, statuses) = (new List<WriteIntent>(), new FileStatuses(decision.Mapping, shell.Settings.Catalog, shell.Time));
            var taken = new HashSet<string>(StringComparer.Ordinal);
            foreach (var ((claim, index, read), lookup) in records.Zip(lookups))
            {
                var seen = read;
                var answer = reads.Of(lookup);
                var (state, current) = (claim.State, answer.Record);
                if (Decision.Unusable(state, seen.AwsId!, answer) is { } unusable)
                {
                    ends.Add(new Settlement(Detail(index, seen, new Plan.Settle(Outcome.Failed, null, [.. seen.Issues, unusable]))) { Claim = claim, Next = Before(claim) });
                    continue;
                }

                // The link follows its record into the one that it was merged into.
                if (answer is { State: CrmState.Merged, Record: { } survivor } && state is { Closed: false })
                {
                    state = state with { CrmId = survivor.Id };
                    seen = seen with { Issues = [.. seen.Issues, Decision.Merged(claim.State!.CrmId, survivor.Id)] };
                }

                if ((current is not null && (!taken.Add(current.Id) || CrmReads.IsBehind(seen.AwsId!, state, current)))
                    || (state is null && creating.Contains(index)))
                {
                    // An earlier record of this batch is about to be linked to it, or it was just linked, or it is just being created at AWS;
                    // a later look sees that link.
                    ends.Add(Waiting(claim, Before(claim)));
                    continue;
                }

                if (current is not null)
                    statuses.Found(claim.Key, current);
                switch (Guarded(index, seen, () => decision.Plan(seen, state, current)))
                {
                    case Plan.Write write:
                        writes.Add(WriteIntent.Of(claim, statuses.AppendTo(Pending(decision, index, seen, current, write), claim.Key).Over(current is null ? null : new FlatRecord(current.Fields))));
                        break;
                    case Plan.Settle settle:
                        ends.Add(new Settlement(Detail(index, seen, settle), settle.Next) { Claim = claim, Next = After(claim), Wakes = Released(claim) });
                        break;
                }
            }

            // Until they are all stored nothing is written, so nothing need be kept should that fail.
            var stored = await WriteIntent.Store(shell.Store, writes, _none);
            var kept = writes.Where((_, i) => stored[i] == Settled.Stored).ToList();
            foreach (var intent in kept)
                _intents[intent.Claim.Key] = intent.Bytes;
            ends.AddRange(writes.Where((_, i) => stored[i] == Settled.LinkTaken).Select(w => TakenMeanwhile(Unwritten(w))));
            await Write(lease, [.. kept.Select(k => (k.Claim, k.Write))], ends, statuses);
        }

        // Of an opportunity without a link, the work on the CRM record that it would be linked to says whether it is being created at AWS. What
        // would become a new record may be any creation's result: they are read, as few are open at a time.
        async Task<HashSet<int>> BeingCreated(Decision decision, IReadOnlyList<(int Index, AwsObservation Seen, CrmCurrent? Current)> unlinked)
        {
            var (creating, opportunities) = (new HashSet<int>(), unlinked.Where(u => u.Seen.Object == AceObject.Opportunity).ToList());
            var named = opportunities.Where(u => u.Current is not null).ToList();
            var work = await Task.WhenAll(named.Select(u => shell.Store.GetWork(WorkKey.Crm(shell.Settings.Catalog, decision.Mapping.Source.CrmObject, u.Current!.Id), _none)));
            creating.UnionWith(named.Zip(work).Where(n => n.Second is { } item && OpenCreations.IsOpen(item, Now)).Select(n => n.First.Index));
            foreach (var (u, item) in named.Zip(work).Where(n => n.Second is { Parked: true }))
                _creations[WorkKey.Of(shell.Settings.Catalog, u.Seen.Object, u.Seen.AwsId!)] = item!.Key;
            if (named.Count == opportunities.Count)
                return creating;
            var open = new OpenCreations(await shell.Store.ListWork(shell.Settings.Catalog, MaxOpen, _none), Now);
            creating.UnionWith(opportunities.Where(u => u.Current is null && open.MayHaveCreated(u.Seen)).Select(u => u.Index));
            return creating;
        }

        // What another worker has taken meanwhile is left to it: the look at what is left finds what became of it.
        async Task Write(Lease lease, IReadOnlyList<(Claimed Claim, PendingWrite Write)> writes, List<Settlement> ends, FileStatuses? statuses = null)
        {
            foreach (var group in writes.GroupBy(w => w.Write.CrmObject))
            {
                await lease.Renew();
                var held = group.Where(w => lease.Holds(w.Claim)).ToList();
                if (held.Count == 0)
                    continue;
                var results = await shell.Crm.Write(group.Key, [.. held.Select(w => w.Write.Row)], _none);
                ends.AddRange(held.Zip(results, (w, result) => End(w.Claim, w.Write, result)));
            }

            if (ends.Count == 0)
                return;
            if (statuses is not null)
                await statuses.Show(shell.Crm, ends, _none);
            await shell.Notices.Send(ends, context.RemainingTime < Reserve, ofFile: true);
            var stored = await shell.Store.Settle(ends, _none);
            var taken = ends.Where((_, i) => stored[i] == Settled.LinkTaken).Select(TakenMeanwhile).ToList();
            if (taken.Count > 0)
                await shell.Store.Settle(taken, _none);
        }

        // What the CRM takes later, or has changed since it was read, is decided again at the next look.
        Settlement End(Claimed claim, PendingWrite write, CrmResult result) => result.Outcome is CrmOutcome.Later or CrmOutcome.Conflict or CrmOutcome.Gone
            ? new Settlement { Claim = claim, Next = Before(claim) }
            : WriteIntent.Settlement(claim, write, result, Now) with { Next = After(claim), Wakes = Released(claim) };

        Settlement Unwritten(WriteIntent intent)
        {
            var write = intent.Write;
            var detail = new JobDetail(write.JobId, write.Index, write.Next.Key.Id, null, write.Outcome, Now, write.Payload, write.Issues) { Reason = write.Reason };
            return new Settlement(detail, write.Next) { Claim = intent.Claim, Next = Before(intent.Claim) };
        }

        // Two AWS records name one CRM record, and the other one's link was stored first.
        static Settlement TakenMeanwhile(Settlement refused)
        {
            var issue = Decision.LinkTaken(refused.State!.CrmId, refused.State.Key.Id);
            return refused with { State = null, Entries = [.. refused.Entries.Select(entry => entry.Refused(issue))] };
        }

        async Task GiveBack(List<Claimed> claims)
        {
            try
            {
                await shell.Store.Settle([.. claims.Select(c => Waiting(c, Before(c)))], _none);
            }
            catch (ConnectionException)
            {
                // The store is what failed: the claims run out by themselves, and the first error is the one to tell.
            }
        }

        // What is about to be written, or was, stays with the record.
        Settlement Waiting(Claimed claim, WorkNext next) =>
            new() { Claim = claim, Next = next, Intent = _intents.GetValueOrDefault(claim.Key) ?? claim.Intent };

        // The file is not why the record was dirty, so it stays dirty, and whoever was stopped at it before stays known.
        static WorkNext Before(Claimed claim) => claim.AsBefore(claim is { Due: not null, InDoubt: true } ? [Reason.InDoubt] : null);

        // In files mode no sweep compares later: what people changed before the first link, or in a file whose result never came, goes with the next one.
        WorkNext After(Claimed claim) => shell.Settings.Transports.InFiles(claim.Key.IsLead ? AceObject.Lead : AceObject.Opportunity) && claim.Due is null && (claim.State is null || claim.Cause is not null || claim.Reasons.Count > 0)
            ? new WorkNext.Again(Now, null, Counts: false, [.. claim.Reasons.Union([Reason.Crm])])
            : Before(claim);

        // The creation of which AWS gave no result is done: here is what became of it.
        IReadOnlyList<Wake> Released(Claimed claim) => _creations.TryGetValue(claim.Key, out var creation) ? [new Wake(creation, Reason.Crm, Lane.Edit, Now)] : [];

        async Task Pause()
        {
            // Near the deadline the next batch ends the run.
            if (context.RemainingTime >= Reserve + Look)
                await Task.Delay(Look, shell.Time, _none);
        }

        PendingWrite Pending(Decision decision, int index, AwsObservation seen, CrmCurrent? current, Plan.Write write) => new(
            _jobId, index, write.Outcome, decision.Mapping.Source.CrmObject, CrmRows.Of(decision.Mapping, write, current), write.Next,
            new Dictionary<string, string?>(write.KeepBaseline), seen.Document, write.Issues, Reason: Reason.Landed,
            Changes: FieldChanges.InCrm(decision.Mapping, current is null ? null : new FlatRecord(current.Fields), write.Fields))
        {
            Masked = write.Masked.Count > 0 ? write.Masked : null,
        };

        JobDetail Detail(int index, AwsObservation seen, Plan.Settle settle) =>
            new(_jobId, index, seen.AwsId ?? "", settle.Next?.CrmId, settle.Outcome, Now, seen.Document, settle.Issues) { Reason = Reason.Landed };
    }
}
