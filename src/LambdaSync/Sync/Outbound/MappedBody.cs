using System.Text.Json.Nodes;
using LambdaSync.Fields;

namespace LambdaSync.Sync.Outbound;

/// <summary>What the mapping wrote, as CreateOpportunity and UpdateOpportunity take it.</summary>
static class MappedBody
{
    /// <summary>Gives states of the USA AWS's names, and removes what AWS takes with a marketing activity only where there is none.</summary>
    /// <param name="known">The opportunity as AWS has it, or an empty one.</param>
    /// <returns>An issue for each field that was removed.</returns>
    public static IEnumerable<Issue> Complete(JsonObject opportunity, JsonObject known)
    {
        UsStates.Name(opportunity);
        return EchoedBody.RemoveCompanions(opportunity, known).Select(OutboundIssues.OfActivity);
    }
}
