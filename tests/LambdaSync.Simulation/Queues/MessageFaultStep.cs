using LambdaSync.Simulation.Stories;

namespace LambdaSync.Simulation.Queues;

/// <summary>A message is lost, doubled or late.</summary>
sealed record MessageFaultStep(TimeSpan At, string Queue, int Nth, MessageFaultKind Kind, TimeSpan Late) : Step(At)
{
    protected override string Says => $"message {Nth} to {Queue}: {Kind}{(Late > TimeSpan.Zero ? $" by {Late.TotalSeconds:F0} s" : "")}";

    public override void Do(World world) => world.Queues[Queue].AddFault(Nth, Kind, Late);
}
