using Amazon.Lambda.Core;
using Amazon.Lambda.TestUtilities;

namespace LambdaSync.Cli;

/// <summary>A handler's run on this machine: its remaining time decreases as in Lambda, and is zero once the tool is cancelled.</summary>
/// <param name="id">One process works on a folder, so under the same id a run takes over what an earlier one, which was stopped, had claimed.</param>
sealed class Invocation(string id, TimeSpan limit, TimeProvider time, CancellationToken cancellation) : ILambdaContext
{
    // As long as a function of a stack may have.
    static readonly TimeSpan Whole = TimeSpan.FromMinutes(15);

    readonly long _start = time.GetTimestamp();

    /// <summary>A run of a verb, which may take as long as it takes.</summary>
    public static Invocation Of(string verb, CancellationToken cancellation) =>
        new($"{verb}/{Guid.NewGuid():N}", Whole, TimeProvider.System, cancellation) { RunsDown = false };

    /// <summary>False: there is always the whole time left.</summary>
    public bool RunsDown { get; init; } = true;

    public string AwsRequestId => id;

    public IClientContext ClientContext => null!;

    public ICognitoIdentity Identity => null!;

    public string FunctionName => id;

    public string FunctionVersion => "";

    public string InvokedFunctionArn => "";

    public int MemoryLimitInMB => 0;

    public string LogGroupName => "";

    public string LogStreamName => "";

    public TimeSpan RemainingTime => cancellation.IsCancellationRequested ? TimeSpan.Zero : RunsDown ? limit - time.GetElapsedTime(_start) : limit;

    public ILambdaLogger Logger { get; } = new TestLambdaLogger();
}
