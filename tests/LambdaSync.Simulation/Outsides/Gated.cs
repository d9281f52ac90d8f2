using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace LambdaSync.Simulation.Outsides;

/// <summary>Puts a gate before every method of an interface, whatever methods it has.</summary>
static class Gated
{
    /// <summary>The target behind the gate. Members that return no task pass as they are.</summary>
    public static T Of<T>(T target, Gate gate) where T : class
    {
        var proxy = DispatchProxy.Create<T, GateProxy>();
        ((GateProxy)(object)proxy).Set(target, gate);
        return proxy;
    }
}

/// <summary>The proxy behind <see cref="Gates"/>; it is derived from at run time.</summary>
public class GateProxy : DispatchProxy
{
    static readonly ConcurrentDictionary<Type, Way> Ways = new();

    object _target = null!;
    Gate _gate = null!;

    internal void Set(object target, Gate gate) => (_target, _gate) = (target, gate);

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var way = Ways.GetOrAdd(targetMethod!.ReturnType, Way.Of);
        var cancellation = args?.OfType<CancellationToken>().FirstOrDefault() ?? default;
        return way.Go(_gate, targetMethod.Name, () => targetMethod.Invoke(_target, BindingFlags.DoNotWrapExceptions, null, args, null), cancellation);
    }

    /// <summary>How a return type waits.</summary>
    class Way
    {
        public static Way Of(Type returned)
        {
            if (returned == typeof(Task))
                return new TaskWay();
            if (returned == typeof(ValueTask))
                return new ValueTaskWay();
            var open = !returned.IsGenericType ? null
                : returned.GetGenericTypeDefinition() == typeof(Task<>) ? typeof(TaskWay<>)
                : returned.GetGenericTypeDefinition() == typeof(ValueTask<>) ? typeof(ValueTaskWay<>)
                : returned.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>) ? typeof(StreamWay<>)
                : null;
            return open is null ? new Way() : (Way)Activator.CreateInstance(open.MakeGenericType(returned.GenericTypeArguments))!;
        }

        public virtual object? Go(Gate gate, string method, Func<object?> call, CancellationToken cancellation)
        {
            gate.CheckThread(method);
            return call();
        }
    }

    sealed class TaskWay : Way
    {
        public override object? Go(Gate gate, string method, Func<object?> call, CancellationToken cancellation) =>
            gate.Pass(method, async () => { await (Task)call()!; return true; }, cancellation);
    }

    sealed class ValueTaskWay : Way
    {
        public override object? Go(Gate gate, string method, Func<object?> call, CancellationToken cancellation) =>
            new ValueTask(gate.Pass(method, async () => { await (ValueTask)call()!; return true; }, cancellation));
    }

    sealed class TaskWay<T> : Way
    {
        public override object? Go(Gate gate, string method, Func<object?> call, CancellationToken cancellation) =>
            gate.Pass(method, () => (Task<T>)call()!, cancellation);
    }

    sealed class ValueTaskWay<T> : Way
    {
        public override object? Go(Gate gate, string method, Func<object?> call, CancellationToken cancellation) =>
            new ValueTask<T>(gate.Pass(method, () => ((ValueTask<T>)call()!).AsTask(), cancellation));
    }

    // Each step to the next item is a call of its own.
    sealed class StreamWay<T> : Way
    {
        public override object? Go(Gate gate, string method, Func<object?> call, CancellationToken cancellation) =>
            Items(gate, method, (IAsyncEnumerable<T>)call()!, cancellation);

        static async IAsyncEnumerable<T> Items(Gate gate, string method, IAsyncEnumerable<T> items, [EnumeratorCancellation] CancellationToken cancellation)
        {
            await using var each = items.GetAsyncEnumerator(cancellation);
            while (await gate.Pass(method, () => each.MoveNextAsync().AsTask(), cancellation))
                yield return each.Current;
        }
    }
}
