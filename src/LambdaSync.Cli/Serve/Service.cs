using Amazon.Lambda.CloudWatchEvents.ScheduledEvents;
using Amazon.Lambda.SQSEvents;
using LambdaSync.Connections;
using LambdaSync.Functions;
using LambdaSync.Local.Buckets;
using LambdaSync.Local.State;

namespace LambdaSync.Cli;

/// <summary>
/// What S3, SQS and EventBridge do in AWS, on one machine: files that appear in the landing folder go through a durable inbox to the same
/// handler, in the same event objects, and come again until they are done. The other handlers are called as timers call them there.
/// </summary>
/// <param name="partnerCentral">The handlers that synchronize with Partner Central, or null: files alone.</param>
/// <param name="exchange">The handlers of the file exchange, or null.</param>
sealed class Service(Machine machine, InboundFiles handler, Replay replay, SyncParts? partnerCentral, ExchangeParts? exchange, Terminal terminal, TimeProvider time)
{
    /// <summary>The inbox, among the queues that messages come from.</summary>
    public const string Inbox = "inbox";

    /// <summary>
    /// How the owner of each of its claims begins. One process serves a folder (<see cref="ServeLock"/>), so what such an owner holds when
    /// it starts was left by one that was killed.
    /// </summary>
    public const string OwnerPrefix = "serve/";

    const int MaxAttempts = 20;

