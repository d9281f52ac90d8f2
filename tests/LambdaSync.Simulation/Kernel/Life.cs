namespace LambdaSync.Simulation.Kernel;

/// <summary>Whose turn it is on the pump: the world itself, or one process that may be killed.</summary>
class Life(string name)
{
    public string Name => name;

    /// <summary>Nothing of it continues any more: its turns are dropped.</summary>
    public bool IsOver { get; protected set; }

    /// <summary>What its clock is ahead of the world's; negative when it is behind.</summary>
    public TimeSpan ClockIsAhead { get; set; }

    /// <summary>Timers that are set.</summary>
    public int Timers { get; set; }

    public override string ToString() => Name;
}
