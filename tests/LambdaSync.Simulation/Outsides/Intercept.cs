using System.Reflection;

namespace LambdaSync.Simulation.Outsides;

/// <summary>Changes some methods of an interface and leaves the others as they are, those too that it gets later.</summary>
static class Intercept
{
    /// <param name="answer">Answers a call; <see cref="Intercepted.Proceed"/> is what would have been answered.</param>
    public static T Of<T>(T target, Func<Intercepted, object?> answer) where T : class
    {
        var proxy = DispatchProxy.Create<T, InterceptProxy>();
        ((InterceptProxy)(object)proxy).Set(target, answer);
        return proxy;
    }
}

/// <summary>One call.</summary>
sealed class Intercepted(object target, MethodInfo method, object?[] arguments)
{
    public string Method => method.Name;

    public Type ReturnType => method.ReturnType;

    /// <summary>May be changed before <see cref="Proceed"/>.</summary>
    public object?[] Arguments => arguments;

    public object? Proceed() => method.Invoke(target, BindingFlags.DoNotWrapExceptions, null, arguments, null);

    /// <summary>The answer of a method that returns a <see cref="Task{TResult}"/>, changed.</summary>
    public async Task<T> Proceed<T>(Func<T, T> change) => change(await (Task<T>)Proceed()!);
}

/// <summary>The proxy behind <see cref="Intercept"/>; it is derived from at run time.</summary>
public class InterceptProxy : DispatchProxy
{
    object _target = null!;
    Func<Intercepted, object?> _answer = null!;

    internal void Set(object target, Func<Intercepted, object?> answer) => (_target, _answer) = (target, answer);

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => _answer(new Intercepted(_target, targetMethod!, args ?? []));
}
