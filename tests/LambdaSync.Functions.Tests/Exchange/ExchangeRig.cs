using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Amazon.Lambda.CloudWatchEvents.ScheduledEvents;
using Amazon.Lambda.SQSEvents;
using Amazon.Lambda.TestUtilities;
using Amazon.Runtime;
using LambdaSync.Cli;
using LambdaSync.Connections.Aws;
using LambdaSync.Connections.Buckets;
using LambdaSync.Connections.Crm;
using LambdaSync.Connections.PartnerCentral;
using LambdaSync.Connections.State;
using LambdaSync.Files;
using LambdaSync.Functions.Engine;
using LambdaSync.Functions.Exchange;
using LambdaSync.Functions.Tests.Records;
using LambdaSync.Local.Buckets;
using LambdaSync.Local.Crm;
using LambdaSync.Local.State;
using LambdaSync.Mapping;
using LambdaSync.Simulator.AceExchange;
using LambdaSync.Sync;
using LambdaSync.Sync.Schedules;
using LambdaSync.Sync.Work;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace LambdaSync.Functions.Tests.Exchange;

/// <summary>The real handlers between the built-in CRM and AWS's side of the file exchange, with folders as buckets.</summary>
sealed class ExchangeRig : IDisposable
{
    /// <summary>Every tick is a turn of every object.</summary>
    public static ObjectPeriods FiveMinutes { get; } = new(TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(5));

    static readonly CancellationToken None = CancellationToken.None;

    readonly TempFolder _folder = new();
    readonly IAceBucket _ace;
    readonly HashSet<string> _landed = new(StringComparer.Ordinal);
    readonly PartnerCentralClient _api;
    int _invocations;

    /// <param name="bucket">Another bucket than a folder, or null.</param>
    /// <param name="storesFile">The store is a file, as on one machine.</param>
    /// <param name="other">Another CRM than the built-in one with its mapping and its time, or null.</param>
    public ExchangeRig(AceTerms? terms = null, ExchangeTerms? pull = null, IExchangeBucket? bucket = null, bool storesFile = false, (ICrm Crm, MappingDocument Mapping, SyncRig.SteppedTime Time)? other = null)
    {
        (Mapping, Time) = other is { } given ? (given.Mapping, given.Time) : (SyncRig.BuiltIn(), new SyncRig.SteppedTime());
        Store = new SqliteSyncStore(storesFile ? _folder.File("sync.db") : ":memory:");
        Bucket = bucket ?? new FolderExchange(_folder.File("ace"));
        Exchange = new FlakyExchange(Bucket);
        _ace = bucket is null ? new AceFolder(_folder.File("ace")) : new AceBucketOf(bucket);
        Aws = new AceSide(_ace, terms ?? new AceTerms());
        Landing = new FolderBucket(_folder.File("landing"));
        Directory.CreateDirectory(_folder.File("ace"));
        Directory.CreateDirectory(_folder.File("landing"));
        _api = new PartnerCentralClient(new AwsSettings { Endpoint = new Uri("http://partner-central.test"), Credentials = new BasicAWSCredentials("test", "test") }, handler: ApiCalls);
        (StoreSide, StoreCalls) = Counted.Of<ISyncStore>(Store);
        (CrmSide, CrmCalls) = Counted.Of(other?.Crm ?? Crm);
        PullTerms = pull ?? new ExchangeTerms("landing") { Every = FiveMinutes };
        Restart();
    }

    public SyncSettings Settings { get; set; } = SyncSettings.Default with { Transports = Transports.Files, LockPollInterval = TimeSpan.FromMinutes(30), MaxChanges = 1_000_000 };

    public SendTerms SendTerms { get; set; } = new(new FileHead("1234567", 2), "lambdasync") { Every = FiveMinutes };

    public ExchangeTerms PullTerms { get; set; }

    public IExchangeBucket Bucket { get; }

    public FlakyExchange Exchange { get; }

    public FolderBucket Landing { get; }

    public AceSide Aws { get; }

    public SqliteSyncStore Store { get; }

    public BuiltInCrm Crm { get; } = new(":memory:");

    /// <summary>The store and the CRM as the functions of the exchange see them.</summary>
    public ISyncStore StoreSide { get; }

    public ICrm CrmSide { get; }

    public Counted StoreCalls { get; }

    public Counted CrmCalls { get; }

    public NoApi ApiCalls { get; } = new();

    public SyncRig.SteppedTime Time { get; }

    public MappingDocument Mapping { get; }

    /// <summary>Warnings and errors of the run for files.</summary>
    public StringWriter Told { get; } = new();

    public InboundFiles Inbound { get; private set; } = null!;

    public PullFiles Pull { get; private set; } = null!;

    public SendFiles Send { get; private set; } = null!;

    public Outbound Outbound { get; private set; } = null!;

    public Functions.Commands Commands { get; private set; } = null!;

    public DateTimeOffset Now => Time.GetUtcNow();

    public TestLambdaContext Context => new() { RemainingTime = TimeSpan.FromMinutes(5), AwsRequestId = $"run-{++_invocations}" };

    /// <summary>The fields of an opportunity that AWS refers.</summary>
    /// <param name="isAccepted">The partner has accepted it.</param>
    public static JsonObject Referral(bool isAccepted = false)
    {
        var fields = new JsonObject
        {
            ["partnerProjectTitle"] = "Referral",
            ["customerCompanyName"] = "Referred Ltd",
            ["stage"] = "Prospect",
            ["status"] = "Approved",
            ["targetCloseDate"] = "2097-05-01",
            ["industry"] = "Travel",
            ["country"] = "United States",
        };
        if (isAccepted)
            fields["partnerAcceptanceStatus"] = "Accepted";
        return fields;
    }