    // As long as a function of a stack may have.
    static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);
    static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(15);

    // A bucket is asked for results at each tick, as in AWS, but a folder's user does not wait for five minutes.
    static readonly TimeSpan ExchangeTick = TimeSpan.FromMinutes(1);

    // More entries that can't be read are reported again: a hostile folder must not fill the memory.
    const int MaxReported = 100_000;

    // Stamps of files, and of entries that were passed over.
    HashSet<string> _seen = [];
    readonly HashSet<string> _offered = new(StringComparer.Ordinal), _reported = new(StringComparer.Ordinal);

    /// <summary>What it does, each for itself: no part waits for another.</summary>
    public IReadOnlyList<ServicePart> Parts { get; } = Of(replay, partnerCentral, exchange, time);

    /// <summary>Files that the handler has finished so far.</summary>
    public long Finished { get; private set; }

    /// <summary>Entries of the folder that the last scan could not read.</summary>
    public int PassedOver { get; private set; }

    /// <summary>
    /// Takes in the files that are complete: as long and as old as at the last look, or any with <paramref name="atOnce"/>. An entry that
    /// can't be read is reported once and stops no other.
    /// </summary>
    /// <returns>How many versions were new.</returns>
    public async Task<int> Scan(bool atOnce, CancellationToken cancellation)
    {
        var found = 0;
        var listing = machine.Bucket.List("");
        var passedOver = listing.PassedOver.ToList();
        foreach (var file in listing.Files.Where(f => (atOnce || _seen.Contains(f.Stamp)) && !_offered.Contains(f.Stamp)))
        {
            if (await VersionOf(file, passedOver, cancellation) is not { } version)
                continue;
            found += await machine.Inbox.Offer(file.Key, version, time.GetUtcNow(), cancellation) ? 1 : 0;
            _offered.Add(file.Stamp);
        }

        if (_reported.Count > MaxReported)
            _reported.Clear();
        foreach (var entry in passedOver.Where(entry => _reported.Add(entry.Stamp)))
            terminal.Tell(entry.Issue);
        PassedOver = passedOver.Count;
        _seen = [.. listing.Files.Select(f => f.Stamp)];
        _offered.IntersectWith(_seen);
        return found;
    }

    // Null: it has vanished, is being written, or can't be read.
    async Task<string?> VersionOf(FolderFile file, List<PassedOver> passedOver, CancellationToken cancellation)
    {
        try
        {
            return await machine.Bucket.VersionOf(file.Key, cancellation);
        }
        catch (ConnectionException failed)
        {
            if (failed.InnerException is { } cause)
                passedOver.Add(Local.Buckets.PassedOver.Unreadable(file.Key, file.Stamp, cause));
            return null;
        }
    }

    /// <summary>Hands every due item to the handler; a failed item is retried later, at most twenty times.</summary>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> Work(CancellationToken cancellation)
    {
        var due = await machine.Inbox.Due(time.GetUtcNow(), 10, cancellation);
        foreach (var item in due)
        {
            cancellation.ThrowIfCancellationRequested();
            var context = new Invocation($"{OwnerPrefix}{item.Key}@{item.Version}", Longest, time, cancellation) { RunsDown = false };
            var response = await handler.Handle(Event(item), context);
            if (response.BatchItemFailures.Count == 0)
            {
                await machine.Inbox.Done(item.Key, item.Version, CancellationToken.None);
                Finished++;
                continue;
            }

            // What was stopped is no failed attempt.
            cancellation.ThrowIfCancellationRequested();
            if (item.Attempts + 1 >= MaxAttempts)
                await machine.Inbox.Failed(item.Key, item.Version, "the handler failed every time; see its log", cancellation);
            else
                await machine.Inbox.Retry(item.Key, item.Version, time.GetUtcNow() + Wait(item.Attempts), "the handler did not finish it", cancellation);
        }

        return due.Count > 0;
    }

    /// <summary>The message that tells a handler of an item that was given up.</summary>
    public static string Body(InboxItem item) =>
        S3Notification.Body(S3Notification.Of(Machine.LandingFolder, item.Key, item.Version, S3Notification.UnknownSize, item.Due));

    /// <summary>Whether no file waits in the inbox, due or not.</summary>
    public async Task<bool> IsQuiet(CancellationToken cancellation) => (await machine.Inbox.Due(DateTimeOffset.MaxValue, 1, cancellation)).Count == 0;

    /// <summary>Works until no file waits any more, due or not.</summary>
    public async Task Drain(CancellationToken cancellation)
    {
        while (!await IsQuiet(cancellation))
        {
            if (!await Work(cancellation))
                await Task.Delay(100, cancellation);
        }
    }

    static List<ServicePart> Of(Replay replay, SyncParts? partnerCentral, ExchangeParts? exchange, TimeProvider time)
    {
        List<ServicePart> parts = [new("dead letters", cancellation => replay.Handle(Tick(), Run("dead-letters", cancellation)))];
        if (partnerCentral is not null)
        {
            parts.Add(new("sweeps", cancellation => partnerCentral.Reconcile.Handle(Tick(), Run("sweeps", cancellation))));
            parts.Add(new("the CRM's changes", cancellation => partnerCentral.Outbound.Handle(Tick(), Run("crm-changes", cancellation))));
        }

        if (partnerCentral is null && exchange is { Changes: { } changes })
            parts.Add(new("the CRM's changes", cancellation => changes.Handle(Tick(), Run("crm-changes", cancellation))));
        if (exchange is not null)
            parts.Add(new("AWS's files", cancellation => exchange.Pull.Handle(Tick(), Run("pull-files", cancellation))) { Every = ExchangeTick });
        if (exchange is { Send: { } send })
            parts.Add(new("files for AWS", cancellation => send.Handle(Tick(), Run("send-files", cancellation))) { Every = ExchangeTick });
        return parts;

        ScheduledEvent Tick() => new() { Time = time.GetUtcNow().UtcDateTime };

        Invocation Run(string name, CancellationToken cancellation) => new(OwnerPrefix + name, Longest, time, cancellation);
    }

    // Full jitter, so that items that failed together don't come together again.
    static TimeSpan Wait(int attempts) =>
        TimeSpan.FromSeconds(Random.Shared.NextDouble() * Math.Min(LongestWait.TotalSeconds, Math.Pow(2, attempts + 1)));

    SQSEvent Event(InboxItem item) => new()
    {
        Records =
        [
            new SQSEvent.SQSMessage
            {
                MessageId = item.Key + "@" + item.Version,
                EventSource = "aws:sqs",
                Body = S3Notification.Body(S3Notification.Of(Machine.LandingFolder, item.Key, item.Version, Size(item.Key), time.GetUtcNow())),
            },
        ],
    };

    long Size(string key)
    {
        var file = new FileInfo(Path.Combine(machine.Landing.FullName, key));
        return file.Exists ? file.Length : 0;
    }
}

/// <summary>One handler that works on what is due, as often as it is called.</summary>
/// <param name="Name">For messages.</param>
/// <param name="Turn">One call; it returns when nothing is due, or soon after it is cancelled.</param>
sealed record ServicePart(string Name, Func<CancellationToken, Task> Turn)
{
    /// <summary>A turn waits for work itself, so that no pause is needed between two of them.</summary>
    public bool Waits { get; init; }

    /// <summary>The shortest pause between two turns, or null: the service's own.</summary>
    public TimeSpan? Every { get; init; }
}
