using LambdaSync.Connections.Dynamo;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;

namespace LambdaSync.Connections.State;

/// <summary>
/// Where a dirty or parked thing is listed: an item of its own, put and deleted in the transaction that changes the thing's due time
/// or lane. Whoever lists them looks at the thing itself too.
/// </summary>
static class WorkPlace
{
    const string Kind = "kind", Id = "id", Mark = "mark";

    public static string DueList(string catalog, WorkGroup group, Lane lane) => $"due#{catalog}#{group}#{lane}";

    public static string ParkedList(string catalog) => $"parked#{catalog}";

    /// <summary>The place of what has this standing, or null: it is clean.</summary>
    public static ItemKey? Of(WorkKey key, WorkRow row)
    {
        // Its parts sort: no kind is the beginning of another, times and lanes have one length.
        var name = $"{key.Kind}#{ItemKey.Part(key.Id)}";
        if (row.Due is { } due)
            return new ItemKey(DueList(key.Catalog, WorkGroups.Of(key.Kind), row.Lane), $"{Item.TimeText(due)}#{name}");
        return row.Parked ? new ItemKey(ParkedList(key.Catalog), $"{(int)row.Lane}#{Item.TimeText(row.Since)}#{name}") : null;
    }

    /// <summary>Takes a thing from its place to another.</summary>
    public static IEnumerable<TableWrite> Move(WorkKey key, WorkRow before, WorkRow after)
    {
        var (from, to) = (Of(key, before), Of(key, after));
        if (from == to)
            yield break;
        if (from is { } old)
            yield return new TableWrite.Delete(old);
        // The mark tells it from one that comes to the same place later.
        if (to is { } place)
            yield return new TableWrite.Put(new Item(place).Text(Kind, key.Kind.ToString()).Text(Id, key.Id).Text(Mark, Guid.NewGuid().ToString("N")));
    }

    public static WorkKey Read(string catalog, Item place) => new(catalog, Enum.Parse<WorkKind>(place.Text(Kind)), place.Text(Id));

    /// <summary>Deletes a place that was read and leads nowhere.</summary>
    public static TableWrite Delete(Item place) => new TableWrite.Delete(place.Key)
    {
        Condition = $"{Mark} = :mark",
        Values = new() { [":mark"] = place.Attributes[Mark] },
    };
}
