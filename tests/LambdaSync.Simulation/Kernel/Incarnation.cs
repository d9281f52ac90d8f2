using LambdaSync.Connections.Aws;
using LambdaSync.Simulation.Outsides;

namespace LambdaSync.Simulation.Kernel;

/// <summary>
/// One process of a function: what it keeps in memory lasts from one invocation to the next, until it is killed. Killed, nothing of it
/// continues: no await, no finally, no timer.
/// </summary>
sealed class Incarnation : Life
{
    readonly World _world;

    public Incarnation(World world, string function, int number) : base($"{function}#{number}")
    {
        _world = world;
        Function = function;
        Chance = world.Chance.For(function, number);
        Time = new VirtualTime(world.Pump, this);
    }

    public string Function { get; }

    public Chance Chance { get; }

    /// <summary>The clock as this process has it.</summary>
    public TimeProvider Time { get; }

    public Run? Run { get; set; }

    /// <summary>Calls that it waits for.</summary>
    public int Open { get; set; }

    /// <summary>The thing outside as this process reaches it: through the variant at hand, then through the gate.</summary>
    public T Reach<T>(Outside outside, T target) where T : class => _world.Variant.Dress(Outsides.Gates.Of(target, new Gate(_world, this, outside)), Function);

    /// <summary>The far end of HTTP as this process reaches it.</summary>
    /// <param name="limit">What the client waits for an answer; the client itself must wait without end, its timer is a real one.</param>
    public HttpMessageHandler Reach(Outside outside, HttpMessageHandler target, TimeSpan limit) =>
        _world.Variant.DressHttp(new GateHandler(new Gate(_world, this, outside) { Limit = limit }, target), Function);

    /// <summary>The far end of an AWS API inside the process. A variant that changes HTTP gets it as HTTP.</summary>
    /// <param name="limit">What the client waits for an answer.</param>
    public AwsEnd Reach(Outside outside, AwsEnd target, TimeSpan limit)
    {
        var gate = new GateEnd(new Gate(_world, this, outside) { Limit = limit }, target);
        var handler = new EndHandler(gate.Call);
        return _world.Variant.DressHttp(handler, Function) is var dressed && dressed == handler ? gate.Call : new HandlerEnd(dressed).Call;
    }

    public TraceLogger<T> Logger<T>() => new(_world, this);

    public void Kill(string why)
    {
        IsOver = true;
        _world.Trace.Write($"{this} KILLED: {why}");
        Run?.End(null, null, why);
    }
}
