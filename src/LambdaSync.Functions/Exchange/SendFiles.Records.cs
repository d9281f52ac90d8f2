using LambdaSync.Commands;
using LambdaSync.Connections.State;
using LambdaSync.Files;
using LambdaSync.Functions.Engine;
using LambdaSync.Kinds;
using LambdaSync.PartnerCentral;
using LambdaSync.Sync;
using LambdaSync.Sync.Outbound;
using LambdaSync.Sync.Steps;
using LambdaSync.Sync.Work;

namespace LambdaSync.Functions.Exchange;

public sealed partial class SendFiles
{
    // A request that was stored before opportunities travelled in files. It ends here; the record's other work continues at once.
    async Task<IReadOnlyList<Claimed>> WithoutRequests(IReadOnlyList<Claimed> claims, HashSet<WorkKey> seen)
    {
        var (open, ends) = (new List<Claimed>(), new List<Settlement>());
        foreach (var claim in claims)
        {
            var requests = claim.Reasons.Select(RecordRequest.Read).OfType<RecordRequest>().ToList();
            if (requests.Count == 0)
            {
                open.Add(claim);
                continue;
            }

            string[] others = [.. claim.Reasons.Where(reason => RecordRequest.Read(reason) is null)];
            ends.Add(new Settlement
            {
                Claim = claim,
                Intent = claim.Intent,
                Entries = [Entry(claim, Outcome.Failed, [.. requests.Select(request => CommandIssues.InFiles(request.Verb))])],
                Next = others.Length == 0 && claim.Intent is null ? WorkNext.Finished : new WorkNext.Again(Now, null, Counts: false, others),
            });
            seen.Remove(claim.Key);
        }

        if (ends.Count > 0)
            await store.Settle(ends, _none);
        return open;
    }

    // The edits of records as the CRM has them now: one query for all.
    async Task<(List<Settlement> Ends, List<Planned> Plans)> Plans(ObjectRun run, IReadOnlyList<Claimed> claims)
    {
        var of = run.Object;
        var (ends, plans) = (new List<Settlement>(), new List<Planned>());
        var (decision, today) = (of.Decision, DateOnly.FromDateTime(Now.UtcDateTime));
        var lookups = claims.Select(claim => new CrmLookup(null, null, FileObject.CrmIdOf(claim))).ToList();
        var reads = await CrmReads.Load(store, crm, _absences, settings.Catalog, of.Mapping, [.. lookups.Where(lookup => lookup.LinkedId is not null)]);
        foreach (var (claim, lookup) in claims.Zip(lookups))
        {
            var answer = lookup.LinkedId is null ? CrmAnswer.None : reads.Of(lookup);
            // Not to be seen is not deleted, and a merge moves the link through the API's own work: the edit stays.
            if (claim.State is { Closed: false } linked && (answer.State == CrmState.Merged || (answer.State == CrmState.Absent && lookup.LinkedId is not null)))
            {
                var cause = answer.State == CrmState.Absent ? Sync.Decision.Absent(linked).Rule : "the CRM record was merged into another one";
                ends.Add(new Settlement { Claim = claim, Next = new WorkNext.Parked(cause) });
                continue;
            }

            // Deleted in the CRM, unknown, or linked since: there is nothing of it to send.
            if (answer is not { State: CrmState.Found, Record: { } current })
            {
                ends.Add(new Settlement { Claim = claim });
                continue;
            }

            var fields = new FlatRecord(current.Fields);
            if (claim.Key.IsCrmRecord && !fields.IsEmpty(of.Mapping.Source.AwsId))
            {
                ends.Add(new Settlement { Claim = claim });
                continue;
            }

            var plan = claim.State is { } state ? decision.Update(state, fields, today) : decision.Create(current.Id, fields, ClientToken.Of(claim), today, claim.Reasons.Contains(Reason.Refresh));
            if (plan is not FilePlan.Send send)
                ends.Add(EndOf(run, claim, plan));
            else if (PlannedOf(of, claim, current.Id, send) is var planned && planned.IsLimited && run.Creations is { } budget && !budget.TryConsume())
                ends.Add(new Settlement { Claim = claim, Next = new WorkNext.Again(Now + CreationBudget.Wait, budget.Cause, Counts: false) });
            else
                plans.Add(planned);
        }

        return (ends, plans);
    }

