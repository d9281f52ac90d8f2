using System.Globalization;
using LambdaSync.Simulator.Salesforce.Soql;
using LambdaSync.Simulator.Salesforce.State;
using LambdaSync.Simulator.Salesforce.Wire;

namespace LambdaSync.Simulator.Salesforce.Operations;

/// <summary>Query, QueryAll and their next pages.</summary>
static class Queries
{
    public static ApiAnswer Answer(Organization organization, ApiRequest request)
    {
        OnlyGet(request);
        var (name, path) = (request.Segments[0], $"/services/data/{request.Version}/{request.Segments[0]}");
        var runner = new QueryRunner(organization);
        if (request.Segments.Count > 1 && request.Segments[1].Length > 0)
            return new ApiAnswer(200, runner.More(request.Segments[1], path));
        return new ApiAnswer(200, runner.Run(Parser.Parse(Statement(request)), path, name == "queryAll", BatchSize(request)));
    }

    public static ApiAnswer Tooling(Organization organization, ApiRequest request)
    {
        OnlyGet(request);
        if (!organization.Settings.HasViewSetup)
            throw new ApiError("INSUFFICIENT_ACCESS", "insufficient access rights on object id", 403);
        return new ApiAnswer(200, new QueryRunner(organization).Run(FieldDefinitions.Plain(Parser.Parse(Statement(request))), $"/services/data/{request.Version}/tooling/query", withDeleted: false, BatchSize(request), isTooling: true));
    }

    /// <summary>The statement of a request, or null.</summary>
    public static string? StatementOf(ApiRequest request) => request.Segments is ["query" or "queryAll", ..] or ["tooling", "query", ..] ? request.Query.GetValueOrDefault("q") : null;

    static string Statement(ApiRequest request) => request.Query.TryGetValue("q", out var soql) && soql.Length > 0 ? soql : throw new ApiError("MALFORMED_QUERY", "A query string has to be specified");

    static void OnlyGet(ApiRequest request)
    {
        if (request.Method != "GET")
            throw new ApiError("METHOD_NOT_ALLOWED", $"HTTP Method '{request.Method}' not allowed. Allowed are GET,HEAD");
    }

    // Salesforce takes a size outside of 200..2000 as the nearest one.
    static int BatchSize(ApiRequest request) =>
        int.TryParse(request.Option("Sforce-Query-Options", "batchSize"), NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? Math.Clamp(size, 200, 2000) : 2000;
}
