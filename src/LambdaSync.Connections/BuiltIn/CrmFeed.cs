using System.Globalization;
using LambdaSync.Connections.Dynamo;

namespace LambdaSync.Connections.BuiltIn;

/// <summary>
/// What people changed, in DynamoDB: a partition an object, an item a change, in the order of time, kept for 90 days. A position is where
/// a reader stands inside a pass, or where its last pass ended; the next one begins a little before that.
/// </summary>
static class CrmFeed
{
    const string Id = "crmId";

    // Two writers' clocks differ, and the earlier of two changes may be stored after the later one.
    static readonly TimeSpan Overlap = TimeSpan.FromMinutes(2);

    static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    public static string Partition(string crmObject) => "crmChange#" + crmObject;

    public static ItemKey Key(string crmObject, DateTimeOffset at, string id) => new(Partition(crmObject), $"{Time(at)}#{ItemKey.Part(id)}");

    public static string IdOf(Item item) => item.Text(Id);

    public static TableWrite Put(CrmChange.Noted noted, DateTimeOffset now) => new TableWrite.Put(new Item(noted.Key).Text(Id, noted.Id).ExpiresAt(now + Kept));

    /// <summary>The first sort key that a reader at this position asks for.</summary>
    public static string From(string? position)
    {
        if (position is null)
            return " ";
        var (kind, key) = (position[0], position[2..]);
        // A key goes on after the one before with nothing smaller than a space.
        return kind == 'w' ? key + " " : Time(TimeOf(key) - Overlap);
    }

    public static string Within(string key) => "w:" + key;

    /// <summary>Where a pass ended. What is old enough has no late neighbours any more.</summary>
    public static string Ended(string key, DateTimeOffset now) => (now - TimeOf(key) > 2 * Overlap ? "w:" : "e:") + key;

    static DateTimeOffset TimeOf(string key) =>
        new(long.Parse(key.AsSpan(0, key.IndexOf('#', StringComparison.Ordinal)), CultureInfo.InvariantCulture), TimeSpan.Zero);

    static string Time(DateTimeOffset at) => at.UtcTicks.ToString("D19", CultureInfo.InvariantCulture);
}
