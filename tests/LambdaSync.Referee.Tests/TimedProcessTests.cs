using System.Diagnostics;
using System.Globalization;
using LambdaSync.Testing;
using Xunit;
using Xunit.Sdk;

namespace LambdaSync.Referee.Tests;

/// <summary>A referee that hangs fails its test; it does not hang the run.</summary>
public sealed class TimedProcessTests
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_that_does_not_end_is_killed_and_told_with_what_it_had_written()
    {
        var shell = Shell();
        var clock = Stopwatch.StartNew();

        var failed = await Assert.ThrowsAnyAsync<XunitException>(() => Referee.Run(Path.GetTempPath(), shell, ["-c", "echo $$; exec sleep 120"], TimeSpan.FromSeconds(2)));

        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(60));
        Assert.Contains("was killed: it had not ended after 00:00:02", failed.Message, StringComparison.Ordinal);
        var id = int.Parse(failed.Message.TrimEnd().Split('\n')[^1], CultureInfo.InvariantCulture);
        Assert.True(await IsGone(id), $"process {id} is still there");
    }

    [Fact]
    public async Task One_that_ends_in_time_gives_its_exit_code_and_all_it_wrote()
    {
        using var run = new TimedProcess(new ProcessStartInfo(Shell(), ["-c", "echo out; echo err >&2; exit 7"]));
        Assert.Equal(7, await run.End(TimeSpan.FromMinutes(1), Cancellation));
        Assert.Equal(("out\n", "err\n"), (run.Output, run.Error));
    }

    static string Shell()
    {
        var shell = PythonTools.OnPath("sh");
        Assert.SkipWhen(shell is null, "this test needs a shell");
        return shell!;
    }

    // The kernel takes a moment to end it.
    static async Task<bool> IsGone(int id)
    {
        for (var tries = 0; tries < 100; tries++)
        {
            if (!Array.Exists(Process.GetProcesses(), p => p.Id == id))
                return true;
            await Task.Delay(50, Cancellation);
        }

        return false;
    }
}
