using LambdaSync.Simulator.State;

namespace LambdaSync.Simulator.Marketplace;

/// <summary>All that the simulated AWS Marketplace knows.</summary>
sealed class Market
{
    /// <summary>The only catalog: Marketplace has no sandbox.</summary>
    public const string Catalog = "AWSMarketplace";

    /// <summary>The seller account whose call is answered, or whose change set is applied.</summary>
    public string Account { get; set; } = World.Account;

    /// <summary>The seller accounts whose events arrive: the partner's, and those with a role that can be assumed, which forward theirs.</summary>
    public HashSet<string> Sellers { get; } = new([World.Account], StringComparer.Ordinal);

    /// <summary>Entities by id, those that others share with the account too.</summary>
    public Dictionary<string, MarketEntity> Entities { get; } = new(StringComparer.Ordinal);

    /// <summary>Change sets in the order of their start.</summary>
    public List<MarketChangeSet> ChangeSets { get; } = [];

    public List<MarketAgreement> Agreements { get; } = [];

    public MarketRates Rates { get; } = new();

    /// <summary>From the start of a change set to APPLYING, from when it can't be cancelled.</summary>
    public TimeSpan PrepareTime { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>From APPLYING to the end.</summary>
    public TimeSpan ApplyTime { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a ClientRequestToken is remembered; not published.</summary>
    public TimeSpan TokenTime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>"90 days after their end" (developer guide, catalog-service-quotas).</summary>
    public TimeSpan History { get; set; } = TimeSpan.FromDays(90);

    /// <summary>Open change sets of an account (developer guide, catalog-service-quotas).</summary>
    public int MaxOpen { get; set; } = 250;

    /// <summary>Offers, and offer sets, of an account that are being created or changed at once (the same page).</summary>
    public int MaxBusy { get; set; } = 20;

    /// <summary>How long billing adjustments and the validation of payment requests take.</summary>
    public TimeSpan RequestTime { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Currencies for which the seller has a bank account.</summary>
    public HashSet<string> Currencies { get; } = new(["USD", "AUD", "EUR", "GBP", "JPY", "INR"], StringComparer.Ordinal);

    public bool IsSellerVerified { get; set; } = true;

    public bool HasTaxInformation { get; set; } = true;

    /// <summary>The service-linked role for resale authorizations; without it none is shared with the reseller.</summary>
    public bool HasResaleRole { get; set; } = true;

    /// <summary>Why what a seller requests after the sale is denied (API model, AccessDeniedExceptionReason); null: it is not.</summary>
    public string? Denied { get; set; }

    /// <summary>Whether DescribeAgreement denies an agreement to the maker of its product, instead of not finding it.</summary>
    public bool DeniesMakers { get; set; }

    /// <summary>The next so many change sets fail with SERVER_FAULT.</summary>
    public int ServerFaults { get; set; }

    /// <summary>What the next changes of a type are refused with, whatever they say.</summary>
    public List<(string ChangeType, string Code, string Message)> Refusals { get; } = [];

    /// <summary>Answers by ClientRequestToken, of both APIs.</summary>
    public Dictionary<string, (string Body, System.Text.Json.Nodes.JsonObject Answer, DateTimeOffset At)> Tokens { get; } = new(StringComparer.Ordinal);

    public MarketEntity? Find(string id) => Entities.GetValueOrDefault(Plain(id));

    /// <summary>The id without its revision.</summary>
    public static string Plain(string id) => id.Split('@')[0];

    /// <summary>Whether the account may read it: its own, or an authorization that names it as the reseller.</summary>
    public bool IsVisible(MarketEntity entity) => entity.Owner == Account || IsShared(entity);

    public bool IsShared(MarketEntity entity) =>
        entity.Owner != Account && entity.Type == MarketEntity.ResaleAuthorization && entity.Text("ResellerAccountId") == Account && entity.Text("Status") != "Draft";
}
