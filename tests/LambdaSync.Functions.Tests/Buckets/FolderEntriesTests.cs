using System.Diagnostics;
using System.Net.Sockets;
using LambdaSync.Functions.Tests.Cli;
using LambdaSync.Local.Buckets;
using Xunit;

namespace LambdaSync.Functions.Tests.Buckets;

/// <summary>One entry of a folder that can't be read hides no other and is never opened.</summary>
[Trait("Row", "H4")]
public sealed class FolderEntriesTests : IDisposable
{
    readonly TempFolder _folder = new();
    readonly FolderBucket _bucket;

    public FolderEntriesTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "the entries are Unix's");
        Directory.CreateDirectory(_folder.File("landing"));
        Directory.CreateDirectory(_folder.File("outside"));
        File.WriteAllText(_folder.File("landing/good.json"), InboundRig.File(InboundRig.Record("O1")));
        File.WriteAllText(_folder.File("outside/secret.json"), InboundRig.File(InboundRig.Record("O666")));
        _bucket = new FolderBucket(_folder.File("landing"));
    }

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        // .NET can't delete a file whose name is not UTF-8.
        using (var process = Process.Start("rm", ["-rf", _folder.File("landing")]))
            process.WaitForExit();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("link to a file", "bad.json")]
    [InlineData("link to a folder", "bad.json")]
    [InlineData("loop", "loop")]
    [InlineData("link to nothing", "bad.json")]
    [InlineData("pipe", "bad.json")]
    [InlineData("socket", "bad.json")]
    [InlineData("folder", "bad.JSON")]
    [InlineData("name of no UTF-8", "bad\uFFFD.json")]
    [InlineData("name that leads out", "a\\..\\bad.json")]
    public async Task It_is_passed_over_and_reported(string entry, string key)
    {
        await Make(entry);
        var listing = _bucket.List("");
        Assert.Equal(["good.json"], listing.Files.Select(f => f.Key));
        var issue = Assert.Single(listing.PassedOver).Issue;
        Assert.Equal((IssueCodes.FilePassedOver, key), (issue.Code, issue.File));
        Assert.Equal(listing.PassedOver.Select(p => p.Stamp), _bucket.List("").PassedOver.Select(p => p.Stamp));
    }

    [Theory]
    [InlineData("link to a file", "bad.json")]
    [InlineData("link to a folder", "bad.json/secret.json")]
    [InlineData("pipe", "bad.json")]
    [InlineData("socket", "bad.json")]
    public async Task It_is_not_opened_when_a_key_names_it(string entry, string key)
    {
        await Make(entry);
        Assert.Null(await _bucket.Get(key, null, 1000, Cancellation).WaitAsync(TimeSpan.FromSeconds(20), Cancellation));
    }

    static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, mode);
    }

    [Fact]
    public void A_folder_that_can_t_be_searched_hides_no_other()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess || !(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS()), "root may search every folder");
        var closed = Directory.CreateDirectory(_folder.File("landing/closed")).FullName;
        SetMode(closed, UnixFileMode.None);
        try
        {
            var listing = _bucket.List("");
            Assert.Equal(["good.json"], listing.Files.Select(f => f.Key));
            Assert.Equal("closed/", Assert.Single(listing.PassedOver).Issue.File);
        }
        finally
        {
            SetMode(closed, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public async Task A_file_that_can_t_be_read_is_reported_once_and_stops_no_other()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess || !(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS()), "root may read every file");
        File.WriteAllText(_folder.File("landing/a.json"), "{}");
        SetMode(_folder.File("landing/a.json"), UnixFileMode.None);
        var ran = await Serve();
        Assert.Equal((3, 1), (ran.Exit, ran.Out.Split("Processed,1,1,0").Length - 1));
        Assert.Contains("a.json: there is no permission to read it", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_imports_the_good_file_and_names_each_of_the_others_once()
    {
        foreach (var entry in new[] { "pipe", "loop", "name of no UTF-8", "name that leads out" })
            await Make(entry);
        var ran = await Serve();
        Assert.True(ran.Exit == 3 && ran.Out.Contains("Processed,1,1,0", StringComparison.Ordinal), ran.Out + ran.Error);
        foreach (var name in new[] { "bad.json", "loop", "bad\uFFFD.json" })
            Assert.Single(ran.Error.Split('\n'), line => line.StartsWith($"warning {IssueCodes.FilePassedOver} {name}: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task File_read_names_what_is_no_file_and_reads_the_next()
    {
        await Make("pipe");
        var ran = await Ran.Of("file", "read", _folder.File("landing/bad.json"), _folder.File("landing"), _folder.File("landing/none.json"), _folder.File("landing/good.json"))
            .WaitAsync(TimeSpan.FromSeconds(20), Cancellation);
        Assert.Equal((1, 1), (ran.Exit, ran.Lines.Count));
        Assert.Equal(3, ran.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task Files_that_vanish_while_the_folder_is_listed_are_passed_over()
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var churn = Task.Run(
            () =>
            {
                while (!end.IsCancellationRequested)
                {
                    for (var i = 0; i < 100; i++)
                        File.WriteAllText(_folder.File($"landing/up{i}.json"), "{");
                    Directory.CreateDirectory(_folder.File("landing/deep"));
                    Directory.Delete(_folder.File("landing/deep"));
                    for (var i = 0; i < 100; i++)
                        File.Delete(_folder.File($"landing/up{i}.json"));
                }
            },
            Cancellation);
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < TimeSpan.FromSeconds(2);)
        {
            var listing = _bucket.List("");
            Assert.Contains("good.json", listing.Files.Select(f => f.Key));
            Assert.Empty(listing.PassedOver);
        }

        await end.CancelAsync();
        await churn;
    }

    Task<Ran> Serve() => Ran.Of("serve", "--once", "--data", _folder.File("data"), "--folder", _folder.File("landing"))
        .WaitAsync(TimeSpan.FromSeconds(60), Cancellation);

    async Task Make(string entry)
    {
        var bad = _folder.File("landing/bad.json");
        switch (entry)
        {
            case "link to a file":
                File.CreateSymbolicLink(bad, _folder.File("outside/secret.json"));
                break;
            case "link to a folder":
                Directory.CreateSymbolicLink(bad, _folder.File("outside"));
                break;
            case "loop":
                Directory.CreateSymbolicLink(_folder.File("landing/loop"), "..");
                break;
            case "link to nothing":
                File.CreateSymbolicLink(bad, "nothing");
                break;
            case "pipe":
                await Run("mkfifo", bad);
                break;
            case "socket":
                using (var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
                    socket.Bind(new UnixDomainSocketEndPoint(bad));
                if (!File.Exists(bad))
                    await Run("mkfifo", bad);
                break;
            case "folder":
                Directory.CreateDirectory(_folder.File("landing/bad.JSON"));
                File.WriteAllText(_folder.File("landing/bad.JSON/inner.json"), "{}");
                break;
            case "name of no UTF-8":
                Assert.SkipWhen(OperatingSystem.IsMacOS(), "its file systems take UTF-8 only");
                await Run("sh", "-c", $"touch '{_folder.File("landing")}'/$(printf 'bad\\374.json')");
                break;
            case "name that leads out":
                File.WriteAllText(_folder.File("landing/a\\..\\bad.json"), "{}");
                break;
        }
    }

    static async Task Run(string command, params string[] arguments)
    {
        using var process = Process.Start(command, arguments);
        await process.WaitForExitAsync(Cancellation);
        Assert.Equal(0, process.ExitCode);
    }
}
