using System.Globalization;
using System.Text.Json;
using LambdaSync.Connections.Crm;
using LambdaSync.Sync;

namespace LambdaSync.Connections.Salesforce;

/// <summary>
/// Reads what has changed. A pass goes through all changes in the order of their time and id; the next one begins where the oldest transaction
/// that was running then may have begun, because a transaction's records carry the times of its statements and appear with its end.
/// </summary>
sealed class ChangeFeed(SalesforceApi api, SchemaSource schemas, SalesforceSettings settings, TimeProvider time)
{
    // No transaction runs longer; the same is added where clocks differ.
    static readonly TimeSpan LongestTransaction = TimeSpan.FromMinutes(15);

    // Deleted records stay in the recycle bin, and in what /deleted answers, for 15 days (REST resources-getdeleted).
    static readonly TimeSpan Keeps = TimeSpan.FromDays(14);

    static readonly TimeSpan PurgeInterval = TimeSpan.FromHours(1);

    // Of each tick: 288 ticks a day come round to some 7,000 records.
    const int SlowBatch = 25;

    public async Task<CrmChanges> Changed(string crmObject, CrmInterest interest, string? after, int limit, CancellationToken cancellation)
    {
        var schema = await schemas.Get(api, crmObject, cancellation).ConfigureAwait(false);
        var reads = await RecordFields.Of(schemas, api, schema, [.. interest.Fields, .. Names(interest)], cancellation).ConfigureAwait(false);
        var paths = await schemas.Resolve(api, schema, interest.Fields, cancellation).ConfigureAwait(false);
        var (streams, hasFormulas) = ChangeStream.Of(schema, paths.Values.OfType<SPath>());
        var (cursor, lost) = Cursor(after);
        if (settings.UsesUpdated && cursor.Began is null)
            cursor.Covered = await Covered(crmObject, cancellation).ConfigureAwait(false);
        var changes = new OrderedDictionary<string, CrmChange>(StringComparer.Ordinal);
        await Read(reads, interest, streams, cursor, limit, hasFormulas, changes, cancellation).ConfigureAwait(false);
        var more = !streams.All(s => cursor.Ended.Contains(s.Relation));
        if (!more)
        {
            lost |= !await Purged(crmObject, cursor, changes, cancellation).ConfigureAwait(false);
            End(cursor, streams);
        }

        return new CrmChanges([.. changes.Values], cursor.ToString(), more, lost);
    }

    static IEnumerable<string> Names(CrmInterest interest) => new[] { interest.Flag, interest.LinkField }.OfType<string>();

    // A position that is too old, or not ours, begins with now: deletions in between are known to nothing but a comparison of all.
    (ChangeCursor Cursor, bool Lost) Cursor(string? after)
    {
        if (after is null)
            return (new ChangeCursor(), false);
        var oldest = time.GetUtcNow() - Keeps;
        if (ChangeCursor.Read(after) is { } cursor && (cursor.Began ?? DateTimeOffset.MaxValue) > oldest && (cursor.Began is not null || cursor.Streams.Values.All(s => s.Stamp > oldest)))
            return (cursor, false);
        var fresh = new ChangeCursor { Purged = time.GetUtcNow() };
        fresh.Streams[""] = (time.GetUtcNow() - LongestTransaction, null);
        return (fresh, true);
    }

    // The next records of every stream that has some left: one call.
    async Task Read(
        RecordFields reads, CrmInterest interest, IReadOnlyList<ChangeStream> streams, ChangeCursor cursor, int limit, bool hasFormulas, OrderedDictionary<string, CrmChange> changes, CancellationToken cancellation)
    {
        var open = streams.Where(s => !cursor.Ended.Contains(s.Relation)).Take(SalesforceApi.MaxQueries).ToList();
        var each = Math.Clamp(limit / Math.Max(1, open.Count), 1, SalesforceApi.MaxIds);
        var parts = open.Select((stream, i) => new ApiPart(
            "q" + i.ToString(CultureInfo.InvariantCulture), HttpMethod.Get, SalesforceApi.QueryPath(stream.Soql(reads, interest, At(cursor, stream), each), stream.IsOwn))).ToList();
        var slow = hasFormulas && cursor.Began is null && parts.Count < SalesforceApi.MaxQueries;
        if (slow)
            parts.Add(new ApiPart("slow", HttpMethod.Get, SalesforceApi.QueryPath(Slow(reads, interest, cursor.Slow), all: false)));
        var (answers, sent) = await api.Composite(parts, isRepeatable: true, cancellation).ConfigureAwait(false);
        // The earlier of the two clocks: a pass that begins too early only reads more again.
        cursor.Began ??= sent < time.GetUtcNow() ? sent : time.GetUtcNow();
        foreach (var (stream, answer) in open.Zip(answers))
            await Read(reads, stream, Page(reads, answer), cursor, each, changes, cancellation).ConfigureAwait(false);
        if (slow)
            cursor.Slow = await ReadSlow(Page(reads, answers[^1]), changes, cancellation).ConfigureAwait(false);
    }

