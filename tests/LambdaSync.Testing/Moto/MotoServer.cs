using System.Diagnostics;
using System.Globalization;

namespace LambdaSync.Testing;

/// <summary>moto: DynamoDB, S3, SQS and CloudFormation on loopback, in a process of its own.</summary>
public sealed class MotoServer : IDisposable
{
    static readonly TimeSpan MaxStart = TimeSpan.FromSeconds(60);

    readonly Process _process;

    MotoServer(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    /// <summary>Starts one, or says why there is none.</summary>
    /// <exception cref="InvalidOperationException">There is none and <see cref="PythonTools.RequireAll"/> is set.</exception>
    public static (MotoServer? Server, string? Lacking) Start()
    {
        var started = TryStart();
        PythonTools.Require(started.Lacking);
        return started;
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    static (MotoServer? Server, string? Lacking) TryStart()
    {
        var (program, lacking) = PythonTools.MotoServer();
        if (program is null)
            return (null, lacking);
        var port = LoopbackPort.Free();
        var start = new ProcessStartInfo(program, ["-H", "127.0.0.1", "-p", port.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["PYTHONPATH"] = RepositoryFolder.File("tests", "LambdaSync.Testing", "Moto") },
        };
        var process = Process.Start(start)!;
        // Both pipes are drained: the process blocks once one is full.
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var server = new MotoServer(process, new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")));
        if (server.Answers())
            return (server, null);
        server.Dispose();
        return (null, "moto_server does not start");
    }

    bool Answers()
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < MaxStart && !_process.HasExited; Thread.Sleep(50))
        {
            try
            {
                using var answer = http.GetAsync(new Uri(Address, "/moto-api/")).GetAwaiter().GetResult();
                return true;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                // Not up yet.
            }
        }

        return false;
    }
}
