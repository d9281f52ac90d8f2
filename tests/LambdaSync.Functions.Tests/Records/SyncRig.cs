using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Amazon.Lambda.CloudWatchEvents.ScheduledEvents;
using Amazon.Lambda.SQSEvents;
using Amazon.Lambda.TestUtilities;
using Amazon.Runtime;
using LambdaSync.Cli;
using LambdaSync.Connections.Aws;
using LambdaSync.Connections.Crm;
using LambdaSync.Connections.Marketplace;
using LambdaSync.Connections.PartnerCentral;
using LambdaSync.Connections.State;
using LambdaSync.Functions.Engine;
using LambdaSync.Local.Crm;
using LambdaSync.Local.State;
using LambdaSync.Mapping;
using LambdaSync.Marketplace;
using LambdaSync.Marketplace.ChangeSets;
using LambdaSync.Simulator;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;
using LambdaSync.Testing.Memory;
using Xunit;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>The real handlers between the built-in CRM and Partner Central's simulator, with what they ask counted.</summary>
sealed class SyncRig : IDisposable
{
    static readonly CancellationToken None = CancellationToken.None;

    readonly SqliteSyncStore _store = new(":memory:");
    int _invocations;

    public SyncRig(MappingDocument? mapping = null, int batchSize = 50, int maxChanges = 200, int listPage = 100, Transports? transports = null, SellerAccounts? sellers = null)
    {
        Mapping = mapping ?? BuiltIn();
        (Store, StoreCalls) = Counted.Of<ISyncStore>(_store);
        (CrmSide, CrmCalls) = Counted.Of<ICrm>(Crm);
        Simulator.Control.Do("settings", new JsonObject { ["quotas"] = false });
        Http = new Way(new SimulatorHandler(Simulator));
        var aws = new AwsSettings { Endpoint = new Uri("http://partner-central.test"), Credentials = new BasicAWSCredentials("test", "test") };
        (Client, Marketplace) = (new PartnerCentralClient(aws, handler: Http), new MarketplaceClient(aws, handler: Http));
        var further = sellers ?? SellerAccounts.None;
        Sellers = further.Further.ToDictionary(seller => seller.Id, seller => new MarketplaceClient(aws with { Credentials = new AssumedRole(aws, seller.Role, seller.ExternalId, Http) }, handler: Http));
        Restart(SyncSettings.Default with { Account = "123456789012", BatchSize = batchSize, MaxChanges = maxChanges, ListPage = listPage, Transports = transports ?? Transports.Api, Sellers = further });
    }

    public PartnerCentralSimulator Simulator { get; } = new(TimeProvider.System);

    public BuiltInCrm Crm { get; } = new(":memory:");

    public MappingDocument Mapping { get; }

    public SyncSettings Settings { get; private set; }

    public ISyncStore Store { get; }

    public ICrm CrmSide { get; }

    public Counted StoreCalls { get; }

    public Counted CrmCalls { get; }

    public Way Http { get; }

    public PartnerCentralClient Client { get; }

    public MarketplaceClient Marketplace { get; }

    /// <summary>The same as each further seller account.</summary>
    public Dictionary<string, MarketplaceClient> Sellers { get; }

    public SteppedTime Time { get; } = new() { SkipsWaits = false };

    /// <summary>The ledgers that all processes share.</summary>
    public MemoryQuotaStore Quotas { get; } = new();

    /// <summary>What an account may have open; a new process begins to use it.</summary>
    public ChangeSetLimits Limits { get; set; } = ChangeSetLimits.OfAws;

    /// <summary>Warnings and errors of the handlers' log.</summary>
    public StringWriter Told { get; } = new();

    public RecordEngine Worker { get; private set; }

    public PartnerEvents Events { get; private set; }

    public MarketplaceEvents MarketEvents { get; private set; }

    public Outbound Outbound { get; private set; }

    public Reconcile Reconcile { get; private set; }

    public TestLambdaContext Context => new() { RemainingTime = TimeSpan.FromMinutes(5), AwsRequestId = $"run-{++_invocations}" };

