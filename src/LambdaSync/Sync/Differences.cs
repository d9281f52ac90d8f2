using LambdaSync.Mapping;
using LambdaSync.Sync.Outbound;

namespace LambdaSync.Sync;

/// <summary>What the two sides of a record do not agree on after they were compared. Pure.</summary>
public sealed class Differences(CompiledMapping mapping, OutboundDecision outbound)
{
    /// <summary>An issue for each inbound line whose value in the CRM is not AWS's, with the reason.</summary>
    /// <param name="state">The record after the comparison.</param>
    /// <param name="crm">The CRM's fields after it.</param>
    public IReadOnlyList<Issue> Of(RecordState state, FlatRecord crm)
    {
        var (issues, unknown) = (new List<Issue>(), new HashSet<string>(StringComparer.Ordinal));
        var now = mapping.InCrm(state.AwsBaseline, issues, unknown);
        var (baseline, reported) = (new FlatRecord(state.CrmBaseline), new ReportedEdits(state.ReportedEdits));
        var edits = outbound.EditedFields(state, crm);
        var isReceived = mapping.Source.InboundUpdates && mapping.Applies(inbound: true, state.AwsBaseline, "{}"u8);
        foreach (var name in mapping.CrmFields.Where(name => !unknown.Contains(name)))
        {
            var (aws, held) = (now[name] ?? "null", crm.IsEmpty(name) ? "null" : crm[name]!);
            var isEdit = edits.Contains(name);
            if (mapping.MeanSame(name, aws, held) || (!isEdit && held == baseline[name] && mapping.IsFormOf(name, aws, held)))
                continue;
            // AWS has nothing there: a value of the CRM's own contradicts nothing. Nor is there anything to compare without a related record.
            if ((aws == "null" && !isEdit && !reported.Has(name, held)) || (held == "null" && IsRelated(name)))
                continue;
            if (Why(name, isEdit, isReceived, outbound.Sends(state, crm)) is { } why)
                issues.Add(DecisionIssues.Different(name, held, aws, why));
        }

        return issues;
    }

    // Null: an issue of the comparison itself says it.
    string? Why(string name, bool isEdit, bool isReceived, bool isSent) => (isEdit, isSent, isReceived) switch
    {
        (true, false, _) => "the sync flag of the CRM record is off, or it does not meet the mapping's \"when\" conditions for outbound, so its edits are not sent",
        (true, _, _) => null,
        (_, _, false) => "the mapping does not apply AWS's changes to this record",
        _ when mapping.InboundOnlyFields.Contains(name) && IsRelated(name) => "the related CRM record is shared with other records and is not changed",
        _ when mapping.InboundOnlyFields.Contains(name) => "the CRM has a value of its own, and the mapping never sends this field to AWS",
        _ when mapping.UnsentFields.Contains(name) => "the CRM has a value of its own, and no operation sends this field to AWS",
        _ => "both sides had different values when they were compared, and no owner decided between them",
    };

    static bool IsRelated(string name) => name.Contains('.', StringComparison.Ordinal);
}
