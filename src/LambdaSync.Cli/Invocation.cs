using Amazon.Lambda.Core;
using Amazon.Lambda.TestUtilities;

namespace LambdaSync.Cli;

/// <summary>A handler's run on this machine: its time runs down as in Lambda, and ends when the tool is told to.</summary>
/// <param name="id">One process works on a folder, so under the same id a run takes over what an earlier one, which was stopped, had claimed.</param>
sealed class Invocation(string id, TimeSpan limit, TimeProvider time, CancellationToken cancellation) : ILambdaContext
{
    readonly long _start = time.GetTimestamp();

    public string AwsRequestId => id;

    public string FunctionName => id;

    public string FunctionVersion => "";

    public string InvokedFunctionArn => "";

    public int MemoryLimitInMB => 0;

    public string LogGroupName => "";

    public string LogStreamName => "";

    public TimeSpan RemainingTime => cancellation.IsCancellationRequested ? TimeSpan.Zero : limit - time.GetElapsedTime(_start);

    public ILambdaLogger Logger { get; } = new TestLambdaLogger();
}
