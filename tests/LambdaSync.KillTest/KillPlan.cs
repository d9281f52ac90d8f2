using System.Globalization;

namespace LambdaSync.KillTest;

/// <summary>How often the test kills, and when.</summary>
/// <param name="Kills">Processes that have to be killed before they ended.</param>
/// <param name="Seed">Of the moments.</param>
sealed record KillPlan(int Kills, int Seed)
{
    /// <summary>Kills that have to strike between the first and the last record stored.</summary>
    public int InTheMiddle => Kills * 3 / 4;

    /// <summary>Runs after which it gives up.</summary>
    public int MaxTrials => Kills * 4;

    /// <exception cref="FormatException">The arguments can't be read.</exception>
    public static KillPlan Read(IReadOnlyList<string> args)
    {
        var plan = new KillPlan(20, 20260105);
        for (var i = 0; i < args.Count; i += 2)
        {
            if (i + 1 == args.Count || !int.TryParse(args[i + 1], CultureInfo.InvariantCulture, out var number) || number < 1)
                throw new FormatException($"{args[i]} needs a number");
            plan = args[i] switch
            {
                "--kills" => plan with { Kills = number },
                "--seed" => plan with { Seed = number },
                _ => throw new FormatException($"unknown: {args[i]}; there are --lambda, --kills N and --seed N"),
            };
        }

        return plan;
    }
}
