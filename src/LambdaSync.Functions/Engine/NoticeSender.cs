using LambdaSync.Connections;
using LambdaSync.Connections.Crm;
using LambdaSync.Connections.State;

namespace LambdaSync.Functions.Engine;

/// <summary>Publishes in the CRM what its people are to notice of records.</summary>
sealed class NoticeSender(ISyncStore store, ICrm crm, SyncSettings settings, TimeProvider time, EngineLog log)
{
    /// <summary>
    /// Before they are settled: a worker that is stopped in between repeats the notice with its key, and none is lost. A CRM that takes no notice
    /// holds up no record, whose status shows the same.
    /// </summary>
    /// <param name="ends">Settlements of claims, not stored yet.</param>
    /// <param name="ofFile">The records came in a file, whose job has their failures at once.</param>
    public async Task Send(IReadOnlyList<Settlement> ends, bool isTimeOver, bool ofFile = false)
    {
        if (!settings.SendsNotices)
            return;
        var notices = new List<CrmNotice>();
        foreach (var end in ends)
        {
            foreach (var notice in Notices.Of(end, time.GetUtcNow(), ofFile ? settings.Transports : null))
            {
                if (notice.Kind != CrmNoticeKinds.Failed || !await IsKnown(end))
                    notices.Add(notice);
            }
        }

        if (notices.Count == 0)
            return;
        try
        {
            if (isTimeOver)
                throw new ConnectionException("the remaining time of the invocation is too short", transient: true);
            foreach (var (notice, result) in notices.Zip(await crm.Notify(notices, CancellationToken.None)))
            {
                if (!result.Written)
                    log.NotNotified(notice.Key, result.Issues is [var issue, ..] ? $"{issue.Rule} {issue.Fix}" : EngineRun.RefusalOf(result));
            }
        }
        catch (ConnectionException failed)
        {
            foreach (var notice in notices)
                log.NotNotified(notice.Key, failed.Message);
        }
    }

    async Task<bool> IsKnown(Settlement end) =>
        end.Entries[^1].Detail is { AwsId: { Length: > 0 } awsId } failed && await store.ListDetailsOf(awsId, 1, CancellationToken.None) is [var last] && Notices.IsKnown(last, failed);
}
