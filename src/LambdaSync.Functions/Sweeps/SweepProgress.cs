using LambdaSync.Sync.Schedules;

namespace LambdaSync.Functions.Sweeps;

/// <summary>The schedule during a step. It is stored even when the step fails, so that batches that are done are not repeated.</summary>
/// <param name="start">The schedule as it was claimed.</param>
sealed class SweepProgress(Schedule start)
{
    Schedule? _advanced;
    int _batch;

    /// <summary>The schedule before the step's first batch.</summary>
    public Schedule Start { get; private set; } = start;

    /// <summary>The schedule after the last batch that is done.</summary>
    public Schedule Schedule => _advanced ?? Start;

    /// <summary>The same for an invocation that was too short: when it finished no batch, the next one tries a smaller one.</summary>
    public Schedule WithSmallerBatches => _advanced is null && _batch > 0 ? Start.WithSmallerBatches(_batch) : Schedule;

    public void StartRun(TimeSpan overlap) => Start = Start.StartRun(overlap);

    public void Listed(DateTimeOffset now, TimeSpan overlap, DateTimeOffset last) => Start = Start.Listed(now, overlap, last);

    public void StartBatch(int size) => _batch = size;

    public void AdvanceTo(Schedule schedule) => _advanced = schedule;
}
