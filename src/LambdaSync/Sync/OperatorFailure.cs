namespace LambdaSync.Sync;

/// <summary>
/// Tells whose failure it is. What the people who edit a record can correct (a missing or refused value) shows in the record's status
/// fields and raises no alarm; everything else needs an operator: credentials, permissions, the mapping, the CRM's setup, our own faults.
/// </summary>
public static class OperatorFailure
{
    // A value of the record breaks a rule of AWS's or of the mapping's, so another value corrects it.
    static readonly HashSet<string> Editors = new(StringComparer.Ordinal)
    {
        IssueCodes.WrongType, IssueCodes.TooLong, IssueCodes.TooShort, IssueCodes.PatternMismatch, IssueCodes.NotAStandardValue, IssueCodes.Placeholder,
        IssueCodes.Masked, IssueCodes.Required, IssueCodes.TooFew, IssueCodes.TooMany, IssueCodes.AwsRejected, IssueCodes.ValueVariant,
        IssueCodes.ValueNotReversible, IssueCodes.ReadOnlyField, IssueCodes.NotSent, IssueCodes.NoSuchElement, IssueCodes.FallbackMissing,
        IssueCodes.Clash, IssueCodes.NoOwner, IssueCodes.CrmRecordDeleted, IssueCodes.ClosedField, IssueCodes.OtherElement,
        IssueCodes.GateReviewStatus, IssueCodes.GateReferral, IssueCodes.GateStage, IssueCodes.GateCloseDate, IssueCodes.GateSolution,
        IssueCodes.GateAssociation, IssueCodes.GateSpend, IssueCodes.GateClosedLost, IssueCodes.GateDuplicate, IssueCodes.UnsentEdits, IssueCodes.NoAssignee,
    };

    /// <summary>Whether a failed record needs an operator.</summary>
    /// <param name="issues">The record's issues. Only errors count; a failure without one needs an operator.</param>
    public static bool Is(IEnumerable<Issue> issues)
    {
        var errors = issues.Where(issue => issue.Severity == Severity.Error).ToList();
        return errors.Count == 0 || errors.Any(issue => !Editors.Contains(issue.Code));
    }
}
