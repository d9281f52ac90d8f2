using System.Text;
using Amazon.Lambda.Core;
using Amazon.Lambda.SQSEvents;
using LambdaSync.Connections.Aws;
using LambdaSync.Connections.BuiltIn;
using LambdaSync.Connections.Crm;
using LambdaSync.Connections.Marketplace;
using LambdaSync.Connections.State;
using LambdaSync.Events;
using LambdaSync.Functions;
using LambdaSync.Functions.Engine;
using LambdaSync.Mapping;
using LambdaSync.Marketplace.ChangeSets;
using LambdaSync.Sync;

namespace LambdaSync.Cli;

/// <summary>The handlers that carry records over, put together for this machine: with its credentials, within the account's quota.</summary>
sealed class SyncParts : IDisposable
{
    readonly QuotaLink _link;
    readonly MarketplaceClient _marketplace;
    readonly AssumedRole? _afterSaleRole;
    readonly MarketplaceClient? _afterSale;
    readonly SellerClients _sellers;
    readonly string _catalog;
    readonly BoundCrm _crm;

    /// <param name="owner">Who synchronizes the CRM.</param>
    /// <param name="account">Whose quota it is; one machine that is alone may call it what it likes.</param>
    /// <param name="region">Partner Central's region, or null for us-east-1.</param>
    /// <param name="aws">Another address and other credentials than this machine's settings name, or null.</param>
    public SyncParts(
        ISyncStore store, ICrm crm, CrmOwner owner, IQuotaStore quotas, string account, double quotaShare, MappingDocument mapping, SyncSettings settings, Terminal terminal, string? region = null,
        AwsSettings? aws = null)
    {
        var time = TimeProvider.System;
        _catalog = settings.Catalog;
        settings = settings with { SendsNotices = crm is not IBuiltInCrm };
        _link = new QuotaLink(quotas, account, quotaShare, Lease.LongestWait, region, CallLines.Of(terminal.Error), aws);
        // The machine's own variable: there is no stack whose setting could say it.
        settings = settings with { AllowsMarketplaceWrites = MarketplaceLink.AllowsWrites, Account = MarketplaceLink.Account, Sellers = settings.Sellers.Further.Count > 0 ? settings.Sellers : MarketplaceLink.Sellers };
        var marketplace = aws ?? (region is null ? new AwsSettings() : new AwsSettings { Region = region });
        _marketplace = Market(marketplace);
        var sts = aws is null ? marketplace : marketplace with { Endpoint = null };
        _sellers = new SellerClients(settings.Sellers.Further, marketplace, sts, _link.GateOf, () => Lease.LongestWait, CallLines.Of(terminal.Error));
        if (MarketplaceLink.AfterSaleRole is { } role)
        {
            _afterSaleRole = new AssumedRole(sts, role);
            _afterSale = Market(marketplace with { Credentials = _afterSaleRole });
        }

        var (lanes, places) = (_link.Lanes, new ChangeSetPlaces(quotas, store, account, ChangeSetLimits.Of(quotaShare), time));
        var (byPerson, edits, sweeps) = (Of(Lane.Person), Of(Lane.Edit), Of(Lane.Sweep));
        _crm = byPerson;
        Records = Engine(byPerson);
        Reconcile = new Reconcile(store, lanes, Engine(sweeps), settings, time, new ErrorLog<Reconcile>(terminal.Error));
        Events = new PartnerEvents(store, Engine(edits), settings, time, new ErrorLog<PartnerEvents>(terminal.Error));
        MarketplaceEvents = new MarketplaceEvents(store, Engine(edits), settings, time, new ErrorLog<MarketplaceEvents>(terminal.Error));
        Commands = new Functions.Commands(store, Engine(byPerson), settings, time, new ErrorLog<Functions.Commands>(terminal.Error));
        Outbound = new Outbound(store, edits, Engine(edits), mapping, settings, time, new ErrorLog<Outbound>(terminal.Error));

        MarketplaceClient Market(AwsSettings of) => new MarketplaceClient(of, ended: CallLines.Of(terminal.Error)).Within(_link.Gate, () => Lease.LongestWait);

        // Of a CRM that counts calls, sweeps stop first and people's commands never.
        BoundCrm Of(Lane lane) => new(Crms.In(crm, lane), store, settings.Catalog, owner, time);

        // One each: serve calls the handlers at the same time, and an engine serves one at a time.
        RecordEngine Engine(ICrm of) => new(store, of, lanes, mapping, settings, time, Random.Shared.NextDouble, new ErrorLog<RecordEngine>(terminal.Error))
        {
            Marketplace = _marketplace,
            AfterSale = _afterSale,
            Sellers = _sellers.ByAccount,
            Places = places,
        };
    }

    public RecordEngine Records { get; }

    public Reconcile Reconcile { get; }

    public PartnerEvents Events { get; }

    public MarketplaceEvents MarketplaceEvents { get; }

    public Functions.Commands Commands { get; }

    public Outbound Outbound { get; }

    /// <summary>Events of both services, as one queue may bring them: each goes to the handler of its source.</summary>
    public async Task<SQSBatchResponse> HandleEvents(SQSEvent batch, ILambdaContext context)
    {
        var response = new SQSBatchResponse();
        foreach (var group in batch.Records.GroupBy(message => MarketEventReader.Has(Encoding.UTF8.GetBytes(message.Body))))
        {
            var part = new SQSEvent { Records = [.. group] };
            var handled = group.Key ? await MarketplaceEvents.Handle(part, context) : await Events.Handle(part, context);
            response.BatchItemFailures.AddRange(handled.BatchItemFailures);
        }

        return response;
    }

    /// <summary>Finds out whether AWS can be called at all, and the CRM may be.</summary>
    /// <exception cref="Connections.Aws.AwsServiceException">It can't: no record is to be touched.</exception>
    /// <exception cref="Connections.ConnectionException">The mapping can't be used, or the CRM is another stack's.</exception>
    public async Task Check(CancellationToken cancellation)
    {
        // A stack's mapping is compiled here for the first time.
        _ = Records.CrmObject;
        await StartCheck.Run(_link.Lanes[Lane.Person], _catalog, cancellation);
        await _crm.Check(cancellation);
    }

    /// <summary>Finds out whether AWS Marketplace can be called at all.</summary>
    /// <param name="account">A further seller account, or null: the main one.</param>
    /// <exception cref="Connections.Aws.AwsServiceException">It can't: nothing is to be stored.</exception>
    public Task CheckMarketplace(string? account, CancellationToken cancellation) =>
        StartCheck.Run((account is not null && _sellers.ByAccount.TryGetValue(account, out var seller) ? seller : _marketplace).In(Lane.Person), cancellation);

    public void Dispose()
    {
        _link.Dispose();
        _marketplace.Dispose();
        _afterSale?.Dispose();
        _afterSaleRole?.Dispose();
        _sellers.Dispose();
    }
}
