using LambdaSync.Functions;
using LambdaSync.Sync.Work;

namespace LambdaSync.Cli;

/// <summary>What keeps one machine's data in order while it serves: a clock that was set back, what has expired, and whether anything moves.</summary>
/// <param name="catalog">The catalog that is served.</param>
/// <param name="groups">What this service works on.</param>
sealed class Housekeeping(Machine machine, Service service, string catalog, IReadOnlyList<WorkGroup> groups, TextWriter error, TimeProvider time)
{
    static readonly TimeSpan RemoveEvery = TimeSpan.FromMinutes(5);

    // As the template's LogRetentionDays.
    static readonly TimeSpan Retention = TimeSpan.FromDays(90);

    readonly StandStill _standStill = new();
    readonly long _start = time.GetTimestamp();
    DateTimeOffset _removed = DateTimeOffset.MinValue;

    /// <summary>Once, before anything is served: what a killed process held is free at once.</summary>
    public async Task Begin(CancellationToken cancellation)
    {
        await FollowClock(cancellation);
        await machine.Store.ReleaseClaims(Service.OwnerPrefix, time.GetUtcNow(), cancellation);
    }

    public async Task Turn(CancellationToken cancellation)
    {
        await FollowClock(cancellation);
        var now = time.GetUtcNow();
        if (now - _removed >= RemoveEvery)
        {
            await machine.Store.RemoveExpired(now - Retention, cancellation);
            _removed = now;
        }

        // What waits for 'lambdasync resume' waits on purpose.
        if (await Pause.Cause(machine.Store, catalog, cancellation) is null && _standStill.Check(time.GetElapsedTime(_start), now, service.Finished + machine.Store.Finished, await Due(now, cancellation)) is { } line)
            await error.WriteLineAsync(line);
    }

    /// <summary>Whether files wait for their next try outside the inbox: records of theirs are in work elsewhere, or they failed.</summary>
    public async Task<bool> HasWaitingFiles(CancellationToken cancellation) =>
        (await machine.Store.Due(catalog, WorkGroup.Arrivals, time.GetUtcNow() + RecordsHeldException.PollInterval, 1, cancellation)).Count > 0;

    async Task FollowClock(CancellationToken cancellation)
    {
        if (await machine.Store.FollowClock(time.GetUtcNow(), cancellation) is not { } back)
            return;
        await machine.Inbox.MoveBack(time.GetUtcNow(), back, cancellation);
        await error.WriteLineAsync($"warning: the clock of this machine was set back by {back:d\\.hh\\:mm\\:ss}; due times in the future were moved back with it");
    }

    async Task<Overdue?> Due(DateTimeOffset now, CancellationToken cancellation)
    {
        var files = await machine.Inbox.Due(now, 1, cancellation);
        var work = await machine.Store.LongestDue(catalog, groups, now, cancellation);
        if (files is [var file] && (work is not { First.Due: { } since } || file.Due < since))
            return new Overdue((work?.Count ?? 0) + 1, file.Key, file.Due, file.LastError);
        return work is { First: { Due: { } due } first } ? new Overdue(work.Value.Count, $"{first.Key.Kind} {first.Key.Id}", due, first.Cause) : null;
    }
}
