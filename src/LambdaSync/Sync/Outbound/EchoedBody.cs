using System.Text.Json.Nodes;

namespace LambdaSync.Sync.Outbound;

/// <summary>
/// What GetOpportunity answers and UpdateOpportunity refuses to take back as it is: elements without what AWS requires of one, empty lists,
/// and since 2026-05 a missing marketing source.
/// </summary>
static class EchoedBody
{
    static readonly string[] OfActivity = ["AwsFundingUsed", "CampaignName", "Channels", "UseCases"];

    static readonly string[] Person = ["Email", "FirstName", "LastName"], Spend = ["Amount", "EstimationUrl", "TargetCompany"];

    /// <summary>Makes the body one that AWS takes; what a person entered stays.</summary>
    public static void Complete(JsonObject body)
    {
        DropStubs(body["Customer"] as JsonObject, "Contacts", Person);
        DropStubs(body["Project"] as JsonObject, "ExpectedCustomerSpend", Spend);
        if (body["Project"] is JsonObject project)
        {
            if (project["SalesActivities"] is JsonArray { Count: 0 })
                project.Remove("SalesActivities");
            // Left out it stays as it is, so a duration that was cleared is null as a whole.
            if (project["ExpectedContractDuration"] is JsonObject duration && duration.All(member => IsEmpty(member.Value)))
                project["ExpectedContractDuration"] = null;
        }

        if (body["Marketing"] is not JsonObject marketing)
            body["Marketing"] = marketing = [];
        if (IsEmpty(marketing["Source"]))
            marketing["Source"] = "None";
    }

    /// <summary>Removes what AWS takes with a marketing activity only, where the source is none. What AWS has itself goes back as it is.</summary>
    /// <param name="known">The opportunity as AWS has it, or an empty one.</param>
    /// <returns>The paths of what was removed.</returns>
    public static IReadOnlyList<string> RemoveCompanions(JsonObject opportunity, JsonObject known)
    {
        if (opportunity["Marketing"] is not JsonObject marketing || IsActivity(marketing))
            return [];
        var atAws = known["Marketing"] is JsonObject there && !IsActivity(there) ? there : [];
        List<string> removed = [.. OfActivity.Where(name => marketing[name] is { } value && !JsonNode.DeepEquals(value, atAws[name]))];
        foreach (var name in removed)
            marketing.Remove(name);
        return [.. removed.Select(name => "Marketing." + name)];
    }

    static bool IsActivity(JsonObject marketing) => !IsEmpty(marketing["Source"]) && marketing["Source"]!.ToString() != "None";

    static void DropStubs(JsonObject? parent, string list, string[] members)
    {
        if (parent?[list] is not JsonArray elements)
            return;
        foreach (var stub in elements.Where(element => element is JsonObject value && members.All(name => IsEmpty(value[name]))).ToList())
            elements.Remove(stub);
        if (elements.Count == 0)
            parent.Remove(list);
    }

    static bool IsEmpty(JsonNode? value) => value is null || (value is JsonValue text && text.TryGetValue<string>(out var found) && found.Length == 0);
}
