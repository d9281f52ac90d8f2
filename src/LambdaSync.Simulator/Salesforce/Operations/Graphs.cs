using System.Text.Json.Nodes;
using LambdaSync.Simulator.Salesforce.State;
using LambdaSync.Simulator.Salesforce.Wire;

namespace LambdaSync.Simulator.Salesforce.Operations;

/// <summary>Composite graphs: each is saved wholly or not at all. The limits are those of REST, Composite Graph Limits; the code of a broken limit is not published.</summary>
static class Graphs
{
    const int MaxGraphs = 75;
    const int MaxNodes = 500;
    const int MaxDepth = 15;
    const int MaxDifferent = 15;
    const int MaxFailed = 14;

    public static ApiAnswer Answer(Organization organization, ApiRequest request)
    {
        if (request.Object["graphs"] is not JsonArray { Count: > 0 } array)
            throw ApiError.Unreadable("The graphs are missing.");
        var graphs = array.Select(graph => (Id: graph?["graphId"]?.GetValue<string>() ?? throw ApiError.Unreadable("A graphId is missing."), Parts: CompositePart.All(graph!.AsObject()))).ToList();
        Check(graphs.Count <= MaxGraphs, $"{MaxGraphs} graphs");
        Check(graphs.Sum(graph => graph.Parts.Count) <= MaxNodes, $"{MaxNodes} nodes");
        Check(graphs.TrueForAll(graph => graph.Parts.Select(Kind).Distinct(StringComparer.OrdinalIgnoreCase).Count() <= MaxDifferent), $"{MaxDifferent} different nodes");
        Check(graphs.TrueForAll(graph => Depth(graph.Parts) <= MaxDepth), $"a depth of {MaxDepth}");
        if (graphs.GroupBy(graph => graph.Id, StringComparer.Ordinal).Any(same => same.Count() > 1))
            throw new ApiError("INVALID_INPUT", "Duplicate graph ID.");
        var failed = 0;
        var answers = new JsonArray();
        foreach (var (id, parts) in graphs)
        {
            var (responses, isSuccessful) = failed < MaxFailed ? Run(organization, request, parts) : ([.. parts.Select(_ => ApiAnswer.Of(ApiError.Halted("The request was halted because too many graphs failed.")))], false);
            failed += isSuccessful ? 0 : 1;
            answers.Add((JsonNode)new JsonObject
            {
                ["graphId"] = id,
                ["graphResponse"] = new JsonObject { ["compositeResponse"] = new JsonArray([.. parts.Zip(responses, (part, answer) => (JsonNode)Composites.Part(answer, part.Reference))]) },
                ["isSuccessful"] = isSuccessful,
            });
        }

        return new ApiAnswer(200, new JsonObject { ["graphs"] = answers });
    }

    static (List<ApiAnswer> Answers, bool IsSuccessful) Run(Organization organization, ApiRequest request, List<CompositePart> parts)
    {
        var journal = new Journal(organization, organization.UserId, request.Client, organization.Second);
        var results = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        var answers = new Dictionary<string, ApiAnswer>(StringComparer.Ordinal);
        foreach (var part in Sorted(parts))
        {
            var answer = answers[part.Reference] = IsSupported(part) ? Composites.One(organization, request, part, results, journal) : ApiAnswer.Of(new ApiError("INVALID_INPUT", $"The url {part.Url} can't be used in a graph."));
            if (!answer.IsSuccess)
                break;
            results[part.Reference] = answer.Body;
        }

        if (answers.Count == parts.Count && answers.Values.All(answer => answer.IsSuccess))
        {
            journal.Commit();
            return ([.. parts.Select(part => answers[part.Reference])], true);
        }

        journal.Rollback();
        return ([.. parts.Select(part => answers.TryGetValue(part.Reference, out var answer) && !answer.IsSuccess ? answer : ApiAnswer.Of(Composites.RolledBack()))], false);
    }

    // Nodes whose results are needed come first, wherever they stand.
    static List<CompositePart> Sorted(List<CompositePart> parts)
    {
        var (left, sorted, known) = (parts.ToList(), new List<CompositePart>(), parts.Select(part => part.Reference).ToHashSet(StringComparer.Ordinal));
        while (left.Count > 0)
        {
            var next = left.Find(part => part.Needs.All(need => !known.Contains(need) || sorted.Exists(done => done.Reference == need))) ?? throw new ApiError("INVALID_INPUT", "The graph has a cycle.");
            left.Remove(next);
            sorted.Add(next);
        }

        return sorted;
    }

    static int Depth(List<CompositePart> parts)
    {
        var depths = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var part in Sorted(parts))
            depths[part.Reference] = 1 + part.Needs.Select(need => depths.GetValueOrDefault(need)).DefaultIfEmpty().Max();
        return depths.Values.Max();
    }

    // Method, object and version.
    static string Kind(CompositePart part)
    {
        var request = ApiRequest.Of(part.Method, part.Url, part.Headers, "");
        return $"{part.Method} {request.Version} {request.Segments.ElementAtOrDefault(1)}";
    }

    // sObject, its rows by id or by external id: no query, no collection.
    static bool IsSupported(CompositePart part) => ApiRequest.Of(part.Method, part.Url, part.Headers, "").Segments is ["sobjects", _] or ["sobjects", _, not ("describe" or "updated" or "deleted")] or ["sobjects", _, _, _];

    static void Check(bool holds, string most)
    {
        if (!holds)
            throw new ApiError("LIMIT_EXCEEDED", $"A graph request has {most} at most.");
    }
}
