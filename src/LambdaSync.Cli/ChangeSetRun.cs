using System.CommandLine;
using LambdaSync.Connections.Aws;
using LambdaSync.Connections.Marketplace;
using LambdaSync.Marketplace.ChangeSets;

namespace LambdaSync.Cli;

/// <summary>
/// Sends a change set and waits for its end. The same command on the same day is the same change set: its name and token come from its
/// changes, and it is looked up by its name before anything is sent, so that a lost answer or a second run never makes a second offer.
/// </summary>
sealed class ChangeSetRun(Terminal terminal)
{
    // SERVER_FAULT is AWS's own: the same changes are sent again so often.
    const int MaxAttempts = 3;

    static readonly TimeSpan MaxPoll = TimeSpan.FromSeconds(10);

    readonly Option<int> _wait = Options.Number("--wait", "Seconds to wait for the change set's end; 0 only starts it. AWS takes minutes, for legal documents up to hours.", 0, 86_400, 900);
    readonly Option<bool> _yes = new("--yes") { Description = "Do not ask." };
    readonly Option<string> _output = Options.Output("table", "json");

    public void AddTo(Command command, bool asks = false)
    {
        command.Add(_wait);
        command.Add(_output);
        if (asks)
            command.Add(_yes);
    }

    public string Format(ParseResult parsed) => Options.Format(parsed, _output, terminal, "table", "json");

    /// <summary>Whether a change that can't be taken back is wanted; null, or the exit code of a command that ends here.</summary>
    public async Task<int?> Ask(ParseResult parsed, string what, CancellationToken cancellation)
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

    /// <param name="purpose">Such as <c>offer create</c>; part of the change set's name.</param>
    /// <param name="kind">The entity type whose ids are printed, without version.</param>
    public async Task<int> Run(ParseResult parsed, CatalogClient catalog, string purpose, string kind, IReadOnlyList<Change> changes, CancellationToken cancellation)
    {
        var format = Format(parsed);
        if (!MarketplaceLink.MayWrite(terminal, format))
            return Exit.Failed;
        var (day, deadline) = (MarketplaceLink.Today, TimeProvider.System.GetUtcNow().AddSeconds(parsed.GetValue(_wait)));
        var (id, ended) = await Find(catalog, ChangeSetIdentity.Of(purpose, changes, day, 0).Name, cancellation);
        if (id is not null)
            terminal.Tell(Issue.Note(IssueCodes.ChangeSetPending, null, id, "The same change was sent today; nothing is sent again.", "To send it once more, change the document or wait until tomorrow (UTC)."), format);
        for (var attempt = 1; ; attempt++)
        {
            id ??= await Start(catalog, ChangeSetIdentity.Of(purpose, changes, day, ended), changes, deadline, cancellation);
            var set = await End(catalog, id, deadline, cancellation);
            if (!set.IsServerFault || attempt == MaxAttempts)
                return Report(set, kind, parsed.GetValue(_wait) == 0, format);
            (id, ended) = (null, ended + 1);
        }
    }

    // The set that is open or has succeeded, and how many of the name have not.
    static async Task<(string? Id, int Ended)> Find(CatalogClient catalog, string name, CancellationToken cancellation)
    {
        var ended = 0;
        await foreach (var item in catalog.ListChangeSets(name, cancellation))
        {
            var set = ChangeSetState.Read(item);
            if (set.Status is not (ChangeSetState.Failed or ChangeSetState.Cancelled))
                return (set.Id, ended);
            ended++;
        }

        return (null, ended);
    }

    // The token makes the same bytes harmless, so an unknown outcome is resolved by sending them again. A busy entity is waited for.
    static async Task<string> Start(CatalogClient catalog, ChangeSetIdentity identity, IReadOnlyList<Change> changes, DateTimeOffset deadline, CancellationToken cancellation)
    {
        var body = ChangeSet.Body(changes, identity.Name, identity.Token);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return ChangeSetState.Read(await catalog.StartChangeSet(body, cancellation)).Id;
            }
            catch (AwsServiceException failed) when (failed.Transient && (failed.Code == "ResourceInUseException" ? TimeProvider.System.GetUtcNow() < deadline : attempt < MaxAttempts))
            {
                await Task.Delay(failed.Code == "ResourceInUseException" ? TimeSpan.FromSeconds(2) : TimeSpan.FromSeconds(attempt), cancellation);
            }
        }
    }

    static async Task<ChangeSetState> End(CatalogClient catalog, string id, DateTimeOffset deadline, CancellationToken cancellation)
    {
        for (var poll = TimeSpan.FromMilliseconds(500); ; poll = poll * 1.5 < MaxPoll ? poll * 1.5 : MaxPoll)
        {
            var set = ChangeSetState.Read(await catalog.DescribeChangeSet(id, cancellation));
            if (set.IsOver || TimeProvider.System.GetUtcNow() >= deadline)
                return set;
            await Task.Delay(poll, cancellation);
        }
    }

    int Report(ChangeSetState set, string kind, bool isStartOnly, string format)
    {
        if (format == "json")
        {
            using var lines = new LineWriter(terminal.Out);
            var json = lines.Begin();
            json.WriteString("changeSetId", set.Id);
            json.WriteString("status", set.Status);
            json.WriteStartArray("entityIds");
            foreach (var entity in set.EntityIds(kind))
                json.WriteStringValue(entity);
            json.WriteEndArray();
            lines.End();
        }
        else
        {
            terminal.Text.WriteLine($"{string.Join(' ', set.EntityIds(kind).Append($"change set {set.Id}"))}: {set.Status}");
        }

        if (set.Status == ChangeSetState.Succeeded)
            return Exit.Done;
        if (set.IsOver)
        {
            foreach (var issue in ChangeSetFailure.Of(set))
                terminal.Tell(issue, format);
            return Exit.Failed;
        }

        if (isStartOnly)
            return Exit.Done;
        terminal.Tell(Issue.Error(IssueCodes.ChangeSetPending, null, set.Id, $"The change set is still {set.Status}.", "Run the same command again today (UTC): it sends nothing twice and waits for the end."), format);
        return Exit.Failed;
    }
}
