using Amazon.DynamoDBv2;
using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.CloudWatchEvents.ScheduledEvents;
using Amazon.Lambda.Core;
using Amazon.Lambda.SQSEvents;
using Amazon.Runtime;
using Amazon.SQS;
using LambdaSync.Connections.Aws;
using LambdaSync.Connections.BuiltIn;
using LambdaSync.Connections.Buckets;
using LambdaSync.Connections.Crm;
using LambdaSync.Connections.Dynamo;
using LambdaSync.Connections.Marketplace;
using LambdaSync.Connections.PartnerCentral;
using LambdaSync.Connections.Queues;
using LambdaSync.Connections.State;
using LambdaSync.Functions.Engine;
using LambdaSync.Functions.Exchange;
using LambdaSync.Mapping;
using LambdaSync.Marketplace.ChangeSets;
using LambdaSync.Sync;
using LambdaSync.Sync.Quotas;

namespace LambdaSync.Functions.Lambda;

/// <summary>The parts of a deployed function, put together by hand; each is made when it is first needed.</summary>
sealed class App(Func<string, string?> variable, Stream output, TimeProvider time) : IDisposable
{
    // How long a request waits for its turn in AWS's quota. Whoever would wait longer is due later: an event's invocation is for the
    // other records of its batch, a tick has time, but no more than the claims last for.
    static readonly TimeSpan EventPatience = TimeSpan.FromSeconds(10), TickPatience = Lease.LongestWait;

    readonly Dictionary<Type, object> _handlers = [];
    Settings _settings = null!;
    LogLines _log = null!;
    MetricLines _metrics = null!;
    S3Bucket _bucket = null!;
    ExchangeKeys? _exchangeKeys;
    StackTransports? _stack;
    Transports _transports = Transports.Api;
    S3ExchangeBucket? _exchange;
    PullFiles? _pull;
    AmazonDynamoDBClient _dynamo = null!;
    DynamoSyncStore _store = null!;
    ICrm _crm = null!;
    MappingSource _mappings = null!;
    MappingDocument? _mapping;
    PartnerCentralClient? _partnerCentral;
    MarketplaceClient? _marketplace;
    MarketplaceClient? _afterSale;
    AssumedRole? _afterSaleRole;
    SellerClients? _sellers;
    ChangeSetPlaces? _places;
    CommandKeySource? _keys;
    AmazonSQSClient? _sqs;
    QuotaGate? _gate;
    TimeSpan _patience;
    ILambdaContext? _context;

    /// <summary>Reads the settings and opens the lines to S3 and DynamoDB, so that the first event waits for nothing.</summary>
    public async Task<bool> Initialize()
    {
        _settings = Settings.Read(variable);
        _log = new LogLines(output, _settings.LogLevel, _settings.Name, time);
        _metrics = new MetricLines(output, _settings.Name, time);
        var s3 = S3Clients.Create(_settings.Account, variable);
        _dynamo = DynamoClients.Create(variable);
        _bucket = new S3Bucket(s3, _settings.Bucket);
        _store = new DynamoSyncStore(_dynamo, _settings.Table, s3, _settings.DataBucket, _settings.LogRetention, time);
        var crm = new CrmSettings(variable, time)
        {
            Warn = text =>
            {
                _log.Write(LogLevel.Warning, nameof(App), text, [], null);
                Telemetry.LoginEnding();
            },
            Calls = new CrmCallLedger(new DynamoQuotaStore(_dynamo, _settings.Table, time), _settings.Account, time),
            CallEnded = new CrmCallLog(_settings.CallLogLevel, new JsonLogger<CrmCallLog>(_log)).Write,
        };
        _crm = new BoundCrm(Crms.Open(_settings.Crm, crm, () => new DynamoCrm(_dynamo, _settings.CrmTable, s3, _settings.DataBucket, time)), _store, _settings.Sync.Catalog,
            CrmOwner.Stack(_settings.Name, _settings.Account, variable("AWS_REGION") ?? _settings.PartnerCentralRegion), time);
        _mappings = new MappingSource(new S3Bucket(s3, _settings.DataBucket), _settings.MappingKey, time);
        await Task.WhenAll(_store.Open(CancellationToken.None), _mappings.Current(CancellationToken.None));
        return true;
    }

