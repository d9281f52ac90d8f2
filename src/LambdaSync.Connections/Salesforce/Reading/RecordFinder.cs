using System.Text.Json;
using LambdaSync.Connections.Crm;
using LambdaSync.Sync;

namespace LambdaSync.Connections.Salesforce;

/// <summary>Finds records by id or by another field: an answer for every value.</summary>
sealed class RecordFinder(SalesforceApi api, SchemaSource schemas)
{
    const string Id = "Id";

    // A query's URL holds about this many ids.
    const int IdsOfQuery = 400;

    public async Task<IReadOnlyList<CrmFound>> Find(string crmObject, string field, IReadOnlyList<string> values, IReadOnlyList<string> fields, CancellationToken cancellation)
    {
        var schema = await schemas.Get(api, crmObject, cancellation).ConfigureAwait(false);
        var key = schema.Field(field) ?? throw RecordFields.Hidden(crmObject, field);
        var reads = await RecordFields.Of(schemas, api, schema, fields, cancellation).ConfigureAwait(false);
        var isId = field == Id;
        var keys = new KeyOf(isId, key.IsCaseSensitive);
        var asked = values.Where(value => isId ? SalesforceId.IsRecord(value) : !string.IsNullOrWhiteSpace(value)).DistinctBy(keys.Of).ToList();
        var found = new Dictionary<string, List<CrmFound>>(StringComparer.Ordinal);
        try
        {
            var rest = isId && asked.Count > IdsOfQuery && !fields.Any(f => f.Contains('.', StringComparison.Ordinal)) ? await Retrieve(reads, asked, found, cancellation).ConfigureAwait(false) : asked;
            // By another field than the id only records count that have the value now.
            await Query(reads, field, rest, keys, isId, found, cancellation).ConfigureAwait(false);
        }
        catch (SalesforceException hidden) when (hidden.Fault == SalesforceFault.Query)
        {
            // Seen when it was described: the permission was removed since.
            schemas.Forget(crmObject);
            throw hidden.Errors.SelectMany(e => e.Fields).FirstOrDefault() is { } name ? RecordFields.Hidden(crmObject, name) : hidden.AsConnection();
        }

        return [.. values.SelectMany(value => found.TryGetValue(keys.Of(value), out var answers) ? answers.Select(a => a with { Value = value }) : [new CrmFound(value, CrmState.Absent) { MayBeHidden = isId && SalesforceId.IsRecord(value) && value.StartsWith(schema.KeyPrefix, StringComparison.Ordinal) }])];
    }

    async Task Query(RecordFields reads, string field, IReadOnlyList<string> values, KeyOf keys, bool withDeleted, Dictionary<string, List<CrmFound>> found, CancellationToken cancellation)
    {
        var select = reads.Select(withState: true).Append(field).ToList();
        var used = Uri.EscapeDataString(Soql.Select(select, reads.Object.Name, "")).Length;
        foreach (var part in Soql.Parts(values, used, SalesforceApi.MaxIds))
        {
            var (records, began) = await api.Read(Soql.Select(select, reads.Object.Name, Soql.In(field, part)), withDeleted, cancellation).ConfigureAwait(false);
            foreach (var record in records)
                Add(found, keys.Of(RecordJson.Text(record, field) ?? RecordJson.Find(record, field)?.GetRawText() ?? ""), Answer(reads, record, began));
        }
    }

    // Own fields of many ids in one call. It answers null for a record that is deleted, missing or hidden alike: those are asked for again.
    async Task<IReadOnlyList<string>> Retrieve(RecordFields reads, IReadOnlyList<string> ids, Dictionary<string, List<CrmFound>> found, CancellationToken cancellation)
    {
        var rest = new List<string>();
        foreach (var part in ids.Chunk(SalesforceApi.MaxIds))
        {
            var body = JsonBody.Object(json =>
            {
                json.WriteStartArray("ids");
                foreach (var id in part)
                    json.WriteStringValue(id);
                json.WriteEndArray();
                json.WriteStartArray("fields");
                foreach (var field in reads.Select(withState: true).Distinct())
                    json.WriteStringValue(field);
                json.WriteEndArray();
            });
            var (answer, began) = await api.Post("retrieve", $"/composite/sobjects/{reads.Object.Name}", body, isRepeatable: true, cancellation).ConfigureAwait(false);
            if (answer.ValueKind != JsonValueKind.Array || answer.GetArrayLength() != part.Length)
                throw new SalesforceException("retrieve", 502, []);
            foreach (var (id, record) in part.Zip(answer.EnumerateArray()))
            {
                if (record.ValueKind == JsonValueKind.Object)
                    Add(found, SalesforceId.Long(id), Answer(reads, record, began));
                else
                    rest.Add(id);
            }
        }

        return rest;
    }

    static CrmFound Answer(RecordFields reads, JsonElement record, DateTimeOffset began)
    {
        var (state, into) = reads.StateOf(record);
        // A converted lead can still be read; what was deleted cannot be worked with.
        return new CrmFound("", state, state is CrmState.Found or CrmState.Converted ? reads.Read(record, began) : null, into);
    }

    static void Add(Dictionary<string, List<CrmFound>> found, string key, CrmFound answer)
    {
        if (!found.TryGetValue(key, out var answers))
            found[key] = answers = [];
        answers.Add(answer);
    }

    /// <summary>When two values are the same: ids of 15 and of 18 characters, texts without regard to case unless the field says so.</summary>
    readonly record struct KeyOf(bool IsId, bool IsCaseSensitive)
    {
        public string Of(string value) => IsId ? SalesforceId.Long(value) : IsCaseSensitive ? value.TrimEnd() : value.TrimEnd().ToUpperInvariant();
    }
}