    /// <summary>New processes, with these settings.</summary>
    [MemberNotNull(nameof(Worker), nameof(Events), nameof(MarketEvents), nameof(Outbound), nameof(Reconcile), nameof(Settings))]
    public void Restart(SyncSettings settings)
    {
        Settings = settings;
        var lanes = new PartnerCentralLanes(Client, null, TimeSpan.Zero);
        Worker = Process();
        Events = new PartnerEvents(Store, Worker, Settings, Time, new ErrorLog<PartnerEvents>(Told));
        MarketEvents = new MarketplaceEvents(Store, Worker, Settings, Time, new ErrorLog<MarketplaceEvents>(Told));
        Reconcile = new Reconcile(Store, lanes, Worker, Settings, Time, new ErrorLog<Reconcile>(Told));
        Outbound = new Outbound(Store, CrmSide, Worker, Mapping, Settings, Time, new ErrorLog<Outbound>(Told));
    }

    /// <summary>The engine of a further process.</summary>
    public RecordEngine Process() => new(Store, CrmSide, new PartnerCentralLanes(Client, null, TimeSpan.Zero), Mapping, Settings, Time, () => 0.5, new ErrorLog<RecordEngine>(Told))
    {
        Marketplace = Marketplace,
        Sellers = Sellers,
        Places = Places(),
    };

    /// <summary>The count of open change sets as a further process keeps it.</summary>
    public ChangeSetPlaces Places() => new(Quotas, Store, "123456789012", Limits, Time);

    /// <summary>The mapping that ships, but records are shared as soon as their flag is set.</summary>
    public static MappingDocument BuiltIn()
    {
        var document = MappingReader.Read(Connections.BuiltIn.BuiltInMapping.Json(), new List<Issue>())!;
        return document with { Opportunity = document.Opportunity! with { Share = ShareMode.OnCreate } };
    }

    public static JsonObject Body(string title = "Deal", string? partnerId = null)
    {
        var body = JsonNode.Parse("""
            {"Customer":{"Account":{"CompanyName":"Example Ltd","WebsiteUrl":"https://example.com","Industry":"Travel","Address":{"CountryCode":"US","StateOrRegion":"Washington","PostalCode":"98101","City":"Seattle"}}},
             "LifeCycle":{"Stage":"Qualified","TargetCloseDate":"2097-03-15","NextSteps":"Call"},
             "Project":{"DeliveryModels":["SaaS or PaaS"],"CustomerBusinessProblem":"A problem that is long enough to be described here.","CustomerUseCase":"Storage & Backup",
               "ExpectedCustomerSpend":[{"Amount":"1000","CurrencyCode":"USD","Frequency":"Monthly","TargetCompany":"AWS"}]},
             "OpportunityType":"Net New Business","NationalSecurity":"No","PrimaryNeedsFromAws":["Co-Sell - Architectural Validation"],"Marketing":{"Source":"None"}}
            """)!.AsObject();
        body["Project"]!["Title"] = title;
        if (partnerId is not null)
            body["PartnerOpportunityIdentifier"] = partnerId;
        return body;
    }

    /// <summary>A colleague makes an opportunity in Partner Central's pages.</summary>
    public string AwsHas(string title = "Deal", string? partnerId = null, string? status = null, string? origin = null)
    {
        var input = new JsonObject { ["body"] = Body(title, partnerId) };
        if (status is not null)
            input["reviewStatus"] = status;
        if (origin is not null)
            input["origin"] = origin;
        return Simulator.Control.Do("create-opportunity", input)["id"]!.GetValue<string>();
    }

    public void AwsEdits(string id, string json) => Simulator.Control.Do("edit-opportunity", new JsonObject { ["id"] = id, ["body"] = JsonNode.Parse(json) });

