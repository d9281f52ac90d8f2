using LambdaSync.Connections.State;

namespace LambdaSync.Functions;

/// <summary>
/// Whether all is paused, for handlers that are invoked many times a minute: asked of the store at most every few seconds, so that an event
/// costs no request more. A pause and its end take effect within <see cref="Fresh"/>.
/// </summary>
sealed class PauseCheck(ISyncStore store, string catalog, TimeProvider time)
{
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(15);

    string? _cause;
    DateTimeOffset? _read;

    /// <summary>Why all is paused; null: it is not.</summary>
    public async Task<string?> Cause()
    {
        var now = time.GetUtcNow();
        // A clock that was set back must not keep an old answer.
        if (_read is not { } read || now - read >= Fresh || now < read)
            (_cause, _read) = (await Pause.Cause(store, catalog, CancellationToken.None), now);
        return _cause;
    }
}
