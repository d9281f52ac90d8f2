namespace LambdaSync.Simulator.State;

/// <summary>Faults that wait for their calls.</summary>
sealed class Faults
{
    readonly List<Fault> _waiting = [];

    public void Add(Fault fault) => _waiting.Add(fault);

    public void Clear() => _waiting.Clear();

    /// <summary>The fault of this call, or null; each counts down by its calls.</summary>
    public Fault? Take(string operation)
    {
        var index = _waiting.FindIndex(f => f.Operation is null || f.Operation == operation);
        if (index < 0)
            return null;
        var fault = _waiting[index];
        if (fault.Count > 1)
            _waiting[index] = fault with { Count = fault.Count - 1 };
        else
            _waiting.RemoveAt(index);
        return fault;
    }
}
