using LambdaSync.Mapping;
using LambdaSync.Sync.Work;

namespace LambdaSync.Sync.Steps;

/// <summary>A kind of record: what its next step is. Pure: the same view gives the same step.</summary>
public interface IKind
{
    WorkKind Kind { get; }

    /// <summary>The mapping of the CRM object that the record is synchronized with, or null: with none.</summary>
    CompiledMapping? MappingOf(RecordView view);

    /// <summary>The record's next step. Asked again only with a view that has changed.</summary>
    Turn Next(RecordView view, DateTimeOffset now);

    /// <summary>The row with the status fields in it, so that most records need no row of their own (row D10).</summary>
    Turn WithStatus(RecordView view, Step.WriteCrm step, DateTimeOffset now) => new(view, step);

    /// <summary>The CRM's answer to a row, with the row's log entry.</summary>
    RecordView Wrote(RecordView view, Step.WriteCrm step, CrmResult result, DateTimeOffset now) => throw new NotSupportedException($"{Kind} writes no row");

    /// <summary>The further seller account of AWS Marketplace that the record's calls are made as; null: the main account's.</summary>
    string? AccountOf(RecordView view) => null;

    /// <summary>AWS's id in the sync log; empty: AWS has none.</summary>
    string LogId(RecordView view) => view.Key.Id;

    /// <summary>
    /// Whether there is more to do for a record that the CRM does not take yet, because it requires what AWS shows only after an acceptance:
    /// an invitation is answered without a CRM record too.
    /// </summary>
    bool NeedsNoCrmRecord => false;

    /// <summary>Other records that the end is shown on: they are woken with the settlement.</summary>
    /// <param name="log">The entries of the end.</param>
    IReadOnlyList<(WorkKey Key, string Reason)> Reports(RecordView view, WorkNext end, IReadOnlyList<LogEntry> log) => [];

    /// <summary>What is left to show in the CRM once the record's end is known, or null.</summary>
    CrmWrite? Status(RecordView view, WorkNext? end, DateTimeOffset now) => null;

    /// <summary>The CRM's answer to the row of <see cref="Status"/>.</summary>
    RecordView Shown(RecordView view, CrmWrite row, CrmResult result) => view;
}