    /// <summary>Files that landed: S3's notifications in SQS messages.</summary>
    public Task<SQSBatchResponse> InboundFiles(SQSEvent batch, ILambdaContext context) =>
        Invoke(context, EventPatience, async () => await (await Handler(Files)).Handle(batch, context));

    /// <summary>Partner Central's events, in SQS messages.</summary>
    public Task<SQSBatchResponse> PartnerEvents(SQSEvent batch, ILambdaContext context) =>
        Invoke(context, EventPatience, async () => await (await Handler(Events)).Handle(batch, context));

    /// <summary>AWS Marketplace's events, in SQS messages.</summary>
    public Task<SQSBatchResponse> MarketplaceEvents(SQSEvent batch, ILambdaContext context) =>
        Invoke(context, EventPatience, async () => await (await Handler(OfMarketplace)).Handle(batch, context));

    /// <summary>The CRM's change events, in SQS messages.</summary>
    public Task<SQSBatchResponse> CrmEvents(SQSEvent batch, ILambdaContext context) =>
        Invoke(context, EventPatience, async () => await (await Handler(Changes)).Handle(batch, context));

    /// <summary>Commands, in SQS messages.</summary>
    public Task<SQSBatchResponse> Commands(SQSEvent batch, ILambdaContext context) =>
        Invoke(context, EventPatience, async () => await (await Handler(Queued)).Handle(batch, context));

    /// <summary>Commands, in signed requests of the function URL.</summary>
    public Task<APIGatewayHttpApiV2ProxyResponse> CommandsUrl(APIGatewayHttpApiV2ProxyRequest request, ILambdaContext context) =>
        Invoke(context, EventPatience, async () => await (await Handler(Signed)).Handle(request, context));

    /// <summary>The tick: the CRM's changes, and all records that are due.</summary>
    public Task Outbound(ScheduledEvent tick, ILambdaContext context) => Tick(context, async () =>
        await (await Handler(mapping => new Outbound(_store, _crm, Records(mapping), mapping, _settings.Sync, time, new JsonLogger<Outbound>(_log)))).Handle(tick, context));

    /// <summary>The tick: sweeps and backfills.</summary>
    public Task Reconcile(ScheduledEvent tick, ILambdaContext context) => Tick(context, async () =>
        await (await Handler(mapping => new Reconcile(_store, Lanes(), Records(mapping), _settings.Sync, time, new JsonLogger<Reconcile>(_log)))).Handle(tick, context));

    /// <summary>The tick of the file exchange, or a call of another scheduler: AWS's files are fetched.</summary>
    public Task PullFiles(ExchangeTick tick, ILambdaContext context) => Tick(context, async () => await Pulled().Handle(tick, context));

    /// <summary>The tick of the file exchange, or a call of another scheduler: the CRM's changes go to AWS in files, and AWS's results are read.</summary>
    public Task SendFiles(ExchangeTick tick, ILambdaContext context) => Tick(context, async () =>
    {
        // One setting for both stacks: the main one has it.
        _stack ??= new StackTransports(_settings.Name, new AwsSettings { Region = variable("AWS_REGION") ?? _settings.PartnerCentralRegion });
        var transports = await _stack.Current(CancellationToken.None);
        if (_transports != transports)
            _handlers.Remove(typeof(SendFiles));
        _transports = transports;
        await (await Handler(Sent)).Handle(tick, context);
    });

    /// <summary>The tick: dead letters and stuck files.</summary>
    public Task Replay(ScheduledEvent tick, ILambdaContext context) => Tick(context, async () => await (await Handler(Letters)).Handle(tick, context));

