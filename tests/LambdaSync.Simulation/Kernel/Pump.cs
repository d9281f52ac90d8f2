namespace LambdaSync.Simulation.Kernel;

/// <summary>
/// The world's only thread: turns in the order of virtual time, at the same time in the order they were asked for. What a turn
/// completes continues inside it, because there is no synchronization context and no task source here continues elsewhere.
/// </summary>
sealed class Pump
{
    readonly PriorityQueue<Turn, (long Ticks, long Number)> _turns = new();
    readonly int _thread = Environment.CurrentManagedThreadId;
    readonly Life _world = new("world");
    Life? _running;
    long _number;
    string? _left;

    public Pump(DateTimeOffset start) => Start = Now = start;

    public DateTimeOffset Start { get; }

    public DateTimeOffset Now { get; private set; }

    /// <summary>Whose turn it is.</summary>
    public Life Running => _running ?? _world;

    /// <summary>The life of what can't be killed: queues, services, people.</summary>
    public Life World => _world;

    /// <summary>How many turns were taken.</summary>
    public long Turns { get; private set; }

    /// <summary>Asks for a turn; it is dropped when the owner's life is over by then.</summary>
    public Turn After(TimeSpan wait, Life owner, Action act)
    {
        CheckThread("a turn was asked for");
        var turn = new Turn(owner, act);
        _turns.Enqueue(turn, ((Now + (wait < TimeSpan.Zero ? TimeSpan.Zero : wait)).UtcTicks, _number++));
        return turn;
    }

    /// <summary>Takes the next turn; false when there is none.</summary>
    /// <exception cref="KernelException">Something left the thread.</exception>
    public bool Step()
    {
        while (_turns.TryDequeue(out var turn, out var key))
        {
            if (turn.IsCancelled || turn.Owner.IsOver)
                continue;
            Now = new DateTimeOffset(key.Ticks, TimeSpan.Zero);
            Turns++;
            _running = turn.Owner;
            turn.Act();
            _running = null;
            ThrowIfLeft();
            return true;
        }

        return false;
    }

    /// <summary>Takes turns until the time has come; then the clock stands there.</summary>
    public void RunTo(DateTimeOffset time)
    {
        while (_turns.TryPeek(out var turn, out var key) && key.Ticks <= time.UtcTicks)
        {
            if (turn.IsCancelled || turn.Owner.IsOver)
                _turns.Dequeue();
            else
                Step();
        }

        Now = time > Now ? time : Now;
    }

    /// <summary>Every call out of a handler says so here.</summary>
    /// <exception cref="KernelException">It comes from another thread. Who catches it changes nothing: the pump fails too.</exception>
    public void CheckThread(string what)
    {
        if (Environment.CurrentManagedThreadId == _thread)
            return;
        var left = $"{what} on thread {Environment.CurrentManagedThreadId} and not on the pump's: something used Task.Run, Task.Yield, a real timer or a task source that continues elsewhere\n{Environment.StackTrace}";
        Volatile.Write(ref _left, left);
        throw new KernelException(left);
    }

    public void ThrowIfLeft()
    {
        if (Volatile.Read(ref _left) is { } left)
            throw new KernelException(left);
    }

    /// <summary>Something that happens at a time, unless it is cancelled before.</summary>
    public sealed class Turn(Life owner, Action act)
    {
        public Life Owner => owner;

        public Action Act => act;

        public bool IsCancelled { get; private set; }

        public void Cancel() => IsCancelled = true;
    }
}
