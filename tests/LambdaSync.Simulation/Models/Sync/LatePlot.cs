using LambdaSync.Simulation.Faults;
using LambdaSync.Simulation.Kernel;
using LambdaSync.Simulation.Stories;

namespace LambdaSync.Simulation.Models.Sync;

/// <summary>Scenes of claims and invocations that end too early, which chance nearly never plays. They need exact times, so nothing else goes wrong near them on purpose.</summary>
sealed class LatePlot : IPlot
{
    /// <summary>The deal of these scenes alone.</summary>
    const int Deal = 950;

    static readonly SyncField Comments = SyncFields.All.Single(f => f.Crm == SyncFields.Comments), Title = SyncFields.All.Single(f => f.Crm == "Name");

    public IEnumerable<Step> Write(Chance chance, TimeSpan length, IReadOnlyList<Step> before)
    {
        var at = chance.Between(length / 4, length - TimeSpan.FromHours(3));
        return chance.Between(1, 12) switch
        {
            1 => Settlement(chance, at),
            2 => OutOfTime(chance, at),
            _ => [],
        };
    }

    // The settlement is on its way for longer than its claim lasts; meanwhile a tick takes the record over, for an event that came.
    static IEnumerable<Step> Settlement(Chance chance, TimeSpan at)
    {
        yield return new AwsCreateStep(at, Deal, "Pending Submission", NamesCrm: false);
        at += TimeSpan.FromMinutes(chance.Between(20, 60));
        yield return new SlowStep(at, new CallPattern("PartnerEvents", "store", "Settle"), 1, TimeSpan.FromSeconds(chance.Between(118, 120)));
        yield return new AwsEditStep(at, Deal, Comments, "Late");
        yield return new AwsEditStep(at + TimeSpan.FromSeconds(chance.Between(8, 30)), Deal, Title, "Meanwhile");
        yield return new TickStep(at + TimeSpan.FromSeconds(chance.Between(113, 117)), "Outbound");
        yield return new TickStep(at + TimeSpan.FromSeconds(chance.Between(117, 119)), "Outbound");
    }

    // Three calls of one invocation take so long that its time runs out in the last one.
    static IEnumerable<Step> OutOfTime(Chance chance, TimeSpan at)
    {
        for (var calls = 3; calls > 0; calls--)
            yield return new SlowStep(at, new CallPattern("PartnerEvents", "store"), 1, TimeSpan.FromSeconds(chance.Between(105, 120)));
        yield return new AwsCreateStep(at + TimeSpan.FromMilliseconds(1), Deal, "Pending Submission", NamesCrm: false);
    }
}
