using LambdaSync.Simulation.Kernel;
using LambdaSync.Simulation.Queues;
using LambdaSync.Simulation.Stories;

namespace LambdaSync.Simulation.Faults;

/// <summary>
/// Everything that the kernel knows to go wrong. A seed picks the kinds it has, and how dense they are: some seeds are calm, some have
/// only crashes, some have all of it.
/// </summary>
/// <param name="functions">What can be killed and have wrong clocks.</param>
/// <param name="outsides">What can fail, be slow, be away.</param>
/// <param name="queues">Whose messages can be lost, doubled, late.</param>
sealed class FaultPlot(IReadOnlyList<string> functions, IReadOnlyList<string> outsides, IReadOnlyList<string> queues) : IPlot
{
    /// <summary>Calls within which a fault strikes after its step; a model with longer ways takes more.</summary>
    public int MaxCalls { get; init; } = 40;

    /// <summary>The most faults of a seed, of each kind.</summary>
    public int Most { get; init; } = 5;

    /// <summary>The length of a story that has so many; a shorter one has a third of them. Null: any.</summary>
    public TimeSpan? Whole { get; init; }

    /// <summary>The most crashes of a seed, when it has any.</summary>
    public int? MaxCrashes { get; init; }

    /// <summary>
    /// How much longer a call may take than others, and how long after its caller's death it may take effect. No guard outlasts a call
    /// that is on its way for longer than claims last.
    /// </summary>
    public TimeSpan LongestOnTheWay { get; init; } = TimeSpan.FromMinutes(2);

    public IReadOnlyList<MessageFaultKind> MessageFaults { get; init; } = Enum.GetValues<MessageFaultKind>();

    public IEnumerable<Step> Write(Chance chance, TimeSpan length, IReadOnlyList<Step> before)
    {
        if (chance.Is(0.05))
            yield break;
        Func<Chance, TimeSpan, Step?>[] kinds = [Crash, Fault, Slow, Outage, Clock, Message];
        foreach (var kind in kinds)
        {
            if (chance.Is(0.3))
                continue;
            var most = kind == Crash ? MaxCrashes ?? Most : Most;
            for (var left = chance.Between(1, length < Whole ? Math.Max(1, most / 3) : most); left > 0; left--)
            {
                if (kind(chance, Moment(chance, length, before)) is { } step)
                    yield return step;
            }
        }
    }

    // Mostly right before or soon after something else happens: a fault in the quiet of the night tests nothing.
    static TimeSpan Moment(Chance chance, TimeSpan length, IReadOnlyList<Step> before)
    {
        if (before.Count == 0 || chance.Is(0.1))
            return chance.Between(TimeSpan.Zero, length);
        var near = chance.Of(before).At;
        return chance.Is(0.5) ? near : near + chance.Mostly(TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1));
    }

    CrashStep Crash(Chance chance, TimeSpan at)
    {
        TimeSpan? landing = chance.Is(0.3) ? chance.Mostly(TimeSpan.FromSeconds(1), LongestOnTheWay) : null;
        return new CrashStep(at, new Crash(new CallPattern(chance.Of(functions)), Nth(chance, 2 * MaxCalls), landing));
    }

    CallFaultStep Fault(Chance chance, TimeSpan at)
    {
        CallFaultKind[] kinds = [CallFaultKind.NotSent, CallFaultKind.ReplyLost, CallFaultKind.ReplyLost, CallFaultKind.ServerError, CallFaultKind.Throttled, CallFaultKind.DoneButServerError];
        return new CallFaultStep(at, new CallPattern(Outside: chance.Of(outsides)), Nth(chance, MaxCalls), chance.Of(kinds));
    }

    SlowStep Slow(Chance chance, TimeSpan at) =>
        new(at, new CallPattern(Outside: chance.Of(outsides)), Nth(chance, MaxCalls), chance.Mostly(TimeSpan.FromSeconds(1), LongestOnTheWay));

    OutageStep Outage(Chance chance, TimeSpan at) => new(at, chance.Of(outsides), chance.Mostly(TimeSpan.FromSeconds(1), TimeSpan.FromHours(2)));

    ClockStep Clock(Chance chance, TimeSpan at)
    {
        var off = chance.Mostly(TimeSpan.FromMilliseconds(100), ClockStep.Most);
        return new ClockStep(at, chance.Of(functions), chance.Is(0.5) ? off : -off);
    }

    MessageFaultStep? Message(Chance chance, TimeSpan at)
    {
        if (queues.Count == 0)
            return null;
        var kind = chance.Of(MessageFaults);
        var late = kind == MessageFaultKind.Late ? chance.Mostly(TimeSpan.FromSeconds(1), TimeSpan.FromHours(6)) : TimeSpan.Zero;
        return new MessageFaultStep(at, chance.Of(queues), chance.Between(1, 2), kind, late);
    }

    static int Nth(Chance chance, int most) => chance.Between(1, chance.Is(0.5) ? Math.Max(1, most / 5) : most);
}
