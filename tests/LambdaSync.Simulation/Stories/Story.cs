using LambdaSync.Simulation.Kernel;
using LambdaSync.Simulation.Parts;

namespace LambdaSync.Simulation.Stories;

/// <summary>What a seed makes: steps in the order of time, numbered from 1.</summary>
sealed record Story(ulong Seed, TimeSpan Length, IReadOnlyList<(int Number, Step Step)> Steps)
{
    /// <summary>What it is played on.</summary>
    public PartChoice Parts { get; init; } = PartChoice.Slow;

    public static Story Of(Model model, ulong seed)
    {
        var chance = new Chance(seed);
        var length = model.Length(chance.For("length"));
        var steps = new List<Step>();
        foreach (var plot in model.Plots)
            steps.AddRange([.. plot.Write(chance.For(plot.GetType().Name), length, steps)]);
        return new Story(seed, length, [.. steps.OrderBy(s => s.At).Select((step, i) => (i + 1, step))]) { Parts = (model.OnSlowParts ? PartChoice.Slow : PartChoice.Of(chance.For("parts"))) with { HasSalesforce = model.HasSalesforce } };
    }

    /// <summary>The same story with these steps only.</summary>
    public Story Keep(IReadOnlySet<int> numbers) => this with { Steps = [.. Steps.Where(s => numbers.Contains(s.Number))] };
}
