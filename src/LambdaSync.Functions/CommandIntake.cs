using System.Globalization;
using System.Security.Cryptography;
using LambdaSync.Commands;
using LambdaSync.Connections;
using LambdaSync.Connections.State;
using LambdaSync.Fields;
using LambdaSync.Functions.Sweeps;
using LambdaSync.Kinds.Marketplace;
using LambdaSync.Marketplace;
using LambdaSync.Sync;
using LambdaSync.Sync.Invitations;
using LambdaSync.Sync.Schedules;
using LambdaSync.Sync.Work;

namespace LambdaSync.Functions;

/// <summary>
/// Takes commands in, whatever door they came through: the job with its caller, and each record's request with its log entry in one
/// transaction. A command that is delivered again, or whose delivery was cut off, is the same job and wakes no record twice.
/// </summary>
/// <param name="crmObject">The CRM's object that opportunities are mapped to.</param>
/// <param name="leadObject">The CRM's object that leads are mapped to, or null: leads are not mapped.</param>
/// <param name="given">How each object travels: no request of one that travels in files can be carried out. Null: through the API.</param>
public sealed partial class CommandIntake(ISyncStore store, string catalog, string crmObject, TimeProvider time, string? leadObject = null, Transports? given = null)
{
    /// <summary>The kind of commands' jobs.</summary>
    public const string JobKind = "Command Request";

    /// <summary>AWS Marketplace may be changed although the catalog is Partner Central's Sandbox.</summary>
    public bool AllowsMarketplaceWrites { get; init; }

    /// <summary>The seller accounts that commands may name.</summary>
    public SellerAccounts Sellers { get; init; } = SellerAccounts.None;

    readonly Transports _transports = given ?? Transports.Api;

    /// <summary>Cancellations, billing adjustments and payments may be requested.</summary>
    public bool AllowsAfterSale { get; init; } = true;

    // As many as the store takes together.
    const int AtOnce = 25;

    DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Stores what the command requests.</summary>
    /// <param name="command">One that <see cref="CommandReader"/> has checked.</param>
    /// <exception cref="ConnectionException">The store is away; the same command may be given again.</exception>
    public async Task<CommandReceipt> Store(CommandDocument command, CommandCaller caller, CancellationToken cancellation)
    {
        command = command.OfAccount(Sellers);
        var by = caller.For(command);
        var mine = new Job(
            caller.JobOf(command), JobKind, command.Verb == CommandVerbs.Refresh ? "both" : "outbound", SourceOf(command, caller), Now, null, JobStatus.ApiSuccess, command.Ids.Count, 0, 0, []);
        var job = await store.StartJob(mine, cancellation);
        if (job.Source != mine.Source)
            return new CommandReceipt(job, [], [CommandIssues.OtherCommand(job.Id)]) { IsRefused = true };
        var settled = job.Ended is null && command.Ids.Count > 0 ? await store.SettledIndexes(job.Id, 0, command.Ids.Count - 1, cancellation) : null;
        var (keys, issues, lane) = (new List<WorkKey>(), new List<Issue>(), CommandRequests.LaneOf(command));
        foreach (var part in command.Ids.Index().Chunk(AtOnce))
        {
            var found = await Task.WhenAll(part.Select(id => KeyOf(command, id.Item, cancellation)));
            keys.AddRange(found);
            if (settled is null)
                continue;
            // An opportunity may be named by its own id and by its CRM record's.
            var asked = part.Zip(found).Where(p => !settled.Contains(p.First.Index))
                .Select(p => new Asked(command with { Ids = [p.First.Item] }, lane, job, p.Second, p.First.Index, keys.IndexOf(p.Second) < p.First.Index, caller, by));
            var requests = await Task.WhenAll(asked.Select(one => Request(one, cancellation)));
            // Each for itself, in one transaction: an entry without its wake would be a lost command, a wake without its entry a doubled one.
            await store.Settle(requests, cancellation);
            issues.AddRange(requests.SelectMany(request => request.Entries[0].Detail.Issues));
        }

        if (settled is not null && command.Verb == CommandVerbs.Enrich)
            await Enrich(job.Id, [.. keys.Where(key => key.IsEngagement && Unfit(command.Verb, key) is null).Select(key => key.Id).Distinct()], cancellation);
        return new CommandReceipt(await store.EndJob(job.Id, [], Now, cancellation), keys, issues) { IsRepeat = job.Ended is not null };
    }

