using System.Text;
using System.Text.Json.Nodes;
using Amazon.Lambda.CloudWatchEvents.ScheduledEvents;
using Amazon.Lambda.SQSEvents;
using Amazon.Runtime;
using LambdaSync.Connections.Aws;
using LambdaSync.Connections.BuiltIn;
using LambdaSync.Functions;
using LambdaSync.Mapping;
using LambdaSync.Simulator.Control;
using LambdaSync.Sync;
using LambdaSync.Sync.Schedules;
using LambdaSync.Sync.Work;

namespace LambdaSync.Cli.Demo;

/// <summary>
/// The handlers of <c>serve --partner-central</c> between a data folder and a simulated Partner Central, called in turn: a tick for the
/// CRM's changes, then AWS's events. They keep AWS's quota of one write a second.
/// </summary>
sealed class DealRun : IDisposable
{
    // As functions of a stack.
    static readonly TimeSpan Limit = TimeSpan.FromMinutes(5), Pause = TimeSpan.FromMilliseconds(200);

    readonly Machine _machine;
    readonly ControlPanel _simulated;
    readonly SyncParts _sync;
    readonly QuotaLink _link;
    readonly Dictionary<string, string> _undelivered = [];
    int _events;

    /// <param name="folder">Where its data go.</param>
    /// <param name="address">Where the simulated Partner Central listens.</param>
    public DealRun(DirectoryInfo folder, MappingDocument mapping, Uri address, ControlPanel simulated, Terminal terminal)
    {
        var aws = new AwsSettings { Endpoint = address, Credentials = new BasicAWSCredentials("test", "test") };
        _machine = Machine.Open(folder);
        _simulated = simulated;
        _sync = new SyncParts(_machine.Store, _machine.SyncCrm, _machine.Quotas, Machine.Account, 1, mapping, SyncSettings.Default, terminal, aws: aws);
        _link = new QuotaLink(_machine.Quotas, Machine.Account, 1, aws: aws);
        People = new DealActors(_machine.Crm, simulated);
    }

    public DealActors People { get; }

    static string Catalog => SyncSettings.Default.Catalog;

    static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    /// <summary>The built-in mapping that also shares records and submits them.</summary>
    public static byte[] Mapping()
    {
        var mapping = JsonNode.Parse(BuiltInMapping.Json())!.AsObject();
        mapping["opportunity"]!["share"] = "on-create";
        mapping["opportunity"]!["submit"] = new JsonObject { ["involvement"] = "Co-Sell", ["visibility"] = "Full" };
        return Encoding.UTF8.GetBytes(mapping.ToJsonString());
    }

    /// <summary>Lets the person act, then works until the step's outcome shows on both sides.</summary>
    /// <param name="within">How long that may take.</param>
    /// <returns>The outcome; null: it has not happened in time.</returns>
    public async Task<string?> Take(DealStep step, TimeSpan within, CancellationToken cancellation)
    {
        await step.Act(People);
        for (var start = TimeProvider.System.GetTimestamp(); ;)
        {
            await Tick(cancellation);
            await Deliver(cancellation);
            if (step.Outcome(await Sides(cancellation)) is { } outcome)
                return outcome;
            if (TimeProvider.System.GetElapsedTime(start) > within)
                return null;
            await Task.Delay(Pause, cancellation);
        }
    }

    /// <summary>Reads the deal from both sides.</summary>
    public async Task<DealSides> Sides(CancellationToken cancellation)
    {
        var record = await _machine.Crm.Get(DealActors.CrmObject, People.CrmId, cancellation) ?? throw new InvalidOperationException("the CRM has lost the deal");
        var fields = JsonNode.Parse(record.Fields)!.AsObject();
        People.AwsId = fields["APN_CRM_Unique_Identifier__c"]?.GetValue<string>() ?? "";
        var opportunity = People.AwsId.Length == 0 ? default : await _link.Lanes[Lane.Person].GetOpportunity(Catalog, People.AwsId, cancellation);
        fields["Id"] = record.Id;
        return new DealSides(opportunity, Encoding.UTF8.GetBytes(fields.ToJsonString()));
    }

    /// <summary>What waits or has failed, for a step that did not happen.</summary>
    public Task<IReadOnlyList<string>> Left(CancellationToken cancellation) => Leftovers.Of(_machine.Store, Catalog, cancellation);

    public void Dispose()
    {
        _sync.Dispose();
        _link.Dispose();
        _machine.Dispose();
    }

    // A schedule asks the CRM for changes every five minutes. The demo makes it due at once, as 'schedule set' does.
    async Task Tick(CancellationToken cancellation)
    {
        var feed = WorkKey.Schedule(Catalog, Schedules.CrmChanges);
        if (await _machine.Store.GetWork(feed, cancellation) is not null)
            await _machine.Store.Wake([new Wake(feed, Reason.Timer, Lane.Sweep, Now)], cancellation);
        await _sync.Outbound.Handle(new ScheduledEvent { Time = Now.UtcDateTime }, Run("crm-changes", cancellation));
    }

    // What EventBridge and SQS do in AWS. What the handler does not finish is delivered again.
    async Task Deliver(CancellationToken cancellation)
    {
        foreach (var sent in _simulated.Do("events", [])["events"]!.AsArray())
            _undelivered.Add($"event-{++_events}", sent!.ToJsonString());
        if (_undelivered.Count == 0)
            return;
        var batch = new SQSEvent { Records = [.. _undelivered.Select(e => new SQSEvent.SQSMessage { MessageId = e.Key, Body = e.Value, EventSource = "aws:sqs" })] };
        var failed = (await _sync.Events.Handle(batch, Run("events", cancellation))).BatchItemFailures.Select(f => f.ItemIdentifier).ToHashSet();
        foreach (var done in batch.Records.Where(r => !failed.Contains(r.MessageId)))
            _undelivered.Remove(done.MessageId);
    }

    static Invocation Run(string name, CancellationToken cancellation) => new(Service.OwnerPrefix + name, Limit, TimeProvider.System, cancellation);
}