    /// <summary>A lead of AWS's that somebody accepts in Partner Central's pages; its engagement's id.</summary>
    public string AwsHasLead(string company)
    {
        var invitation = Simulator.Control.Do("invite-lead", new JsonObject { ["company"] = company });
        Simulator.Control.Do("accept-elsewhere", new JsonObject { ["id"] = invitation["id"]!.DeepClone() });
        return invitation["engagementId"]!.GetValue<string>();
    }

    public void AwsEditsLead(string engagementId, string status) =>
        Simulator.Control.Do("edit-lead", new JsonObject { ["engagementId"] = engagementId, ["lead"] = new JsonObject { ["QualificationStatus"] = status } });

    public JsonObject Aws(string id) => Answer("GetOpportunity", new JsonObject { ["Catalog"] = "AWS", ["Identifier"] = id });

    public JsonObject Answer(string operation, JsonObject input) =>
        JsonNode.Parse(Client.Call(SellingOperations.All.Single(o => o.Name == operation), Encoding.UTF8.GetBytes(input.ToJsonString()), None).GetAwaiter().GetResult().Span)!.AsObject();

    /// <summary>What AWS's event bus holds, as messages.</summary>
    public SQSEvent Drain() => Messages([.. Simulator.Control.Do("events", [])["events"]!.AsArray().Select(e => e!.ToJsonString())]);

    public static SQSEvent Messages(params IReadOnlyList<string> bodies) =>
        new() { Records = [.. bodies.Select((body, i) => new SQSEvent.SQSMessage { MessageId = $"m{i}", Body = body, EventSource = "aws:sqs" })] };

    /// <summary>All events are delivered at once.</summary>
    public async Task<SQSBatchResponse> Deliver()
    {
        var response = await Events.Handle(Drain(), Context);
        return response;
    }

    /// <summary>All events are delivered at once, each to the handler of its source.</summary>
    public async Task DeliverAll()
    {
        foreach (var group in Drain().Records.GroupBy(message => LambdaSync.Events.MarketEventReader.Has(Encoding.UTF8.GetBytes(message.Body))))
        {
            var batch = new SQSEvent { Records = [.. group] };
            Assert.Empty((group.Key ? await MarketEvents.Handle(batch, Context) : await Events.Handle(batch, Context)).BatchItemFailures);
        }
    }

    /// <summary>Five minutes pass, then the CRM is asked and what is due is worked on.</summary>
    public Task Tick()
    {
        Time.Ahead += TimeSpan.FromMinutes(5);
        return Outbound.Handle(new ScheduledEvent(), Context);
    }

    /// <summary>So much time passes, then the sweeps that are due run.</summary>
    public async Task Sweep(TimeSpan after)
    {
        Time.Ahead += after;
        await Reconcile.Handle(new ScheduledEvent(), Context);
    }

    public async Task<string> CrmId(string awsId) => (await Crm.Get("Opportunity", awsId, None) ?? throw new InvalidOperationException($"{awsId} is not in the CRM")).Id;

    public async Task<string?> Field(string awsId, string field) => new FlatRecord((await Crm.Get("Opportunity", awsId, None))!.Fields)[field];

    public Task Edit(string awsId, string json) => Crm.Set("Opportunity", awsId, Encoding.UTF8.GetBytes(json), None);

    /// <summary>A person makes a record in the CRM and marks it to be shared.</summary>
    public async Task<string> NewInCrm(string json)
    {
        var whole = JsonNode.Parse(json)!.AsObject();
        foreach (var (name, value) in JsonNode.Parse("""
            {"Sync_with_AWS__c":true,"StageName":"Prospecting","CloseDate":"2097-03-15","AWS_customerCompanyName__c":"Example Ltd","AWS_customerWebsite__c":"https://example.com","AWS_industry__c":"Travel",
             "AWS_country__c":"US","AWS_postalCode__c":"98101","AWS_projectDescription__c":"A problem that is long enough to be described here.","AWS_expectedMonthlyAwsRevenue__c":1000,"AWS_IsOppFromMarketingActivity__c":"None"}
            """)!.AsObject())
            whole.TryAdd(name, value?.DeepClone());
        var made = await Crm.Import("Opportunity", Encoding.UTF8.GetBytes(whole.ToJsonString()), None);
        Assert.True(made.Written, string.Join("; ", made.Issues.Select(i => $"{i.Field}: {i.Rule}")));
        return made.Id!;
    }

