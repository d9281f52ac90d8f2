using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.Lambda.CloudWatchEvents.ScheduledEvents;
using Amazon.Lambda.SQSEvents;
using Amazon.Lambda.TestUtilities;
using Amazon.Runtime;
using LambdaSync.Connections.Aws;
using LambdaSync.Connections.Crm;
using LambdaSync.Connections.PartnerCentral;
using LambdaSync.Connections.State;
using LambdaSync.Functions;
using LambdaSync.Functions.Engine;
using LambdaSync.Functions.Sweeps;
using LambdaSync.Local.Crm;
using LambdaSync.Local.State;
using LambdaSync.Simulation.Models.Sync;
using LambdaSync.Simulation.Outsides;
using LambdaSync.Simulation.Stories;
using LambdaSync.Simulator;
using LambdaSync.Sync;
using LambdaSync.Sync.Schedules;
using LambdaSync.Sync.Work;
using Microsoft.Extensions.Logging.Abstractions;

namespace LambdaSync.Simulation.Interleavings;

/// <summary>One linked record that both sides have edited, and four workers that take notice at once.</summary>
sealed class OneRecord : IDisposable
{
    static readonly DateTimeOffset Beginning = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
    static readonly SyncSettings Settings = SyncSettings.Default;
    const string Record = "SELECT catalog, object, aws_id, crm_object, crm_id, aws_baseline, crm_baseline, aws_modified, payload_version, closed, own_write FROM record ORDER BY 1, 2, 3";
    const string Work = "SELECT catalog, kind, id, lane, due, since, attempts, cause, parked, owner, until, intent, data FROM work WHERE kind <> 'Schedule' ORDER BY 1, 2, 3";
    const string Log = "SELECT d.outcome, j.direction, count(*) FROM detail d JOIN job j ON j.id = d.job_id GROUP BY 1, 2 ORDER BY 1, 2";
    static long s_number;

    readonly Standing _time = new();
    readonly Variant _variant;
    readonly SqliteDump _storeRows, _crmRows;
    readonly SqliteSyncStore _store;
    readonly BuiltInCrm _crm;
    readonly PartnerCentralSimulator _aws;
    readonly List<IDisposable> _open = [];
    readonly string _id;
    int _run;

    public OneRecord(Variant? variant = null)
    {
        _variant = variant ?? Variant.None;
        var number = Interlocked.Increment(ref s_number);
        var (store, crm) = (SqliteDump.Name("one-store", number), SqliteDump.Name("one-crm", number));
        (_store, _crm, _aws) = (new SqliteSyncStore(store), new BuiltInCrm(crm, time: _time), new PartnerCentralSimulator(_time));
        (_storeRows, _crmRows) = (new SqliteDump(store), new SqliteDump(crm));
        _aws.Control.Do("settings", new JsonObject { ["quotas"] = false });
        _id = _aws.Control.Do("create-opportunity", new JsonObject { ["body"] = SyncSteps.Body("Deal", null), ["reviewStatus"] = "Approved" })["id"]!.GetValue<string>();
        Alone(Events);
        _aws.Control.Do("edit-opportunity", new JsonObject { ["id"] = _id, ["body"] = SyncSteps.Nested("Project.AdditionalComments", "Of AWS") });
        _crm.Set("Opportunity", _id, """{"AWS_city__c":"Portland"}"""u8.ToArray(), CancellationToken.None).Now();
        foreach (var name in SweepList.Standing.Keys)
            Wake(name, SweepList.Standing[name] with { IsOff = name != Schedules.Opportunities });
        Wake("backfill-1", new Schedule(TimeSpan.Zero));
        var message = Messages();
        Actors =
        [
            Begin("event", (parts, context) => parts.Events.Handle(message, context)),
            Begin("sweep", (parts, context) => parts.Reconcile.Run(parts.Reconcile.Key(Schedules.Opportunities), context, null)),
            Begin("backfill", (parts, context) => parts.Reconcile.Run(parts.Reconcile.Key("backfill-1"), context, null)),
            Begin("command", async (parts, context) =>
            {
                await parts.Store.Wake([new Wake(Key, Reason.Refresh, Lane.Person, _time.GetUtcNow())], CancellationToken.None);
                await parts.Records.Work([Key], [], context);
            }),
        ];
    }

    public IReadOnlyList<Actor> Actors { get; }

    WorkKey Key => new(SyncModel.Catalog, WorkKind.Opportunity, _id);

    /// <summary>All that decides what can happen from here on.</summary>
    public string State()
    {
        using var hash = System.Security.Cryptography.IncrementalHash.CreateHash(System.Security.Cryptography.HashAlgorithmName.SHA256);
        foreach (var actor in Actors)
            hash.AppendData(Encoding.UTF8.GetBytes(actor.Next is { } next ? $"{next} {actor.Heard};" : "ended;"));
        foreach (var line in Shared())
            hash.AppendData(Encoding.UTF8.GetBytes(line));
        if (_store.GetWork(Key, CancellationToken.None).Now() is { } work)
            hash.AppendData(Encoding.UTF8.GetBytes($"{string.Join(',', work.Reasons.Order(StringComparer.Ordinal))} {Wakes() > Actors.FirstOrDefault(a => a.Name == work.Owner)?.Wakes}"));
        return Convert.ToHexString(hash.GetHashAndReset().AsSpan(0, 12));
    }

