using System.Collections;
using LambdaSync.Connections.Aws;
using LambdaSync.Simulation.Faults;
using LambdaSync.Simulation.Kernel;

namespace LambdaSync.Simulation.Outsides;

/// <summary>One call on its way through a gate. Its caller may be gone before it is done.</summary>
sealed class Passage<T>(Gate gate, string method, Func<Task<T>> effect)
{
    readonly TaskCompletionSource<T> _reply = new();
    readonly World _world = gate.World;
    readonly Incarnation _caller = gate.Process;
    readonly string _name = $"{gate.Process} {gate.Outside.Name}.{method}";
    Call _call = null!;
    Pump.Turn? _limit;
    CancellationTokenRegistration _cancelled;
    CallFaultKind? _fault;
    TimeSpan _way, _back;
    bool _isSent;

    public Task<T> Begin(CancellationToken cancellation)
    {
        var chance = _caller.Chance;
        _call = new Call(_caller.Function, gate.Outside.Name, method);
        _way = chance.Mostly(TimeSpan.FromMilliseconds(1), gate.Outside.LongestWay) + _world.Faults.Slowness(_call);
        _back = chance.Mostly(TimeSpan.FromMilliseconds(1), gate.Outside.Longest);
        // Whether the call is out already when its caller is killed meanwhile: then it takes effect all the same.
        _isSent = chance.Is(0.5);
        _caller.Open++;
        _world.Pump.After(_way, _world.Pump.World, Arrive);
        if (gate.Limit is { } limit)
            _limit = _world.Pump.After(limit, _caller, () => Return(default, gate.Outside.Error(CallFaultKind.TimedOut, method)));
        _cancelled = cancellation.Register(() => Return(default, new OperationCanceledException(cancellation)));
        return _reply.Task;
    }

    void Arrive()
    {
        if (!_caller.IsOver && _world.Faults.Strike(_call, isAfter: false) is { } crash)
        {
            _caller.Kill($"before {gate.Outside.Name}.{method}");
            _isSent = crash.Landing is not null;
            if (crash.Landing is { } later)
            {
                _world.Pump.After(later, _world.Pump.World, Arrive);
                return;
            }
        }

        if (_caller.IsOver && !_isSent)
            return;
        _fault = _world.Faults.Take(_call);
        if (_fault is CallFaultKind.NotSent || (_fault is { } fault && fault is not CallFaultKind.ReplyLost && !gate.Outside.Arm(fault, method)))
        {
            _world.Trace.Write($"{_name} fails before the effect");
            Reply(default, gate.Outside.Error(CallFaultKind.NotSent, method));
            return;
        }

        _ = TakeEffect();
    }

    async Task TakeEffect()
    {
        T? result = default;
        Exception? error = null;
        try
        {
            result = await effect();
        }
        catch (Exception e)
        {
            error = e;
        }

        _world.Trace.Write($"{_name}{(_caller.IsOver ? ", whose caller is gone," : "")} {(error is null ? "= " + Short(result) : $"throws {error.GetType().Name}: {error.Message}")}");
        if (!_caller.IsOver && _world.Faults.Strike(_call, isAfter: true) is not null)
        {
            _caller.Kill($"after {gate.Outside.Name}.{method}");
            return;
        }

        if (_fault == CallFaultKind.ReplyLost)
        {
            _world.Trace.Write($"{_name}: the answer is lost");
            error = gate.Outside.Error(CallFaultKind.ReplyLost, method);
        }

        Reply(result, error);
    }

    void Reply(T? result, Exception? error) => _world.Pump.After(_back, _caller, () => Return(result, error));

    void Return(T? result, Exception? error)
    {
        if (_reply.Task.IsCompleted)
            return;
        _limit?.Cancel();
        _cancelled.Unregister();
        _caller.Open--;
        if (error is null)
            _reply.SetResult(result!);
        else if (error is OperationCanceledException { CancellationToken.IsCancellationRequested: true } cancelled)
            _reply.SetCanceled(cancelled.CancellationToken);
        else
            _reply.SetException(error);
    }

    static string Short(T? result) => result switch
    {
        null => "null",
        bool or int or long => result.ToString()!,
        ICollection many => $"{many.Count}",
        AwsAnswer answer => $"{answer.Status}",
        HttpResponseMessage answer => $"{(int)answer.StatusCode}",
        _ => "ok",
    };
}
