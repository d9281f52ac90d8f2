using System.Text;
using System.Text.Json.Nodes;
using Amazon.Lambda.CloudWatchEvents.ScheduledEvents;
using Amazon.Lambda.TestUtilities;
using Amazon.Runtime;
using LambdaSync.Cli.Demo;
using LambdaSync.Commands;
using LambdaSync.Connections.Aws;
using LambdaSync.Connections.Crm;
using LambdaSync.Connections.Marketplace;
using LambdaSync.Connections.PartnerCentral;
using LambdaSync.Connections.Salesforce;
using LambdaSync.Connections.State;
using LambdaSync.Functions.Engine;
using LambdaSync.Functions.Lambda;
using LambdaSync.Functions.Tests.Records;
using LambdaSync.Mapping;
using LambdaSync.Simulator;
using LambdaSync.Simulator.Salesforce;
using LambdaSync.Testing;
using LambdaSync.Testing.Memory;
using Microsoft.Extensions.Logging;

namespace LambdaSync.Functions.Tests.Crm;

/// <summary>
/// The real handlers between a simulated Salesforce organization with the fields of <c>infra/salesforce</c> and a simulated Partner Central, with
/// the log lines and metrics that functions write.
/// </summary>
sealed class SalesforceRig : IDisposable
{
    public const string Secret = "the-client-secret-of-this-test";

    readonly MemoryStream _output = new();
    readonly MetricLines _metrics;
    readonly SimulatorHandler _aws, _organization;
    readonly TokenListener _listener;
    readonly bool _isOwnOrganization;
    readonly MarketplaceClient? _marketplace;
    readonly MarketplaceEvents? _marketEvents;
    int _invocations;

    /// <param name="over">Wraps the store that the handlers reach.</param>
    /// <param name="with">A second stack: it works with the organization of this one, at its time. Null: an organization of its own.</param>
    /// <param name="owner">Who synchronizes; null: a data folder.</param>
    /// <param name="isSeller">The organization has the package of AWS Marketplace, and the mapping its sections.</param>
    public SalesforceRig(Func<ISyncStore, ISyncStore>? over = null, SalesforceRig? with = null, CrmOwner? owner = null, bool isSeller = false)
    {
        _isOwnOrganization = with is null;
        Time = with?.Time ?? new SyncRig.SteppedTime();
        // AWS's client signs with the machine's time.
        (Organization, PartnerCentral) = (with?.Organization ?? new SalesforceSimulator(Time), new PartnerCentralSimulator(TimeProvider.System));
        if (_isOwnOrganization)
        {
            Do("deploy", new JsonObject { ["folder"] = RepositoryFolder.File("infra", "salesforce", "force-app") });
            if (isSeller)
                Do("deploy", new JsonObject { ["folder"] = RepositoryFolder.File("infra", "salesforce", "marketplace") });
            Do("add-app", new JsonObject { ["clientId"] = "app", ["secret"] = Secret });
        }

        PartnerCentral.Control.Do("settings", new JsonObject { ["quotas"] = false, ["taskSeconds"] = 0 });
        PartnerCentral.Control.Do("add-solution", new JsonObject { ["id"] = Deal.Solution, ["name"] = Deal.SolutionName });
        var lines = new LogLines(_output, LogLevel.Trace, "lambdasync", Time);
        _metrics = new MetricLines(_output, "lambdasync", Time);
        (_aws, _organization) = (new SimulatorHandler(PartnerCentral), new SimulatorHandler(Organization));
        _listener = new TokenListener(_organization);
        Crm = new SalesforceCrm(
            new SalesforceSettings(new Uri("https://example.my.salesforce.com")), (_, _) => Task.FromResult(SalesforceSecret.Read(Encoding.UTF8.GetBytes($$"""{"clientId":"app","clientSecret":"{{Secret}}"}"""), out var _)!),
            Time, () => 0, _listener, new CrmCallLogOf(new CrmCallLog(LogLevel.Trace, new JsonLogger<CrmCallLog>(lines))).Write);
        var aws = new AwsSettings { Endpoint = new Uri("http://partner-central.test"), Credentials = new BasicAWSCredentials("test", "test") };
        _marketplace = isSeller ? new MarketplaceClient(aws, handler: _aws) : null;
        Client = new PartnerCentralClient(
            aws, ended: new CallLog(LogLevel.Trace, new JsonLogger<CallLog>(lines)).Write, handler: _aws);
        var (store, lanes, settings) = (over?.Invoke(Store) ?? Store, new PartnerCentralLanes(Client, null, TimeSpan.Zero), SyncSettings.Default with { SendsNotices = true });
        var shipped = isSeller ? File.ReadAllBytes(RepositoryFolder.File("infra", "salesforce", "mapping.standard-marketplace.json")) : SimulatedSalesforce.Mapping();
        var mapping = MappingReader.Read(DemoRun.Mapping(shipped), new List<Issue>())!;
        (var reached, CrmCalls) = Counted.Of<ICrm>(Crm);
        var crm = new BoundCrm(reached, store, settings.Catalog, owner ?? CrmOwner.Folder("test"), Time);
        var engine = new RecordEngine(store, crm, lanes, mapping, settings, Time, () => 0.5, new JsonLogger<RecordEngine>(lines)) { Marketplace = _marketplace };
        _marketEvents = isSeller ? new MarketplaceEvents(store, engine, settings, Time, new JsonLogger<MarketplaceEvents>(lines)) : null;
        Events = new PartnerEvents(store, engine, settings, Time, new JsonLogger<PartnerEvents>(lines));
        Outbound = new Outbound(store, crm, engine, mapping, settings, Time, new JsonLogger<Outbound>(lines));
        Reconcile = new Reconcile(store, lanes, engine, settings, Time, new JsonLogger<Reconcile>(lines));
        Changes = new CrmEvents(crm, store, engine, mapping, settings, Time, new JsonLogger<CrmEvents>(lines));
        Commands = new Commands(store, engine, settings, Time, new JsonLogger<Commands>(lines));
        People = new DemoPeople(new SalesforcePeople(Organization.Control), PartnerCentral.Control, Command);
    }

