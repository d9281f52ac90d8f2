using System.Text.Json;
using LambdaSync.Sync.Work;

namespace LambdaSync.Marketplace.ChangeSets;

/// <summary>What a change set takes of its account's limits while it is open.</summary>
/// <param name="Offers">The offers that it creates or changes.</param>
/// <param name="OfferSets">The offer sets that it creates or changes.</param>
public sealed record ChangeSetPlace(WorkKey Key, int Offers, int OfferSets)
{
    public static ChangeSetPlace Of(WorkKey key, ChangeSetMemo memo) => memo switch
    {
        { Body: { } body } => new(key, Entities(body, "Offer@"), Entities(body, "OfferSet@")),
        // Its body is not built yet: the new offer, and the old one where it ends with the same set.
        { CopyOf: { } copy } => new(key, copy.OldUntil is null ? 1 : 2, 0),
        _ => new(key, 0, 0),
    };

    /// <summary>Whether a change set is open by what is stored of it: a worker may be about to send it, its result is not known, or AWS has not ended it.</summary>
    public static bool IsOpen(WorkItem? work) =>
        work is not null && (work.Owner is not null || (!work.Parked && (work.Intent is not null || ChangeSetMemo.Read(work.Data) is { SetId: not null, Status: null })));

    static int Entities(JsonElement body, string type) => body.GetProperty("ChangeSet").EnumerateArray()
        .Where(change => change.GetProperty("Entity").GetProperty("Type").GetString()!.StartsWith(type, StringComparison.Ordinal)).Select(Entity).Distinct(StringComparer.Ordinal).Count();

    // An entity that the set creates has the name of that change: "$CreateOffer.Entity.Identifier" is "CreateOffer".
    static string Entity(JsonElement change) =>
        change.GetProperty("Entity").TryGetProperty("Identifier", out var id) ? id.GetString()!.Split('.', '@')[0] : change.TryGetProperty("ChangeName", out var name) ? "$" + name.GetString() : "";
}
