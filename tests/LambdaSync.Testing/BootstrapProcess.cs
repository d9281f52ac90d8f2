using System.Diagnostics;

namespace LambdaSync.Testing;

/// <summary>The functions' program as Lambda starts it: the published one that LAMBDASYNC_BOOTSTRAP names, else the one that was just built.</summary>
public sealed class BootstrapProcess : IDisposable
{
    readonly Process _process;
    readonly List<string> _lines = [];

    BootstrapProcess(Process process) => _process = process;

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <summary>What it has written so far, a line each.</summary>
    public string[] Lines
    {
        get
        {
            lock (_lines)
                return [.. _lines];
        }
    }

    public static BootstrapProcess Start(string runtimeApi, string handler, IReadOnlyDictionary<string, string> environment)
    {
        var published = Environment.GetEnvironmentVariable("LAMBDASYNC_BOOTSTRAP");
        var start = string.IsNullOrEmpty(published)
            ? new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "bootstrap.dll")])
            : new ProcessStartInfo(published);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        // Nothing of the machine's own AWS settings gets in.
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("AWS_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        start.Environment["AWS_LAMBDA_RUNTIME_API"] = runtimeApi;
        start.Environment["_HANDLER"] = handler;
        start.Environment["AWS_EC2_METADATA_DISABLED"] = "true";
        var bootstrap = new BootstrapProcess(Process.Start(start)!);
        bootstrap._process.OutputDataReceived += bootstrap.Keep;
        bootstrap._process.ErrorDataReceived += bootstrap.Keep;
        bootstrap._process.BeginOutputReadLine();
        bootstrap._process.BeginErrorReadLine();
        return bootstrap;
    }

    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public Task WaitForExit(CancellationToken cancellation) => _process.WaitForExitAsync(cancellation);

    public void Dispose()
    {
        if (!_process.HasExited)
            Kill();
        _process.Dispose();
    }

    void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is null)
            return;
        lock (_lines)
            _lines.Add(line.Data);
    }
}
