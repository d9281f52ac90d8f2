using Amazon.Runtime;
using LambdaSync.Connections;
using LambdaSync.Connections.Aws;
using LambdaSync.Connections.BuiltIn;
using LambdaSync.Connections.Buckets;
using LambdaSync.Connections.PartnerCentral;
using LambdaSync.Functions;
using LambdaSync.Functions.Engine;
using LambdaSync.Functions.Exchange;
using LambdaSync.Mapping;

namespace LambdaSync.Cli;

/// <summary>The handlers of the file exchange, put together for this machine.</summary>
sealed class ExchangeParts : IDisposable
{
    readonly PartnerCentralClient _noApi;
    readonly BoundCrm _crm;

    /// <param name="bucket">AWS's bucket, or a folder.</param>
    /// <param name="send">How files are written; null: files are only read.</param>
    public ExchangeParts(Machine machine, IExchangeBucket bucket, ExchangeTerms pull, SendTerms? send, MappingDocument mapping, SyncSettings settings, Terminal terminal)
    {
        var (store, time) = (machine.Store, TimeProvider.System);
        settings = settings with { SendsNotices = machine.SyncCrm is not IBuiltInCrm };
        var crm = new BoundCrm(machine.SyncCrm, store, settings.Catalog, Machine.Owner, time);
        _crm = crm;
        _noApi = new PartnerCentralClient(
            new AwsSettings { Credentials = new BasicAWSCredentials("none", "none") },
            (operation, _) => throw new ConnectionException($"{operation.Name} is not called: this service synchronizes through files only", transient: true));
        Bucket = bucket;
        Pull = new PullFiles(bucket, machine.Bucket, store, pull, settings, time, new ErrorLog<PullFiles>(terminal.Error));
        if (send is null)
            return;
        Send = new SendFiles(bucket, store, crm, mapping, send, settings, time, Random.Shared.NextDouble, new ErrorLog<SendFiles>(terminal.Error));
        var engine = new RecordEngine(store, crm, new PartnerCentralLanes(_noApi, null, TimeSpan.Zero), mapping, settings, time, Random.Shared.NextDouble, new ErrorLog<RecordEngine>(terminal.Error));
        Changes = new Outbound(store, crm, engine, mapping, settings, time, new ErrorLog<Outbound>(terminal.Error));
    }

    public IExchangeBucket Bucket { get; }

    public PullFiles Pull { get; }

    /// <summary>Null: files are only read.</summary>
    public SendFiles? Send { get; }

    /// <summary>Asks the CRM what people changed, where Partner Central's own parts do not; null: files are only read.</summary>
    public Outbound? Changes { get; }

    /// <summary>Finds out whether the bucket can be read, and the CRM is this folder's.</summary>
    /// <exception cref="ConnectionException">It can't, or it is not.</exception>
    public async Task Check(CancellationToken cancellation)
    {
        try
        {
            await Bucket.List(Files.ExchangeFolders.FromAws(Fields.AceObject.Opportunity), null, cancellation);
        }
        catch (ConnectionException failed)
        {
            throw new ConnectionException($"The exchange {Bucket.Name} can't be read. {failed.Message} Fix: check --exchange, --exchange-region and the AWS credentials of this machine.", failed.Transient, failed);
        }

        await _crm.Check(cancellation);
    }

    public void Dispose() => _noApi.Dispose();
}
