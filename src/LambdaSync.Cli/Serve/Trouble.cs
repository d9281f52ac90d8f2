using LambdaSync.Connections;

namespace LambdaSync.Cli;

/// <summary>What goes wrong in one part of the service: printed when it begins, when it changes, every few minutes while it lasts, and when it is over.</summary>
sealed class Trouble(string part, TextWriter error, TimeProvider time)
{
    static readonly TimeSpan ToldEvery = TimeSpan.FromMinutes(5), Shortest = TimeSpan.FromSeconds(1), Longest = TimeSpan.FromMinutes(1);

    string? _told;
    DateTimeOffset _at;
    int _times;

    /// <summary>Failed turns in a row.</summary>
    public bool IsOn => _times > 0;

    /// <summary>The line about a failed turn.</summary>
    public static string Line(string part, Exception failed) =>
        // Another exception's message may quote a record. The handler has logged it.
        $"error: {part}: {(failed is ConnectionException ? failed.Message : $"unexpected error ({failed.GetType().Name})")}";

    /// <returns>How long to wait before the next try.</returns>
    public async Task<TimeSpan> Tell(Exception failed)
    {
        var text = Line(part, failed);
        var now = time.GetUtcNow();
        if (text != _told || now - _at >= ToldEvery)
        {
            await error.WriteLineAsync($"{text}; retrying until it works");
            (_told, _at) = (text, now);
        }

        var wait = Shortest * Math.Pow(2, Math.Min(_times++, 10));
        return wait < Longest ? wait : Longest;
    }

    public async Task Over()
    {
        if (_times == 0)
            return;
        (_told, _times) = (null, 0);
        await error.WriteLineAsync($"{part}: works again");
    }
}
