using System.Text;
using System.Text.Json.Nodes;
using Amazon.Lambda.CloudWatchEvents.ScheduledEvents;
using Amazon.Lambda.SQSEvents;
using Amazon.Lambda.TestUtilities;
using LambdaSync.Connections.Aws;
using LambdaSync.Connections.Crm;
using LambdaSync.Connections.PartnerCentral;
using LambdaSync.Connections.State;
using LambdaSync.Functions;
using LambdaSync.Functions.Engine;
using LambdaSync.Functions.Sweeps;
using LambdaSync.Simulation.Models.Sync;
using LambdaSync.Simulation.Outsides;
using LambdaSync.Simulation.Stories;
using LambdaSync.Simulator;
using LambdaSync.Sync;
using LambdaSync.Sync.Schedules;
using LambdaSync.Sync.Work;
using LambdaSync.Testing.Memory;
using Microsoft.Extensions.Logging.Abstractions;

namespace LambdaSync.Simulation.Interleavings;

/// <summary>One linked record that both sides have edited, and four workers that take notice at once.</summary>
sealed class OneRecord : IDisposable
{
    static readonly DateTimeOffset Beginning = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
    static readonly SyncSettings Settings = SyncSettings.Default;

    readonly Standing _time = new();
    readonly Variant _variant;
    readonly MemorySyncStore _store = new();
    readonly MemoryCrm _crm;
    readonly PartnerCentralSimulator _aws;
    readonly List<IDisposable> _open = [];
    readonly string _id;
    int _run;

