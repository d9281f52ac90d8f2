using Amazon.Lambda.CloudWatchEvents.ScheduledEvents;
using Amazon.Lambda.SQSEvents;
using LambdaSync.Connections;
using LambdaSync.Functions;
using LambdaSync.Local.State;

namespace LambdaSync.Cli;

/// <summary>
/// What S3, SQS and Lambda do in AWS, on one machine: files that appear in the landing folder go through a durable inbox to the same
/// handler, in the same event objects, and come again until they are done. A tick wakes what a timer wakes there.
/// </summary>
/// <param name="partnerCentral">What a tick does with Partner Central, or null: nothing.</param>
sealed class Service(Machine machine, InboundFiles handler, Replay replay, SyncParts? partnerCentral, Terminal terminal, TimeProvider time)
{
    /// <summary>The inbox, among the queues that messages come from.</summary>
    public const string Inbox = "inbox";

    const int MaxAttempts = 20;
    static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);
    static readonly TimeSpan TickEvery = TimeSpan.FromMinutes(5);

    // As the template's LogRetentionDays.
    static readonly TimeSpan Retention = TimeSpan.FromDays(90);
    static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(15);

    // More entries that can't be read are reported again: a hostile folder must not fill the memory.
    const int MaxReported = 100_000;

    // Stamps of files, and of entries that were passed over.
    HashSet<string> _seen = [];
    readonly HashSet<string> _offered = new(StringComparer.Ordinal), _reported = new(StringComparer.Ordinal);
    DateTimeOffset? _ticked;

    /// <summary>Handlers that a tick could not finish so far.</summary>
    public int FailedTicks { get; private set; }

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
            try
            {
                if (await machine.Bucket.VersionOf(file.Key, cancellation) is not { } version)
                    continue;
                found += await machine.Inbox.Offer(file.Key, version, time.GetUtcNow(), cancellation) ? 1 : 0;
                _offered.Add(file.Stamp);
            }
            catch (ConnectionException changed) when (changed is { Transient: true, InnerException: null })
            {
                // Somebody is still writing it: the next scan finds another stamp.
            }
            catch (ConnectionException failed) when (failed.InnerException is IOException or UnauthorizedAccessException)
            {
                passedOver.Add(Local.Buckets.PassedOver.Unreadable(file.Key, file.Stamp, failed.InnerException));
            }
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

    /// <summary>Hands every due item to the handler; a failed item is retried later, at most twenty times.</summary>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> Work(CancellationToken cancellation)
    {
        var due = await machine.Inbox.Due(time.GetUtcNow(), 10, cancellation);
        foreach (var item in due)
        {
            cancellation.ThrowIfCancellationRequested();
            // One process works on a folder, so whatever was claimed for this item is its own of before it was stopped.
            var context = new Invocation($"serve/{item.Key}@{item.Version}", Longest, time, CancellationToken.None) { RunsDown = false };
            var response = await handler.Handle(Event(item), context);
            if (response.BatchItemFailures.Count == 0)
                await machine.Inbox.Done(item.Key, item.Version, cancellation);
            else if (item.Attempts + 1 >= MaxAttempts)
                await machine.Inbox.Failed(item.Key, item.Version, "the handler failed every time; see its log", cancellation);
            else
                await machine.Inbox.Retry(item.Key, item.Version, time.GetUtcNow() + Wait(item.Attempts), "the handler did not finish it", cancellation);
        }

        return due.Count > 0;
    }

    /// <summary>
    /// Every five minutes, or now with <paramref name="atOnce"/>: what the inbox gave up and stuck files are tried again; with Partner
    /// Central, what sweeps find and people edited is carried over, for at most five minutes each, or as long as it takes with
    /// <paramref name="atOnce"/>.
    /// </summary>
    public async Task Tick(bool atOnce, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (!atOnce && now - _ticked < TickEvery)
            return;
        _ticked = now;
        var tick = new ScheduledEvent { Time = now.UtcDateTime };
        await Guarded("dead letters", replay.Handle(tick, Run(Longest)));
        if (partnerCentral is not null)
        {
            await Guarded("sweeps", partnerCentral.Reconcile.Handle(tick, Run(atOnce ? Longest : TickEvery)));
            await Guarded("the CRM's changes", partnerCentral.Outbound.Handle(tick, Run(atOnce ? Longest : TickEvery)));
        }

        await machine.Store.RemoveExpired(now - Retention, cancellation);

        Invocation Run(TimeSpan limit) => new("serve/tick", limit, time, cancellation);
    }

    // A failing handler does not stop the others. The handler has logged the error. Its message may quote a record.
    async Task Guarded(string what, Task handled)
    {
        try
        {
            await handled;
        }
        catch (Exception failed) when (failed is not (OutOfMemoryException or OperationCanceledException))
        {
            FailedTicks++;
            await terminal.Error.WriteLineAsync($"error: {what}: {(failed is ConnectionException ? failed.Message : $"unexpected error ({failed.GetType().Name})")}; retrying at the next tick");
        }
    }

    /// <summary>The message that tells a handler of an item that was given up.</summary>
    public static string Body(InboxItem item) =>
        S3Notification.Body(S3Notification.Of(Machine.LandingFolder, item.Key, item.Version, S3Notification.UnknownSize, item.Due));

    /// <summary>Works until nothing is waiting any more, due or not.</summary>
    public async Task Drain(CancellationToken cancellation)
    {
        while (!await IsQuiet(cancellation))
        {
            if (!await Work(cancellation))
                await Task.Delay(100, cancellation);
        }
    }

    async Task<bool> IsQuiet(CancellationToken cancellation) => (await machine.Inbox.Due(DateTimeOffset.MaxValue, 1, cancellation)).Count == 0;

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
