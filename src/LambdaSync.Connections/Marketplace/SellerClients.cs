using LambdaSync.Connections.Aws;
using LambdaSync.Connections.PartnerCentral;
using LambdaSync.Marketplace;

namespace LambdaSync.Connections.Marketplace;

/// <summary>The lines to AWS Marketplace as each further seller account: with its role, within its own quota.</summary>
public sealed class SellerClients : IDisposable
{
    readonly List<IDisposable> _owned = [];

    /// <param name="aws">Who assumes the roles, and where Marketplace's requests go.</param>
    /// <param name="sts">Who assumes the roles, and where that is requested.</param>
    /// <param name="gate">The account's quota.</param>
    /// <param name="patience">The longest that one request waits for its turn.</param>
    /// <param name="ended">Called after each request; may be null.</param>
    public SellerClients(IEnumerable<SellerAccount> accounts, AwsSettings aws, AwsSettings sts, Func<string, QuotaGate> gate, Func<TimeSpan> patience, Action<AwsCallEnd>? ended)
    {
        var clients = new Dictionary<string, MarketplaceClient>(StringComparer.Ordinal);
        foreach (var account in accounts)
        {
            var role = new AssumedRole(sts, account.Role, account.ExternalId);
            var client = new MarketplaceClient(aws with { Credentials = role }, ended: ended).Within(gate(account.Id), patience);
            clients[account.Id] = client;
            _owned.AddRange([client, role]);
        }

        ByAccount = clients;
    }

    public IReadOnlyDictionary<string, MarketplaceClient> ByAccount { get; }

    public void Dispose() => _owned.ForEach(owned => owned.Dispose());
}
