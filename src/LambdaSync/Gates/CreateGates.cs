namespace LambdaSync.Gates;

/// <summary>What keeps a CRM record from becoming an opportunity at AWS.</summary>
public static class CreateGates
{
    /// <summary>Why a record is skipped, or null (row S-26): one that was lost before AWS saw it is nothing to work on together.</summary>
    public static Issue? Skip(GateFacts facts)
    {
        if (new GateOpportunity(facts.Document).Stage != "Closed Lost")
            return null;
        var name = GateFields.Name(facts.Mapping, "LifeCycle.Stage");
        return Issue.Note(
            IssueCodes.GateClosedLost, name, "Closed Lost", "The deal was lost before it was shared, so it is not created at AWS.", $"Nothing, if it is lost; else set {name} back and share it again.");
    }

    /// <summary>The stage that a creation can't have, because nothing is associated with the opportunity before it exists; null: it can.</summary>
    public static Issue? Stage(GateFacts facts) =>
        new GateOpportunity(facts.Document).Stage is ("Committed" or "Launched") and { } stage ? StageIssues.AfterCreation(facts.Mapping, stage) : null;

    /// <summary>What AWS would refuse or, worse, take (row S-2).</summary>
    /// <param name="partnerIdentifier">The PartnerOpportunityIdentifier that the request carries, or null.</param>
    public static IReadOnlyList<Issue> Of(GateFacts facts, string? partnerIdentifier)
    {
        var issues = new List<Issue>();
        if (string.IsNullOrWhiteSpace(partnerIdentifier))
        {
            issues.Add(Issue.Error(
                IssueCodes.GatePartnerIdentifier, GateFields.Name(facts.Mapping, "PartnerOpportunityIdentifier"), null,
                "A creation needs PartnerOpportunityIdentifier, the CRM record's id: without it the opportunity could not be found again and might be created twice.",
                "Share a record that the CRM has stored, so that it has an id."));
        }

        var opportunity = new GateOpportunity(facts.Document);
        if (opportunity.CloseDate is not null && CloseDateGate.Of(facts, opportunity.CloseDate, Severity.Error) is { } date)
            issues.Add(date);
        issues.AddRange(SpendGates.Of(facts, opportunity));
        return [.. issues.OrderByDescending(issue => issue.Severity)];
    }
}
