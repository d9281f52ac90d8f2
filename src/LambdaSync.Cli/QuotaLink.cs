using LambdaSync.Connections.Aws;
using LambdaSync.Connections.PartnerCentral;
using LambdaSync.Connections.State;
using LambdaSync.Sync.Quotas;

namespace LambdaSync.Cli;

/// <summary>The line to Partner Central within a ledger that others share: one who is throttled stops all, and edits go before sweeps.</summary>
sealed class QuotaLink : IDisposable
{
    // How long a person waits for a request's turn before the verb says when it comes.
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    readonly PartnerCentralClient _client = new(new AwsSettings());

    /// <param name="account">Whose quota it is; one machine that is alone may call it what it likes.</param>
    public QuotaLink(IQuotaStore quotas, string account, double quotaShare)
    {
        var gate = new QuotaGate(quotas, account, QuotaLimits.Of(QuotaGroup.Read, quotaShare), QuotaLimits.Of(QuotaGroup.Write, quotaShare), TimeProvider.System);
        Lanes = new PartnerCentralLanes(_client, gate, Patience);
    }

    public PartnerCentralLanes Lanes { get; }

    public void Dispose() => _client.Dispose();
}
