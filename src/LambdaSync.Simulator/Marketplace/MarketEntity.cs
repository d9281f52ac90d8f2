using System.Text.Json.Nodes;

namespace LambdaSync.Simulator.Marketplace;

/// <summary>A product, offer, resale authorization or offer set, with the document that DescribeEntity answers.</summary>
/// <param name="type">Without version: Offer, OfferSet, ResaleAuthorization, SaaSProduct ...</param>
/// <param name="owner">The account that made it.</param>
sealed class MarketEntity(string type, string id, string owner, DateTimeOffset created)
{
    public const string Offer = "Offer", OfferSet = "OfferSet", ResaleAuthorization = "ResaleAuthorization";

    public string Type => type;

    public string Id => id;

    public string Owner => owner;

    public DateTimeOffset Created { get; } = created;

    public DateTimeOffset Modified { get; set; } = created;

    /// <summary>Grows with each change set: an identifier may name it as <c>id@3</c>.</summary>
    public int Revision { get; set; } = 1;

    public DateTimeOffset? Released { get; set; }

    public JsonObject Details { get; private init; } = [];

    public bool IsProduct => Type.EndsWith("Product", StringComparison.Ordinal);

    public string Arn => $"arn:aws:aws-marketplace:us-east-1:{owner}:AWSMarketplace/{type}/{id}";

    public JsonArray Terms => List("Terms");

    public JsonArray Rules => List("Rules");

    public MarketEntity Clone() => new(type, id, owner, Created) { Modified = Modified, Revision = Revision, Released = Released, Details = Details.DeepClone().AsObject() };

    public string? Text(string name) => Details[name]?.GetValue<string>();

    /// <summary>The term of a type, or null.</summary>
    public JsonObject? Term(string termType) => Of(Terms, termType);

    /// <summary>The rule of a type, or null.</summary>
    public JsonObject? Rule(string ruleType) => Of(Rules, ruleType);

    public void RemoveTerms(Func<string, bool> types) => Remove(Terms, types);

    public void SetRule(string ruleType, JsonObject? rule)
    {
        Remove(Rules, t => t == ruleType);
        if (rule is null)
            return;
        rule[nameof(Type)] = ruleType;
        Rules.Add((JsonNode)rule);
    }

    public IReadOnlyList<string> Buyers => Rule("TargetingRule")?["PositiveTargeting"]?["BuyerAccounts"] is JsonArray list ? [.. list.Select(b => b!.GetValue<string>())] : [];

    /// <summary>The last UTC day on which a buyer may accept, or null.</summary>
    public DateOnly? AvailabilityEnd => Rule("AvailabilityRule")?["AvailabilityEndDate"]?.GetValue<string>() is { } date ? Days.Parse(date[..10]) : null;

    JsonArray List(string name)
    {
        if (Details[name] is not JsonArray list)
            Details[name] = list = [];
        return list;
    }

    static JsonObject? Of(JsonArray list, string type) => list.OfType<JsonObject>().FirstOrDefault(t => t[nameof(Type)]?.GetValue<string>() == type);

    static void Remove(JsonArray list, Func<string, bool> types)
    {
        foreach (var item in list.OfType<JsonObject>().Where(t => types(t[nameof(Type)]!.GetValue<string>())).ToList())
            list.Remove(item);
    }
}