    /// <summary>Records a command that was refused, so that whoever sent it finds out why.</summary>
    /// <exception cref="ConnectionException">The store is away.</exception>
    public async Task<Job> Refuse(CommandCaller caller, IReadOnlyList<Issue> issues, CancellationToken cancellation)
    {
        var none = new CommandDocument("", [], new Dictionary<string, string>());
        var job = await store.StartJob(new Job(caller.JobOf(none), JobKind, "outbound", $"a command of {caller.Name}", Now, null, JobStatus.ApiSuccess, 0, 0, 0, []), cancellation);
        return await store.EndJob(job.Id, issues, Now, cancellation);
    }

    /// <summary>The record that an id names: the opportunity, or the CRM record as long as it is not linked.</summary>
    public async Task<WorkKey> KeyOf(CommandDocument command, string id, CancellationToken cancellation)
    {
        if (command.Verb == CommandVerbs.Run)
            return WorkKey.Schedule(catalog, id);
        if (CommandVerbs.IsOfMarketplace(command.Verb))
            return WorkKey.ChangeSet(catalog, PlanOf(command, id).Key);
        if (command.Verb == CommandVerbs.ChangeSetCancel)
            return WorkKey.ChangeSet(catalog, id);
        if (CommandVerbs.IsOfAgreements(command.Verb))
            return WorkKey.AgreementRequest(catalog, AgreementPlanOf(command, id).Key);
        if (CommandReader.IsOpportunity(id))
            return WorkKey.Opportunity(catalog, id);
        if (CommandReader.IsInvitation(id))
            return WorkKey.Invitation(catalog, id);
        if (CommandReader.IsEngagement(id))
            return WorkKey.Engagement(catalog, id);
        if (MarketSection.OfId(id) is { } section)
            return section.Key(catalog, id);
        if (CommandVerbs.IsOfLeads(command.Verb) && leadObject is not null)
            return await store.FindByCrmId(catalog, leadObject, id, cancellation) is { } lead ? lead : WorkKey.Crm(catalog, leadObject, id);
        if (await store.FindByCrmId(catalog, crmObject, id, cancellation) is { } linked)
            return linked;
        return leadObject is not null && await store.FindByCrmId(catalog, leadObject, id, cancellation) is { } ofLead ? ofLead : WorkKey.Crm(catalog, crmObject, id);
    }

    /// <summary>What a command asks of one of its records.</summary>
    /// <param name="Command">With this record alone: it is the entry's payload.</param>
    /// <param name="Lane">As urgent as the whole command.</param>
    /// <param name="Index">The record's place in the job.</param>
    /// <param name="IsNamed">The command has named the record before.</param>
    sealed record Asked(CommandDocument Command, Lane Lane, Job Job, WorkKey Key, int Index, bool IsNamed, CommandCaller Caller, string By);

    async Task<Settlement> Request(Asked asked, CancellationToken cancellation)
    {
        var (command, lane, job, key, index, isNamed, _, by) = asked;
        if (CommandVerbs.IsOfMarketplace(command.Verb) || CommandVerbs.IsOfAgreements(command.Verb))
            return await Change(asked, cancellation);
        var reason = CommandRequests.ReasonOf(command, by, job.Id);
        var work = await store.GetWork(key, cancellation);
        var (outcome, issue) = command.Verb == CommandVerbs.ChangeSetCancel && work is null ? (Outcome.Failed, CommandIssues.UnknownChangeSet(key.Id))
            : key.IsSchedule && Unusable(key.Id, work) is { } unusable ? (Outcome.Failed, unusable)
            : Unfit(command.Verb, key) is { } unfit ? (Outcome.Failed, unfit)
            : IsAnswerInFiles(command.Verb, key, work) ? (Outcome.Failed, CommandIssues.AnswerInFiles(command.Verb))
            : command.Verb == CommandVerbs.CreateLead && key.IsEngagement ? (Outcome.Skipped, CommandIssues.LeadThere(key.Id))
            : command.Verb == CommandVerbs.Enrich ? Enrichment(key)
            : isNamed ? (Outcome.Skipped, CommandIssues.AlreadyDue())
            // A request that was carried out is no longer among the reasons; one that is parked was, and may be sent again.
            : work is { Due: not null } && CommandRequests.JobOfSame(reason, work.Reasons) is { } same ? (Outcome.Skipped, CommandIssues.AlreadyRequested(same))
            : work is { Due: not null } && CommandRequests.OtherAnswer(reason, work.Reasons) is { } other ? (Outcome.Failed, CommandIssues.AnsweredBefore(other))
            // While a worker has it, it may have read both sides already.
            : reason == Reason.Refresh && work is { Due: not null, Owner: null } && work.Lane <= lane && work.Reasons.Contains(reason) ? (Outcome.Skipped, CommandIssues.AlreadyDue())
            : (Outcome.Requested, (Issue?)null);
        var detail = new JobDetail(job.Id, index, key.IsCrmRecord ? "" : key.Id, key.IsCrmRecord ? command.Ids[0] : null, outcome, Now, command.ToJson(), issue is null ? [] : [issue]) { Reason = Reason.MostTelling([reason]) };
        return new Settlement { Entries = [new LogEntry(detail)], Wakes = outcome == Outcome.Requested && command.Verb != CommandVerbs.Enrich ? [new Wake(key, reason, Urgent(key, work) ? Lane.Person : lane, Now), .. Linked(command, key, lane)] : [] };
    }

