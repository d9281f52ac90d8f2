using System.Diagnostics;
using System.Text;
using Xunit;

namespace LambdaSync.Functions.Tests.Cli;

/// <summary>The tool where it runs long or has little room.</summary>
public sealed class LongRunningTests : IDisposable
{
    readonly TempFolder _folder = new();

    [Fact]
    [Trait("Row", "B2")]
    public async Task The_largest_file_is_read_in_a_heap_of_sixteen_megabytes()
    {
        var records = new StringBuilder();
        var count = 0;
        while (records.Length < 5_200_000)
            records.Append(count == 0 ? "" : ",").Append(InboundRig.Record($"O{++count}", $",\"projectDescription\":\"{new string('x', 900)}\""));
        await File.WriteAllTextAsync(_folder.File("large.json"), $$"""{"version":"2.0","spmsId":"1","opportunities":[{{records}}]}""", TestContext.Current.CancellationToken);

        // The runtime ends itself when it finds no room for what it needs itself, so the limit leaves some beside the file's copy.
        var (exit, output) = await CliProcess.Run(new Dictionary<string, string> { ["DOTNET_GCHeapHardLimit"] = "0x1000000" }, null, "file", "read", _folder.File("large.json"));

        Assert.Equal(0, exit);
        Assert.Equal(count, output.Split('\n').Count(line => line.StartsWith('{')));
    }

    [Fact]
    [Trait("Row", "H4")]
    public async Task Serve_watches_its_folder_until_it_is_told_to_end()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "the test ends the service with a signal");
        var (data, landing) = (_folder.File("data"), _folder.File("landing"));
        Directory.CreateDirectory(landing);
        using var serve = CliProcess.Start(new Dictionary<string, string>(), "serve", "--data", data, "--folder", landing, "--interval", "1");
        Assert.Contains("watching", await serve.StandardError.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);

        // A file that is still growing is left alone until it stands still.
        await File.WriteAllTextAsync(Path.Combine(landing, "a.json"), """{"version":"2.0","opportunities":[""", TestContext.Current.CancellationToken);
        await Task.Delay(300, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(landing, "a.json"), InboundRig.File(InboundRig.Record("O1")), TestContext.Current.CancellationToken);
        var log = "";
        for (var clock = Stopwatch.StartNew(); !log.Contains(",Processed,1,1,0,", StringComparison.Ordinal) && clock.Elapsed < TimeSpan.FromSeconds(30);)
            log = (await CliProcess.Run(new Dictionary<string, string>(), null, "log", "list", "--data", data, "--output", "csv")).Output;
        Assert.Contains(",Processed,1,1,0,", log, StringComparison.Ordinal);

        using var signal = Process.Start("kill", ["-INT", serve.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await serve.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.Equal(0, serve.ExitCode);
    }

    public void Dispose() => _folder.Dispose();
}
