using System.Globalization;
using LambdaSync.Simulation.Stories;

namespace LambdaSync.Simulation.Running;

/// <summary>Plays the seeds that the options name, in as many processes as they name.</summary>
static class SeedPlayer
{
    /// <param name="args">The command line, which the other processes get too.</param>
    /// <param name="report">Gets each result; never two at a time. Every 100th seed is reported twice.</param>
    /// <returns>The processor time that it took, which other work on the machine changes little.</returns>
    public static CpuLine Play(Model model, Options options, string[] args, Action<SeedLine> report)
    {
        if (options.Jobs == 1)
            return new Worker(model, Variant.None, options, report).Run(0);

        var used = CpuLine.None;
        var children = Enumerable.Range(0, options.Jobs)
            .Select(n => (IReadOnlyList<string>)[.. args, "--first", options.From.ToString(CultureInfo.InvariantCulture), "--jobs", Children.Text(options.Jobs), "--worker", Children.Text(n)]).ToList();
        var codes = Children.Run(children, options.Jobs, (number, line) =>
        {
            if (SeedLine.Parse(line) is { } seed)
                report(seed);
            else if (CpuLine.Parse(line) is { } cpu)
                used = used.And(cpu);
            else
                Console.WriteLine($"process {number}: {line}");
        });
        foreach (var number in Enumerable.Range(0, codes.Count).Where(n => codes[n] != 0))
            report(SeedLine.Of(0, new InvalidOperationException($"process {number} ended with exit code {codes[number]}")));
        return used;
    }
}
