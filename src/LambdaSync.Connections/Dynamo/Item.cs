using System.Globalization;
using Amazon.DynamoDBv2.Model;

namespace LambdaSync.Connections.Dynamo;

/// <summary>One item of the table: its key, and attributes by name.</summary>
sealed class Item
{
    public const string PartitionKey = "pk", SortKey = "sk", ListKey = "listKey", ListSort = "listSort", Expires = "expires";

    const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    public Item(ItemKey key)
    {
        Attributes = new Dictionary<string, AttributeValue>(StringComparer.Ordinal);
        Text(PartitionKey, key.Partition).Text(SortKey, key.Sort);
    }

    public Item(Dictionary<string, AttributeValue> attributes) => Attributes = attributes;

    public Dictionary<string, AttributeValue> Attributes { get; }

    public ItemKey Key => new(Text(PartitionKey), Text(SortKey));

    /// <summary>Sortable and readable, to the tick, UTC.</summary>
    public static string TimeText(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    public static AttributeValue? TextValue(string? value) => value is null ? null : new AttributeValue { S = value };

    public static AttributeValue? TimeValue(DateTimeOffset? time) => time is { } given ? TimeValue(given) : null;

    public static AttributeValue TimeValue(DateTimeOffset time) => new() { S = TimeText(time) };

    public static AttributeValue BytesValue(ReadOnlySpan<byte> value) => new() { B = new MemoryStream(value.ToArray(), writable: false) };

    public static AttributeValue NumberValue(long value) => new() { N = value.ToString(CultureInfo.InvariantCulture) };

    /// <summary>Sets a text; null leaves the attribute out.</summary>
    public Item Text(string name, string? value) => Set(name, TextValue(value));

    public Item Number(string name, long value) => Set(name, NumberValue(value));

    public Item Time(string name, DateTimeOffset? value) => Set(name, TimeValue(value));

    public Item Set(string name, AttributeValue? value)
    {
        if (value is not null)
            Attributes[name] = value;
        return this;
    }

    /// <summary>DynamoDB deletes the item some time after this; readers ignore it from then on.</summary>
    public Item ExpiresAt(DateTimeOffset time) => Number(Expires, time.ToUnixTimeSeconds());

    public bool IsExpired(DateTimeOffset now) => Has(Expires) && Number(Expires) <= now.ToUnixTimeSeconds();

    public bool Has(string name) => Attributes.ContainsKey(name);

    public string Text(string name) => Attributes[name].S;

    public string? TextOrNull(string name) => Attributes.GetValueOrDefault(name)?.S;

    public long Number(string name) => long.Parse(Attributes[name].N, CultureInfo.InvariantCulture);

    public DateTimeOffset Time(string name) =>
        DateTimeOffset.ParseExact(Text(name), TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    public DateTimeOffset? TimeOrNull(string name) => Has(name) ? Time(name) : null;

    /// <summary>An upper bound of the item's size in bytes, for the limit of a transaction.</summary>
    public long Size => Attributes.Sum(a => (a.Key.Length * 4L) + SizeOf(a.Value));

    /// <summary>An upper bound of a value's size in bytes.</summary>
    public static long SizeOf(AttributeValue? value) =>
        ((value?.S?.Length ?? 0) * 4L) + (value?.B?.Length ?? 0) + (value?.SS?.Sum(s => (s.Length * 4L) + 1) ?? 0) + 24;
}
