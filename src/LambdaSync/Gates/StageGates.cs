using LambdaSync.Mapping;

namespace LambdaSync.Gates;

/// <summary>
/// What AWS would refuse at UpdateOpportunity because of a stage (row A11). A rule holds for what changed: a stage, a date or a spend that
/// AWS itself has goes back as AWS has it.
/// </summary>
public static class StageGates
{
    /// <param name="facts">The document as it will be.</param>
    /// <param name="atAws">The document as AWS has it, or empty: everything is new.</param>
    public static IReadOnlyList<Issue> Of(GateFacts facts, ReadOnlyMemory<byte> atAws = default)
    {
        var (after, before) = (new GateOpportunity(facts.Document), new GateOpportunity(atAws));
        var issues = new List<Issue>();
        if (after.Stage != before.Stage)
            issues.AddRange(OfStage(facts.Mapping, after));
        var isClosed = after.Stage is "Launched" or "Closed Lost";

        // A closed deal's date is the day on which it was closed: AWS's text does not except it, so it is advice there.
        if (after.CloseDate is not null && after.CloseDate != before.CloseDate && CloseDateGate.Of(facts, after.CloseDate, isClosed ? Severity.Warning : Severity.Error) is { } date)
            issues.Add(date);
        var known = SpendGates.Of(facts with { Document = atAws }, before).ToHashSet();
        issues.AddRange(SpendGates.Of(facts, after).Where(issue => !known.Contains(issue)));
        return [.. issues.OrderByDescending(issue => issue.Severity)];
    }

    static IEnumerable<Issue> OfStage(CompiledMapping mapping, GateOpportunity opportunity)
    {
        var stage = opportunity.Stage;
        if (stage == "Closed Lost" && opportunity.Text("LifeCycle", "ClosedLostReason") is null)
            yield return StageIssues.NoReason(mapping);
        if (stage is "Committed" or "Launched" && opportunity.Sellable.Count == 0)
            yield return SolutionIssues.None(mapping, opportunity, $"reach {GateFields.Values(mapping, "LifeCycle.Stage", stage)}");
        if (stage == "Launched" && !(opportunity.Text("Customer", "Account", "AwsAccountId") is { } account && AwsAccount.Is(account)))
            yield return StageIssues.NoAccount(mapping);
        if (opportunity.Related("AwsMarketplaceOffers").Count + opportunity.Related("AwsMarketplaceOfferSets").Count > 0)
            yield break;
        if (stage is "Committed" or "Launched" && IsForMarketplace(opportunity))
            yield return StageIssues.NoOffer(mapping);
        if (stage == "Launched" && opportunity.Text("Marketing", "AwsFundingUsed") == "Yes")
            yield return StageIssues.NoOfferForFunding(mapping);
    }

    static bool IsForMarketplace(GateOpportunity opportunity) =>
        opportunity.Related("AwsMarketplaceSolutions").Count + opportunity.Related("AwsMarketplaceProducts").Count > 0;
}
