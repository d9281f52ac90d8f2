using System.Globalization;
using LambdaSync.Connections.Crm;
using LambdaSync.Connections.Dynamo;

namespace LambdaSync.Connections.BuiltIn;

/// <summary>
/// What people changed, in DynamoDB: a partition an object, an item a change, in the order of time, kept for 90 days. A position is where
/// a reader stands inside a pass and when that pass began, or where its last pass ended. What is stored meanwhile may belong before the
/// place a pass has reached, so the next one begins a little before the pass's beginning or its last change, whichever is earlier.
/// </summary>
static class CrmFeed
{
    const string Id = "crmId";

    // Of a time in a key: ticks, all of the same length, so that their order is that of time.
    const int Digits = 19;

    /// <summary>The most time between the moment that a change is noted with and its being stored; a writer gives up after that.</summary>
    public static readonly TimeSpan MaxLate = TimeSpan.FromMinutes(1);

    // A change may be stored that late, and by a clock that is another minute behind the reader's.
    static readonly TimeSpan Overlap = MaxLate + TimeSpan.FromMinutes(1);

    static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    public static string Partition(string crmObject) => "crmChange#" + crmObject;

    public static ItemKey Key(string crmObject, DateTimeOffset at, string id) => new(Partition(crmObject), $"{Time(at)}#{ItemKey.Part(id)}");

    static string IdOf(Item item) => item.Text(Id);

    public static TableWrite Put(ItemChange.Noted noted, DateTimeOffset now)
    {
        var item = new Item(noted.Key).Text(Id, noted.Id).ExpiresAt(now + Kept);
        return new TableWrite.Put(noted.Tombstone is { } left ? CrmItems.With(item, left) : item);
    }

    /// <summary>The change that a feed item is about.</summary>
    public static CrmChange ChangeOf(string crmObject, Item item) => CrmItems.TombstoneOf(item)?.Change(crmObject, IdOf(item)) ?? new CrmChange(IdOf(item));

    /// <summary>The first sort key that a reader at this position asks for.</summary>
    public static string From(string? position) => position switch
    {
        null => " ",
        ['e', ..] => Time(TimeOf(position[2..]) - Overlap),
        // No key character sorts before a space, so this bound starts right after the previous key.
        ['p', ..] => position[(position.IndexOf('@', StringComparison.Ordinal) + 1)..] + " ",
        _ => position[2..] + " ",
    };

    /// <summary>The start time of the pass that continues at this position; now, if a new pass starts there.</summary>
    public static DateTimeOffset Began(string? position, DateTimeOffset now) => position is ['p', ..] ? TimeOf(position[2..]) : now;

    /// <summary>Inside a pass, after this key.</summary>
    public static string Within(string key, DateTimeOffset began) => $"p:{Time(began)}@{key}";

    /// <summary>A pass ended at this key. What was old enough when it began has no late neighbours any more.</summary>
    public static string Ended(string key, DateTimeOffset began) =>
        TimeOf(key) < began - Overlap ? "w:" + key : "e:" + (TimeOf(key) <= began ? key : Time(began));

    static DateTimeOffset TimeOf(string key) => new(long.Parse(key.AsSpan(0, Digits), CultureInfo.InvariantCulture), TimeSpan.Zero);

    static string Time(DateTimeOffset at) => at.UtcTicks.ToString($"D{Digits}", CultureInfo.InvariantCulture);
}