    /// <summary>What both sides and the store have in the end, once all that is due was worked off.</summary>
    public string End()
    {
        for (var i = 0; i < 5 && _store.Due(SyncModel.Catalog, WorkGroup.Records, DateTimeOffset.MaxValue.AddDays(-1), 10, CancellationToken.None).Now().Count > 0; i++)
            Alone((parts, context) => parts.Outbound.Handle(new ScheduledEvent(), context));

        Alone(Events);
        var work = _storeRows.Rows("SELECT kind, id, cause FROM work WHERE kind <> 'Schedule' AND (due IS NOT NULL OR intent IS NOT NULL OR owner IS NOT NULL OR parked)").Select(r => string.Join('/', r));
        var log = _storeRows.Rows(Log).Select(r => "log " + string.Join(' ', r));
        return string.Join('\n', [.. Sides(), .. work, .. log]);
    }

    public void Dispose()
    {
        _open.ForEach(o => o.Dispose());
        _storeRows.Dispose();
        _crmRows.Dispose();
        _store.Dispose();
        _crm.Dispose();
        _aws.Dispose();
    }

    IEnumerable<string> Sides()
    {
        var there = Models.Sync.Sides.Text(_aws.Control.Do("show", [])["opportunities"]![0], "Customer.Account.Address.City");
        yield return $"AWS: {there}, {Models.Sync.Sides.Text(_aws.Control.Do("show", [])["opportunities"]![0], "Project.AdditionalComments")}";
        foreach (var row in _crmRows.Rows("SELECT id, fields FROM record WHERE object = 'Opportunity'"))
        {
            var fields = JsonNode.Parse((byte[])row[1]!)!.AsObject();
            yield return $"CRM: {row[0]} {fields["AWS_city__c"]}, {fields["AWS_additionalComments__c"]}, {fields["AWS_Sync_Status__c"]} {fields["APN_CRM_Unique_Identifier__c"]}";
        }

        foreach (var row in _storeRows.Rows("SELECT aws_id, crm_id, closed FROM record"))
            yield return $"link {string.Join(' ', row)}";
    }

    long Wakes() => (long)_storeRows.Rows("SELECT wakes FROM work WHERE kind = 'Opportunity'")[0][0]!;

    IEnumerable<string> Shared()
    {
        // Nobody reads a schedule but the worker that has it, which has ended when it writes it. Versions and epochs count what is told
        // apart by its content and by who has the claim.
        foreach (var sql in (string[])[Record, Work, "SELECT * FROM notification ORDER BY 1", Log])
        {
            foreach (var row in _storeRows.Rows(sql))
                yield return JsonSerializer.Serialize(row.Select(value => value is byte[] json ? Actor.Uncounted(Encoding.UTF8.GetString(json)) : value));
        }

        foreach (var row in _crmRows.Rows("SELECT id, fields FROM record"))
            yield return JsonSerializer.Serialize(row);
        yield return _aws.Control.Do("show", []).ToJsonString();
    }

    Task Events(Parts parts, TestLambdaContext context) => parts.Events.Handle(Messages(), context);

    SQSEvent Messages() => new()
    {
        Records = [.. _aws.Control.Do("events", [])["events"]!.AsArray().Select((e, i) => new SQSEvent.SQSMessage { MessageId = $"m{i}", Body = e!.ToJsonString() })],
    };

    void Wake(string name, Schedule schedule) => _store.Wake(
        [new Wake(new WorkKey(SyncModel.Catalog, WorkKind.Schedule, name), Reason.Timer, Lane.Sweep, _time.GetUtcNow(), schedule.ToJson())], CancellationToken.None).GetAwaiter().GetResult();

    Actor Begin(string name, Func<Parts, TestLambdaContext, Task> work)
    {
        var actor = new Actor(name, _variant == Variant.None ? () => _store.GetWork(Key, CancellationToken.None).Now() is { } work && work.Owner == name : null);
        var parts = Make(
            _variant.Dress(actor.Reach<ISyncStore>(_store), name), _variant.Dress(actor.Reach<ICrm>(_crm), name),
            _variant.DressHttp(actor.Reach((HttpMessageHandler)new SimulatorHandler(_aws)), name));
        actor.Start(() => work(parts, Context(name)));
        return actor;
    }

    void Alone(Func<Parts, TestLambdaContext, Task> work) =>
        work(Make(_store, _crm, new SimulatorHandler(_aws)), Context($"alone-{++_run}")).GetAwaiter().GetResult();

    static TestLambdaContext Context(string name) => new() { AwsRequestId = name, RemainingTime = TimeSpan.FromMinutes(5) };

    Parts Make(ISyncStore store, ICrm crm, HttpMessageHandler handler)
    {
        var own = new AwsSettings { Endpoint = new Uri("http://partner-central.test"), Credentials = new BasicAWSCredentials("test", "test"), Timeout = Timeout.InfiniteTimeSpan };
        var client = new PartnerCentralClient(own, handler: handler);
        _open.Add(client);
        var lanes = new PartnerCentralLanes(client, null, TimeSpan.Zero);
        var records = new RecordEngine(store, crm, lanes, SyncModel.Mapping, Settings, _time, () => 0, NullLogger<RecordEngine>.Instance);
        return new Parts(
            store, records, new PartnerEvents(store, records, Settings, _time, NullLogger<PartnerEvents>.Instance),
            new Reconcile(store, lanes, records, Settings, _time, NullLogger<Reconcile>.Instance),
            new Outbound(store, crm, records, SyncModel.Mapping, Settings, _time, NullLogger<Outbound>.Instance));
    }

    sealed record Parts(ISyncStore Store, RecordEngine Records, PartnerEvents Events, Reconcile Reconcile, Outbound Outbound);

    /// <summary>Time that stands, so that the same states look the same.</summary>
    sealed class Standing : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Beginning;
    }
}