    public void Dispose()
    {
        _metrics?.Dispose();
        _partnerCentral?.Dispose();
        _marketplace?.Dispose();
        _afterSale?.Dispose();
        _afterSaleRole?.Dispose();
        _sellers?.Dispose();
        _exchangeKeys?.Dispose();
        _stack?.Dispose();
        _sqs?.Dispose();
        _keys?.Dispose();
        _dynamo?.Dispose();
    }

    PullFiles Pulled()
    {
        if (_pull is not null)
            return _pull;
        var terms = ExchangeSettings.Read(variable);
        return _pull = new PullFiles(Exchange(terms), _bucket, _store, new ExchangeTerms(_settings.Bucket, terms.CutOver) { Every = terms.Pull }, _settings.Sync, time, new JsonLogger<PullFiles>(_log));
    }

    SendFiles Sent(MappingDocument mapping)
    {
        var terms = ExchangeSettings.Read(variable);
        var send = terms.Send ?? throw new SettingsException("Settings: LAMBDASYNC_PARTNER_ID is not set. Fix: set the stack's parameter PartnerId to the id that AWS gave you for the exchange.");
        var sync = _settings.Sync with { Transports = _transports, Retry = terms.Retry };
        return new SendFiles(Exchange(terms), _store, _crm, mapping, send, sync, time, Random.Shared.NextDouble, new JsonLogger<SendFiles>(_log));
    }

    // Its credentials and its region are not the stack's.
    S3ExchangeBucket Exchange(ExchangeSettings terms)
    {
        if (terms.Keys.Length > 0)
            _exchangeKeys ??= new ExchangeKeys(terms.Keys, new AwsSettings { Region = variable("AWS_REGION") ?? _settings.PartnerCentralRegion }, time);
        return _exchange ??= new S3ExchangeBucket(S3Clients.Exchange(terms.Region, _exchangeKeys, variable), terms.Bucket, terms.KmsKey);
    }

    InboundFiles Files(MappingDocument mapping) => new(_bucket, _store, _crm, mapping, _settings.Sync, time, new JsonLogger<InboundFiles>(_log));

    PartnerEvents Events(MappingDocument mapping) => new(_store, Records(mapping), _settings.Sync, time, new JsonLogger<PartnerEvents>(_log));

    MarketplaceEvents OfMarketplace(MappingDocument mapping) => new(_store, Records(mapping), _settings.Sync, time, new JsonLogger<MarketplaceEvents>(_log));

    CrmEvents Changes(MappingDocument mapping) => new(_crm, _store, Records(mapping), mapping, _settings.Sync, time, new JsonLogger<CrmEvents>(_log));

    Commands Queued(MappingDocument mapping) => new(_store, Records(mapping), _settings.Sync, time, new JsonLogger<Commands>(_log));

    // The keys stay while the mapping changes: they are read at most every few seconds, whoever asks.
    CommandsUrl Signed(MappingDocument mapping)
    {
        _keys ??= new CommandKeySource(_settings.CommandKeys, new AwsSettings { Region = variable("AWS_REGION") ?? _settings.PartnerCentralRegion }, time, new JsonLogger<CommandKeySource>(_log));
        return new CommandsUrl(Queued(mapping), _keys.Current, time, new JsonLogger<CommandsUrl>(_log));
    }

    Replay Letters(MappingDocument mapping)
    {
        _sqs ??= new AmazonSQSClient(new AmazonSQSConfig { RetryMode = RequestRetryMode.Standard });
        var (files, events, market, changes, commands) = (Files(mapping), Events(mapping), OfMarketplace(mapping), Changes(mapping), Queued(mapping));
        var handlers = new Dictionary<string, Func<SQSEvent, ILambdaContext, Lease, Task<SQSBatchResponse>>>(StringComparer.Ordinal)
        {
            [Settings.FilesSource] = files.Handle,
            [Settings.EventsSource] = events.Handle,
            [Settings.MarketplaceEventsSource] = market.Handle,
            [Settings.CrmEventsSource] = changes.Handle,
            [Settings.CommandsSource] = commands.Handle,
        };
        return new Replay(
            _store, [.. _settings.DeadLetters.Select(queue => new SqsDeadLetters(_sqs, queue.Source, queue.Url))], handlers, files.Handle, _settings.Sync, time,
            Random.Shared.NextDouble, new JsonLogger<Replay>(_log));
    }

