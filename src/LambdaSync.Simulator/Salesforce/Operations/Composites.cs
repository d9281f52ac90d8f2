using System.Text.Json.Nodes;
using LambdaSync.Simulator.Salesforce.State;
using LambdaSync.Simulator.Salesforce.Wire;

namespace LambdaSync.Simulator.Salesforce.Operations;

/// <summary>The composite resource: 25 parts in one call, 5 of them queries or collections at most (REST, Composite).</summary>
static class Composites
{
    const int MaxParts = 25;
    const int MaxHeavy = 5;

    static readonly string[] Heavy = ["query", "queryAll", "queryMore", "collections"];

    public static ApiAnswer Answer(Organization organization, ApiRequest request)
    {
        var parts = CompositePart.All(request.Object);
        if (parts.Count > MaxParts)
            throw new ApiError("LIMIT_EXCEEDED", $"A composite request has {MaxParts} subrequests at most.");
        if (parts.Count(part => Heavy.Contains(Resources.Name(ApiRequest.Of(part.Method, part.Url, part.Headers, "")))) > MaxHeavy)
            throw new ApiError("LIMIT_EXCEEDED", $"A composite request has {MaxHeavy} query and sObject collections subrequests at most.");
        var allOrNone = request.Object["allOrNone"]?.GetValue<bool>() == true;
        var answers = new Dictionary<string, ApiAnswer>(StringComparer.Ordinal);
        var results = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        var shared = allOrNone ? new Journal(organization, organization.UserId, request.Client, organization.Second) : null;
        foreach (var part in Ordered(parts, request.Object["collateSubrequests"]?.GetValue<bool>() ?? true))
        {
            var answer = answers[part.Reference] = allOrNone && answers.Values.Any(other => !Holds(other)) ? ApiAnswer.Of(RolledBack()) : One(organization, request, part, results, shared);
            if (answer.IsSuccess)
                results[part.Reference] = answer.Body;
        }

        if (answers.Values.All(Holds))
        {
            shared?.Commit();
        }
        else if (shared is not null)
        {
            shared.Rollback();
            foreach (var (reference, answer) in answers.ToList())
            {
                if (Holds(answer))
                    answers[reference] = ApiAnswer.Of(RolledBack());
            }
        }

        return new ApiAnswer(200, new JsonObject { ["compositeResponse"] = new JsonArray([.. parts.Select(part => (JsonNode)Part(answers[part.Reference], part.Reference))]) });
    }

    /// <summary>A part's answer; a refusal is one too.</summary>
    public static ApiAnswer One(Organization organization, ApiRequest outer, CompositePart part, IReadOnlyDictionary<string, JsonNode?> results, Journal? journal)
    {
        try
        {
            return Resources.Answer(organization, part.Request(results, outer), journal);
        }
        catch (ApiError error)
        {
            return ApiAnswer.Of(error);
        }
        catch (Exception wrong) when (wrong is InvalidOperationException or FormatException)
        {
            return ApiAnswer.Of(ApiError.Unreadable(wrong.Message));
        }
    }

    public static JsonObject Part(ApiAnswer answer, string reference)
    {
        var headers = new JsonObject();
        foreach (var (name, value) in answer.Headers)
            headers[name] = value;
        return new JsonObject { ["body"] = answer.Body?.DeepClone(), ["httpHeaders"] = headers, ["httpStatusCode"] = answer.Status, ["referenceId"] = reference };
    }

    public static ApiError RolledBack() => ApiError.Halted("The transaction was rolled back since another operation in the same transaction failed.");

    // 304 is an answer, not a failure.
    static bool Holds(ApiAnswer answer) => answer.IsSuccess || answer.Status == 304;

    // Collated, parts run in another order unless one needs another or has headers: what only reads comes first here, which shows who relies on the order.
    static IEnumerable<CompositePart> Ordered(List<CompositePart> parts, bool isCollated) => isCollated ? parts.OrderBy(part => part.Method == "GET" && part.Needs.Count == 0 && part.Headers.Count == 0 ? 0 : 1) : parts;
}
