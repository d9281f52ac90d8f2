using LambdaSync.Fields;
using LambdaSync.Mapping;
using LambdaSync.Sync.Outbound;

namespace LambdaSync.Gates;

/// <summary>What the field catalogue finds in the opportunity, in the CRM's field names.</summary>
static class CompletenessGate
{
    // Members of the request itself, and what other gates say in more words.
    static readonly HashSet<string> Elsewhere = new(["Catalog", "Identifier", "LastModifiedDate", "LifeCycle.Stage", "LifeCycle.TargetCloseDate", "LifeCycle.ClosedLostReason"], StringComparer.Ordinal);

    /// <param name="isSubmission">
    /// "Opportunities in the Pending Submission state must have complete details" (CreateOpportunity's operation text): then what the field
    /// sheet requires always is an error too; what it requires under a condition stays a warning.
    /// </param>
    public static IEnumerable<Issue> Of(GateFacts facts, GateOpportunity opportunity, bool isSubmission)
    {
        var body = OpportunityBody.Update("AWS", opportunity.Id ?? "O1", opportunity.Text("LastModifiedDate") ?? "2000-01-01T00:00:00Z", opportunity.Json);
        foreach (var issue in RequestCheck.Check("UpdateOpportunity", body))
        {
            if (issue.Field is not { } place)
                yield return issue;
            else if (place == "PartnerOpportunityIdentifier" && opportunity.Id is null)
                continue; // The creation gives it.
            else if (!(Elsewhere.Contains(place) && issue.Code == IssueCodes.Required) && !IsOfRequest(place))
                yield return issue.Code == IssueCodes.Required ? Missing(facts.Mapping, issue, place, isSubmission) : Named(facts.Mapping, issue, place);
        }
    }

    static bool IsOfRequest(string place) => place is "Catalog" or "Identifier" or "LastModifiedDate";

    static Issue Missing(CompiledMapping mapping, Issue issue, string place, bool isSubmission)
    {
        var name = GateFields.Name(mapping, place);
        var isAlways = FieldCatalogue.Of(mapping.Object).ByPath(place)?.Required == Requirement.Mandatory;
        var severity = isSubmission && isAlways ? Severity.Error : issue.Severity;
        return issue with
        {
            Severity = severity,
            Field = name,
            Rule = severity == Severity.Error ? $"{name} is empty, and AWS requires it (AWS: REQUIRED_FIELD_MISSING)." : $"{name} is empty, and AWS's field sheet requires it here.",
            Fix = name == place ? $"Fill {place}, which the mapping sends from no CRM field: add a line for it, or fill it in Partner Central." : $"Fill {name} in the CRM.",
        };
    }

    /// <summary>The issue in the CRM's name for its field.</summary>
    public static Issue Named(CompiledMapping mapping, Issue issue) => issue.Field is { } place ? Named(mapping, issue, place) : issue;

    static Issue Named(CompiledMapping mapping, Issue issue, string place)
    {
        var name = GateFields.Name(mapping, place);
        var path = FieldCatalogue.Of(mapping.Object).ByPath(place)?.Path ?? place;
        return issue with
        {
            Field = name,
            Rule = issue.Rule.Replace(place, name, StringComparison.Ordinal).Replace(path, name, StringComparison.Ordinal),
        };
    }
}
