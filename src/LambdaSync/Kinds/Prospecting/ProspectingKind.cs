using System.Globalization;
using LambdaSync.Mapping;
using LambdaSync.PartnerCentral;
using LambdaSync.Sync;
using LambdaSync.Sync.Steps;
using LambdaSync.Sync.Work;

namespace LambdaSync.Kinds.Prospecting;

/// <summary>
/// A prospecting task: started, followed to its end, and its outcome handed to each of its engagements. An engagement that failed fails no
/// other, and nothing waits for the task.
/// </summary>
public sealed class ProspectingKind(KindRules rules) : IKind
{
    // AWS names no time that it takes.
    static readonly TimeSpan Max = TimeSpan.FromDays(2);

    public WorkKind Kind => WorkKind.Prospecting;

    public CompiledMapping? MappingOf(RecordView view) => null;

    public Turn Next(RecordView view, DateTimeOffset now)
    {
        if (view.Stored?.Aws is { } call && !view.IsRepeated)
            return new(view, new Step.RepeatCall(call));
        if (ProspectingBatch.Read(view.Data ?? view.Claim.Data) is not { } batch)
            return new(view, new Step.Done());
        if (batch.Started is null)
            return Start(view, batch, now);
        // AWS may end a task at once, and names none then.
        if (batch.Task is not { } task)
            return Ended(view, batch, [.. batch.Engagements.Select(id => new ProspectingEnd(id, "FAILED", null, null))], now);
        var get = AwsRequest.GetProspecting(rules.Catalog, task);
        if (!view.Answers.TryGetValue(get.Operation, out var answer))
            return new(view, new Step.ReadAws(get));
        var ends = ProspectingEnd.All(answer.Span);
        if (ends.Count > 0 && ends.All(end => end.HasEnded))
            return Ended(view, batch, ends, now);
        return now - batch.Started > Max
            ? new(view, new Step.Hold([Endless(batch)], RecordIssues.Cause([Endless(batch)])!))
            : new(view, new Step.Wait(PollInterval(batch, now), "AWS is enriching leads", [Reason.Task], ResetsAttempts: true));
    }

    Turn Start(RecordView view, ProspectingBatch batch, DateTimeOffset now)
    {
        var next = new RecordState(view.Key, "", "", "{}"u8.ToArray(), "{}"u8.ToArray(), null, 0, false, 0);
        var call = new PendingCall(
            nameof(StartProspectingFromEngagementTask), StartProspectingFromEngagementTask.Body(rules.Catalog, ClientToken.Of(view.Claim, view.Calls), batch), now, next, [Started(batch)]);
        return new(view, new Step.CallAws(call));
    }

    Turn Ended(RecordView view, ProspectingBatch batch, IReadOnlyList<ProspectingEnd> ends, DateTimeOffset now)
    {
        var job = OwnJob.OfTask(view.Claim, view.Reasons, now);
        var failed = ends.Count(end => end.Status == "FAILED");
        var detail = new JobDetail(job.Id, 0, view.Key.Id, null, Outcome.Updated, now, "{}"u8.ToArray(), [Summary(batch, ends.Count - failed, failed)]) { Reason = Reason.MostTelling(view.Reasons) };
        return new(
            view.WithEntry(new LogEntry(detail, OwnJob.Ended(job, Outcome.Updated, now))),
            new Step.Hand([.. ends.Select(end => (WorkKey.Engagement(rules.Catalog, end.Engagement), RequestOf(batch, end).ToReason()))]));
    }

    static RecordRequest RequestOf(ProspectingBatch batch, ProspectingEnd end) => new(
        RequestVerbs.Enriched,
        new[] { ("task", batch.Task ?? batch.Name), ("status", end.Status), ("reasonCode", end.ReasonCode), ("message", end.Message) }
            .Where(argument => argument.Item2 is { Length: > 0 }).ToDictionary(argument => argument.Item1, argument => argument.Item2!, StringComparer.Ordinal));

    static TimeSpan PollInterval(ProspectingBatch batch, DateTimeOffset now) => (now - batch.Started!.Value).TotalMinutes < 10 ? TimeSpan.FromSeconds(30) : TimeSpan.FromMinutes(5);

    static Issue Started(ProspectingBatch batch) => Issue.Note(
        IssueCodes.Enrichment, null, batch.Name, string.Create(CultureInfo.InvariantCulture, $"AWS was asked to enrich {batch.Engagements.Count} leads"), "nothing to do: LambdaSync follows AWS's task to its end");

    static Issue Summary(ProspectingBatch batch, int completed, int failed) => Issue.Note(
        IssueCodes.Enrichment, null, batch.Task ?? batch.Name, string.Create(CultureInfo.InvariantCulture, $"the enrichment has ended: {completed} leads enriched, {failed} not"),
        failed == 0 ? "nothing to do" : "see the log of each lead: 'lambdasync log show ID'");

    static Issue Endless(ProspectingBatch batch) => Issue.Error(
        IssueCodes.TaskRunning, null, batch.Task, "AWS has been enriching leads for longer than two days", "look at the task in Partner Central, or ask AWS Partner support");
}
