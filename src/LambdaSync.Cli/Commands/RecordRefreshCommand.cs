using System.CommandLine;
using LambdaSync.Commands;
using LambdaSync.Connections.State;
using LambdaSync.Functions;
using LambdaSync.Kinds.Marketplace;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;

namespace LambdaSync.Cli.Commands;

/// <summary><c>record refresh</c>: compares both sides of a record now (row A15).</summary>
static class RecordRefreshCommand
{
    const int Most = 10_000;

    public static Command Create(Terminal terminal)
    {
        var (source, catalog, account) = (new DataSource.Options(), PartnerCentralLink.Catalog(), MarketplaceLink.AccountOption("The seller account of a record of AWS Marketplace, 12 digits, where LambdaSync does not know it yet:"));
        var ids = new Argument<string[]>("id") { Description = "O-numbers, invitations (engi-...), engagements (eng-...), ids of AWS Marketplace or CRM record ids. A CRM record that AWS does not have is created there.", Arity = ArgumentArity.OneOrMore };
        var command = new Command("refresh", "Compares both sides of each record now, before all other work, and transfers the differences. Exit 1 if all records failed, 3 if some failed.") { ids, account, catalog };
        source.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var data = await source.Open(parsed, terminal, cancellation);
            if (data?.CatalogOf(parsed, catalog, terminal) is not { } of)
                return Exit.Failed;
            var (named, crmObject) = (new List<WorkKey>(), (await data.CrmObjects(cancellation))[0]);
            var given = parsed.GetValue(ids)!.Distinct().ToList();
            foreach (var malformed in given.Where(id => CommandReader.IsMalformed(RecordIds.Normal(id))).ToList())
            {
                terminal.Tell(CommandIssues.BadForm(RecordIds.Normal(malformed)));
                given.Remove(malformed);
            }

            var refused = parsed.GetValue(ids)!.Distinct().Count() - given.Count;
            foreach (var id in given)
                named.Add(await KeyOf(data, crmObject, of, id, cancellation));
            var seller = parsed.GetValue(account);
            if (seller is not null && await IsWrong(data, seller, named, terminal))
                return Exit.Failed;
            var inFiles = named.Where(key => data.TravelsInFiles(key, crmObject)).ToList();
            await WithNextFile(data, inFiles, terminal, cancellation);
            var keys = named.Except(inFiles).ToList();
            if (keys.Count == 0)
                return refused == 0 ? Exit.Done : named.Count == 0 ? Exit.Failed : Exit.Partly;
            using var sync = await data.Sync(of, terminal, cancellation);
            if (sync is null)
                return Exit.Failed;
            var now = TimeProvider.System.GetUtcNow();
            // A record that names its account is read as that account.
            await data.Store.Wake([.. keys.SelectMany(key => seller is null ? [Reason.Refresh] : (string[])[MarketMemo.Of(seller), Reason.Refresh], (key, reason) => new Wake(key, reason, Lane.Person, now))], cancellation);
            await sync.Records.Work(keys, [], Invocation.Of("record refresh", cancellation));
            // What was created is an opportunity by now, which shows its status in the CRM.
            var created = new List<WorkKey>();
            foreach (var key in keys.Where(key => key.IsCrmRecord))
            {
                if (await KeyOf(data, sync.Records.CrmObject, of, key.Id[(key.Id.IndexOf('/', StringComparison.Ordinal) + 1)..], cancellation) is { IsCrmRecord: false } linked)
                    created.Add(linked);
            }

            await sync.Records.Work(created, [], Invocation.Of("record refresh", cancellation));
            var failed = refused;
            foreach (var key in keys)
                failed += await Tell(data, key, now, terminal, cancellation) ? 0 : 1;
            return failed == 0 ? Exit.Done : failed == named.Count + refused ? Exit.Failed : Exit.Partly;
        });
        return command;
    }

    // Opportunities are of the account that is linked to Partner Central.
    static async Task<bool> IsWrong(DataSource data, string seller, IReadOnlyList<WorkKey> keys, Terminal terminal)
    {
        if (keys.FirstOrDefault(key => !key.IsMarketplace) is { } other)
            await terminal.Error.WriteLineAsync($"error: {other.Id} is no record of AWS Marketplace, and --account is for those only. Fix: leave --account out, or refresh the record in a command of its own.");
        else if (data.Sellers.Unknown(seller) is { } unknown)
            terminal.Tell(unknown);
        else
            return false;
        return true;
    }

    // They travel in files, so the API is not called: what differs goes with the next one.
    static async Task WithNextFile(DataSource data, IReadOnlyList<WorkKey> keys, Terminal terminal, CancellationToken cancellation)
    {
        var now = TimeProvider.System.GetUtcNow();
        foreach (var key in keys)
        {
            await data.Store.Wake([new Wake(key, Reason.Refresh, Lane.Person, now)], cancellation);
            await terminal.Text.WriteLineAsync($"{key.Id}: {(key.IsLead ? "leads" : "opportunities")} travel in files; what differs goes with the next one, which 'lambdasync schedule list' shows the time of");
        }
    }

    static async Task<WorkKey> KeyOf(DataSource data, string crmObject, string catalog, string id, CancellationToken cancellation)
    {
        id = RecordIds.Normal(id);
        if (RecordIds.IsOpportunity(id))
            return WorkKey.Opportunity(catalog, id);
        if (CommandReader.IsInvitation(id))
            return WorkKey.Invitation(catalog, id);
        if (CommandReader.IsEngagement(id))
            return WorkKey.Engagement(catalog, id);
        if (MarketSection.OfId(id) is { } section)
            return section.Key(catalog, id);
        return await data.Store.FindByCrmId(catalog, crmObject, id, cancellation)
            ?? (await data.LeadObject(cancellation) is { } leads ? await data.Store.FindByCrmId(catalog, leads, id, cancellation) : null)
            ?? WorkKey.Crm(catalog, crmObject, id);
    }

    static async Task<bool> Tell(DataSource data, WorkKey key, DateTimeOffset since, Terminal terminal, CancellationToken cancellation)
    {
        var done = (await data.Store.ListJobs(since, TimeProvider.System.GetUtcNow().AddMinutes(1), null, Most, cancellation)).Where(job => job.Source == key.ToString()).Reverse();
        var (changes, issues, hasFailed) = (new List<string>(), new List<Issue>(), false);
        foreach (var job in done)
        {
            foreach (var detail in await data.Store.ListDetails(job.Id, 0, 1, cancellation))
            {
                hasFailed |= detail.Outcome == Outcome.Failed;
                // The creation says for itself that it is a draft.
                if (detail.Issues.FirstOrDefault(i => i.Code == IssueCodes.Draft) is { } draft)
                {
                    changes.Add(draft.Rule);
                    issues.AddRange(detail.Issues.Where(i => i != draft));
                    continue;
                }

                issues.AddRange(detail.Issues);
                changes.Add($"{Words.Of(detail.Outcome)} {(job.Direction == "outbound" ? "at AWS" : "in the CRM")}{(key.IsCrmRecord && detail.AwsId.Length > 0 ? " as " + detail.AwsId : "")}");
            }
        }

        var work = await data.Store.GetWork(key, cancellation);
        if (work is { Parked: true, Cause: { } refusal } && refusal.Contains("ResourceNotFoundException", StringComparison.Ordinal) && (await data.Store.GetRecords([key], cancellation)).Count == 0)
            return await Forget(data, key, terminal, cancellation);
        var isDone = work is { Due: null, Parked: false, Owner: null };
        if (isDone && changes.Count == 0 && key.IsCrmRecord)
            return await TellNotShared(data, key, terminal, cancellation);
        if (isDone)
            await terminal.Text.WriteLineAsync($"{key.Id}: {(changes.Count == 0 ? "both sides are the same" : string.Join(", ", changes))}");
        else if (work is { AwaitsAnswer: true })
            await terminal.Text.WriteLineAsync($"{key.Id}: {string.Join(", ", changes.Append(work.Cause))}");
        else
            await terminal.Error.WriteLineAsync($"{key.Id}: {(work is { Parked: true } && hasFailed ? "failed" : "waits")}: {work?.Cause ?? "another worker is processing the record"}");
        foreach (var issue in issues)
            terminal.Tell(issue);
        // A field that AWS has closed fails, while the record's others go on.
        return !hasFailed && work is not null && !issues.Exists(i => i.Code == IssueCodes.InvitationUnknown);
    }

    // A mistyped id is not left behind as a record that waits for a correction.
    static async Task<bool> Forget(DataSource data, WorkKey key, Terminal terminal, CancellationToken cancellation)
    {
        await terminal.Error.WriteLineAsync($"error: AWS has no {(key.IsEngagement ? "engagement" : "opportunity")} {key.Id} in the catalog {key.Catalog}. Fix: check the id and --catalog.");
        var lease = await Lease.Claim(data.Store, [key], Invocation.Of("record refresh", cancellation), TimeProvider.System, evenIfClean: true);
        if (lease.Claims[0] is { } claim)
            await data.Store.Settle([new Settlement { Claim = claim, Next = WorkNext.Finished }], cancellation);
        return false;
    }

    // The worker has nothing to log of a record that it did not create at AWS.
    static async Task<bool> TellNotShared(DataSource data, WorkKey key, Terminal terminal, CancellationToken cancellation)
    {
        var slash = key.Id.IndexOf('/', StringComparison.Ordinal);
        if (!await data.Has(key.Id[..slash], key.Id[(slash + 1)..], cancellation))
        {
            await terminal.Error.WriteLineAsync($"error: the CRM has no {key.Id}. Fix: run 'lambdasync crm list {key.Id[..slash]}' to see the ids.");
            return false;
        }

        await terminal.Text.WriteLineAsync($"{key.Id}: not created at AWS: the mapping does not share the record, or the record names an opportunity, which is reconciled next");
        return true;
    }
}
