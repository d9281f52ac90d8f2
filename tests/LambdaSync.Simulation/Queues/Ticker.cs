using LambdaSync.Simulation.Kernel;

namespace LambdaSync.Simulation.Queues;

/// <summary>
/// A scheduled rule. Its invocations are asynchronous ones: Lambda tries a failed one twice more, after one minute and after two
/// (docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html).
/// </summary>
sealed class Ticker
{
    static readonly TimeSpan[] Waits = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2)];

    readonly World _world;
    readonly Function _function;
    readonly TimeSpan _every;
    readonly Func<Task<RunEnd>> _invoke;

    /// <param name="invoke">Runs the function once.</param>
    public Ticker(World world, Function function, TimeSpan every, Func<Task<RunEnd>> invoke)
    {
        (_world, _function, _every, _invoke) = (world, function, every, invoke);
        Next(world.Chance.For("ticker " + function.Name).Between(TimeSpan.Zero, every));
    }

    /// <summary>Ticks that had no success yet and are tried again.</summary>
    public int Waiting { get; private set; }

    /// <summary>Invocations that ended with success.</summary>
    public int Done { get; private set; }

    void Next(TimeSpan wait) => _world.Pump.After(wait, _world.Pump.World, () =>
    {
        Next(_every);
        _ = Tick(0);
    });

    async Task Tick(int tries)
    {
        Waiting++;
        var end = _function.HasRoom ? await _invoke() : null;
        Waiting--;
        if (end is { IsAnswered: true })
            Done++;
        else if (tries < Waits.Length)
            _world.Pump.After(Waits[tries], _world.Pump.World, () => _ = Tick(tries + 1));
    }
}
