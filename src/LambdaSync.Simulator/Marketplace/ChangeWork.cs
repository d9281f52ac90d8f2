using System.Text.Json.Nodes;

namespace LambdaSync.Simulator.Marketplace;

/// <summary>One change that is being applied to its entity.</summary>
/// <param name="Details">The change's, with references to new entities resolved.</param>
sealed record ChangeWork(ChangeSetApply Set, MarketChange Change, MarketEntity Entity, JsonObject Details)
{
    public Market Market => Set.Market;

    public DateOnly Today => Set.Today;

    /// <summary>The only term of a change whose Terms has one, or null: an empty list removes.</summary>
    public JsonObject? Term => (Details["Terms"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault();

    public string? Text(string name) => Details[name]?.GetValue<string>();

    public void Fail(string code, string message) => Change.Errors.Add((code, message));

    /// <summary>Replaces the entity's terms of the given types by the change's.</summary>
    public void ReplaceTerms(Func<string, bool> types)
    {
        Entity.RemoveTerms(types);
        foreach (var term in (Details["Terms"] as JsonArray ?? []).OfType<JsonObject>())
            Entity.Terms.Add(term.DeepClone());
    }

    /// <summary>The entity's product, or null: it has none or another seller took it away.</summary>
    public MarketEntity? Product => Entity.Text("ProductId") is { } id ? Set.Find(id) : null;

    /// <summary>The resale authorization behind a channel partner's offer, or null.</summary>
    public MarketEntity? Authorization => Entity.Text("ResaleAuthorizationId") is { } id ? Set.Find(id) : null;
}
