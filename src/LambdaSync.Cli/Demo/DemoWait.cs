namespace LambdaSync.Cli.Demo;

/// <summary>What all demos do with a step: work until its outcome shows, or say that it did not.</summary>
static class DemoWait
{
    /// <param name="work">Processes what is due, once.</param>
    /// <param name="outcome">What the step has brought; null: nothing yet.</param>
    /// <param name="within">How long that may take.</param>
    /// <returns>The outcome; null: it has not happened in time.</returns>
    public static async Task<string?> For(Func<Task> work, Func<Task<string?>> outcome, TimeSpan within, TimeSpan pause, CancellationToken cancellation)
    {
        for (var start = TimeProvider.System.GetTimestamp(); ;)
        {
            await work();
            if (await outcome() is { } happened)
                return happened;
            if (TimeProvider.System.GetElapsedTime(start) > within)
                return null;
            await Task.Delay(pause, cancellation);
        }
    }

    /// <param name="sides">What both sides have, as a sentence; empty: it is not known.</param>
    public static string Failed(string step, TimeSpan within, string person, string sides = "") =>
        $"error: the step '{step}' did not happen within {within.TotalSeconds:0} seconds. {person} {(sides.Length == 0 ? "" : sides + " ")}Fix: run the demo again; if it fails again, report it with these lines.";
}
