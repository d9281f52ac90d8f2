using System.CommandLine;
using LambdaSync.Commands;
using LambdaSync.Functions;
using LambdaSync.Sync.Work;

namespace LambdaSync.Cli;

/// <summary>
/// Requests a change of AWS Marketplace through the door of commands, and waits for its end: the store has the change before it is sent, so
/// that a lost answer or a second run on the same day never makes a second offer. A stack carries it out itself; of a data folder this
/// process does, unless <c>serve</c> is first.
/// </summary>
sealed class MarketplaceRun(Terminal terminal)
{
    /// <summary>The id of an entity that is to be created.</summary>
    public const string New = "new";

    static readonly TimeSpan MaxPoll = TimeSpan.FromSeconds(10);

    readonly DataSource.Options _source = new();
    readonly Option<string> _catalog = PartnerCentralLink.Catalog();
    readonly Option<int> _wait = Options.Number("--wait", "Seconds to wait for the change set's end; 0 only requests it. AWS takes minutes, for legal documents up to hours.", 0, 86_400, 900);
    readonly Option<string?> _account = MarketplaceLink.AccountOption();
    readonly Option<bool> _yes = new("--yes") { Description = "Do not ask." };
    readonly Option<string> _output = Options.Output("table", "json");

    public void AddTo(Command command, bool asks = false)
    {
        command.Add(_wait);
        command.Add(_account);
        command.Add(_output);
        if (asks)
            command.Add(_yes);
        command.Add(_catalog);
        _source.AddTo(command);
    }

    /// <summary>The seller account that the command names, or null.</summary>
    public string? AccountOf(ParseResult parsed) => parsed.GetValue(_account);

    public string Format(ParseResult parsed) => Options.Format(parsed, _output, terminal, "table", "json");

    // Whether a change that can't be taken back is wanted; null, or the exit code of a command that ends here.
    async Task<int?> Ask(ParseResult parsed, string what, CancellationToken cancellation)
    {
        if (parsed.GetValue(_yes))
            return null;
        if (!terminal.IsTerminal)
        {
            await terminal.Error.WriteLineAsync($"usage: {what} Nothing was done. Without a terminal, add --yes.");
            return Exit.Usage;
        }

        await terminal.Error.WriteAsync(what + " Continue? [y/N] ");
        using var answers = new StreamReader(terminal.In, leaveOpen: true);
        if ((await answers.ReadLineAsync(cancellation))?.Trim() is "y" or "Y" or "yes")
            return null;
        await terminal.Error.WriteLineAsync("Nothing was done.");
        return Exit.Failed;
    }

    /// <param name="id">The entity's id; of a new one <see cref="New"/>.</param>
    /// <param name="arguments">The verb's; empty ones are left out.</param>
    /// <param name="ask">What a person is asked once nothing is wrong with the request, or null: nothing.</param>
    public async Task<int> Run(ParseResult parsed, string verb, string id, IReadOnlyDictionary<string, string?> arguments, CancellationToken cancellation, string? ask = null)
    {
        var (format, since) = (Format(parsed), TimeProvider.System.GetUtcNow());
        var deadline = since.AddSeconds(parsed.GetValue(_wait));
        using var data = await _source.Open(parsed, terminal, cancellation);
        if (data?.CatalogOf(parsed, _catalog, terminal) is not { } of)
            return Exit.Failed;
        id = CommandReader.Normal(id);
        var command = new CommandDocument(verb, [id], arguments.Where(a => a.Value is { Length: > 0 }).ToDictionary(a => a.Key, a => a.Value!, StringComparer.Ordinal));
        // What is cancelled knows whose it is.
        if (verb != CommandVerbs.ChangeSetCancel && AccountOf(parsed) is { } account)
        {
            if (data.Sellers.Unknown(account) is { } unknown)
            {
                terminal.Tell(unknown, format);
                return Exit.Failed;
            }

            command = (command with { Arguments = command.Arguments.Append(new(CommandVerbs.Account, account)).ToDictionary(StringComparer.Ordinal) }).OfAccount(data.Sellers);
        }

        IRequested requested = verb == CommandVerbs.ChangeSetCancel ? new RequestedCancellation(id) : CommandVerbs.IsOfAgreements(verb)
            ? new RequestedOfAgreement(AgreementCommands.Plan(command, id, MarketplaceLink.Today)) : new RequestedChange(MarketplaceCommands.Plan(command, id, MarketplaceLink.Today, data.Sellers.Main));
        foreach (var issue in requested.Issues)
            terminal.Tell(issue, format);
        if (!requested.IsPlanned)
            return Exit.Failed;
        if (ask is not null && await Ask(parsed, ask, cancellation) is { } ended)
            return ended;
        var isWaited = parsed.GetValue(_wait) > 0;
        using var engine = isWaited && data.CommandsQueue is null ? await data.Engine(of, terminal, cancellation) : null;
        if (engine is not null)
            await engine.CheckMarketplace(AccountOf(parsed), cancellation);
        using var sender = new CommandSender(data, of, terminal);
        if (await sender.Send(command, format, cancellation) is not var (job, issues))
            return Exit.Failed;
        foreach (var issue in issues.Except(requested.Issues))
            terminal.Tell(issue, format);
        if (issues.Any(issue => issue.Severity == Severity.Error))
            return Exit.Failed;
        if (await Pause.Cause(data.Store, of, cancellation) is { } cause)
            await terminal.Error.WriteLineAsync($"the request waits: {cause}");
        var work = isWaited ? await End(data, engine, of, requested, deadline, cancellation) : null;
        return await Report(data, requested, requested.Key(of), work, job, since, format, cancellation);
    }