    RecordEngine Records(MappingDocument mapping) =>
        new(_store, _crm, Lanes(), mapping, _settings.Sync, time, Random.Shared.NextDouble, new JsonLogger<RecordEngine>(_log))
        {
            Marketplace = Market(),
            AfterSale = AfterSale(),
            Sellers = Sellers().ByAccount,
            Places = _places ??= new ChangeSetPlaces(new DynamoQuotaStore(_dynamo, _settings.Table, time), _store, _settings.Account, ChangeSetLimits.Of(_settings.QuotaShare), time),
        };

    // Its rights are those of this role alone.
    MarketplaceClient? AfterSale()
    {
        if (_afterSale is not null || _settings.AfterSaleRole is not { } role)
            return _afterSale;
        _afterSaleRole = new AssumedRole(new AwsSettings { Region = _settings.PartnerCentralRegion }, role);
        return _afterSale = Market(_afterSaleRole);
    }

    SellerClients Sellers()
    {
        var aws = new AwsSettings { Region = _settings.PartnerCentralRegion };
        return _sellers ??= new SellerClients(_settings.Sync.Sellers.Further, aws, aws, GateOf, Patience, new CallLog(_settings.CallLogLevel, new JsonLogger<CallLog>(_log)).Write);
    }

    MarketplaceClient Market() => _marketplace ??= Market(null);

    // In the region of Partner Central: both are in one region of a partition.
    MarketplaceClient Market(AssumedRole? role) => new MarketplaceClient(
        new AwsSettings { Region = _settings.PartnerCentralRegion, Credentials = role }, ended: new CallLog(_settings.CallLogLevel, new JsonLogger<CallLog>(_log)).Write).Within(Gate(), Patience);

    PartnerCentralLanes Lanes() => new(
        _partnerCentral ??= new PartnerCentralClient(
            new AwsSettings { Region = _settings.PartnerCentralRegion }, ended: new CallLog(_settings.CallLogLevel, new JsonLogger<CallLog>(_log)).Write),
        Gate(), Patience);

    // One gate a process: it keeps the send times that the ledger gave it.
    QuotaGate Gate() => _gate ??= GateOf(_settings.Account);

    // AWS counts each account's calls for itself.
    QuotaGate GateOf(string account) => new(
        new DynamoQuotaStore(_dynamo, _settings.Table, time), account, QuotaLimits.Of(QuotaGroup.Read, _settings.QuotaShare),
        QuotaLimits.Of(QuotaGroup.Write, _settings.QuotaShare), time, share: _settings.QuotaShare);

    // A request never waits into the time that is needed to settle started work.
    TimeSpan Patience() => _context!.RemainingTime - RecordEngine.Reserve is var left && left < _patience ? left : _patience;

    // A handler works with one mapping: with another one there is another handler.
    async Task<T> Handler<T>(Func<MappingDocument, T> make) where T : class
    {
        var mapping = await _mappings.Current(CancellationToken.None);
        if (_mapping != mapping)
            _handlers.Clear();
        _mapping = mapping;
        if (!_handlers.TryGetValue(typeof(T), out var handler))
            _handlers[typeof(T)] = handler = make(mapping);
        return (T)handler;
    }

    async Task Tick(ILambdaContext context, Func<Task> handle) => await Invoke(context, TickPatience, async () =>
    {
        await handle();
        return true;
    });

    async Task<T> Invoke<T>(ILambdaContext context, TimeSpan patience, Func<Task<T>> handle)
    {
        _log.Begin(context);
        (_context, _patience) = (context, patience);
        try
        {
            return await handle();
        }
        catch (Exception failed)
        {
            // The runtime reports the exception to Lambda, but only this call writes it to the log.
            _log.Write(LogLevel.Error, nameof(App), "the invocation failed", [], failed);
            throw;
        }
        finally
        {
            _metrics.Flush(context.FunctionName);
        }
    }
}