    Planned PlannedOf(FileObject of, Claimed claim, string crmId, FilePlan.Send send)
    {
        var before = claim.State?.AwsBaseline ?? "{}"u8.ToArray();
        var next = claim.State is { } state
            ? state with { AwsBaseline = send.Document, CrmBaseline = send.CrmBaseline }
            : new RecordState(of.KeyOf(""), of.CrmObject, crmId, send.Document, send.CrmBaseline, null, 0, false, 0);
        var call = new PendingCall(
            claim.State is null ? nameof(CreateOpportunity) : nameof(UpdateOpportunity), send.Body, Now, next, send.Issues, claim.State, OwnJob.OfCall(claim, claim.Reasons, 0, Now), Reason.MostTelling(claim.Reasons),
            FieldChanges.AtAws(before, send.Document))
        {
            IsPartial = send.IsPartial,
        };
        return new Planned(claim, send.Record, call);
    }

    Settlement EndOf(ObjectRun run, Claimed claim, FilePlan plan)
    {
        switch (plan)
        {
            case FilePlan.Locked locked:
                return new Settlement { Claim = claim, Next = new WorkNext.Again(Now + (run.Ledger.Schedule.Every < settings.LockPollInterval ? run.Ledger.Schedule.Every : settings.LockPollInterval), $"AWS reviews the opportunity ({locked.ReviewStatus})", Counts: false, [Reason.Locked]) };
            case FilePlan.Held held:
                var cause = held.Issues.FirstOrDefault(issue => issue.Severity == Severity.Error) ?? held.Issues[0];
                return new Settlement { Claim = claim, Entries = [Entry(claim, Outcome.Failed, held.Issues)], Next = new WorkNext.Parked(cause.Rule) };
            case FilePlan.Nothing { CrmBaseline: { } baseline } when claim.State is { } state:
                return new Settlement(state with { CrmBaseline = baseline }) { Claim = claim };
            default:
                return new Settlement { Claim = claim };
        }
    }

    LogEntry Entry(Claimed claim, Outcome outcome, IReadOnlyList<Issue> issues)
    {
        var job = OwnJob.OfEnd(claim, claim.Reasons, outbound: true, Now);
        var detail = new JobDetail(job.Id, 0, claim.State?.Key.Id ?? "", FileObject.CrmIdOf(claim), outcome, Now, claim.State?.AwsBaseline ?? "{}"u8.ToArray(), issues) { Reason = Reason.MostTelling(claim.Reasons) };
        return new LogEntry(detail, OwnJob.Ended(job, outcome, Now));
    }

    // A record with an intent, or whose value the store lost. Null: it is settled; else it is free to be sent.
    async Task<Claimed?> Stopped(FileObject of, Claimed claim)
    {
        if (claim.Missing is { } missing)
        {
            await store.Settle([new Settlement { Claim = claim, Next = new WorkNext.Parked(RecordIssues.ValueMissingCause(missing)) }], _none);
            return null;
        }

        // A write to the CRM is finished by the file that it came with.
        if (StoredIntent.Read(claim.Intent!) is not { Aws: { File: { } file } call })
        {
            await store.Settle([new Settlement { Claim = claim, Intent = claim.Intent, Next = claim.AsBefore() }], _none);
            return null;
        }

        if (Now < call.At + terms.ResultsWithin)
        {
            await store.Settle([InFlight(claim, claim.Intent!, call.At + terms.ResultsWithin)], _none);
            return null;
        }

        return await Missed(of, claim, call, file);
    }

    // Past its time. Where the file lies says whether AWS has taken it: not in the archive is not taken.
    async Task<Claimed?> Missed(FileObject of, Claimed claim, PendingCall call, string file)
    {
        var archive = ExchangeFolders.Archive(of.Folder) + file[of.Folder.Length..];
        var isTaken = await exchange.Get(archive, 0, _none) is not null;
        if (!isTaken)
        {
            // AWS must not read it any more: the record goes again under another name. AWS may have taken it just before.
            await exchange.Delete(file, _none);
            isTaken = await exchange.Get(archive, 0, _none) is not null;
        }

        if (!isTaken)
        {
            LogMissing(log, claim.Key, file, "AWS has not taken the file; the record is sent again");
            return claim with { Intent = null };
        }

        // Taken, and what became of it is not known. AWS's next file or the API shows it; until then nothing of it is sent.
        LogMissing(log, claim.Key, file, "AWS has taken the file; the record waits for a comparison");
        var issue = ResultsMissing(file);
        await End([new Settlement { Claim = claim, Entries = [(call with { Issues = [.. call.Issues, issue] }).Entry(Outcome.Failed, call.Next, Now)], Next = new WorkNext.Parked(issue.Rule) }]);
        return null;
    }

    static Issue ResultsMissing(string file) => Issue.Error(
        IssueCodes.ResultMissing, null, null, $"AWS has taken {file} and gave no result for the record in time",
        "wait for AWS's next file with the record, or compare it with Partner Central; then run 'lambdasync record refresh' to send what still differs");
}
