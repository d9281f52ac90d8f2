using LambdaSync.Connections.State;
using LambdaSync.Sync.Work;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>The same with a store that says it has stored intents and has not.</summary>
sealed class WithoutIntents(ICrashJourney journey) : ICrashJourney
{
    public async Task Begin(CrashRig rig)
    {
        await journey.Begin(rig);
        rig.Rig.StoreCalls.Answers = (method, arguments) => method == nameof(ISyncStore.StoreIntents)
            ? Task.FromResult<IReadOnlyList<bool>>([.. ((IReadOnlyList<(Claimed, byte[])>)arguments[0]!).Select(_ => true)])
            : null;
    }

    public Task Edit(CrashRig rig) => journey.Edit(rig);

    public Task<bool> AfterEdit(CrashRig rig) => journey.AfterEdit(rig);

    public Task<IReadOnlyList<string>> Problems(CrashRig rig, bool isEdited) => journey.Problems(rig, isEdited);
}