    public SyncRig.SteppedTime Time { get; }

    /// <summary>What the handlers ask of the CRM.</summary>
    public Counted CrmCalls { get; }

    public SalesforceSimulator Organization { get; }

    public PartnerCentralSimulator PartnerCentral { get; }

    public MemorySyncStore Store { get; } = new();

    public SalesforceCrm Crm { get; }

    public PartnerCentralClient Client { get; }

    public PartnerEvents Events { get; }

    public Outbound Outbound { get; }

    public Reconcile Reconcile { get; }

    public CrmEvents Changes { get; }

    public Commands Commands { get; }

    /// <summary>Those who work on both sides.</summary>
    public DemoPeople People { get; }

    /// <summary>Access tokens that Salesforce gave.</summary>
    public IReadOnlyCollection<string> Tokens => _listener.Tokens;

    static CancellationToken None => CancellationToken.None;

    TestLambdaContext Context => new() { RemainingTime = TimeSpan.FromMinutes(5), AwsRequestId = $"run-{++_invocations}", FunctionName = "function" };

    /// <summary>Log lines and metric lines.</summary>
    public IReadOnlyList<string> Lines()
    {
        _metrics.Flush("function");
        return Encoding.UTF8.GetString(_output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public JsonObject Do(string verb, JsonObject input) => Organization.Control.Do(verb, input);

    /// <summary>All records of an object, as they are.</summary>
    public IReadOnlyList<JsonObject> Records(string crmObject) => [.. Do("show", new JsonObject { ["object"] = crmObject })["records"]!.AsArray().Select(record => record!.AsObject())];

    /// <summary>Platform events of LambdaSync: key and kind, in their order.</summary>
    public IReadOnlyList<(string Key, string Kind)> Notices() =>
        [.. Do("published", new JsonObject { ["name"] = "LambdaSync_Notification__e" })["events"]!.AsArray().Select(e => (e!["body"]!["EventId__c"]!.GetValue<string>(), e["body"]!["Kind__c"]!.GetValue<string>()))];

    /// <summary>Five minutes pass, then the CRM is asked and what is due is worked on; then the events of both sides are delivered.</summary>
    public async Task Rounds(int count = 4)
    {
        for (var i = 0; i < count; i++)
        {
            Time.Ahead += TimeSpan.FromMinutes(5);
            await Outbound.Handle(new ScheduledEvent(), Context);
            await DeliverAws();
            await DeliverCrm();
        }
    }

    /// <summary>AWS's events, each to the handler of its source.</summary>
    /// <returns>Those that came.</returns>
    public async Task<IReadOnlyList<string>> DeliverAws()
    {
        List<string> sent = [.. PartnerCentral.Control.Do("events", [])["events"]!.AsArray().Select(e => e!.ToJsonString())];
        await Deliver(sent);
        return sent;
    }

    /// <summary>Events of AWS, perhaps once more.</summary>
    public async Task Deliver(IReadOnlyList<string> events)
    {
        foreach (var group in events.GroupBy(e => _marketEvents is not null && LambdaSync.Events.MarketEventReader.Has(Encoding.UTF8.GetBytes(e))))
        {
            var batch = SyncRig.Messages([.. group]);
            await (group.Key ? _marketEvents!.Handle(batch, Context) : Events.Handle(batch, Context));
        }
    }

    /// <summary>A command's message on its queue.</summary>
    public Task Queue(string message) => Commands.Handle(SyncRig.Messages(message), Context);

    /// <summary>The CRM's change events.</summary>
    /// <returns>Those that came.</returns>
    public async Task<IReadOnlyList<JsonObject>> DeliverCrm()
    {
        var changes = Do("events", [])["events"]!.AsArray().Select(e => e!.AsObject()).ToList();
        if (changes.Count > 0)
            await Changes.Handle(SyncRig.Messages([.. changes.Select(e => e.ToJsonString())]), Context);
        return changes;
    }

    public async Task Sweep(TimeSpan after)
    {
        Time.Ahead += after;
        await Reconcile.Handle(new ScheduledEvent(), Context);
    }

    /// <summary>A part of the demo, step after step.</summary>
    public async Task Play(DemoPart part)
    {
        foreach (var step in part.Steps)
        {
            await step.Act(People);
            await Rounds();
            await Find();
        }
    }

    /// <summary>What people work on, by its identifier of either side.</summary>
    public async Task Find()
    {
        var record = await new SalesforcePeople(Organization.Control).Get(People.CrmObject, People.CrmId.Length > 0 ? People.CrmId : People.AwsId, None);
        if (record is null)
            return;
        People.CrmId = record["Id"]!.GetValue<string>();
        People.AwsId = record[DemoPeople.AwsIdField]?.GetValue<string>() ?? "";
    }

    public void Dispose()
    {
        _metrics.Dispose();
        Crm.Dispose();
        Client.Dispose();
        _marketplace?.Dispose();
        _listener.Dispose();
        _organization.Dispose();
        _aws.Dispose();
        if (_isOwnOrganization)
            Organization.Dispose();
        PartnerCentral.Dispose();
        _output.Dispose();
    }

    Task Command(CommandDocument command) => Queue(Encoding.UTF8.GetString(command.ToJson()));

    sealed class CrmCallLogOf(CrmCallLog log)
    {
        public void Write(SalesforceCall call) => log.Write(call.Resource, call.Took, call.Status, call.Code);
    }

    // Hears the tokens that logins get.
    sealed class TokenListener(HttpMessageHandler organization) : DelegatingHandler(organization)
    {
        public HashSet<string> Tokens { get; } = new(StringComparer.Ordinal);

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = await base.SendAsync(request, cancellationToken);
            if (request.RequestUri!.AbsolutePath.EndsWith("/oauth2/token", StringComparison.Ordinal) && answer.IsSuccessStatusCode)
            {
                await answer.Content.LoadIntoBufferAsync(cancellationToken);
                Tokens.Add(JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken))!["access_token"]!.GetValue<string>());
            }

            return answer;
        }
    }
}
