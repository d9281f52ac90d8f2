using System.Text.Json.Nodes;
using LambdaSync.Simulator.Salesforce.State;
using LambdaSync.Simulator.Salesforce.Wire;

namespace LambdaSync.Simulator.Salesforce.Operations;

/// <summary>Which resource a request is for, and its answer.</summary>
static class Resources
{
    /// <summary>The name of the resource, as faults and recorded requests have it.</summary>
    public static string Name(ApiRequest request) => Path(request) switch
    {
        ["sobjects"] => "describeGlobal",
        ["sobjects", _, "describe"] => "describe",
        ["sobjects", _, "updated"] => "updated",
        ["sobjects", _, "deleted"] => "deleted",
        ["sobjects", var name, ..] when name.EndsWith("__e", StringComparison.OrdinalIgnoreCase) => "event",
        ["sobjects", ..] => "sobjects",
        ["query" or "queryAll", _] => "queryMore",
        ["query" or "queryAll"] => request.Segments[0],
        ["composite", "sobjects", ..] => "collections",
        ["composite", "graph"] => "graph",
        ["composite"] => "composite",
        ["limits"] => "limits",
        ["ui-api", ..] => "picklists",
        ["tooling", ..] => "tooling",
        [] => "resources",
        _ => "unknown",
    };

    /// <param name="outer">The transaction that the request is part of; null: one of its own.</param>
    /// <exception cref="ApiError">The request is refused.</exception>
    public static ApiAnswer Answer(Organization organization, ApiRequest request, Journal? outer = null) => Path(request) switch
    {
        ["sobjects"] => Describes.Global(organization, request),
        ["sobjects", var name, "describe"] => Describes.One(organization, request, name),
        ["sobjects", var name, "updated"] => Replication.Updated(organization, request, name),
        ["sobjects", var name, "deleted"] => Replication.Deleted(organization, request, name),
        ["sobjects", ..] => RowResource.Answer(organization, request, outer),
        ["query" or "queryAll", ..] => Queries.Answer(organization, request),
        ["composite", "sobjects", ..] => Collections.Answer(organization, request, outer),
        ["composite", "graph"] when request.Method == "POST" => Graphs.Answer(organization, request),
        ["composite"] when request.Method == "POST" => Composites.Answer(organization, request),
        ["limits"] => Limits(organization),
        ["ui-api", "object-info", var name, "picklist-values", var type] => Picklists.Answer(organization, name, type),
        ["tooling", "query", ..] => Queries.Tooling(organization, request),
        [] => new ApiAnswer(200, Listed(request)),
        _ => throw ApiError.NotFound(),
    };

    /// <summary>Does something in the outer transaction, or in one that commits where nothing is thrown.</summary>
    public static T InTransaction<T>(Organization organization, ApiRequest request, Journal? outer, Func<Journal, T> work)
    {
        if (outer is not null)
            return work(outer);
        var journal = new Journal(organization, organization.UserId, request.Client, organization.Second);
        try
        {
            var result = work(journal);
            journal.Commit();
            return result;
        }
        catch (ApiError)
        {
            journal.Rollback();
            throw;
        }
    }

    // Without what a slash at the end leaves; an external id may be empty.
    static IReadOnlyList<string> Path(ApiRequest request) => request.Segments is [.., ""] && request.Segments.Count != 4 ? [.. request.Segments.SkipLast(1)] : request.Segments;

    static ApiAnswer Limits(Organization organization) => new(200, new JsonObject
    {
        ["DailyApiRequests"] = new JsonObject { ["Max"] = organization.Usage.Max, ["Remaining"] = Math.Max(0, organization.Usage.Max - organization.Usage.Used) },
        ["DailyDeliveredPlatformEvents"] = new JsonObject { ["Max"] = 25_000, ["Remaining"] = Math.Max(0, 25_000 - organization.Changes.Delivered) },
        ["HourlyPublishedPlatformEvents"] = new JsonObject { ["Max"] = 250_000, ["Remaining"] = Math.Max(0, 250_000 - organization.Published.Count) },
    });

    static JsonObject Listed(ApiRequest request)
    {
        var listed = new JsonObject();
        foreach (var name in (string[])["sobjects", "query", "queryAll", "composite", "limits", "tooling", "ui-api"])
            listed[name] = $"/services/data/{request.Version}/{name}";
        return listed;
    }
}
