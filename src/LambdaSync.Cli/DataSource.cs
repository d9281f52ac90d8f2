using System.CommandLine;
using System.Runtime.CompilerServices;
using LambdaSync.Connections.BuiltIn;
using LambdaSync.Connections.Crm;
using LambdaSync.Connections.State;
using LambdaSync.Functions;
using LambdaSync.Functions.Engine;
using LambdaSync.Mapping;
using LambdaSync.Marketplace;
using LambdaSync.Marketplace.ChangeSets;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;

namespace LambdaSync.Cli;

/// <summary>What a verb looks at: a folder of the one-machine edition, or a deployed stack.</summary>
/// <param name="settings">What it syncs by: a stack's are those of its functions.</param>
/// <param name="crmOwner">Who synchronizes the CRM.</param>
/// <param name="quotas">The ledgers of the partner account <paramref name="account"/>, of which a part is ours.</param>
/// <param name="mapping">The mapping that it syncs by; null after telling what is wrong with it.</param>
/// <param name="region">Partner Central's region, or null for us-east-1.</param>
sealed class DataSource(
    SyncSettings settings, ISyncStore store, IBuiltInCrm builtIn, ICrm crm, CrmOwner crmOwner, IQuotaStore quotas, string account, double quotaShare, Func<CancellationToken, Task<MappingDocument?>> mapping, IDisposable owner,
    string? region = null)
    : IDisposable
{
    const int PageSize = 200;

    public string Catalog => settings.Catalog;

    /// <summary>How each object travels.</summary>
    public Transports Transports => settings.Transports;

    /// <summary>The seller accounts of AWS Marketplace: a stack's own, else those that this machine's settings name.</summary>
    /// <exception cref="Connections.ConnectionException">They are wrong.</exception>
    public SellerAccounts Sellers => owner is DeployedStack ? settings.Sellers : MarketplaceLink.Sellers;

    /// <summary>Whether the API is not called for a record, because it travels in files.</summary>
    public bool TravelsInFiles(WorkKey key, string crmObject) => settings.TravelsInFiles(key, crmObject);

    /// <summary>The catalogs whose records it may hold, its own first.</summary>
    public IReadOnlyList<string> Catalogs => owner is DeployedStack ? [Catalog] : ["AWS", "Sandbox"];

    public ISyncStore Store => store;

    /// <summary>The built-in CRM, for what a person does with it.</summary>
    /// <exception cref="Connections.ConnectionException">Another CRM is connected.</exception>
    public IBuiltInCrm Crm => ReferenceEquals(crm, builtIn) ? builtIn
        : throw new Connections.ConnectionException("This works with the built-in CRM, and another CRM is connected. Fix: use that CRM's own pages and tools.", transient: false);

    /// <summary>The CRM that is connected.</summary>
    public ICrm SyncCrm => crm;

    /// <summary>The region of a stack, else this machine's.</summary>
    public string Region => (owner as DeployedStack)?.Region ?? Environment.GetEnvironmentVariable("AWS_REGION") ?? "us-east-1";

    /// <summary>The CRM as the synchronization of a catalog reaches it.</summary>
    public BoundCrm BoundCrm(string catalog) => new(Crms.In(crm, LambdaSync.Sync.Lane.Person), store, catalog, crmOwner, TimeProvider.System);

    /// <summary>The queue for commands of a stack, or null: commands are stored directly.</summary>
    public string? CommandsQueue => (owner as DeployedStack)?.CommandsQueue;

    /// <summary>The mapping that it syncs by; null after telling what is wrong with it.</summary>
    public Task<MappingDocument?> Mapping(CancellationToken cancellation) => mapping(cancellation);

    /// <summary>The catalog that is asked for, else the source's own; null after telling that a stack works in one only.</summary>
    public string? CatalogOf(ParseResult parsed, Option<string> asked, Terminal terminal)
    {
        var of = parsed.GetResult(asked) is { Implicit: false } ? parsed.GetValue(asked)! : Catalog;
        return Has(of, terminal) ? of : null;
    }

    /// <summary>The handlers that carry records over, or null after telling what is wrong with the catalog or the mapping.</summary>
    /// <param name="of">Another catalog than the source's own, or null.</param>
    /// <exception cref="Connections.Aws.AwsServiceException">AWS refuses the credentials, or nothing answers.</exception>
    public async Task<SyncParts?> Sync(string? of, Terminal terminal, CancellationToken cancellation)
    {
        if (!Has(of ?? Catalog, terminal) || await mapping(cancellation) is not { } document)
            return null;
        if (await Pause.Cause(store, of ?? Catalog, cancellation) is { } cause)
        {
            await terminal.Error.WriteLineAsync($"error: {cause}. Fix: run 'lambdasync resume' first.");
            return null;
        }

        var parts = Parts(document, of ?? Catalog, terminal);
        try
        {
            await parts.Check(cancellation);
            return parts;
        }
        catch
        {
            parts.Dispose();
            throw;
        }
    }

    /// <summary>The ids of the records that a mapping works on, page by page: all that the built-in CRM holds; of another CRM those that people shared or that are linked.</summary>
    public async IAsyncEnumerable<IReadOnlyList<string>> CrmIds(ObjectMapping of, [EnumeratorCancellation] CancellationToken cancellation)
    {
        string? after = null;
        if (ReferenceEquals(crm, builtIn))
        {
            while (await builtIn.List(of.CrmObject, PageSize, after, cancellation) is { Count: > 0 } page)
            {
                after = page[^1].Id;
                yield return [.. page.Select(record => record.Id)];
            }

            yield break;
        }

        // A record that changes meanwhile is reported twice.
        var listed = new HashSet<string>(StringComparer.Ordinal);
        for (CrmChanges? page = null; page is not { More: false }; after = page.Next)
        {
            page = await crm.Changed(of.CrmObject, new CrmInterest([], of.SyncFlag, of.AwsId), after, PageSize, cancellation);
            yield return [.. page.Changes.Where(change => change.Kind == CrmChangeKind.Changed && listed.Add(change.Id)).Select(change => change.Id)];
        }
    }

    /// <summary>Whether the CRM that is connected has a record of this id.</summary>
    public async Task<bool> Has(string crmObject, string crmId, CancellationToken cancellation) =>
        (await crm.FindRecords(crmObject, "Id", [crmId], ["Id"], cancellation)).Count > 0;

    /// <summary>The same without a call of Partner Central before the work, for what is in AWS Marketplace alone; null after telling what is wrong with the mapping.</summary>
    public async Task<SyncParts?> Engine(string of, Terminal terminal, CancellationToken cancellation) => await mapping(cancellation) is { } document ? Parts(document, of, terminal) : null;

    /// <summary>The CRM's object of leads, or null: the mapping has none.</summary>
    public async Task<string?> LeadObject(CancellationToken cancellation) => (await Mapping(cancellation))?.Lead?.CrmObject;

    /// <summary>The CRM's objects that its mapping names; of a mapping that can't be read, those of the built-in CRM.</summary>
    public async Task<IReadOnlyList<string>> CrmObjects(CancellationToken cancellation)
    {
        var document = await mapping(cancellation);
        return document is null ? ["Opportunity", "Lead"] : [.. new[] { document.Opportunity?.CrmObject, document.Lead?.CrmObject }.OfType<string>().Distinct()];
    }

    /// <summary>The ledgers of <see cref="Account"/> and the further seller accounts.</summary>
    public IQuotaStore Quotas => quotas;

    /// <summary>The account that is linked to Partner Central; who works alone on one machine may call it what they like.</summary>
    public string Account => account;

    /// <summary>Our part of the accounts' quotas.</summary>
    public double QuotaShare => quotaShare;

    /// <summary>The change sets that each seller account has open.</summary>
    public ChangeSetPlaces ChangeSets => new(quotas, store, account, ChangeSetLimits.Of(quotaShare), TimeProvider.System);

    /// <summary>The line to Partner Central, within the quota of all who work on this source.</summary>
    public QuotaLink PartnerCentral() => new(quotas, account, quotaShare, region: region);

    public void Dispose() => owner.Dispose();

    SyncParts Parts(MappingDocument document, string of, Terminal terminal) => new(store, crm, crmOwner, quotas, account, quotaShare, document, settings with { Catalog = of }, terminal, region);

    // A folder may hold both; what runs in a stack knows one.
    bool Has(string asked, Terminal terminal)
    {
        if (asked == Catalog || owner is not DeployedStack)
            return true;
        terminal.Error.WriteLine($"error: this stack works in the catalog {Catalog}, not in {asked}. Fix: --catalog {Catalog}, or another --stack.");
        return false;
    }

    /// <summary>The two options that name one.</summary>
    public sealed class Options
    {
        readonly Option<DirectoryInfo> _data = Cli.Options.Data();

        readonly Option<string?> _stack = new("--stack")
        {
            Description = "A deployed stack: the Name it was deployed with. Credentials and region come from the AWS settings of this machine (AWS_PROFILE, AWS_REGION). Default: the data folder.",
        };

        /// <summary>Whether one of them is on the command line.</summary>
        public bool AreGiven(ParseResult parsed) => parsed.GetResult(_data) is { Implicit: false } || parsed.GetResult(_stack) is { Implicit: false };

        public Options AddTo(Command command)
        {
            command.Add(_data);
            command.Add(_stack);
            return this;
        }

        /// <summary>The source. Another CRM than the built-in one is there before the folder holds anything, so a new folder is made for it.</summary>
        /// <exception cref="Connections.ConnectionException">There is no such stack, or it can't be reached.</exception>
        public Task<DataSource?> OpenConnected(ParseResult parsed, Terminal terminal, CancellationToken cancellation) =>
            Open(parsed, terminal, cancellation, make: Environment.GetEnvironmentVariable(Crms.Variable) is not (null or "" or Crms.BuiltIn));

        /// <summary>The source, or null after telling that the folder holds no data.</summary>
        /// <param name="make">Makes the folder when there is none.</param>
        /// <exception cref="Connections.ConnectionException">There is no such stack, or it can't be reached.</exception>
        public async Task<DataSource?> Open(ParseResult parsed, Terminal terminal, CancellationToken cancellation, bool make = false)
        {
            if (parsed.GetValue(_stack) is { } name)
            {
                var stack = await DeployedStack.Open(name, cancellation);
                return new DataSource(stack.Sync, stack.Store, stack.Crm, stack.SyncCrm, stack.Owner, stack.Quotas, stack.Account, stack.QuotaShare, async ct => await stack.Mapping(ct), stack, stack.PartnerCentralRegion);
            }

            var data = parsed.GetValue(_data)!;
            var machine = make ? Machine.Open(data) : Machine.OpenExisting(data, terminal);
            return machine is null
                ? null
                : new DataSource(
                    SyncSettings.Default with { Transports = TransportFile.Read(data) ?? Transports.Api }, machine.Store, machine.Crm, machine.SyncCrm, Machine.Owner, machine.Quotas, Machine.Account, 1, _ => Task.FromResult(MappingFile.Load(null, data, terminal)), machine);
        }
    }
}
