using System.Reflection;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>Counts the calls of an interface by method, and lets the next one of a method fail.</summary>
public class Counted : DispatchProxy
{
    object _target = null!;

    public Dictionary<string, int> Calls { get; } = [];

    /// <summary>Asked before each call: an exception to throw in its place, or null.</summary>
    public Func<string, Exception?> Fails { get; set; } = _ => null;

    /// <summary>Asked after each call: its answer gets lost when this gives an exception.</summary>
    public Func<string, Exception?> LosesAnswer { get; set; } = _ => null;

    /// <summary>Asked before each call, with its arguments: what is answered in its place, or null.</summary>
    public Func<string, object?[], Task?> Answers { get; set; } = (_, _) => null;

    public static (T Target, Counted Calls) Of<T>(T target) where T : class
    {
        var proxy = Create<T, Counted>();
        var counted = (Counted)(object)proxy;
        counted._target = target;
        return (proxy, counted);
    }

    public int this[string method] => Calls.GetValueOrDefault(method);

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var name = targetMethod!.Name;
        Calls[name] = this[name] + 1;
        if (Fails(name) is { } failed)
            throw failed;
        if (Answers(name, args ?? []) is { } given)
            return given;
        var answer = targetMethod.Invoke(_target, BindingFlags.DoNotWrapExceptions, null, args, null);
        if (answer is Task task && LosesAnswer(name) is { } lost)
        {
            task.GetAwaiter().GetResult();
            throw lost;
        }

        return answer;
    }
}