    /// <summary>New processes: nothing is left in memory.</summary>
    public void Restart()
    {
        Inbound = new InboundFiles(Landing, StoreSide, CrmSide, Mapping, Settings, Time, NullLogger<InboundFiles>.Instance);
        Pull = new PullFiles(Exchange, Landing, StoreSide, PullTerms, Settings, Time, NullLogger<PullFiles>.Instance);
        Send = new SendFiles(Exchange, StoreSide, CrmSide, Mapping, SendTerms, Settings, Time, () => 0.5, new ErrorLog<SendFiles>(Told));
        var engine = new RecordEngine(StoreSide, CrmSide, new PartnerCentralLanes(_api, null, TimeSpan.Zero), Mapping, Settings, Time, () => 0.5, NullLogger<RecordEngine>.Instance);
        Commands = new Functions.Commands(StoreSide, engine, Settings, Time, NullLogger<Functions.Commands>.Instance);
        Outbound = new Outbound(StoreSide, CrmSide, engine, Mapping, Settings, Time, NullLogger<Outbound>.Instance);
    }

    /// <summary>Time passes, every function has its tick, AWS's batch runs, and what landed is imported.</summary>
    public async Task Round(TimeSpan? after = null, bool awsRuns = true)
    {
        Time.Ahead += after ?? TimeSpan.FromMinutes(6);
        await Outbound.Handle(new ScheduledEvent(), Context);
        await Send.Handle(new ScheduledEvent(), Context);
        if (awsRuns)
        {
            // AWS's batch looks at a file later than it was uploaded; what it writes in the same millisecond would be of before that.
            Time.Ahead += TimeSpan.FromSeconds(1);
            Aws.Run(Now);
            Aws.Export(Now);
        }

        await Pull.Handle(new ScheduledEvent(), Context);
        await Import();
    }

    public async Task Import()
    {
        foreach (var file in Landing.List("").Files)
        {
            var version = await Landing.VersionOf(file.Key, None);
            if (_landed.Contains(file.Key + version))
                continue;
            var body = S3Notification.Body(S3Notification.Of("landing", file.Key, version, file.Length, Now));
            var answer = await Inbound.Handle(new SQSEvent { Records = [new SQSEvent.SQSMessage { MessageId = file.Key, Body = body }] }, Context, null);
            if (answer.BatchItemFailures.Count == 0 && (await Store.GetJob(InboundFiles.JobIdOf("AWS", $"landing/{file.Key}@{version}"), None))?.Ended is not null)
                _landed.Add(file.Key + version);
        }
    }

    /// <summary>A person makes a record that is complete for a file.</summary>
    public async Task<string> NewInCrm(string name)
    {
        var made = await Crm.Import("Opportunity", Encoding.UTF8.GetBytes($$"""
            {"Name":"{{name}}","Sync_with_AWS__c":true,"StageName":"Prospecting","CloseDate":"2097-03-15","AWS_customerCompanyName__c":"{{name}} Ltd","AWS_customerWebsite__c":"https://example.com","AWS_industry__c":"Travel",
             "AWS_country__c":"US","AWS_state__c":"Washington","AWS_postalCode__c":"98101","AWS_projectDescription__c":"A problem that is long enough to be described here.","AWS_expectedMonthlyAwsRevenue__c":1000,
             "AWS_IsOppFromMarketingActivity__c":"None","AWS_deliveryModel__c":"SaaS or PaaS","AWS_partnerPrimaryNeedFromAws__c":"Co-Sell - Architectural Validation","AWS_salesActivities__c":"Initialized discussions with customer",
             "AWS_solutionOffered__c":"S-0000001","AWS_useCase__c":"AI Machine Learning and Analytics","AWS_opportunityType__c":"Net New Business","AWS_doesOppBelongToNatSec__c":"No"}
            """), None);
        Assert.True(made.Written, string.Join("; ", made.Issues.Select(i => $"{i.Field}: {i.Rule}")));
        return made.Id!;
    }

    public Task Edit(string crmId, string json) => Crm.Set("Opportunity", crmId, Encoding.UTF8.GetBytes(json), None);

    public async Task<string?> Field(string crmId, string field) => new FlatRecord((await Crm.Get("Opportunity", crmId, None))!.Fields)[field]?.Trim('"');

    public Task<string?> AwsId(string crmId) => Field(crmId, "APN_CRM_Unique_Identifier__c");

    public async Task<WorkItem?> Work(string crmId) =>
        await Store.GetWork(await Store.FindByCrmId("AWS", "Opportunity", crmId, None) ?? WorkKey.Crm("AWS", "Opportunity", crmId), None);

    public IReadOnlyList<string> Keys(string prefix) => _ace.Keys(prefix);

    public JsonObject File(string key) => JsonNode.Parse(_ace.Read(key)!)!.AsObject();

    public void Put(string key, string content) => _ace.Write(key, Encoding.UTF8.GetBytes(content));

    public Task<IReadOnlyList<Job>> Jobs(JobStatus? status = null) => Store.ListJobs(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, status, 1000, None);

    public void Dispose()
    {
        _api.Dispose();
        ApiCalls.Dispose();
        Store.Dispose();
        Crm.Dispose();
        _folder.Dispose();
    }

    /// <summary>Partner Central's API, which nothing may call.</summary>
    public sealed class NoApi : HttpMessageHandler
    {
        public int Count { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Count++;
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.InternalServerError));
        }
    }
}
