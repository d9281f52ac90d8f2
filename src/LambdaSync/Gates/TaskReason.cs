namespace LambdaSync.Gates;

/// <summary>What a failed task's ReasonCode means.</summary>
/// <param name="Code">As AWS wrote it.</param>
/// <param name="Sentence">For the CRM record. AWS's own message may quote values, so it is for the log only.</param>
/// <param name="Fix">What to do, one sentence.</param>
public sealed record TaskReason(string Code, string Sentence, TaskReasonClass Class, string Fix)
{
    /// <summary>What a <see cref="TaskReasonClass.Reread"/> becomes when the record shows that nothing was done.</summary>
    public TaskReasonClass Otherwise { get; init; } = TaskReasonClass.Person;

    /// <summary>The IAM actions that the role lacks, if that is the reason.</summary>
    public IReadOnlyList<string> Actions { get; init; } = [];

    /// <summary>Whether LambdaSync submits again without a command, after so many submissions of the unchanged record.</summary>
    public bool MayRetry(int attempts) => Class switch
    {
        TaskReasonClass.Transient => attempts < 6,
        TaskReasonClass.TransientSlow or TaskReasonClass.Unknown => attempts < 3,
        _ => false,
    };

    /// <summary>The failure as the record's issue.</summary>
    public Issue Issue => Class is TaskReasonClass.Transient or TaskReasonClass.TransientSlow
        ? Issue.Warning(IssueCodes.TaskFailed, null, Code, $"Submission failed: {Sentence} ({Code}).", Fix)
        : Issue.Error(IssueCodes.TaskFailed, null, Code, $"Submission failed: {Sentence} ({Code}).", Fix);

    /// <summary>AWS's own words for a failure, which name the fields, as the sync log has them; none: AWS gave none.</summary>
    internal static IEnumerable<Issue> SaidByAws(string? message) => message is null
        ? []
        : [LambdaSync.Issue.Note(IssueCodes.TaskFailed, null, null, $"AWS's message: {(message.Length <= LongestMessage ? message : message[..LongestMessage] + "...")}", "See the failure that it belongs to.")];

    const int LongestMessage = 2000;
}
