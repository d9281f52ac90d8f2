using System.Text.Json;
using LambdaSync.Sync;

namespace LambdaSync.Connections.Salesforce;

/// <summary>The REST resources that are used, in one lane of the call budget. Answers are whole JSON documents.</summary>
sealed class SalesforceApi(SalesforceHttp http, SalesforceSettings settings, Lane lane)
{
    /// <summary>Most parts of a composite (REST resources-composite-composite).</summary>
    public const int MaxParts = 25;

    /// <summary>Most collections and queries among them.</summary>
    public const int MaxQueries = 5;

    /// <summary>Most rows of a collection.</summary>
    public const int MaxRows = 200;

    /// <summary>Most ids of a retrieve.</summary>
    public const int MaxIds = 2000;

    public string Root => $"/services/data/v{settings.ApiVersion}";

    /// <summary>All records of a query, and the server's clock at its first page.</summary>
    /// <param name="all">Deleted records too.</param>
    public async Task<(List<JsonElement> Records, DateTimeOffset Sent)> Query(string soql, bool all, CancellationToken cancellation)
    {
        var (records, first) = await Pages(soql, all, cancellation).ConfigureAwait(false);
        return (records, first.Sent);
    }

    /// <summary>All records of a query, and the server's clock before it read the first of them.</summary>
    public async Task<(List<JsonElement> Records, DateTimeOffset Began)> Read(string soql, bool all, CancellationToken cancellation)
    {
        var (records, first) = await Pages(soql, all, cancellation).ConfigureAwait(false);
        return (records, first.Began);
    }

    async Task<(List<JsonElement> Records, SalesforceReply First)> Pages(string soql, bool all, CancellationToken cancellation)
    {
        var reply = await Send(new SalesforceRequest(all ? "queryAll" : "query", HttpMethod.Get, QueryPath(soql, all)), cancellation).ConfigureAwait(false);
        var records = new List<JsonElement>();
        await Rest(Json("query", reply), records, cancellation).ConfigureAwait(false);
        return (records, reply);
    }

    public static string QueryPath(string soql, bool all) => $"/{(all ? "queryAll" : "query")}?q={Uri.EscapeDataString(soql)}";

    /// <summary>The records of a query's answer and of its further pages. False: a page is gone, so that there are more than these.</summary>
    public async Task<bool> Rest(JsonElement page, List<JsonElement> records, CancellationToken cancellation)
    {
        while (true)
        {
            if (page.ValueKind != JsonValueKind.Object || !page.TryGetProperty("records", out var list) || list.ValueKind != JsonValueKind.Array)
                throw new SalesforceException("query", 502, []);
            records.AddRange(list.EnumerateArray());
            // A page may hold fewer records than asked for: only this says whether it was the last.
            if (!page.TryGetProperty("done", out var done) || done.ValueKind != JsonValueKind.False)
                return true;
            var next = ErrorReader.Text(page, "nextRecordsUrl");
            if (!next.StartsWith("/services/data/", StringComparison.Ordinal))
                throw new SalesforceException("query", 502, []);
            try
            {
                page = Json("query", await Send(new SalesforceRequest("query", HttpMethod.Get, next), cancellation).ConfigureAwait(false));
            }
            catch (SalesforceException lost) when (lost.Fault == SalesforceFault.PageLost && records.Count > 0)
            {
                return false;
            }
        }
    }

    public async Task<JsonElement> Get(string name, string path, CancellationToken cancellation) =>
        Json(name, await Send(new SalesforceRequest(name, HttpMethod.Get, path), cancellation).ConfigureAwait(false));

    public async Task<(JsonElement Answer, DateTimeOffset Began)> Post(string name, string path, ReadOnlyMemory<byte> body, bool isRepeatable, CancellationToken cancellation)
    {
        var reply = await Send(new SalesforceRequest(name, HttpMethod.Post, path) { Body = body, IsRepeatable = isRepeatable }, cancellation).ConfigureAwait(false);
        return (Json(name, reply), reply.Began);
    }

    /// <summary>The versions that the organization offers; needs no login.</summary>
    public async Task<JsonElement> Versions(CancellationToken cancellation) =>
        Json("versions", await Send(new SalesforceRequest("versions", HttpMethod.Get, "/services/data/") { IsPublic = true }, cancellation).ConfigureAwait(false));

