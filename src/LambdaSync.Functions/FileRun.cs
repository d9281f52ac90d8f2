using System.Security.Cryptography;
using System.Text;
using Amazon.Lambda.Core;
using LambdaSync.Connections;
using LambdaSync.Connections.Crm;
using LambdaSync.Connections.State;
using LambdaSync.Files;
using LambdaSync.Json;
using LambdaSync.Sync;

namespace LambdaSync.Functions;

public sealed partial class InboundFiles
{
    /// <summary>The way of one file: fetch, open, then batch by batch read, decide, write, settle.</summary>
    sealed class FileRun(InboundFiles shell, LandedFile landed, ILambdaContext context)
    {
        readonly Utf8Buffer _document = new(16 * 1024);
        readonly CancellationToken _none = CancellationToken.None;
        string _jobId = "";
        bool _lost;

        DateTimeOffset Now => shell.Time.GetUtcNow();

        public async Task Go()
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

            var file = found.Length > AceFile.MaxBytes ? AceFile.TooLarge(landed.Key, found.Length) : AceFile.Open(landed.Key, found.Body);
            var job = await Start(found.Version, file.Count);
            if (job.Ended is not null)
            {
                // Whoever ended it may have been stopped before it gave the claim back; the next file need not wait for that.
                await shell.Store.Release(ClaimName, _jobId, _none);
                return;
            }

            var issues = file.Issues.ToList();
            if (file.Refused || shell.DecisionFor(file.Object, issues) is not { } decision)
            {
                await End(issues);
                return;
            }

            await Claim();
            try
            {
                await Resume(decision);
                await Records(file, decision);
                await End(issues);
            }
            finally
            {
                // Whoever lost to another delivery of the same file leaves the claim to that one.
                if (!_lost)
                    await shell.Store.Release(ClaimName, _jobId, _none);
            }
        }

        string ClaimName => "inbound-files/" + shell.Settings.Catalog;

        // One file at a time: an older one that was decided before a newer one was settled would write its values over the newer's.
        // The same file may be claimed again, since whoever had it was stopped; what both do is the same.
        async Task Claim()
        {
            while (!await shell.Store.Claim(ClaimName, _jobId, Now, Now + context.RemainingTime, _none))
            {
                if (context.RemainingTime < Reserve + Look)
                    throw new ConnectionException("another file was being worked on all the time", transient: true);
                await Task.Delay(Look, shell.Time, _none);
            }
        }

        async Task Refuse(string version, Issue issue)
        {
            if ((await Start(version, 0)).Ended is null)
                await End([issue]);
        }

        Task<Job> Start(string version, int records)
        {
            var source = $"{landed.Bucket}/{landed.Key}@{version}";
            _jobId = "in-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{shell.Settings.Catalog}\n{source}")).AsSpan(0, 8));
            return shell.Store.StartJob(
                new Job(_jobId, "Inbound Record Retrieval", "inbound", source, Now, null, JobStatus.ApiSuccess, records, 0, 0, []), _none);
        }

        async Task End(IReadOnlyList<Issue> issues)
        {
            var job = await shell.Store.EndJob(_jobId, issues, Now, _none);
            LogJob(shell.Log, job.Id, job.Status, job.Records, job.Succeeded, job.Failed);
            Telemetry.Ended(job);
        }

        // Writes that were stored but never settled: the CRM may have them or not, so the same bytes go again.
        async Task Resume(Decision decision)
        {
            var intents = await shell.Store.GetIntents(_jobId, _none);
            if (intents.Count == 0)
                return;
            var states = (await shell.Store.GetRecords([.. intents.Select(i => i.Key)], _none)).ToDictionary(s => s.Key);
            // A record that went on since then is decided anew with the others.
            var same = intents.Select(i => PendingWrite.FromJson(i.Write)).Where(w => (states.GetValueOrDefault(w.Next.Key)?.Version ?? 0) == w.Next.Version).ToList();
            foreach (var batch in same.Chunk(shell.Settings.BatchSize))
                await Write(decision, batch, []);
        }

        async Task Records(AceFile file, Decision decision)
        {
            var settled = await shell.Store.SettledIndexes(_jobId, _none);
            foreach (var batch in Enumerable.Range(0, file.Count).Where(i => !settled.Contains(i)).Chunk(shell.Settings.BatchSize))
            {
                var seen = batch.Select(index => (Index: index, Seen: Read(file, index))).Select(s => (s.Index, s.Seen, AtSight: decision.AtSight(s.Seen))).ToList();
                var facts = await Facts.Load(shell, decision, [.. seen.Where(s => s.AtSight is null).Select(s => s.Seen)]);
                var writes = new List<PendingWrite>();
                var ends = new List<Settlement>();
                foreach (var (index, sighting, atSight) in seen)
                {
                    var (state, current) = facts.Of(sighting);
                    switch (atSight ?? decision.Plan(sighting, state, current))
                    {
                        case Plan.Write write:
                            writes.Add(Pending(decision, index, sighting, write));
                            break;
                        case Plan.Settle settle:
                            ends.Add(Ended(index, sighting, settle));
                            break;
                    }
                }

                await Write(decision, writes, ends);
            }
        }

        Sighting Read(AceFile file, int index)
        {
            _document.Clear();
            var record = file.Read(index, _document);
            return new Sighting(
                file.Object, record.AwsId, record.PartnerId, record.Modified, file.Version, record.Superseded, _document.Written.ToArray(), record.Issues);
        }

        static PendingWrite Pending(Decision decision, int index, Sighting seen, Plan.Write write)
        {
            var source = decision.Mapping.Source;
            var template = write.CrmId is null && source.Template is { } t ? new CrmTemplate(t.Record, t.Account, t.CreateAccount) : null;
            var row = new CrmWrite(write.CrmId, source.AwsId, write.Next.Key.AwsId, write.Fields, template, decision.Mapping.CrmFields);
            return new PendingWrite(index, write.Outcome, row, write.Next, new Dictionary<string, string?>(write.KeepBaseline), seen.Document, write.Issues);
        }

        Settlement Ended(int index, Sighting seen, Plan.Settle settle) => new(
            new JobDetail(_jobId, index, seen.AwsId ?? "", settle.Next?.CrmId, settle.Outcome, Now, seen.Document, settle.Issues), settle.Next?.Key, settle.Next);

        async Task Write(Decision decision, IReadOnlyList<PendingWrite> writes, List<Settlement> ends)
        {
            // Near the deadline nothing new is begun; the message comes again and goes on from here.
            if (context.RemainingTime < Reserve)
                throw new ConnectionException("the invocation's time is nearly over", transient: true);
            if (writes.Count > 0)
            {
                await shell.Store.PutIntents([.. writes.Select(w => new Intent(_jobId, w.Index, w.Next.Key, w.ToJson()))], _none);
                var results = await shell.Crm.Write(decision.Mapping.Source.CrmObject, [.. writes.Select(w => w.Row)], _none);
                ends.AddRange(writes.Zip(results, (write, result) => write.Settled(_jobId, result, Now)));
            }

            var stored = await shell.Store.Settle(ends, _none);
            _lost = stored.Contains(false);
            if (_lost)
                throw new ConnectionException("another worker was first with a record of this file", transient: true);
        }
    }
}
