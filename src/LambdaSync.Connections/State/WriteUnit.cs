using LambdaSync.Connections.Dynamo;

namespace LambdaSync.Connections.State;

/// <summary>Writes that are stored together or not at all, made anew as the unit learns how its items stand.</summary>
abstract class WriteUnit
{
    /// <summary>What was found of the items that were not as thought.</summary>
    protected Dictionary<ItemKey, Item> Found { get; } = [];

    public int Tries { get; set; }

    /// <summary>The end when the last writes were stored.</summary>
    public virtual Settled Stored => Settled.Stored;

    public abstract IReadOnlyList<TableWrite> Writes();

    /// <summary>What refused writes mean: the result of the unit, or null if it uses what was found and retries.</summary>
    public abstract Settled? Refused(IReadOnlyList<Refusal> refusals);

    protected Item? FoundOf(ItemKey key) => Found.GetValueOrDefault(key);

    /// <summary>An item that is gone since is as a new one: clean.</summary>
    protected void Learn(Refusal refusal)
    {
        if (refusal.Found is { } found)
            Found[refusal.Write.Key] = found;
        else
            Found.Remove(refusal.Write.Key);
    }
}
