using Amazon.Lambda.Core;
using Amazon.Lambda.SQSEvents;
using LambdaSync.Connections.BuiltIn;
using LambdaSync.Connections.Crm;
using LambdaSync.Functions;
using LambdaSync.Local;
using LambdaSync.Local.Buckets;
using LambdaSync.Local.Crm;
using LambdaSync.Local.State;
using LambdaSync.Mapping;

namespace LambdaSync.Cli;

/// <summary>The one-machine edition's parts in one data folder: sync.db, inbox.db, crm.db, the landing folder.</summary>
sealed class Machine : IDisposable
{
    public const string LandingFolder = "landing";

    /// <summary>The quota's ledger: who works alone on one machine has one.</summary>
    public const string Account = "own";

    Machine(DirectoryInfo data, DirectoryInfo? landing, ICrm? crm = null)
    {
        PrivateFiles.CreateFolder(data.FullName);
        Landing = landing ?? new DirectoryInfo(Path.Combine(data.FullName, LandingFolder));
        PrivateFiles.CreateFolder(Landing.FullName);
        Store = new SqliteSyncStore(Path.Combine(data.FullName, "sync.db"));
        Quotas = new SqliteQuotaStore(Path.Combine(data.FullName, "sync.db"));
        Inbox = new SqliteInbox(Path.Combine(data.FullName, "inbox.db"));
        Crm = OpenCrm(data);
        SyncCrm = crm ?? Connected(Crm, new CrmCallLedger(Quotas, Account, TimeProvider.System));
        Bucket = new FolderBucket(Landing.FullName);
    }

    public DirectoryInfo Landing { get; }

    public SqliteSyncStore Store { get; }

    public SqliteQuotaStore Quotas { get; }

    public SqliteInbox Inbox { get; }

    /// <summary>The built-in CRM; empty where another CRM is connected.</summary>
    public BuiltInCrm Crm { get; }

    /// <summary>The CRM that is connected.</summary>
    public ICrm SyncCrm { get; }

    public FolderBucket Bucket { get; }

    /// <summary>Who synchronizes the CRM.</summary>
    public static CrmOwner Owner => CrmOwner.Folder(Environment.MachineName);

    /// <param name="crm">The CRM that is connected, or null: the one that this machine's settings name. It is not disposed of.</param>
    public static Machine Open(DirectoryInfo data, DirectoryInfo? landing = null, ICrm? crm = null) => new(data, landing, crm);

    /// <summary>The data folder of earlier runs, or null after telling that there is none.</summary>
    public static Machine? OpenExisting(DirectoryInfo data, Terminal terminal)
    {
        if (File.Exists(Path.Combine(data.FullName, "sync.db")) || File.Exists(Path.Combine(data.FullName, "crm.db")))
            return new Machine(data, null);
        terminal.Error.WriteLine($"error: {data.FullName} holds no data. Fix: run 'lambdasync demo --data {data}' or 'lambdasync serve --data {data}' first, or name the folder with --data.");
        return null;
    }

    public static BuiltInCrm OpenCrm(DirectoryInfo data)
    {
        PrivateFiles.CreateFolder(data.FullName);
        return new BuiltInCrm(Path.Combine(data.FullName, "crm.db"));
    }

    /// <summary>What the CRM says about itself, or a file that it was saved in.</summary>
    /// <exception cref="Connections.ConnectionException">The CRM is away, or it is no such file.</exception>
    public static async Task<CrmMetadata> Metadata(DirectoryInfo data, FileInfo? saved, CancellationToken cancellation)
    {
        if (saved is not null)
            return await Saved(saved, cancellation);
        // Asking for metadata leaves no folder behind.
        using var builtIn = data.Exists ? OpenCrm(data) : new BuiltInCrm(":memory:");
        return await Connected(builtIn).Metadata(cancellation);
    }

    static async Task<CrmMetadata> Saved(FileInfo file, CancellationToken cancellation)
    {
        try
        {
            return MetadataDocument.Read(await File.ReadAllBytesAsync(file.FullName, cancellation));
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            throw new Connections.ConnectionException($"{file.Name} can't be read: {wrong.Message} Fix: check the path and its permissions.", transient: false, wrong);
        }
        catch (System.Text.Json.JsonException wrong)
        {
            throw new Connections.ConnectionException($"{file.Name} does not hold what 'lambdasync crm describe' writes: {wrong.Message} Fix: save it again.", transient: false, wrong);
        }
    }

    static ICrm Connected(BuiltInCrm builtIn, CrmCallLedger? calls = null) => Crms.Open(
        Environment.GetEnvironmentVariable(Crms.Variable) is { Length: > 0 } name ? name : Crms.BuiltIn,
        new CrmSettings(Environment.GetEnvironmentVariable, TimeProvider.System) { Calls = calls }, () => builtIn);

    /// <summary>What works on this folder's files.</summary>
    /// <param name="settings">Null: those that a stack has by default.</param>
    /// <param name="partnerCentral">The handlers that carry records over, or null: files alone.</param>
    /// <param name="exchange">The handlers of the file exchange, or null: files that land by other ways.</param>
    public Service Service(MappingDocument mapping, Terminal terminal, TimeProvider time, SyncSettings? settings = null, SyncParts? partnerCentral = null, ExchangeParts? exchange = null)
    {
        settings = (settings ?? SyncSettings.Default) with { SendsNotices = SyncCrm is not IBuiltInCrm };
        // One each: they work at the same time, and a compiled mapping serves one at a time.
        InboundFiles handler = Files(), again = Files();
        var handlers = new Dictionary<string, Func<SQSEvent, ILambdaContext, Lease, Task<SQSBatchResponse>>> { [Cli.Service.Inbox] = again.Handle };
        var replay = new Replay(
            Store, [new InboxDeadLetters(Inbox, Cli.Service.Inbox, Cli.Service.Body)], handlers, again.Handle, settings, time, Random.Shared.NextDouble,
            new ErrorLog<Replay>(terminal.Error));
        return new Service(this, handler, replay, partnerCentral, exchange, terminal, time);

        InboundFiles Files() => new(Bucket, Store, new BoundCrm(SyncCrm, Store, settings.Catalog, Owner, time), mapping, settings, time, new ErrorLog<InboundFiles>(terminal.Error));
    }

    public void Dispose()
    {
        Store.Dispose();
        Quotas.Dispose();
        Inbox.Dispose();
        Crm.Dispose();
    }
}
