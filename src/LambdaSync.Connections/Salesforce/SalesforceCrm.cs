using System.Text.Json;
using LambdaSync.Connections.Crm;
using LambdaSync.Mapping;
using LambdaSync.Sync;

namespace LambdaSync.Connections.Salesforce;

/// <summary>Salesforce as a CRM, by its REST API. Safe for concurrent use.</summary>
public sealed class SalesforceCrm : ICrm, IDisposable
{
    /// <summary>Its name among <see cref="Crms.Names"/>.</summary>
    public const string Name = "salesforce";

    static readonly CrmGuarantees Guarantees = new(CrmPrecondition.Second, AtomicLinks: true, TellsDeleted: true, TakesNotices: true);

    static readonly CrmOwnerRecords Owners = new("LambdaSync_Owner__c", "LambdaSync_Id__c", "Catalog__c", "Owner__c", "Since__c");

    readonly SalesforceSettings _settings;
    readonly SalesforceHttp _http;
    readonly SchemaSource _schemas;
    readonly SalesforceApi _api;
    readonly TimeProvider _time;
    readonly Func<double> _random;
    readonly bool _isView;

    /// <param name="secret">Reads the secret; true: it may have changed since it was read.</param>
    /// <param name="random">From 0 to below 1.</param>
    /// <param name="handler">Where requests end instead of on the network, or null. It is not disposed of.</param>
    /// <param name="ended">Called after each request, successful or not: the place to log and to count. May be null.</param>
    /// <param name="lane">Whose the calls are: sweeps stop when 80 % of the day's calls are used, everything but people's commands at 95 %.</param>
    /// <param name="calls">Adds calls of this process, and gives those of all processes within 24 hours; null: this one is alone.</param>
    public SalesforceCrm(
        SalesforceSettings settings, Func<bool, CancellationToken, Task<SalesforceSecret>> secret, TimeProvider time, Func<double> random, HttpMessageHandler? handler = null, Action<SalesforceCall>? ended = null,
        Lane lane = Lane.Edit, Func<int, CancellationToken, Task<int>>? calls = null)
    {
        (_settings, _time, _random) = (settings, time, random);
        _http = new SalesforceHttp(settings, secret, time, random, handler, ended, calls);
        _schemas = new SchemaSource(time);
        _api = new SalesforceApi(_http, settings, lane);
    }

    SalesforceCrm(SalesforceCrm whole, Lane lane)
    {
        (_settings, _time, _random, _http, _schemas, _isView) = (whole._settings, whole._time, whole._random, whole._http, whole._schemas, true);
        _api = new SalesforceApi(_http, _settings, lane);
    }

    public CrmUsage Usage => _http.Budget.Usage is { } usage
        ? new CrmUsage(usage.Allowance, usage.Used, _http.Budget.Own, usage.AsOf, TimeSpan.FromDays(1))
        : new CrmUsage(null, null, _http.Budget.Own, null, TimeSpan.FromDays(1));

    /// <summary>When the certificate that logins depend on ends, or null: there is none, or there was no login yet.</summary>
    public DateTimeOffset? CertificateEnds => _http.CertificateEnds;

    /// <summary>This CRM in another lane of the day's calls. It need not be disposed of.</summary>
    public SalesforceCrm In(Lane lane) => new(this, lane);

    public Task<CrmOrganization> Open(CancellationToken cancellation) => Edge(async () =>
    {
        await CheckVersion(cancellation).ConfigureAwait(false);
        var session = await _http.Session(cancellation).ConfigureAwait(false);
        var (found, _) = await _api.Query("SELECT Id,Name,IsSandbox FROM Organization", all: false, cancellation).ConfigureAwait(false);
        if (found.Count != 1)
            throw new ConnectionException("Salesforce shows no organization. Fix: give the integration user the permission API Enabled and read access to Organization.", transient: false);
        return new CrmOrganization(
            Name, RecordFields.IdOf(found[0]), RecordJson.Text(found[0], "Name") ?? "", RecordJson.Flag(found[0], "IsSandbox"), session.User, _settings.ApiVersion, Guarantees)
        {
            Owners = Owners,
        };
    });

    public Task<CrmMetadata?> Describe(IReadOnlyList<string> objects, string? known, CancellationToken cancellation) => Edge(async () =>
    {
        var metadata = await new MetadataReader(_api, _schemas).Read(objects, cancellation).ConfigureAwait(false);
        return metadata.Token == known ? null : metadata;
    });

    public Task<CrmChanges> Changed(string crmObject, CrmInterest interest, string? after, int limit, CancellationToken cancellation) =>
        Edge(() => new ChangeFeed(_api, _schemas, _settings, _time).Changed(crmObject, interest, after, limit, cancellation));

    public IReadOnlyList<CrmSignal>? Decode(ReadOnlyMemory<byte> message) => ChangeSignals.Decode(message);

    public Task<IReadOnlyList<CrmFound>> Find(string crmObject, string field, IReadOnlyList<string> values, IReadOnlyList<string> fields, CancellationToken cancellation) =>
        values.Count == 0 ? Task.FromResult<IReadOnlyList<CrmFound>>([]) : Edge(() => new RecordFinder(_api, _schemas).Find(crmObject, field, values, fields, cancellation));

    public Task<IReadOnlyList<CrmResult>> Write(string crmObject, IReadOnlyList<CrmWrite> rows, CancellationToken cancellation) =>
        rows.Count == 0 ? Task.FromResult<IReadOnlyList<CrmResult>>([]) : Edge(() => new RowWriter(_api, _schemas, _settings, _time, _random).Write(crmObject, rows, cancellation));

    public Task<IReadOnlyList<CrmResult>> Notify(IReadOnlyList<CrmNotice> notices, CancellationToken cancellation) => Edge(() => new Notices(_api, _schemas).Notify(notices, cancellation));

    /// <summary>What is wrong with the organization's set-up.</summary>
    public Task<IReadOnlyList<CrmSetUpFault>> SetUpFaults(CancellationToken cancellation) => Edge(() => new SetUpCheck(_api, _schemas, _settings, _time, () => CertificateEnds).Run(cancellation));

    /// <summary>The organization's event relays; null: the integration user does not see them.</summary>
    public Task<IReadOnlyList<CrmRelay>?> Relays(CancellationToken cancellation) => Edge(() => EventRelays.Read(_api, _schemas, cancellation));

    /// <summary>Closes the connections; nothing in a view.</summary>
    public void Dispose()
    {
        if (_isView)
            return;
        _http.Dispose();
        _schemas.Dispose();
    }

    async Task CheckVersion(CancellationToken cancellation)
    {
        var versions = await _api.Versions(cancellation).ConfigureAwait(false);
        var offered = versions.ValueKind == JsonValueKind.Array ? versions.EnumerateArray().Select(v => ErrorReader.Text(v, "version")).ToList() : [];
        if (!offered.Contains(_settings.ApiVersion))
            throw new ConnectionException($"Salesforce does not offer version {_settings.ApiVersion} of its API; the newest is {offered.LastOrDefault() ?? "unknown"}. Fix: set the API version to one that the organization lists.", transient: false);
    }

    // Callers know one exception, whose text is ours.
    static async Task<T> Edge<T>(Func<Task<T>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (SalesforceException failed)
        {
            throw failed.AsConnection();
        }
    }
}
