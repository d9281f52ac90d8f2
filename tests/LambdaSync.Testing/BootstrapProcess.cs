using System.Diagnostics;

namespace LambdaSync.Testing;

/// <summary>The functions' program, started as Lambda starts it, until this is disposed of.</summary>
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
        var start = BuiltProgram.Functions();
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
