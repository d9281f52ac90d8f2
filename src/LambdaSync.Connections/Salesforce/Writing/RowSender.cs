using System.Globalization;
using System.Text.Json;

namespace LambdaSync.Connections.Salesforce;

/// <summary>Sends rows: many of one kind in a collection, rows with a condition one by one in a composite, a deal with its related records as a graph.</summary>
sealed class RowSender(SalesforceApi api, SalesforceSettings settings, RecordFields reads, RowAnswers answers)
{
    const int MaxGraphs = 75, MaxNodes = 500, MaxNodeKinds = 15;
    const string Rows = "rows", Stored = "stored", Main = "record";

    SObject Object => reads.Object;

    /// <summary>Rows that exist, by their ids; the write and what was stored are one call.</summary>
    public async Task Update(IReadOnlyList<RowDraft> drafts, CancellationToken cancellation)
    {
        foreach (var part in Parts(drafts, d => d.Id!, RowBody.Id, SalesforceApi.MaxRows))
            await Collection(part, "/composite/sobjects", RowBody.Id, d => d.Id!, cancellation).ConfigureAwait(false);
    }

    /// <summary>Rows that are found or created by their external id.</summary>
    public async Task Upsert(IReadOnlyList<RowDraft> drafts, CancellationToken cancellation)
    {
        foreach (var group in drafts.GroupBy(d => d.Row.ExternalIdField))
        {
            foreach (var part in Parts([.. group], d => d.Row.ExternalId!.Trim(), group.Key, SalesforceApi.MaxRows))
                await Collection(part, $"/composite/sobjects/{Object.Name}/{group.Key}", group.Key, d => d.Row.ExternalId!.Trim(), cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Rows that are written only if their record has not changed since.</summary>
    public async Task Conditional(IReadOnlyList<RowDraft> drafts, CancellationToken cancellation)
    {
        foreach (var part in Parts(drafts, d => d.Id!, RowBody.Id, SalesforceApi.MaxParts - 1))
        {
            var parts = part.Select((draft, i) => Row("r" + i.ToString(CultureInfo.InvariantCulture), draft)).Append(ReadBack(RowBody.Id, part.Select(d => d.Id!))).ToList();
            var (replies, _) = await api.Composite(parts, isRepeatable: true, cancellation).ConfigureAwait(false);
            var stored = Read(replies[^1], RowBody.Id);
            foreach (var (draft, reply) in part.Zip(replies))
            {
                if (reply.IsSuccess)
                    RowAnswers.Written(draft, draft.Id!, created: false, reads, stored(draft.Id!));
                else
                    answers.Refused(draft, reply.Status, reply.Errors);
            }
        }
    }

    /// <summary>Deals with accounts and contacts: each is stored as a whole or not at all.</summary>
    public async Task Graphs(IReadOnlyList<RowDraft> drafts, CancellationToken cancellation)
    {
        foreach (var part in Payloads(drafts))
        {
            var isRepeatable = part.All(p => p.Parts.All(node => node.Method != HttpMethod.Post));
            var replies = await api.Graphs([.. part.Select(p => p.Parts)], isRepeatable, cancellation).ConfigureAwait(false);
            var written = new List<(RowDraft Draft, string Id, bool Created)>();
            foreach (var ((draft, _), reply) in part.Zip(replies))
            {
                if (reply.IsSuccess)
                    written.Add((draft, draft.Id ?? ErrorReader.Text(reply.Parts[^1].Body, "id"), reply.Parts[^1].Status == 201));
                else
                    Refused(draft, reply);
            }

            foreach (var chunk in written.Chunk(SalesforceApi.MaxRows))
            {
                var (records, _) = await api.Query(Soql.Select(reads.Select(withState: false), Object.Name, Soql.In(RowBody.Id, chunk.Select(w => w.Id))), all: false, cancellation).ConfigureAwait(false);
                var byId = records.ToDictionary(RecordFields.IdOf);
                foreach (var (draft, id, created) in chunk)
                    RowAnswers.Written(draft, id, created, reads, byId.TryGetValue(SalesforceId.Long(id), out var record) ? record : null);
            }
        }
    }

    async Task Collection(IReadOnlyList<RowDraft> drafts, string path, string key, Func<RowDraft, string> value, CancellationToken cancellation)
    {
        var write = new ApiPart(Rows, HttpMethod.Patch, path, RowBody.Collection(Object, drafts.Select(d => (d.Own, (key, value(d)))))) { Headers = Headers() };
        var (replies, _) = await api.Composite([write, ReadBack(key, drafts.Select(value))], isRepeatable: true, cancellation).ConfigureAwait(false);
        if (!replies[0].IsSuccess)
        {
            // The collection as a whole: a field that no longer exists, or a permission.
            answers.Refused(drafts, replies[0].Status, replies[0].Errors);
            return;
        }

        if (replies[0].Body.ValueKind != JsonValueKind.Array || replies[0].Body.GetArrayLength() != drafts.Count)
            throw new SalesforceException("rows", 502, []);
        var stored = Read(replies[1], key);
        foreach (var (draft, row) in drafts.Zip(replies[0].Body.EnumerateArray()))
        {
            if (RecordJson.Flag(row, "success") && ErrorReader.Text(row, "id") is { Length: > 0 } id)
                RowAnswers.Written(draft, id, RecordJson.Flag(row, "created"), reads, stored(value(draft)));
            else
                answers.Refused(draft, 400, row.TryGetProperty("errors", out var errors) ? ErrorReader.Read(errors) : []);
        }
    }

    // The node that failed is the one whose error is its own.
    void Refused(RowDraft draft, ApiGraphAnswer reply)
    {
        var failed = reply.Parts.FirstOrDefault(p => !p.IsSuccess && p.Errors is not [{ Code: "PROCESSING_HALTED" }, ..]) ?? reply.Parts.First(p => !p.IsSuccess);
        answers.Refused(draft, failed.Status, failed.Errors, draft.Related.GetValueOrDefault(failed.Reference));
    }

    ApiPart ReadBack(string key, IEnumerable<string> values) =>
        new(Stored, HttpMethod.Get, SalesforceApi.QueryPath(Soql.Select(reads.Select(withState: false).Append(key), Object.Name, Soql.In(key, values)), all: false));

    static Func<string, JsonElement?> Read(ApiPartAnswer answer, string key)
    {
        var byKey = new Dictionary<string, JsonElement>(StringComparer.OrdinalIgnoreCase);
        foreach (var record in answer.Checked("query") is { ValueKind: JsonValueKind.Object } page && page.TryGetProperty("records", out var list) ? list.EnumerateArray() : default)
            byKey[RecordJson.Text(record, key) ?? ""] = record;
        return value => byKey.TryGetValue(value, out var record) ? record : null;
    }

    ApiPart Row(string reference, RowDraft draft) => new(reference, HttpMethod.Patch, $"/sobjects/{Object.Name}/{draft.Id}", RowBody.Of(Object, draft.Own))
    {
        Headers = draft.Row.IfVersion is { } version && RecordJson.TryTime(version, out var time)
            ? [.. Headers(), ("If-Unmodified-Since", time.ToString("R", CultureInfo.InvariantCulture))]
            : Headers(),
    };

    // A part has the headers of its own request.
    IReadOnlyList<(string, string)> Headers() =>
    [
        ("Sforce-Auto-Assign", settings.AssignsOwners ? "TRUE" : "FALSE"),
        .. settings.SavesDuplicates ? [("Sforce-Duplicate-Rule-Header", "allowSave=true")] : Array.Empty<(string, string)>(),
    ];

    List<ApiPart> Nodes(RowDraft draft)
    {
        var nodes = new List<ApiPart>();
        var written = draft.Related.Values.Where(r => r.IsWritten).OrderBy(r => r.Link.Name, StringComparer.Ordinal).ToList();
        // An account first: a new contact of the same deal belongs to it.
        foreach (var related in written.OrderBy(r => r.Target.Has(r.Link.Name) ? 0 : -1))
            nodes.Add(Node(draft, related));
        var own = new LambdaSync.Sync.FlatRecord(draft.Own.ToJson());
        var links = written.Where(r => r.IsNew).Select(r => (r.Link.Name, $"@{{{r.Link.Name}.id}}")).ToList();
        var path = draft.Id is not null ? $"/sobjects/{Object.Name}/{draft.Id}" : $"/sobjects/{Object.Name}/{draft.Row.ExternalIdField}/{Uri.EscapeDataString(draft.Row.ExternalId!.Trim())}";
        nodes.Add(Row(Main, draft) with { Path = path, Body = RowBody.Of(Object, own, links) });
        return nodes;
    }

    ApiPart Node(RowDraft draft, RelatedDraft related)
    {
        var links = draft.Related.Values.Where(other => other != related && related.IsNew && related.Target.Field(other.Link.Name) is { IsCreateable: true } && related.Fields[other.Link.Name] is null)
            .Select(other => (other.Link.Name, other.IsNew ? $"@{{{other.Link.Name}.id}}" : other.Id)).Where(l => l.Item2 is not null).Select(l => (l.Name, l.Item2!)).ToList();
        var body = RowBody.Of(related.Target, related.Fields, links);
        return (related.IsNew, related.Key) switch
        {
            (true, var (field, value)) => new ApiPart(related.Link.Name, HttpMethod.Patch, $"/sobjects/{related.Target.Name}/{field}/{Uri.EscapeDataString(value)}", body) { Headers = Headers() },
            (true, _) => new ApiPart(related.Link.Name, HttpMethod.Post, $"/sobjects/{related.Target.Name}", body) { Headers = Headers() },
            _ => new ApiPart(related.Link.Name, HttpMethod.Patch, $"/sobjects/{related.Target.Name}/{related.Id}", body) { Headers = Headers() },
        };
    }

    // A payload's limits (REST resources-composite-graph-limits). A node's kind is its method and object.
    IEnumerable<IReadOnlyList<(RowDraft Draft, IReadOnlyList<ApiPart> Parts)>> Payloads(IReadOnlyList<RowDraft> drafts)
    {
        var (payload, kinds, count) = (new List<(RowDraft, IReadOnlyList<ApiPart>)>(), new HashSet<string>(), 0);
        foreach (var draft in drafts)
        {
            var nodes = Nodes(draft);
            var its = nodes.Select(n => $"{n.Method} {n.Path.Split('/')[2]}").ToHashSet();
            if (payload.Count > 0 && (payload.Count == MaxGraphs || count + nodes.Count > MaxNodes || kinds.Union(its).Count() > MaxNodeKinds))
            {
                yield return payload;
                (payload, kinds, count) = ([], [], 0);
            }

            payload.Add((draft, nodes));
            kinds.UnionWith(its);
            count += nodes.Count;
        }

        if (payload.Count > 0)
            yield return payload;
    }

    // As many rows as one collection takes and as the query after it has room for.
    IEnumerable<IReadOnlyList<RowDraft>> Parts(IReadOnlyList<RowDraft> drafts, Func<RowDraft, string> value, string key, int most)
    {
        var used = Uri.EscapeDataString(Soql.Select(reads.Select(withState: false).Append(key), Object.Name, "")).Length;
        var at = 0;
        foreach (var part in Soql.Parts([.. drafts.Select(value)], used, most))
        {
            yield return [.. drafts.Skip(at).Take(part.Count)];
            at += part.Count;
        }
    }
}
