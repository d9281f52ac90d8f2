using Amazon.DynamoDBv2.Model;
using LambdaSync.Connections.Dynamo;
using LambdaSync.Sync.Work;

namespace LambdaSync.Connections.State;

/// <summary>
/// The writes of wakes and of ends of claims. Each write assumes the most likely state of the item and has that state as its condition.
/// If DynamoDB refuses the write, it returns the item that was found for the next attempt.
/// </summary>
static class WorkWrites
{
    const string Clean = $"attribute_not_exists({WorkItems.Due}) AND attribute_not_exists({WorkItems.Cause})";

    /// <summary>Wakes one thing, by one wake or several.</summary>
    /// <param name="data">The first data that a wake brings, or null.</param>
    /// <param name="found">What is known of the item; null: it is thought to be clean, as most are that are woken.</param>
    /// <returns>The writes beside the update.</returns>
    public static IEnumerable<TableWrite> Wake(ItemUpdate update, IReadOnlyList<Wake> wakes, AttributeValue? data, Item? found, DateTimeOffset now)
    {
        var key = wakes[0].Key;
        if (found is not null && found.IsExpired(now))
            return Revive(update, wakes, data, now);
        var before = found is null ? WorkRow.Clean : WorkItems.Row(found);
        var after = wakes.Aggregate(before, (row, wake) => row.Woken(wake));
        update.Add(WorkItems.Wakes, Item.NumberValue(wakes.Count))
            .Add(WorkItems.Reasons, new AttributeValue { SS = [.. wakes.Select(w => w.Reason).Distinct()] });
        if (data is not null)
            update.SetIfMissing(WorkItems.Data, data);
        if (before.Due is null)
        {
            update.Set(WorkItems.Since, Item.TimeValue(after.Since)).Set(WorkItems.Attempts, Item.NumberValue(0)).Set(WorkItems.Cause, null);
            update.Set(Item.Expires, null);
        }

        if (before.Due is null || before.Due != after.Due || before.Lane != after.Lane)
            update.Set(WorkItems.Due, Item.TimeValue(after.Due)).Set(WorkItems.Lane, Item.NumberValue((int)after.Lane));
        Standing(update, before);
        if (WorkItems.Expires(key))
            update.When($"attribute_not_exists({Item.Expires}) OR {Item.Expires} > :clock", (":clock", Seconds(now)));
        return WorkPlace.Move(key, before, after);
    }

    /// <summary>Ends a claim, under the condition that it is the item's and that no wake came that is not known.</summary>
    /// <param name="wakes">Wakes of the claimed thing itself that come with its end.</param>
    /// <param name="data">Null: as it was.</param>
    /// <param name="found">What is known of the item; null: it is thought to be as the claim left it.</param>
    /// <param name="expires">When its item may go if nothing is left to do; null: it stays, because it has a record's state.</param>
    /// <returns>The writes beside the update.</returns>
    public static IEnumerable<TableWrite> End(
        ItemUpdate update, Claimed claim, WorkNext next, IReadOnlyList<Wake> wakes, AttributeValue? intent, AttributeValue? data, Item? found, DateTimeOffset? expires)
    {
        var seen = found?.Number(WorkItems.Wakes) ?? claim.Wakes;
        var before = found is null ? new WorkRow(claim.Reasons, claim.Lane, claim.Due, claim.Since, claim.Attempts, claim.Cause) : WorkItems.Row(found);
        var after = wakes.Aggregate(before.Ended(next, seen > claim.Wakes, claim.Reasons), (row, wake) => row.Woken(wake));
        WorkItems.Set(update, after);
        update.Set(WorkItems.Owner, null).Set(WorkItems.After, null).Set(WorkItems.Until, null).Set(WorkItems.Intent, intent)
            .When(
                $"{WorkItems.Epoch} = :epoch AND attribute_exists({WorkItems.Owner}) AND {WorkItems.Wakes} = :seen",
                (":epoch", Item.NumberValue(claim.Epoch)), (":seen", Item.NumberValue(seen)));
        if (wakes.Count > 0)
            update.Add(WorkItems.Wakes, Item.NumberValue(wakes.Count));
        if (data is not null)
            update.Set(WorkItems.Data, data);
        if (before.Due is null)
            Standing(update, before);
        if (expires is { } end && WorkItems.Expires(claim.Key) && after.Due is null && !after.Parked)
            update.Set(Item.Expires, Seconds(end));
        return WorkPlace.Move(claim.Key, before, after);
    }

    /// <summary>Stores what is about to be written outside, under the condition that the claim is still the item's.</summary>
    public static ItemUpdate GoOn(ItemUpdate update, Claimed claim, AttributeValue? intent) => update
        .Set(WorkItems.Intent, intent)
        .When($"{WorkItems.Epoch} = :epoch AND attribute_exists({WorkItems.Owner})", (":epoch", Item.NumberValue(claim.Epoch)));

    /// <summary>Extends a claim, under the condition that it is still the item's and that its time is earlier.</summary>
    public static ItemUpdate Extend(ItemUpdate update, Claimed claim, DateTimeOffset until) => update
        .Set(WorkItems.Until, Item.TimeValue(until))
        .When(
            $"{WorkItems.Epoch} = :epoch AND attribute_exists({WorkItems.Owner}) AND {WorkItems.Until} < :until",
            (":epoch", Item.NumberValue(claim.Epoch)), (":until", Item.TimeValue(until)!));

    /// <summary>Whether what was found is still the claim's.</summary>
    public static bool Holds(Claimed claim, Item? found) =>
        found is not null && found.Has(WorkItems.Owner) && found.Number(WorkItems.Epoch) == claim.Epoch;

    /// <summary>Resets an item that has expired and is not deleted yet.</summary>
    public static ItemUpdate Renew(ItemUpdate update, DateTimeOffset now) => update
        .Set(Item.Expires, null).Set(WorkItems.Intent, null).Set(WorkItems.Data, null).Set(WorkItems.Reasons, null).Set(WorkItems.Due, null)
        .Set(WorkItems.Cause, null).Set(WorkItems.Attempts, Item.NumberValue(0)).Set(WorkItems.Owner, null).Set(WorkItems.After, null).Set(WorkItems.Until, null)
        .When($"{Item.Expires} <= :clock", (":clock", Seconds(now)));

    public static AttributeValue Seconds(DateTimeOffset time) => Item.NumberValue(time.ToUnixTimeSeconds());

    static IEnumerable<TableWrite> Revive(ItemUpdate update, IReadOnlyList<Wake> wakes, AttributeValue? data, DateTimeOffset now)
    {
        var after = wakes.Aggregate(WorkRow.Clean, (row, wake) => row.Woken(wake));
        WorkItems.Set(Renew(update, now), after);
        update.Set(WorkItems.Data, data).Add(WorkItems.Wakes, Item.NumberValue(wakes.Count));
        return WorkPlace.Move(wakes[0].Key, WorkRow.Clean, after);
    }

    static void Standing(ItemUpdate update, WorkRow row)
    {
        var lane = Item.NumberValue((int)row.Lane);
        if (row.Due is { } due)
            update.When($"{WorkItems.Due} = :due AND {WorkItems.Lane} = :lane", (":due", Item.TimeValue(due)), (":lane", lane));
        else if (row.Parked)
            update.When(
                $"attribute_not_exists({WorkItems.Due}) AND attribute_exists({WorkItems.Cause}) AND {WorkItems.Since} = :since AND {WorkItems.Lane} = :lane",
                (":since", Item.TimeValue(row.Since)), (":lane", lane));
        else
            update.When(Clean);
    }
}