    public async Task<int> Count() => (await Crm.List("Opportunity", 100, null, None)).Count;

    public async Task<RecordState> State(string awsId) =>
        (await _store.GetRecords([WorkKey.Of("AWS", Fields.AceObject.Opportunity, awsId)], None)).Single();

    public async Task<WorkItem?> Work(string awsId) => await _store.GetWork(new WorkKey("AWS", WorkKind.Opportunity, awsId), None);

    /// <summary>What is kept of an engagement, or null.</summary>
    public async Task<JsonObject?> Engagement(string id) =>
        (await _store.GetWork(new WorkKey("AWS", WorkKind.Engagement, id), None))?.Data is { } data ? JsonNode.Parse(data)!.AsObject() : null;

    public static JsonObject Lead(JsonObject engagement) => engagement["Contexts"]![0]!["Payload"]!["Lead"]!.AsObject();

    public async Task<IReadOnlyList<JobDetail>> Log(string awsId) => await _store.ListDetailsOf(awsId, 100, None);

    public void Forget()
    {
        StoreCalls.Calls.Clear();
        CrmCalls.Calls.Clear();
        Http.Operations.Clear();
        Http.Bodies.Clear();
    }

    public void Dispose()
    {
        Client.Dispose();
        Marketplace.Dispose();
        Simulator.Dispose();
        Crm.Dispose();
        _store.Dispose();
    }

    /// <summary>The line to Partner Central.</summary>
    public sealed class Way(HttpMessageHandler target) : DelegatingHandler(target)
    {
        public List<string> Operations { get; } = [];

        /// <summary>Asked once a request was answered: its answer gets lost when this says so.</summary>
        public Func<string, bool> Loses { get; set; } = _ => false;

        public List<string> Bodies { get; } = [];

        /// <summary>Asked for each request: the code that AWS refuses it with, or null.</summary>
        public Func<string, string?> Refuses { get; set; } = _ => null;

        /// <summary>Asked for each request: the whole body of AWS's refusal, or null.</summary>
        public Func<string, string?> RefusesWith { get; set; } = _ => null;

        /// <summary>Changes an answer of AWS.</summary>
        public Func<string, string> Changes { get; set; } = body => body;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            // Marketplace's Catalog API has the operation in the path.
            var operation = request.Headers.TryGetValues("X-Amz-Target", out var targets) ? targets.First().Split('.')[^1] : request.RequestUri!.AbsolutePath.Trim('/');
            Operations.Add(operation);
            Bodies.Add(request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken));
            if (Refuses(operation) is { } code)
                return new HttpResponseMessage(HttpStatusCode.BadRequest) { Content = new StringContent($$"""{"__type":"{{code}}"}""") };
            if (RefusesWith(operation) is { } refusal)
                return new HttpResponseMessage(HttpStatusCode.BadRequest) { Content = new StringContent(refusal), Headers = { { "x-amzn-RequestId", "request-1" } } };
            var answer = await base.SendAsync(request, cancellationToken);
            var type = answer.Content.Headers.ContentType;
            answer.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Changes(await answer.Content.ReadAsStringAsync(cancellationToken)))) { Headers = { ContentType = type } };
            return Loses(operation) ? throw new HttpRequestException("the answer was lost") : answer;
        }
    }

    /// <summary>The machine's time, put forward by hand.</summary>
    public sealed class SteppedTime : ShortWaits
    {
        public TimeSpan Ahead { get; set; }

        /// <summary>Where the machine's time stands still, or null.</summary>
        public DateTimeOffset? Stopped { get; set; }

        public override DateTimeOffset GetUtcNow() => (Stopped ?? System.GetUtcNow()) + Ahead;

        protected override void Forward(TimeSpan by) => Ahead += by;
    }
}
