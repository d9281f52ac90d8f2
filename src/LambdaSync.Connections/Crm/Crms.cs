using LambdaSync.Connections.Salesforce;
using LambdaSync.Sync;

namespace LambdaSync.Connections.Crm;

/// <summary>The CRMs that can be connected, by the name in the setting; the one place that chooses.</summary>
public static class Crms
{
    public const string BuiltIn = "built-in";

    /// <summary>The setting that names one.</summary>
    public const string Variable = "LAMBDASYNC_CRM";

    // A CRM is one line here. It reads its own settings, and calls nothing before it is asked.
    static readonly Dictionary<string, Func<CrmSettings, ICrm>> Others = new(StringComparer.Ordinal)
    {
        [SalesforceCrm.Name] = settings => SalesforceConnection.Open(settings.Variable, settings.Time, settings.Warn, settings.CallEnded, settings.Calls is { } calls ? calls.Add : null),
    };

    public static IReadOnlyList<string> Names { get; } = [BuiltIn, .. Others.Keys];

    /// <summary>The CRM for calls of another lane: a CRM that counts calls leaves some of them to the lanes before it. It need not be disposed of.</summary>
    public static ICrm In(ICrm crm, Lane lane) => crm is SalesforceCrm salesforce ? salesforce.In(lane) : crm;

    /// <summary>What is wrong with the CRM's set-up.</summary>
    /// <exception cref="ConnectionException">The CRM is away.</exception>
    public static async Task<IReadOnlyList<CrmSetUpFault>> SetUpFaults(ICrm crm, CancellationToken cancellation) =>
        crm is SalesforceCrm salesforce ? await salesforce.SetUpFaults(cancellation).ConfigureAwait(false) : [];

    /// <summary>How the CRM delivers events to AWS; empty: it delivers none; null: it does not say.</summary>
    /// <exception cref="ConnectionException">The CRM is away.</exception>
    public static async Task<IReadOnlyList<CrmRelay>?> Relays(ICrm crm, CancellationToken cancellation) =>
        crm is SalesforceCrm salesforce ? await salesforce.Relays(cancellation).ConfigureAwait(false) : [];

    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="builtIn">Makes the built-in CRM on this machine's or this stack's storage.</param>
    /// <exception cref="ConnectionException">There is no such CRM, or its settings are missing or wrong.</exception>
    public static ICrm Open(string name, CrmSettings settings, Func<ICrm> builtIn) =>
        name == BuiltIn ? builtIn()
        : Others.TryGetValue(name, out var open) ? open(settings)
        : throw new ConnectionException($"the CRM '{name}' is not known; use {string.Join(", ", Names)}", transient: false);
}
