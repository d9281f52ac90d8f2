using Amazon.Lambda.Core;

namespace LambdaSync.Simulation.Kernel;

/// <summary>One invocation.</summary>
sealed class Run : ILambdaContext, ILambdaLogger
{
    readonly World _world;
    readonly Incarnation _process;
    readonly DateTimeOffset _deadline;
    readonly Pump.Turn _limit;
    readonly TaskCompletionSource<RunEnd> _end = new();

    public Run(World world, Incarnation process, int number, TimeSpan limit)
    {
        (_world, _process) = (world, process);
        AwsRequestId = $"{process.Function}-{number}";
        _deadline = world.Pump.Now + limit;
        _limit = world.Pump.After(limit, process, OutOfTime);
    }

    public string AwsRequestId { get; }

    public IClientContext ClientContext => null!;

    public ICognitoIdentity Identity => null!;

    public string FunctionName => _process.Function;

    public string FunctionVersion => "$LATEST";

    public string InvokedFunctionArn => "arn:aws:lambda:us-east-1:123456789012:function:" + FunctionName;

    public int MemoryLimitInMB => 512;

    public string LogGroupName => "/aws/lambda/" + FunctionName;

    public string LogStreamName => _process.Name;

    /// <summary>Lambda tells the deadline as a time; how far that is, the process's own clock says.</summary>
    public TimeSpan RemainingTime => _deadline - _process.Time.GetUtcNow();

    public ILambdaLogger Logger => this;

    /// <summary>Comes in any case, killed or not.</summary>
    public Task<RunEnd> Ended => _end.Task;

    public void Log(string message) => _world.Trace.Write($"{_process} log: {message}");

    public void LogLine(string message) => Log(message);

    public void End(object? answer, Exception? error, string? killed)
    {
        _limit.Cancel();
        _process.Run = null;
        _end.TrySetResult(new RunEnd(answer, error, killed));
    }

    void OutOfTime()
    {
        if (_process.Open == 0 && _process.Timers == 0)
            throw new KernelException($"{AwsRequestId} waits for nothing that a turn of the pump could complete: for another thread, or for ever");
        _world.Tally.Crashes++;
        _world.Faults.Struck();
        _world.Tally.Reach(Models.Sync.Watching.Reaches.Deadline);
        _process.Kill("its time is over");
    }
}

/// <summary>How an invocation ended.</summary>
/// <param name="Error">What the handler threw, or null.</param>
/// <param name="Killed">Why it was killed, or null.</param>
sealed record RunEnd(object? Answer, Exception? Error, string? Killed)
{
    public bool IsAnswered => Error is null && Killed is null;
}