    // Whoever else works on the store may be first: a claim is one worker's.
    static async Task<WorkItem?> End(DataSource data, SyncParts? engine, string catalog, IRequested requested, DateTimeOffset deadline, CancellationToken cancellation)
    {
        var key = requested.Key(catalog);
        for (var poll = TimeSpan.FromMilliseconds(500); ; poll = poll * 1.5 < MaxPoll ? poll * 1.5 : MaxPoll)
        {
            if (engine is not null && await Pause.Cause(data.Store, catalog, cancellation) is null)
                await engine.Records.Work([key], [], Invocation.Of("marketplace", cancellation));
            var work = await data.Store.GetWork(key, cancellation);
            // What it has changed is read, so that the store and the CRM have it.
            if (engine is not null && work is not null && requested.Changed(catalog, work).ToList() is { Count: > 0 } changed)
                await engine.Records.Work(changed, [], Invocation.Of("marketplace", cancellation));
            if (work is not null && requested.IsAnswered(work) || TimeProvider.System.GetUtcNow() >= deadline)
                return work;
            await Task.Delay(poll, cancellation);
        }
    }

    async Task<int> Report(DataSource data, IRequested requested, WorkKey key, WorkItem? work, string job, DateTimeOffset since, string format, CancellationToken cancellation)
    {
        Write(requested, work, job, format);
        foreach (var issue in await Issues(data, key, since, cancellation))
            terminal.Tell(issue, format);
        if (requested.IsDone(work))
            return Exit.Done;
        if (work is not null and not { Due: null })
            terminal.Tell(requested.NotEnded(work), format);
        return Exit.Failed;
    }

    void Write(IRequested requested, WorkItem? work, string job, string format)
    {
        if (format != "json")
        {
            terminal.Text.WriteLine(requested.Words(work, job));
            return;
        }

        using var lines = new LineWriter(terminal.Out);
        var json = lines.Begin();
        json.WriteString("job", job);
        json.WriteString("status", requested.Status(work));
        requested.Write(json, work);
        lines.End();
    }

    // What became of it is in the log, whoever carried it out.
    static async Task<IReadOnlyList<Issue>> Issues(DataSource data, WorkKey key, DateTimeOffset since, CancellationToken cancellation)
    {
        var found = new List<Issue>();
        foreach (var done in (await data.Store.ListJobs(since, TimeProvider.System.GetUtcNow().AddMinutes(1), null, 100, cancellation)).Where(done => done.Source == key.ToString()))
        {
            foreach (var detail in await data.Store.ListDetails(done.Id, 0, 1, cancellation))
                found.AddRange(detail.Issues.Where(issue => issue.Code is not (IssueCodes.ChangeSetStarted or IssueCodes.ChangeSetSucceeded or IssueCodes.AgreementRequestSent)));
        }

        return found;
    }
}
