using System.Reflection;
using LambdaSync.Connections.State;
using LambdaSync.Sync.Work;

namespace LambdaSync.Functions.Tests;

/// <summary>A store that has lost a value of one record: every claim of it says so.</summary>
public class MissingValueStore : DispatchProxy
{
    ISyncStore _store = null!;
    string _id = "";

    public static ISyncStore Of(ISyncStore store, string id)
    {
        var proxy = Create<ISyncStore, MissingValueStore>();
        var missing = (MissingValueStore)(object)proxy;
        (missing._store, missing._id) = (store, id);
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var result = targetMethod!.Invoke(_store, args);
        return targetMethod.Name == nameof(ISyncStore.Claim) ? Without((Task<IReadOnlyList<Claimed?>>)result!) : result;
    }

    async Task<IReadOnlyList<Claimed?>> Without(Task<IReadOnlyList<Claimed?>> claims) =>
        [.. (await claims).Select(c => c?.Key.Id == _id ? c with { State = null, Missing = "overflow/state/x" } : c)];
}
