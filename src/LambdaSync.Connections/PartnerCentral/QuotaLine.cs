using LambdaSync.Connections.State;
using LambdaSync.Sync;
using LambdaSync.Sync.Quotas;

namespace LambdaSync.Connections.PartnerCentral;

/// <summary>
/// One group's calls of this process. Ledger times are converted to the machine's monotonic timer, so a clock that is set
/// while calls wait does not move them.
/// </summary>
sealed class QuotaLine(IQuotaStore store, string account, QuotaGroup group, QuotaLimits limits, TimeProvider time, Func<double> jitter)
{
    static readonly TimeSpan LongestPatience = TimeSpan.FromDays(30);

    // A store that takes longer answers too late for any send time.
    static readonly TimeSpan LongestLead = TimeSpan.FromSeconds(2);

    // A clock that is farther ahead of the timer was not just set.
    static readonly TimeSpan MaxStep = TimeSpan.FromSeconds(2);

    // Instances that ask at the same moment stand in each other's way. Shorter than what lies between two lanes' looks ahead.
    static readonly TimeSpan MaxJitter = TimeSpan.FromMilliseconds(100);

    readonly long _start = time.GetTimestamp();
    readonly Lock _state = new();
    readonly int[] _waiting = new int[Enum.GetValues<Lane>().Length];
    readonly Closing[] _closed = new Closing[Enum.GetValues<Lane>().Length];
    readonly Queue<SendTime> _lease = new();
    TimeSpan _lead = TimeSpan.FromMilliseconds(50);
    DateTimeOffset _zero = time.GetUtcNow();
    Task? _asking;
    int _pauses;

    TimeSpan Moment => time.GetElapsedTime(_start);

    public async Task Take(Lane lane, TimeSpan patience, CancellationToken cancellation)
    {
        var deadline = Moment + (patience < LongestPatience ? patience : LongestPatience);
        SendTime send;
        do
        {
            send = await Wait(lane, deadline, cancellation).ConfigureAwait(false);
            await Until(send.Moment, cancellation).ConfigureAwait(false);
        }
        while (!IsGood(send));
    }

    public async Task Pause(CancellationToken cancellation)
    {
        // Whoever holds a send time lets it pass and asks the ledger again.
        lock (_state)
            _pauses++;
        while (!await Alone(() => StorePause(cancellation), cancellation).ConfigureAwait(false))
        {
        }
    }

    // Who sleeps counts as waiting too: a lease is taken for all of the lane.
    async Task<SendTime> Wait(Lane lane, TimeSpan deadline, CancellationToken cancellation)
    {
        var isWaiting = true;
        lock (_state)
            _waiting[(int)lane]++;
        try
        {
            while (true)
            {
                TimeSpan? again;
                lock (_state)
                {
                    if (Find(lane, deadline) is { } send)
                    {
                        _waiting[(int)lane]--;
                        isWaiting = false;
                        return send;
                    }

                    again = Closed(lane, deadline);
                }

                if (again is { } moment)
                    await Until(moment, cancellation).ConfigureAwait(false);
                else
                    await Alone(AskOnce, cancellation).ConfigureAwait(false);
            }
        }
        finally
        {
            if (isWaiting)
            {
                lock (_state)
                    _waiting[(int)lane]--;
            }
        }

        // The ledger goes by the patience left; what it gives, the way to the store and back included, is soon enough.
        async Task AskOnce()
        {
            if (await Ask(lane, deadline, cancellation).ConfigureAwait(false) is { } first && first > deadline)
                deadline = first;
        }
    }

    SendTime? Find(Lane lane, TimeSpan deadline)
    {
        while (_lease.TryPeek(out var past) && !IsGood(past))
            _lease.Dequeue();
        // What was taken for a more urgent lane is not this one's.
        return _lease.TryPeek(out var send) && send.Lane >= lane && send.Moment <= deadline ? _lease.Dequeue() : null;
    }

    // Until when the lane need not ask, or null.
    TimeSpan? Closed(Lane lane, TimeSpan deadline)
    {
        var (closed, now) = (_closed[(int)lane], Moment);
        if (closed.Again <= now)
            return now <= deadline + LongestLead ? null : throw UsedUp(lane, new Closing(now, now, false));
        return closed.Opens <= deadline + _lead ? closed.Again : throw UsedUp(lane, closed);
    }

