using System.Text.Json.Nodes;
using LambdaSync.Simulator.State;

namespace LambdaSync.Simulator.Marketplace;

/// <summary>Applies a change set, all of it or nothing: works on copies of its entities, which replace them when no change has an error.</summary>
sealed class ChangeSetApply
{
    readonly World _world;
    readonly MarketChangeSet _set;
    readonly Dictionary<string, MarketEntity> _entities = new(StringComparer.Ordinal);
    readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    readonly List<Action> _after = [];

    ChangeSetApply(World world, MarketChangeSet set) => (_world, _set) = (world, set);

    public World World => _world;

    public Market Market => _world.Market;

    public DateOnly Today => Days.Of(_world.Clock.Now);

    public static void Apply(World world, MarketChangeSet set)
    {
        set.Ended = world.Clock.Now;
        if (world.Market.ServerFaults > 0)
        {
            world.Market.ServerFaults--;
            (set.Status, set.FailureCode, set.FailureDescription) = (MarketChangeSet.Failed, "SERVER_FAULT", "An internal error occurred.");
        }
        else
        {
            new ChangeSetApply(world, set).Run();
        }

        MarketEvents.ChangeSet(world, set);
    }

    /// <summary>The entity as this set has it so far, or null.</summary>
    public MarketEntity? Find(string id) => _entities.GetValueOrDefault(Market.Plain(id)) ?? Market.Find(id);

    /// <summary>The entity, to be changed by this set.</summary>
    public MarketEntity Work(string id)
    {
        if (!_entities.TryGetValue(id, out var entity))
            _entities[id] = entity = Market.Find(id)!.Clone();
        return entity;
    }

    /// <summary>Done once the set has succeeded.</summary>
    public void After(Action act) => _after.Add(act);

    /// <summary>An error of what changes are together: shown at the first change of these types for the entity, else at any change of it.</summary>
    public void Fail(MarketEntity entity, string code, string message, params string[] types)
    {
        var mine = _set.Changes.Where(c => IdOf(c) == entity.Id).ToList();
        var shown = types.Select(t => mine.Find(c => c.Type == t)).OfType<MarketChange>().FirstOrDefault() ?? mine[0];
        shown.Errors.Add((code, message));
    }

    string? IdOf(MarketChange change) => change.EntityId ?? (change.IsCreate ? _names.GetValueOrDefault(Key(change)) : _names.GetValueOrDefault(change.RefersTo!));

    string Key(MarketChange change) => change.Name ?? $"change {_set.Changes.ToList().IndexOf(change)}";

    void Run()
    {
        foreach (var change in _set.Changes.OrderBy(ChangeTypes.Order))
            Run(change);
        foreach (var entity in _entities.Values.ToList())
        {
            if (entity.Type == MarketEntity.Offer)
                OfferConsistency.Check(this, entity);
            else if (entity.Type == MarketEntity.ResaleAuthorization)
                AuthorizationRules.Check(this, entity);
        }

        if (_set.Changes.Any(c => c.Errors.Count > 0))
        {
            (_set.Status, _set.FailureCode, _set.FailureDescription) = (MarketChangeSet.Failed, "CLIENT_ERROR", "One or more changes have errors.");
            return;
        }

        foreach (var entity in _entities.Values)
        {
            if (Market.Entities.ContainsKey(entity.Id))
                entity.Revision++;
            entity.Modified = _world.Clock.Now;
            Market.Entities[entity.Id] = entity;
        }

        foreach (var change in _set.Changes)
        {
            change.EntityId = IdOf(change);
            change.Revision = _entities[change.EntityId!].Revision;
        }

        _set.Status = MarketChangeSet.Succeeded;
        foreach (var act in _after)
            act();
    }

    void Run(MarketChange change)
    {
        var refusal = Market.Refusals.FindIndex(r => r.ChangeType == change.Type);
        if (refusal >= 0)
        {
            change.Errors.Add((Market.Refusals[refusal].Code, Market.Refusals[refusal].Message));
            Market.Refusals.RemoveAt(refusal);
        }

        MarketEntity? entity;
        if (change.IsCreate)
        {
            var prefix = change.Kind switch { MarketEntity.Offer => "offer-", MarketEntity.OfferSet => "offerset-", _ => "resaleauthz-" };
            entity = new MarketEntity(change.Kind, _world.Ids.Of(prefix), _set.Owner, _world.Clock.Now);
            _names[Key(change)] = entity.Id;
            _entities[entity.Id] = entity;
            entity.Details["Id"] = entity.Id;
        }
        else
        {
            entity = IdOf(change) is { } id ? Work(id) : null;
        }

        if (entity is null)
            return;
        var work = new ChangeWork(this, change, entity, Resolved(change.Details).AsObject());
        switch (change.Kind)
        {
            case MarketEntity.Offer: OfferRules.Apply(work); break;
            case MarketEntity.ResaleAuthorization: AuthorizationRules.Apply(work); break;
            case MarketEntity.OfferSet: OfferSetRules.Apply(work); break;
            default: ProductRules.AddDimensions(work); break;
        }
    }

    // References to new entities inside the details become their ids.
    JsonNode Resolved(JsonNode json) => json switch
    {
        JsonObject members => new JsonObject(members.Select(m => KeyValuePair.Create(m.Key, m.Value is { } value ? Resolved(value) : null))),
        JsonArray items => new JsonArray([.. items.Select(i => i is null ? null : Resolved(i))]),
        JsonValue value when value.TryGetValue<string>(out var text) && MarketChange.ReferenceIn(text) is { } name && _names.TryGetValue(name, out var id) => JsonValue.Create(id),
        _ => json.DeepClone(),
    };
}
