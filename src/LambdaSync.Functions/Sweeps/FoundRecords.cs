using System.Globalization;
using LambdaSync.Sync.Work;

namespace LambdaSync.Functions.Sweeps;

/// <summary>Records that a sweep found, with the notifications that AWS's events would have been.</summary>
sealed class FoundRecords(SweepRun run)
{
    readonly List<WorkKey> _keys = [];
    readonly List<Notification> _notifications = [];

    /// <summary>A record to be read again, without a notification.</summary>
    public void Add(WorkKey key) => _keys.Add(key);

    /// <param name="kind">AWS's detail-type of the event.</param>
    /// <param name="at">When it happened; null: now.</param>
    public void Add(WorkKey key, string kind, DateTimeOffset? at, string? role)
    {
        var time = at ?? run.Now;
        // The id depends only on what was found, so a repeated step stores the notification once.
        var id = $"found-{kind.Replace(' ', '-')}-{key.Id}-{time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)}";
        _keys.Add(key);
        _notifications.Add(new Notification(id, key.Catalog, time, kind, key.Id, role, Found: true));
    }

    /// <summary>Reconciles them and ends the run.</summary>
    /// <param name="listed">How many entries AWS listed.</param>
    /// <param name="position">Where the next run sets out, or null: from the beginning.</param>
    public async Task<SweepStep> Reconcile(int listed, string? position = null)
    {
        await run.KeepLease();
        // What is left over stays as it is stored, so the next run finds it again.
        await run.Parts.Records.Sweep(_keys, Reason.Sweep, new ChangeBudget(run.Parts.Settings.MaxChanges), _notifications, run.Context, run.Lease);
        var schedule = run.Progress.Start;
        return run.EndRun((schedule with { Seen = schedule.Seen + listed, Worked = schedule.Worked + _keys.Count }).End(run.Now) with { Cursor = position });
    }
}
