namespace LambdaSync.Files;

/// <summary>AWS's answer for one record of a file that was sent.</summary>
/// <param name="Index">Its place in the answer, from 0.</param>
/// <param name="IsTaken">AWS has the record as it was sent.</param>
/// <param name="Errors">Why it has not.</param>
/// <param name="Warnings">What AWS changed or left out.</param>
public sealed record RecordResult(int Index, string? AwsId, string? PartnerId, bool IsTaken, IReadOnlyList<ResultMessage> Errors, IReadOnlyList<ResultMessage> Warnings)
{
    /// <summary>AWS has nothing to do because it has all of it: the record is as good as taken.</summary>
    public bool IsUnchanged => !IsTaken && Errors.Count > 0 && Errors.All(error => error.Class == ResultClass.NoChange);

    /// <summary>What the errors ask for; of several, the one that takes longest.</summary>
    public ResultClass Class => IsTaken ? ResultClass.None : Errors.Count == 0 ? ResultClass.Unknown : Errors.Max(error => error.Class);

    /// <summary>Errors and warnings as issues for the log.</summary>
    public IEnumerable<Issue> Issues =>
        Errors.Select(error => error.ToIssue(IsUnchanged ? Severity.Note : Severity.Error)).Concat(Warnings.Select(warning => warning.ToIssue(Severity.Warning)));
}
