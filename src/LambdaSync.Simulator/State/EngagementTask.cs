namespace LambdaSync.Simulator.State;

/// <summary>Work that an operation only starts: it ends by the clock.</summary>
/// <param name="operation">The operation that started it.</param>
sealed class EngagementTask(string id, string operation, DateTimeOffset start, DateTimeOffset due)
{
    public const string InProgress = "IN_PROGRESS", Complete = "COMPLETE", Failed = "FAILED";

    public string Id => id;

    public string Operation => operation;

    public DateTimeOffset Start => start;

    /// <summary>When it ends; a held one does not, until it is released.</summary>
    public DateTimeOffset Due { get; set; } = due;

    /// <summary>What happens when it is due.</summary>
    public required Action<EngagementTask> Work { get; init; }

    /// <summary>It fails for this instead: asked for by a control verb.</summary>
    public TaskFailure? Asked { get; init; }

    public string Status { get; private set; } = InProgress;

    public string? ReasonCode { get; private set; }

    public string? Message { get; private set; }

    public string? OpportunityId { get; set; }

    public string? EngagementId { get; set; }

    public string? InvitationId { get; set; }

    public string? ContextId { get; set; }

    public string? JobId { get; set; }

    public void End()
    {
        try
        {
            if (Asked is not null)
                throw new TaskFailed(Asked.ReasonCode, Asked.Message);
            Work(this);
            Status = Complete;
        }
        catch (TaskFailed failed)
        {
            (Status, ReasonCode, Message) = (Failed, failed.ReasonCode, failed.Message);
        }
    }
}

/// <summary>A failure that the next task of an operation meets.</summary>
/// <param name="ReasonCode">One of shape ReasonCode.</param>
sealed record TaskFailure(string Operation, string ReasonCode, string Message);

/// <summary>A task ends here, with a reason.</summary>
sealed class TaskFailed(string reasonCode, string message) : Exception(message)
{
    public string ReasonCode => reasonCode;
}