    async Task Read(RecordFields reads, ChangeStream stream, JsonElement page, ChangeCursor cursor, int limit, OrderedDictionary<string, CrmChange> changes, CancellationToken cancellation)
    {
        var records = new List<JsonElement>();
        var isWhole = await api.Rest(page, records, cancellation).ConfigureAwait(false);
        foreach (var record in records)
        {
            var id = RecordFields.IdOf(record);
            cursor.Streams[stream.Relation] = (RecordJson.Time(record, stream.Stamp) ?? throw new SalesforceException("query", 502, []), id);
            if (!stream.IsOwn)
                changes.TryAdd(id, new CrmChange(id));
            else
                changes[id] = Change(reads, record, id);
        }

        if (isWhole && records.Count < limit)
            cursor.Ended.Add(stream.Relation);
    }

    static CrmChange Change(RecordFields reads, JsonElement record, string id)
    {
        var (state, into) = reads.StateOf(record);
        var kind = state switch
        {
            CrmState.Deleted => CrmChangeKind.Deleted,
            CrmState.Merged => CrmChangeKind.Merged,
            CrmState.Converted => CrmChangeKind.Converted,
            _ => CrmChangeKind.Changed,
        };
        return new CrmChange(id, kind, RecordFields.VersionOf(record), into);
    }

    // Formulas change without a trace: all records of use in turn, some at each tick.
    static string Slow(RecordFields reads, CrmInterest interest, string? last) => Soql.Select(
        ["Id"], reads.Object.Name, string.Join(" AND ", new[] { ChangeStream.OfUse(interest), last is null ? null : $"Id > {Soql.Text(last)}" }.OfType<string>()) is { Length: > 0 } where ? where : null,
        $"ORDER BY Id LIMIT {SlowBatch}");

    async Task<string?> ReadSlow(JsonElement page, OrderedDictionary<string, CrmChange> changes, CancellationToken cancellation)
    {
        var records = new List<JsonElement>();
        await api.Rest(page, records, cancellation).ConfigureAwait(false);
        foreach (var id in records.Select(RecordFields.IdOf))
            changes.TryAdd(id, new CrmChange(id));
        return records.Count < SlowBatch ? null : RecordFields.IdOf(records[^1]);
    }

    JsonElement Page(RecordFields reads, ApiPartAnswer answer)
    {
        if (answer.IsSuccess)
            return answer.Body;
        if (SalesforceErrors.Of(answer.Status, answer.Errors is [var first, ..] ? first : SalesforceError.None).Fault == SalesforceFault.Query)
        {
            schemas.Forget(reads.Object.Name);
            if (answer.Errors.SelectMany(e => e.Fields).FirstOrDefault() is { } field)
                throw RecordFields.Hidden(reads.Object.Name, field);
        }

        return answer.Checked("query");
    }

    static (DateTimeOffset, string?)? At(ChangeCursor cursor, ChangeStream stream) =>
        cursor.Streams.TryGetValue(stream.Relation, out var at) ? at
        // A relation that the mapping did not read before begins where the object's own changes began.
        : !stream.IsOwn && cursor.Streams.TryGetValue("", out var own) && own.Id is null ? own : null;

    static void End(ChangeCursor cursor, IReadOnlyList<ChangeStream> streams)
    {
        var next = cursor.Covered ?? cursor.Began!.Value - LongestTransaction;
        cursor.Streams.Clear();
        foreach (var stream in streams)
            cursor.Streams[stream.Relation] = (next, null);
        cursor.Ended.Clear();
        (cursor.Began, cursor.Covered) = (null, null);
    }

    // The start of the oldest transaction that still runs (REST resources-getupdated).
    async Task<DateTimeOffset?> Covered(string crmObject, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var answer = await api.Get("updated", Period(crmObject, "updated", now - TimeSpan.FromMinutes(2), now), cancellation).ConfigureAwait(false);
        return RecordJson.Time(answer, "latestDateCovered");
    }

    // Records that are no longer in the recycle bin; what is there was read with its state. False: deletions are not known any more.
    async Task<bool> Purged(string crmObject, ChangeCursor cursor, OrderedDictionary<string, CrmChange> changes, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (cursor.Purged is not { } last)
        {
            cursor.Purged = now;
            return true;
        }

        if (now - last < PurgeInterval)
            return true;
        try
        {
            var answer = await api.Get("deleted", Period(crmObject, "deleted", last - LongestTransaction, now), cancellation).ConfigureAwait(false);
            var ids = answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("deletedRecords", out var list)
                ? list.EnumerateArray().Select(d => RecordJson.Text(d, "id")).OfType<string>().Where(SalesforceId.IsRecord).Select(SalesforceId.Long).Where(id => !changes.ContainsKey(id)).Distinct().ToList()
                : [];
            var used = Uri.EscapeDataString(Soql.Select(["Id"], crmObject, "")).Length;
            foreach (var part in Soql.Parts(ids, used, SalesforceApi.MaxIds))
            {
                var (kept, _) = await api.Query(Soql.Select(["Id"], crmObject, Soql.In("Id", part)), all: true, cancellation).ConfigureAwait(false);
                foreach (var id in part.Except(kept.Select(RecordFields.IdOf)))
                    changes[id] = new CrmChange(id, CrmChangeKind.Deleted);
            }

            cursor.Purged = now;
            return true;
        }
        catch (SalesforceException old) when (old.Errors is [{ Code: "INVALID_REPLICATION_DATE" }, ..])
        {
            cursor.Purged = now;
            return false;
        }
    }

    static string Period(string crmObject, string what, DateTimeOffset from, DateTimeOffset to) =>
        $"/sobjects/{Soql.Name(crmObject)}/{what}?start={Uri.EscapeDataString(Soql.Time(from))}&end={Uri.EscapeDataString(Soql.Time(to))}";
}
