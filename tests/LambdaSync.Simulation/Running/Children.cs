using System.Diagnostics;
using System.Globalization;

namespace LambdaSync.Simulation.Running;

/// <summary>This program once more, as other processes.</summary>
static class Children
{
    /// <summary>Runs it with each list of arguments, so many at a time, and hands on what it writes, line by line.</summary>
    /// <returns>The exit codes, in order.</returns>
    public static IReadOnlyList<int> Run(IReadOnlyList<IReadOnlyList<string>> arguments, int atATime, Action<int, string> line)
    {
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
                using var process = Start(arguments[number]);
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

    static Process Start(IEnumerable<string> arguments)
    {
        var program = Environment.ProcessPath!;
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
            start.ArgumentList.Add(typeof(Children).Assembly.Location);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        // A seed makes much and keeps little: with 64 MB between two collections there are few.
        start.Environment["DOTNET_GCgen0size"] = "4000000";
        return Process.Start(start)!;
    }
}