    /// <summary>Several requests as one call, carried out in their order; a part that fails stops no other.</summary>
    /// <param name="isRepeatable">Whether sending all of them twice has the effect of once.</param>
    public async Task<(IReadOnlyList<ApiPartAnswer> Parts, DateTimeOffset Sent)> Composite(IReadOnlyList<ApiPart> parts, bool isRepeatable, CancellationToken cancellation)
    {
        var body = JsonBody.Object(json =>
        {
            json.WriteBoolean("allOrNone", false);
            json.WriteBoolean("collateSubrequests", false);
            Write(json, parts);
        });
        var reply = await Send(new SalesforceRequest("composite", HttpMethod.Post, "/composite") { Body = body, IsRepeatable = isRepeatable }, cancellation).ConfigureAwait(false);
        return (Answers(Json("composite", reply), parts), reply.Sent);
    }

    /// <summary>Graphs, each of which is done as a whole or not at all.</summary>
    public async Task<IReadOnlyList<ApiGraphAnswer>> Graphs(IReadOnlyList<IReadOnlyList<ApiPart>> graphs, bool isRepeatable, CancellationToken cancellation)
    {
        var body = JsonBody.Object(json =>
        {
            json.WriteStartArray("graphs");
            for (var i = 0; i < graphs.Count; i++)
            {
                json.WriteStartObject();
                json.WriteString("graphId", GraphId(i));
                Write(json, graphs[i]);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
        var reply = await Send(new SalesforceRequest("graph", HttpMethod.Post, "/composite/graph") { Body = body, IsRepeatable = isRepeatable }, cancellation).ConfigureAwait(false);
        var byId = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (Json("graph", reply) is { ValueKind: JsonValueKind.Object } answer && answer.TryGetProperty("graphs", out var list) && list.ValueKind == JsonValueKind.Array)
        {
            foreach (var graph in list.EnumerateArray())
                byId[ErrorReader.Text(graph, "graphId")] = graph;
        }

        return [.. graphs.Select((parts, i) => byId.TryGetValue(GraphId(i), out var graph) && graph.TryGetProperty("graphResponse", out var response)
            ? new ApiGraphAnswer(RecordJson.Flag(graph, "isSuccessful"), Answers(response, parts))
            : throw new SalesforceException("graph", 502, []))];
    }

    static string GraphId(int number) => "g" + number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    void Write(Utf8JsonWriter json, IReadOnlyList<ApiPart> parts)
    {
        json.WriteStartArray("compositeRequest");
        foreach (var part in parts)
        {
            json.WriteStartObject();
            json.WriteString("method", part.Method.Method);
            json.WriteString("url", Root + part.Path);
            json.WriteString("referenceId", part.Reference);
            if (part.Headers.Count > 0)
            {
                json.WriteStartObject("httpHeaders");
                foreach (var (name, value) in part.Headers)
                    json.WriteString(name, value);
                json.WriteEndObject();
            }

            if (!part.Body.IsEmpty)
            {
                json.WritePropertyName("body");
                json.WriteRawValue(part.Body.Span, skipInputValidation: true);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    static IReadOnlyList<ApiPartAnswer> Answers(JsonElement answer, IReadOnlyList<ApiPart> parts)
    {
        var byReference = new Dictionary<string, ApiPartAnswer>(StringComparer.Ordinal);
        if (answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("compositeResponse", out var list) && list.ValueKind == JsonValueKind.Array)
        {
            foreach (var part in list.EnumerateArray())
            {
                var status = part.TryGetProperty("httpStatusCode", out var code) && code.TryGetInt32(out var number) ? number : 0;
                var reference = ErrorReader.Text(part, "referenceId");
                byReference[reference] = new ApiPartAnswer(reference, status, part.TryGetProperty("body", out var body) ? body : default);
            }
        }

        // A part without an answer was not carried out as far as anyone knows.
        return [.. parts.Select(part => byReference.GetValueOrDefault(part.Reference) ?? throw new SalesforceException("composite", 502, []))];
    }

    Task<SalesforceReply> Send(SalesforceRequest request, CancellationToken cancellation) => http.Send(request with { Lane = lane }, cancellation);

    static JsonElement Json(string name, SalesforceReply reply)
    {
        try
        {
            return reply.Body.IsEmpty ? default : JsonElement.Parse(reply.Body.Span);
        }
        catch (JsonException)
        {
            throw new SalesforceException(name, 502, []);
        }
    }
}