    public OneRecord(Variant? variant = null)
    {
        _variant = variant ?? Variant.None;
        (_crm, _aws) = (new MemoryCrm(_time), new PartnerCentralSimulator(_time));
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

    public State State()
    {
        using var hash = System.Security.Cryptography.IncrementalHash.CreateHash(System.Security.Cryptography.HashAlgorithmName.SHA256);
        foreach (var line in Shared())
            hash.AppendData(Encoding.UTF8.GetBytes(line));
        if (_store.Work.TryGetValue(Key, out var work))
            hash.AppendData(Encoding.UTF8.GetBytes($"{string.Join(',', work.Row.Reasons.Order(StringComparer.Ordinal))} {work.Wakes > Actors.FirstOrDefault(a => a.Name == work.Owner)?.Wakes}"));
        return new State(Convert.ToHexString(hash.GetHashAndReset().AsSpan(0, 12)), [.. Actors.Select(actor => actor.Next is { } next ? $"{actor.Name} {next} {actor.Heard}" : null)]);
    }

    /// <summary>What both sides and the store have in the end, once all that is due was worked off.</summary>
    public string End()
    {
        for (var i = 0; i < 5 && _store.Due(SyncModel.Catalog, WorkGroup.Records, DateTimeOffset.MaxValue.AddDays(-1), 10, CancellationToken.None).Now().Count > 0; i++)
            Alone((parts, context) => parts.Outbound.Handle(new ScheduledEvent(), context));

        Alone(Events);
        var work = Worked().Where(w => w.Work.Row.Due is not null || w.Work.Intent is not null || w.Work.Owner is not null || w.Work.Row.Parked)
            .Select(w => $"{w.Key.Kind}/{w.Key.Id}/{w.Work.Row.Cause}");
        return string.Join('\n', [.. Sides(), .. work, .. Log()]);
    }

    public void Dispose()
    {
        _open.ForEach(o => o.Dispose());
        _aws.Dispose();
    }

    IEnumerable<string> Sides()
    {
        var there = Models.Sync.Sides.Text(_aws.Control.Do("show", [])["opportunities"]![0], "Customer.Account.Address.City");
        yield return $"AWS: {there}, {Models.Sync.Sides.Text(_aws.Control.Do("show", [])["opportunities"]![0], "Project.AdditionalComments")}";
        foreach (var row in _crm.All().Where(r => r.Object == "Opportunity"))
        {
            var fields = JsonNode.Parse(row.Fields)!.AsObject();
            yield return $"CRM: {row.Id} {fields["AWS_city__c"]}, {fields["AWS_additionalComments__c"]}, {fields["AWS_Sync_Status__c"]} {fields["APN_CRM_Unique_Identifier__c"]}";
        }

        foreach (var state in _store.Records.Values)
            yield return $"link {state.Key.Id} {state.CrmId} {state.Closed}";
    }

    // All but schedules.
    IEnumerable<(WorkKey Key, StoredWork Work)> Worked() =>
        _store.Work.Where(w => !w.Key.IsSchedule).OrderBy(w => w.Key.ToString(), StringComparer.Ordinal).Select(w => (w.Key, w.Value));

    IEnumerable<string> Log() => _store.Log.AllDetails.GroupBy(d => $"log {d.Outcome} {_store.Log.Job(d.JobId)!.Direction}").Select(g => $"{g.Key} {g.Count()}").Order(StringComparer.Ordinal);

    IEnumerable<string> Shared()
    {
        // Nobody reads a schedule but the worker that has it, which has ended when it writes it. Versions and epochs count what is told
        // apart by its content and by who has the claim, as long as no guard is off.
        foreach (var r in _store.Records.Values.OrderBy(r => r.Key.ToString(), StringComparer.Ordinal))
            yield return Line(r.Key, r.CrmObject, r.CrmId, r.AwsBaseline, r.CrmBaseline, r.AwsModified, r.PayloadVersion, r.Closed, r.OwnWrite, Counter(r.Version));
        foreach (var (key, w) in Worked())
            yield return Line(key, w.Row.Lane, w.Row.Due, w.Row.Since, w.Row.Attempts, w.Row.Cause, w.Row.Parked, w.Owner, w.Until, w.Intent, w.Data, Counter(w.Epoch), Counter(w.Wakes));
        foreach (var notification in _store.Log.Notifications.OrderBy(n => n.Id, StringComparer.Ordinal))
            yield return notification.ToString();
        foreach (var line in Log())
            yield return line;
        foreach (var (crmObject, id, fields) in _crm.All())
            yield return $"{crmObject} {id} {Encoding.UTF8.GetString(fields)}";
        yield return _aws.Control.Do("show", []).ToJsonString();
    }

    long? Counter(long count) => _variant == Variant.None ? null : count;

    string Line(params ReadOnlySpan<object?> values)
    {
        var line = new StringBuilder();
        foreach (var value in values)
            line.Append(value is byte[] json ? Text(json) : value).Append('\t');
        return line.ToString();

        string Text(byte[] json) => _variant == Variant.None ? Actor.Uncounted(Encoding.UTF8.GetString(json)) : Encoding.UTF8.GetString(json);
    }

    Task Events(Parts parts, TestLambdaContext context) => parts.Events.Handle(Messages(), context);

    SQSEvent Messages() => new()
    {
        Records = [.. _aws.Control.Do("events", [])["events"]!.AsArray().Select((e, i) => new SQSEvent.SQSMessage { MessageId = $"m{i}", Body = e!.ToJsonString() })],
    };

    async Task<AwsAnswer> Answer(string operation, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        var answer = await _aws.Call(operation, body, cancellation);
        return new AwsAnswer(answer.Status, answer.ErrorType, answer.RequestId, answer.Body);
    }

    void Wake(string name, Schedule schedule) => _store.Wake(
        [new Wake(new WorkKey(SyncModel.Catalog, WorkKind.Schedule, name), Reason.Timer, Lane.Sweep, _time.GetUtcNow(), schedule.ToJson())], CancellationToken.None).GetAwaiter().GetResult();

    Actor Begin(string name, Func<Parts, TestLambdaContext, Task> work)
    {
        var actor = new Actor(name, _variant == Variant.None ? () => _store.GetWork(Key, CancellationToken.None).Now() is { } work && work.Owner == name : null);
        var parts = Make(
            _variant.Dress(actor.Reach<ISyncStore>(_store), name), _variant.Dress(actor.Reach<ICrm>(_crm), name),
            _variant.DressHttp(actor.Reach((HttpMessageHandler)new EndHandler(Answer)), name));
        actor.Start(() => work(parts, Context(name)));
        return actor;
    }

    void Alone(Func<Parts, TestLambdaContext, Task> work) =>
        work(Make(_store, _crm, new EndHandler(Answer)), Context($"alone-{++_run}")).GetAwaiter().GetResult();

    static TestLambdaContext Context(string name) => new() { AwsRequestId = name, RemainingTime = TimeSpan.FromMinutes(5) };

    Parts Make(ISyncStore store, ICrm crm, HttpMessageHandler handler)
    {
        var client = new PartnerCentralClient(new HandlerEnd(handler).Call);
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
