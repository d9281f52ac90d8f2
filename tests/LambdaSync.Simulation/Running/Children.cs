using System.Diagnostics;
using System.Globalization;

namespace LambdaSync.Simulation.Running;

/// <summary>This program once more, or its patched copy, as other processes.</summary>
static class Children
{
    /// <summary>Runs it with each list of arguments, so many at a time, and hands on what it writes, line by line.</summary>
    /// <param name="program">Starts the program; null: this one.</param>
    /// <returns>The exit codes, in order.</returns>
    public static IReadOnlyList<int> Run(IReadOnlyList<IReadOnlyList<string>> arguments, int atATime, Action<int, string> line, Func<ProcessStartInfo>? program = null)
    {
        program ??= Own;
        var codes = new int[arguments.Count];
        var turn = new Lock();
        var next = -1;
        var readers = Enumerable.Range(0, Math.Min(atATime, arguments.Count)).Select(_ => new Thread(Read)).ToList();
        readers.ForEach(reader => reader.Start());
        readers.ForEach(reader => reader.Join());
        return codes;

        void Read()
        {
            for (var number = Interlocked.Increment(ref next); number < codes.Length; number = Interlocked.Increment(ref next))
            {
                using var process = Start(program(), arguments[number]);
                while (process.StandardOutput.ReadLine() is { } text)
                {
                    lock (turn)
                        line(number, text);
                }

                process.WaitForExit();
                codes[number] = process.ExitCode;
            }
        }
    }

    public static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    static ProcessStartInfo Own()
    {
        var path = Environment.ProcessPath!;
        return new ProcessStartInfo(path, Path.GetFileNameWithoutExtension(path) == "dotnet" ? [typeof(Children).Assembly.Location] : []);
    }

    static Process Start(ProcessStartInfo start, IEnumerable<string> arguments)
    {
        start.RedirectStandardOutput = true;
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        // A seed makes much and keeps little: with 256 MB between two collections there are few.
        start.Environment["DOTNET_GCgen0size"] = "10000000";
        // Nothing here runs code of others, and a page that is written and then run is mapped twice each time that code is compiled.
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        return Process.Start(start)!;
    }
}