    // One question at a time; who comes meanwhile waits for its answer, which may be good for both.
    async Task<bool> Alone(Func<Task> ask, CancellationToken cancellation)
    {
        var mine = new TaskCompletionSource();
        Task? others;
        lock (_state)
        {
            others = _asking;
            _asking ??= mine.Task;
        }

        if (others is not null)
        {
            await others.WaitAsync(cancellation).ConfigureAwait(false);
            return false;
        }

        try
        {
            await ask().ConfigureAwait(false);
            return true;
        }
        finally
        {
            lock (_state)
                _asking = null;
            mine.SetResult();
        }
    }

    async Task StorePause(CancellationToken cancellation)
    {
        StoredQuota stored;
        do
            stored = await store.Read(account, group, cancellation).ConfigureAwait(false);
        while (!await store.Replace(account, group, stored.Version, QuotaLedger.Pause(stored.State, Now(stored.State)), cancellation).ConfigureAwait(false));
    }

    // The first send time that it got, or null.
    async Task<TimeSpan?> Ask(Lane lane, TimeSpan deadline, CancellationToken cancellation)
    {
        var pauses = Volatile.Read(ref _pauses);
        var stored = await store.Read(account, group, cancellation).ConfigureAwait(false);
        var moment = Moment;
        var patience = deadline > moment ? deadline - moment : TimeSpan.Zero;
        int wanted;
        lock (_state)
            wanted = _waiting[(int)lane];
        var (state, answer) = QuotaLedger.Ask(stored.State, limits, new QuotaRequest(lane, Math.Max(1, wanted), Now(stored.State), _lead, patience));
        if (answer is QuotaAnswer.Later later)
        {
            Close(lane, new Closing(At(later.Again), At(later.Opens), later.DayIsUsedUp));
            return null;
        }

        var lease = (QuotaAnswer.Lease)answer;
        if (!await store.Replace(account, group, stored.Version, state, cancellation).ConfigureAwait(false))
            return null;
        var took = Moment - moment;
        lock (_state)
        {
            _lead = took < _lead ? (took + _lead) / 2 : took < LongestLead ? took : LongestLead;
            foreach (var sendTime in lease.Times)
                _lease.Enqueue(new SendTime(At(sendTime), lane, pauses));
        }

        // The first lane may take what is farther away.
        if (lane != Lane.Person)
            Close(lane, new Closing(At(lease.Again), At(state.Free), false));
        return At(lease.Times[0]);

        TimeSpan At(DateTimeOffset ledgerTime) => moment + (ledgerTime - answer.Now);
    }

    void Close(Lane lane, Closing closing)
    {
        lock (_state)
            _closed[(int)lane] = closing with { Again = closing.Again + (jitter() * MaxJitter) };
    }

    // The ledger's time is that of the instance whose clock is ahead: others find out from what it wrote how far they are behind, and
    // the sooner after that they read it, the closer. Without this, send times would be as far off as the clocks are. Between two looks
    // the timer counts, so a clock that is set by a second changes nothing; but it may stand still while Lambda keeps an instance frozen.
    DateTimeOffset Now(QuotaState state)
    {
        var (now, clock) = (_zero + Moment, time.GetUtcNow());
        if (clock - now > MaxStep)
            _zero += clock - now;
        else if (state.Latest > now)
            _zero += state.Latest - now;
        return _zero + Moment;
    }

    bool IsGood(SendTime send) => Moment <= send.Moment + limits.Grace && send.Pauses == Volatile.Read(ref _pauses);

    async Task Until(TimeSpan moment, CancellationToken cancellation)
    {
        // A delay takes whole milliseconds, and ends by a coarser clock.
        while (moment - Moment is var left && left > TimeSpan.Zero)
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), time, cancellation).ConfigureAwait(false);
    }

    QuotaUsedUpException UsedUp(Lane lane, Closing closing) =>
        new(group, lane, time.GetUtcNow() + (closing.Opens - Moment), closing.DayIsUsedUp);

    /// <param name="Lane">The lane it was taken for.</param>
    /// <param name="Pauses">The pauses that there had been; after another one it is not used.</param>
    readonly record struct SendTime(TimeSpan Moment, Lane Lane, int Pauses);

    /// <param name="Again">Until then the lane need not ask.</param>
    /// <param name="Opens">The earliest send time there could be.</param>
    readonly record struct Closing(TimeSpan Again, TimeSpan Opens, bool DayIsUsedUp);
}