    // An invitation that ends within a day goes before the rest of a bulk command.
    bool Urgent(WorkKey key, WorkItem? work) => key.IsInvitation && InvitationMemo.Read(work?.Data).Expires is { } end && end < Now + TimeSpan.FromDays(1);

    /// <summary>Why the verb is not for this record, or null. A request that the record's kind does not know would be lost without a word.</summary>
    public Issue? Unfit(string verb, WorkKey key) =>
        (key.IsInvitation || key.IsEngagement) && !CommandReader.HasForm(key.Id) ? CommandIssues.BadForm(key.Id)
        : verb is CommandVerbs.Refresh or CommandVerbs.Run or CommandVerbs.ChangeSetCancel ? null
        : key.IsMarketplace ? CommandIssues.OfMarketplace(verb)
        : IsInFiles(verb, key) ? CommandIssues.InFiles(verb)
        : CommandVerbs.IsAnswer(verb) ? key.IsInvitation ? null : CommandIssues.NoInvitation(verb)
        : CommandVerbs.IsOfLeads(verb) && leadObject is null ? CommandIssues.LeadsNotMapped()
        : key.IsInvitation ? CommandIssues.IsInvitation(verb)
        : CommandVerbs.IsOfLeads(verb) == IsLead(key) ? null
        : CommandVerbs.IsOfLeads(verb) ? CommandIssues.NoLead(verb) : CommandIssues.IsLead(verb);

    // A conversion creates an opportunity.
    bool IsInFiles(string verb, WorkKey key) =>
        key.IsLead || CommandVerbs.IsOfLeads(verb) ? _transports.InFiles(AceObject.Lead) || (verb == CommandVerbs.Convert && _transports.InFiles(AceObject.Opportunity))
        : _transports.InFiles(AceObject.Opportunity) && SyncSettings.IsOpportunity(key, crmObject);

    // What came of it would travel through the API. An invitation that is not known yet is judged when AWS has shown it.
    bool IsAnswerInFiles(string verb, WorkKey key, WorkItem? work) =>
        CommandVerbs.IsAnswer(verb) && key.IsInvitation && InvitationMemo.Read(work?.Data) is { IsEmpty: false } memo && _transports.InFiles(memo.IsLead ? AceObject.Lead : AceObject.Opportunity);

    bool IsLead(WorkKey key) => key.IsEngagement || (key.IsCrmRecord && leadObject is not null && key.Id.StartsWith(leadObject + "/", StringComparison.Ordinal));

    // Waking what is off, or what does not exist, would leave an item that never ends.
    static Issue? Unusable(string name, WorkItem? work)
    {
        if (!SweepList.Standing.ContainsKey(name) && !(work is not null && Schedules.OfExchange.Contains(name)))
            return CommandIssues.UnknownSchedule(name);
        return work?.Data is { } data && Schedule.Read(data).IsOff ? CommandIssues.OffSchedule(name) : null;
    }

    // The digest shows that another command came with the same id.
    static string SourceOf(CommandDocument command, CommandCaller caller) => string.Create(
        CultureInfo.InvariantCulture,
        $"{command.Verb} by {caller.For(command)} #{Convert.ToHexStringLower(SHA256.HashData(command.ToJson()).AsSpan(0, 6))}");
}

/// <summary>What became of a command that was taken in.</summary>
/// <param name="Keys">The records it names, in their order.</param>
/// <param name="Issues">About single records; of a refused command why it was refused.</param>
public sealed record CommandReceipt(Job Job, IReadOnlyList<WorkKey> Keys, IReadOnlyList<Issue> Issues)
{
    /// <summary>Its id or nonce is another command's: nothing was stored.</summary>
    public bool IsRefused { get; init; }

    /// <summary>It was taken in before: nothing was added.</summary>
    public bool IsRepeat { get; init; }
}
