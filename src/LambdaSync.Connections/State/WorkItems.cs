using Amazon.DynamoDBv2.Model;
using LambdaSync.Connections.Dynamo;
using LambdaSync.Sync;
using LambdaSync.Sync.Schedules;
using LambdaSync.Sync.Work;

namespace LambdaSync.Connections.State;

/// <summary>
/// What an item says of the work on it: a shared record's item has these attributes beside its state. It is dirty when it has a due
/// time, and parked when it has none but a cause.
/// </summary>
static class WorkItems
{
    public const string Reasons = "reasons", Wakes = "wakes", Lane = "lane", Due = "due", Since = "since", Attempts = "attempts", Cause = "cause";

    public const string Owner = "claimedBy", After = "claimedAfter", Until = "claimedUntil", Epoch = "epoch", Intent = "intent", Data = "workData";

    /// <summary>The value of <see cref="After"/> if no worker claimed the item before.</summary>
    public const string NoOwner = "";

    /// <summary>The attributes that show whether the item is due and unclaimed.</summary>
    public static IReadOnlyList<string> Standing { get; } = [Item.PartitionKey, Item.SortKey, Item.Expires, Due, Lane, Owner, Until];

    /// <summary>What lists show: all but a record's state.</summary>
    public static IReadOnlyList<string> Shown { get; } = [.. Standing, Reasons, Wakes, Since, Attempts, Cause, Intent, Data];

    public static ItemKey Key(WorkKey key) => new($"record#{key.Catalog}#{key.Kind}#{ItemKey.Part(key.Id)}", key.Kind is WorkKind.Opportunity or WorkKind.Lead ? "state" : "work");

    /// <summary>Whether the item of finished work is no longer needed and expires after the retention.</summary>
    public static bool Expires(WorkKey key) => Expires(key.Kind) || (key.IsSchedule && Schedules.IsOnce(key.Id));

    /// <summary>Whether all items of a kind do.</summary>
    public static bool Expires(WorkKind kind) => kind is not (WorkKind.Opportunity or WorkKind.Lead or WorkKind.Schedule);

    /// <summary>Whether it was ever woken or claimed; a state alone is no work.</summary>
    public static bool IsWork(Item item) => item.Has(Wakes);

    public static WorkRow Row(Item item) => new(
        ReasonsOf(item), item.Has(Lane) ? LaneOf(item) : LambdaSync.Sync.Lane.Event, item.TimeOrNull(Due), item.TimeOrNull(Since) ?? default,
        item.Has(Attempts) ? (int)item.Number(Attempts) : 0, item.TextOrNull(Cause));

    public static Lane LaneOf(Item item) => (Lane)item.Number(Lane);

    public static bool InHands(Item item, DateTimeOffset now) => item.Has(Owner) && item.Time(Until) > now;

    public static Claimed Claimed(WorkKey key, Item item, RecordState? state, byte[]? intent, byte[]? data) => new(
        key, item.Number(Epoch), item.Number(Wakes), ReasonsOf(item), LaneOf(item), item.TimeOrNull(Due), item.Time(Since), (int)item.Number(Attempts),
        state, intent, data, item.TextOrNull(After) is not (null or NoOwner), item.TextOrNull(Cause));

    public static WorkItem Read(WorkKey key, Item item, byte[]? intent, byte[]? data) => new(
        key, ReasonsOf(item), LaneOf(item), item.TimeOrNull(Due), item.Time(Since), (int)item.Number(Attempts), item.TextOrNull(Cause),
        item.TextOrNull(Owner), item.TimeOrNull(Until), intent, data);

    /// <summary>Sets everything that makes it dirty, or clean.</summary>
    public static void Set(ItemUpdate update, WorkRow row) => update
        .Set(Reasons, Texts(row.Reasons)).Set(Lane, Item.NumberValue((int)row.Lane)).Set(Due, Item.TimeValue(row.Due)).Set(Since, Item.TimeValue(row.Since))
        .Set(Attempts, Item.NumberValue(row.Attempts)).Set(Cause, Item.TextValue(row.Cause));

    // A set of DynamoDB is never empty.
    public static AttributeValue? Texts(IReadOnlySet<string> texts) => texts.Count == 0 ? null : new AttributeValue { SS = [.. texts] };

    static HashSet<string> ReasonsOf(Item item) => (item.Attributes.GetValueOrDefault(Reasons)?.SS ?? []).ToHashSet(StringComparer.Ordinal);
}
