using System.Globalization;
using LambdaSync.Commands;
using LambdaSync.Functions;

namespace LambdaSync.Cli;

/// <summary>One request for many records: asks before, sends it in commands of the size that one may have, and says what was requested and what was not.</summary>
/// <param name="format"><c>text</c> or <c>json</c>.</param>
sealed class BulkRequest(DataSource data, string catalog, string format, Terminal terminal) : IDisposable
{
    readonly CommandSender _sender = new(data, catalog, terminal);

    /// <param name="command">With all records.</param>
    /// <param name="from">Where they are from, as the question says it; empty: they were named.</param>
    /// <param name="ask">Asks for the reason, and whether to go on.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> Run(
        CommandDocument command, string from, Func<string, CancellationToken, Task<(string? Reason, int? Exit)>> ask, string? reason, CancellationToken cancellation)
    {
        var (known, unknown) = await _sender.Find(command, cancellation);
        foreach (var issue in unknown)
            terminal.Tell(issue, format);
        if (known.Count == 0)
        {
            if (unknown.Count == 0)
                await terminal.Error.WriteLineAsync($"{command.Verb}: no record{(from.Length > 0 ? " " + from : "")}");
            return unknown.Count == 0 ? Exit.Done : Exit.Failed;
        }

        if (command.Ids.Count > 1 || from.Length > 0)
        {
            var (given, exit) = await ask(string.Create(CultureInfo.InvariantCulture, $"{command.Verb}: {known.Count} {(known.Count == 1 ? "record" : "records")}{(from.Length > 0 ? " " + from : "")}"), cancellation);
            if (exit is { } stop)
                return stop;
            reason = given;
        }

        var refused = unknown.Count;
        foreach (var chunk in known.Chunk(CommandLimits.MaxIds))
        {
            // Ctrl-C: what was sent is requested, the rest is not.
            cancellation.ThrowIfCancellationRequested();
            if (await _sender.Send(command with { Ids = chunk, Reason = reason }, format, cancellation) is not var (job, issues))
                return Exit.Failed;
            refused += issues.Count(issue => issue.Severity == Severity.Error);
            Write(chunk.Length - issues.Count, job);
            foreach (var issue in issues)
                terminal.Tell(issue, format);
        }

        if (await Pause.Cause(data.Store, catalog, cancellation) is { } cause)
            await terminal.Error.WriteLineAsync($"the request waits: {cause}");
        return refused == 0 ? Exit.Done : refused == command.Ids.Count ? Exit.Failed : Exit.Partly;
    }

    public void Dispose() => _sender.Dispose();

    void Write(int count, string job)
    {
        if (format != "json")
        {
            terminal.Text.WriteLine($"requested: {Words.Of(count)} {(count == 1 ? "record" : "records")}, job {job}");
            return;
        }

        using var lines = new LineWriter(terminal.Out);
        var json = lines.Begin();
        json.WriteString("status", "requested");
        json.WriteNumber("records", count);
        json.WriteString("job", job);
        lines.End();
    }
}
