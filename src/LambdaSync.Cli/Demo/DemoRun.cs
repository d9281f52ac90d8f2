using System.Text;
using System.Text.Json.Nodes;
using Amazon.Lambda.CloudWatchEvents.ScheduledEvents;
using Amazon.Lambda.SQSEvents;
using Amazon.Runtime;
using LambdaSync.Commands;
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
sealed class DemoRun : IDisposable
{
    // As functions of a stack.
    static readonly TimeSpan Limit = TimeSpan.FromMinutes(5), Pause = TimeSpan.FromMilliseconds(200);

    readonly Machine _machine;
    readonly ControlPanel _simulated;
    readonly SyncParts _sync;
    readonly QuotaLink _link;
    readonly IDemoCrm _crm;
    readonly Dictionary<string, string> _undelivered = [];
    int _events;

    /// <param name="folder">Where its data go.</param>
    /// <param name="address">Where the simulated Partner Central listens.</param>
    /// <param name="salesforce">The CRM, or null: the built-in one.</param>
    public DemoRun(DirectoryInfo folder, MappingDocument mapping, Uri address, ControlPanel simulated, SimulatedSalesforce? salesforce, Terminal terminal)
    {
        var aws = new AwsSettings { Endpoint = address, Credentials = new BasicAWSCredentials("test", "test") };
        _machine = Machine.Open(folder, crm: salesforce?.Client);
        _crm = salesforce?.People as IDemoCrm ?? new BuiltInDemoCrm(_machine.Crm);
        _simulated = simulated;
        _sync = new SyncParts(_machine.Store, _machine.SyncCrm, Machine.Owner, _machine.Quotas, Machine.Account, 1, mapping, SyncSettings.Default, terminal, aws: aws);
        _link = new QuotaLink(_machine.Quotas, Machine.Account, 1, aws: aws);
        People = new DemoPeople(_crm, simulated, Command);
    }

    public DemoPeople People { get; }

    static string Catalog => SyncSettings.Default.Catalog;

    static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    /// <summary>The built-in mapping as the demo works by it.</summary>
    public static byte[] Mapping() => Mapping(BuiltInMapping.Json());

    /// <summary>A mapping that also shares records and submits them, and offers leads in the CRM before they are accepted.</summary>
    public static byte[] Mapping(byte[] source)
    {
        var mapping = JsonNode.Parse(source)!.AsObject();
        mapping["opportunity"]!["share"] = "on-create";
        mapping["opportunity"]!["submit"] = new JsonObject { ["involvement"] = "Co-Sell", ["visibility"] = "Full" };
        var lead = mapping["lead"]!.AsObject();
        lead["invitation"] = JsonNode.Parse("""
            {"answer":"AWS_partnerAcceptanceStatus__c","accept":["Accepted"],"reject":["Rejected"],"reason":"AWS_rejectionReason__c","status":"AWS_Sync_Status__c","error":"AWS_Last_Error__c","initial":{"LastName":"Not shown yet"}}
            """);
        foreach (var line in JsonNode.Parse("""
            [{"aws":"invitation:Status","crm":"AWS_partnerAcceptanceStatus__c","values":{"PENDING":["Pending"],"ACCEPTED":["Accepted"],"REJECTED":["Rejected"],"EXPIRED":["Expired"]}},
             {"aws":"invitation:AnswerBy","crm":"AWS_acceptBy__c","outbound":false},{"aws":"invitation:Kind","crm":"AWS_invitationKind__c","outbound":false}]
            """)!.AsArray().ToList())
            lead["fields"]!.AsArray().Add(line!.DeepClone());
        return Encoding.UTF8.GetBytes(mapping.ToJsonString());
    }

    /// <summary>The same with what sellers have in AWS Marketplace.</summary>
    public static byte[] MappingWithMarketplace()
    {
        var mapping = JsonNode.Parse(Mapping())!.AsObject();
        mapping["marketplace"] = JsonNode.Parse(BuiltInMapping.JsonWithMarketplace())!["marketplace"]!.DeepClone();
        return Encoding.UTF8.GetBytes(mapping.ToJsonString());
    }

    /// <summary>Lets the person act, then works until the step's outcome shows on both sides.</summary>
    /// <param name="within">How long that may take.</param>
    /// <returns>The outcome; null: it has not happened in time.</returns>
    public async Task<string?> Take(DemoStep step, TimeSpan within, CancellationToken cancellation)
    {
        await step.Act(People);
        return await DemoWait.For(() => Work(cancellation), async () => step.Outcome(await Sides(cancellation)), within, Pause, cancellation);
    }

