using LambdaSync.Json;

namespace LambdaSync.Sync.Outbound;

public sealed partial class OutboundDecision
{
    /// <summary>What the CRM's edits mean for the solutions, products and offers of an opportunity; null: nothing was edited.</summary>
    /// <remarks>What is new is associated before anything is removed: AWS refuses to remove the last one that a stage requires.</remarks>
    public AssociationPlan? Associated(RecordState state, FlatRecord crm, DateOnly today)
    {
        if (mapping.AssociatedFields.Count == 0 || !Sends(state, crm))
            return null;
        var edits = Edits(state, crm, mapping.AssociatedFields).Fields.ToList();
        if (edits.Count == 0)
            return null;
        var (document, baseline, issues, sent) = (state.AwsBaseline, new FlatRecord(state.CrmBaseline), new List<Issue>(), new List<string>());
        foreach (var (name, value) in edits)
        {
            var (mapped, found) = (new Utf8Buffer(), new List<Issue>());
            mapping.MapOutbound(new FlatRecord { [name] = value }.ToJson(), document, today, mapped, found, OutboundCall.AssociateOpportunity);
            issues.AddRange(found);
            if (found.Any(issue => issue.Severity == Severity.Error))
                continue;
            document = mapped.Written.ToArray();
            baseline[name] = value;
            sent.Add(name);
        }

        var (before, after) = (Associations.Of(state.AwsBaseline), Associations.Of(document));
        IReadOnlyList<RelatedChange> changes = [.. after.Except(before).Select(entity => new RelatedChange(entity, true)), .. before.Except(after).Select(entity => new RelatedChange(entity, false))];
        return new AssociationPlan(changes, after, baseline.ToJson(), issues) { CrmBaselineAfterFirst = changes.Count > 1 ? AfterFirst(state, changes[0], sent) : baseline.ToJson() };
    }

    // Between two calls the CRM may go back to the list that it had before the first one: that is an edit, because AWS has taken the first.
    byte[] AfterFirst(RecordState state, RelatedChange first, IEnumerable<string> fields)
    {
        var (baseline, there) = (new FlatRecord(state.CrmBaseline), mapping.InCrm(Associations.With(state.AwsBaseline, first.Entity, first.IsAssociated), []));
        foreach (var name in fields)
            baseline[name] = there[name] ?? "null";
        return baseline.ToJson();
    }
}

/// <summary>One call of AssociateOpportunity, or of DisassociateOpportunity.</summary>
public readonly record struct RelatedChange(Association Entity, bool IsAssociated);

/// <summary>The calls that make AWS's associations those of the CRM.</summary>
/// <param name="Changes">In the order of the calls; empty: AWS has them in another order only.</param>
/// <param name="After">All associations once the calls are made.</param>
/// <param name="CrmBaseline">The CRM's fields as they count from then on.</param>
/// <param name="Issues">Why some edits are not among them.</param>
public sealed record AssociationPlan(IReadOnlyList<RelatedChange> Changes, IReadOnlyList<Association> After, byte[] CrmBaseline, IReadOnlyList<Issue> Issues)
{
    /// <summary>The CRM's fields as they count once AWS has taken the first change.</summary>
    public required byte[] CrmBaselineAfterFirst { get; init; }

    /// <summary>The state once AWS has taken the first change.</summary>
    public RecordState AfterFirst(RecordState state) => state with
    {
        AwsBaseline = Associations.With(state.AwsBaseline, Changes[0].Entity, Changes[0].IsAssociated),
        CrmBaseline = CrmBaselineAfterFirst,
    };
}
