using System.Reflection;
using LambdaSync.Connections;
using LambdaSync.Connections.State;

namespace LambdaSync.Functions.Tests;

/// <summary>A store behind a line that breaks once at one method, before the effect or after it.</summary>
public class FailingStore : DispatchProxy
{
    ISyncStore _store = null!;
    string? _method;
    bool _afterEffect;

    public static ISyncStore Of(ISyncStore store, string method, bool afterEffect)
    {
        var proxy = Create<ISyncStore, FailingStore>();
        var failing = (FailingStore)(object)proxy;
        (failing._store, failing._method, failing._afterEffect) = (store, method, afterEffect);
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var fails = targetMethod!.Name == _method;
        if (fails)
            _method = null;
        if (fails && !_afterEffect)
            throw new ConnectionException("the line broke", transient: true);
        var result = targetMethod.Invoke(_store, args);
        if (!fails)
            return result;
        ((Task)result!).GetAwaiter().GetResult();
        throw new ConnectionException("the answer was lost", transient: true);
    }
}
