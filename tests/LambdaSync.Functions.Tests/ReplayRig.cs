using Amazon.Lambda.CloudWatchEvents.ScheduledEvents;
using Amazon.Lambda.Core;
using Amazon.Lambda.SQSEvents;
using Amazon.Lambda.TestUtilities;
using LambdaSync.Connections;
using LambdaSync.Connections.Queues;
using LambdaSync.Connections.State;
using LambdaSync.Local.State;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace LambdaSync.Functions.Tests;

/// <summary>The real handlers with the real store, bucket, CRM and inbox; only the time is the test's.</summary>
sealed class ReplayRig : IDisposable
{
    public ReplayRig()
    {
        Files = new InboundRig { Time = Time };
        Files.Restart();
    }

    public InboundRig Files { get; }

    public SqliteInbox Inbox { get; } = new(":memory:");

    public SqliteSyncStore Store => Files.Store;

    public SetTime Time { get; } = new(DateTimeOffset.UtcNow);

    /// <summary>The part of the longest wait that is waited.</summary>
    public double Jitter { get; set; } = 1;

    public SyncSettings Settings { get; set; } = SyncSettings.Default;

    /// <summary>How often the handler of messages was called.</summary>
    public int Handled { get; private set; }

    public SQSEvent.SQSMessage? Last { get; private set; }

    public TestLambdaContext Context { get; } = new() { RemainingTime = TimeSpan.FromMinutes(5), AwsRequestId = "replay" };

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public BreakingLetters Letters => field ??= new(new InboxDeadLetters(
        Inbox, "files", item => item.Key.StartsWith("not json", StringComparison.Ordinal) ? "{" : InboundRig.Body(Uri.EscapeDataString(item.Key), item.Version)));

    public Task Pass(ISyncStore? store = null, params IDeadLetters[] more) => new Replay(
        store ?? Store, [.. more, Letters],
        new Dictionary<string, Func<SQSEvent, ILambdaContext, Lease, Task<SQSBatchResponse>>> { ["files"] = Handle, ["broken"] = (_, _, _) => throw new InvalidOperationException("a secret value") },
        (notification, context, lease) => Files.Handler.Handle(notification, context, lease), Settings, Time, () => Jitter, NullLogger<Replay>.Instance)
        .Handle(new ScheduledEvent(), Context);

    public async Task Passes(int count, TimeSpan apart)
    {
        for (var i = 0; i < count; i++)
        {
            await Pass();
            Time.Now += apart;
        }
    }

    /// <summary>A file that is in the bucket and failed as often as a file may.</summary>
    /// <returns>The id of its work item.</returns>
    public async Task<string> DeadLetter(string key, params string[] records)
    {
        Files.Put(key, InboundRig.File(records));
        var version = (await Files.Bucket.VersionOf(key, Cancellation))!;
        await Inbox.Offer(key, version, Time.Now, Cancellation);
        await Inbox.Failed(key, version, "failed", Cancellation);
        return $"files/{key}@{version}";
    }

    /// <summary>A file whose job does not end: the line to the CRM breaks at its first write.</summary>
    public async Task<Job> StuckJob(string key, params string[] records)
    {
        Files.Put(key, InboundRig.File(records));
        Files.Crm.FailAt = Files.Crm.Writes;
        Assert.Single((await Files.Deliver(key)).BatchItemFailures);
        return await Files.OnlyJob();
    }

    public async Task<int> InInbox() => (await Inbox.ListFailed(100, Cancellation)).Count;

    public Task<WorkItem?> Message(string id) => Store.GetWork(new WorkKey("AWS", WorkKind.Message, id), Cancellation);

    public Task<WorkItem?> File(string source) => Store.GetWork(new WorkKey("AWS", WorkKind.File, source), Cancellation);

    /// <summary>What waits or is parked.</summary>
    public async Task<IReadOnlyList<WorkItem>> Waiting() =>
        [.. (await Store.ListWork("AWS", 1000, Cancellation)).Where(i => WorkGroups.Of(i.Key.Kind) == WorkGroup.Arrivals)];

    public void Dispose()
    {
        Inbox.Dispose();
        Files.Dispose();
    }

    async Task<SQSBatchResponse> Handle(SQSEvent batch, ILambdaContext context, Lease lease)
    {
        Handled++;
        Last = Assert.Single(batch.Records);
        return await Files.Handler.Handle(batch, context, lease);
    }

    public sealed class SetTime(DateTimeOffset now) : ShortWaits
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;

        protected override void Forward(TimeSpan by) => Now += by;
    }

    /// <summary>Dead letters behind a line that breaks.</summary>
    public sealed class BreakingLetters(IDeadLetters letters) : IDeadLetters
    {
        public string Source => letters.Source;

        public bool Receives { get; set; } = true;

        public bool Deletes { get; set; } = true;

        public Task<IReadOnlyList<DeadLetter>> Receive(int max, CancellationToken cancellation) =>
            Receives ? letters.Receive(max, cancellation) : throw new ConnectionException("the line broke", transient: true);

        public Task Delete(IReadOnlyList<DeadLetter> some, CancellationToken cancellation) =>
            Deletes ? letters.Delete(some, cancellation) : throw new ConnectionException("the line broke", transient: true);
    }
}
