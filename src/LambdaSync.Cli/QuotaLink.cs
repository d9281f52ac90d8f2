using LambdaSync.Connections.Aws;
using LambdaSync.Connections.PartnerCentral;
using LambdaSync.Connections.State;
using LambdaSync.Sync.Quotas;

namespace LambdaSync.Cli;

/// <summary>The line to Partner Central within a ledger that others share: one who is throttled stops all, and edits go before sweeps.</summary>
sealed class QuotaLink : IDisposable
{
    // How long a person waits for a request's turn before the verb says when it comes.
    static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    readonly PartnerCentralClient _client;

    /// <param name="account">Whose quota it is; one machine that is alone may call it what it likes.</param>
    /// <param name="patience">How long one request waits for its turn; null: as long as a person does.</param>
    /// <param name="region">Partner Central's region, or null for us-east-1.</param>
    /// <param name="calls">Logs each request, or null.</param>
    /// <param name="aws">Another address and other credentials than this machine's settings name, or null.</param>
    public QuotaLink(
        IQuotaStore quotas, string account, double quotaShare, TimeSpan? patience = null, string? region = null, Action<AwsCallEnd>? calls = null, AwsSettings? aws = null)
    {
        _client = new PartnerCentralClient(aws ?? (region is null ? new AwsSettings() : new AwsSettings { Region = region }), ended: calls);
        GateOf = of => new QuotaGate(quotas, of, QuotaLimits.Of(QuotaGroup.Read, quotaShare), QuotaLimits.Of(QuotaGroup.Write, quotaShare), TimeProvider.System, share: quotaShare);
        Gate = GateOf(account);
        Lanes = new PartnerCentralLanes(_client, Gate, patience ?? Longest);
    }

    public PartnerCentralLanes Lanes { get; }

    /// <summary>Of AWS Marketplace, too.</summary>
    public QuotaGate Gate { get; }

    /// <summary>Another account's quota, in the same ledger.</summary>
    public Func<string, QuotaGate> GateOf { get; }

    public void Dispose() => _client.Dispose();
}