    /// <summary>Processes what is due on both sides, once.</summary>
    public async Task Work(CancellationToken cancellation)
    {
        await Tick(cancellation);
        await Deliver(cancellation);
    }

    /// <summary>Runs a sweep now, as its schedule does when it is due.</summary>
    public async Task Sweep(string name, CancellationToken cancellation)
    {
        await _machine.Store.Wake([new Wake(WorkKey.Schedule(Catalog, name), Reason.Timer, Lane.Sweep, Now, new Schedule(TimeSpan.FromHours(1)).ToJson())], cancellation);
        await _sync.Reconcile.Handle(new ScheduledEvent { Time = Now.UtcDateTime }, Run("sweeps", cancellation));
    }

    /// <summary>The CRM's records of an object, each with its fields.</summary>
    public async Task<IReadOnlyList<JsonObject>> Records(string crmObject, CancellationToken cancellation) =>
        [.. (await _machine.Crm.List(crmObject, 100, null, cancellation)).Select(record => JsonNode.Parse(record.Fields)!.AsObject())];

    /// <summary>Reads the record that people work on from both sides.</summary>
    public async Task<DemoSides> Sides(CancellationToken cancellation)
    {
        var named = People.CrmId.Length > 0 ? People.CrmId : People.AwsId;
        var record = named.Length == 0 ? null : await _crm.Get(People.CrmObject, named, cancellation);
        if (record is null && People.CrmId.Length > 0)
            throw new InvalidOperationException("the CRM has lost the record");
        if (record is not null)
        {
            People.CrmId = record["Id"]!.GetValue<string>();
            People.AwsId = record[DemoPeople.AwsIdField]?.GetValue<string>() ?? "";
        }

        var opportunity = record?["AWS_opportunity__c"]?.GetValue<string>() is { Length: > 0 } id ? await _crm.Get(DemoPeople.Opportunity, id, cancellation) : null;
        var invitation = CommandReader.IsInvitation(People.AwsId) ? await _machine.Store.GetWork(WorkKey.Invitation(Catalog, People.AwsId), cancellation) : null;
        return new DemoSides(await AtAws(record is not null, cancellation), Json(record), Json(opportunity), invitation is null ? null : InvitationLine.Of(invitation, null, null, null));
    }

    /// <summary>What waits or has failed, for a step that did not happen.</summary>
    public Task<IReadOnlyList<string>> Left(CancellationToken cancellation) => Leftovers.Of(_machine.Store, Catalog, cancellation);

    public void Dispose()
    {
        _sync.Dispose();
        _link.Dispose();
        _machine.Dispose();
    }

    // An engagement can be read once its invitation is accepted, and its record is there.
    async Task<ReadOnlyMemory<byte>> AtAws(bool isInCrm, CancellationToken cancellation)
    {
        var (aws, id) = (_link.Lanes[Lane.Person], People.AwsId);
        return CommandReader.IsInvitation(id) ? await aws.GetEngagementInvitation(Catalog, id, cancellation)
            : CommandReader.IsEngagement(id) ? isInCrm ? await aws.GetEngagement(Catalog, id, cancellation) : default
            : id.Length > 0 ? await aws.GetOpportunity(Catalog, id, cancellation) : default;
    }

    /// <summary>A command through its queue.</summary>
    public async Task Command(CommandDocument command)
    {
        var message = new SQSEvent.SQSMessage { MessageId = $"command-{++_events}", Body = Encoding.UTF8.GetString(command.ToJson()), EventSource = "aws:sqs" };
        await _sync.Commands.Handle(new SQSEvent { Records = [message] }, Run("commands", CancellationToken.None));
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
        var failed = (await _sync.HandleEvents(batch, Run("events", cancellation))).BatchItemFailures.Select(f => f.ItemIdentifier).ToHashSet();
        foreach (var done in batch.Records.Where(r => !failed.Contains(r.MessageId)))
            _undelivered.Remove(done.MessageId);
    }

    static byte[] Json(JsonObject? fields) => fields is null ? [] : Encoding.UTF8.GetBytes(fields.ToJsonString());

    static Invocation Run(string name, CancellationToken cancellation) => new(Service.OwnerPrefix + name, Limit, TimeProvider.System, cancellation);
}
