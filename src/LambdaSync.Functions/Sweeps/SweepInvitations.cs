using LambdaSync.Fields;
using LambdaSync.PartnerCentral;
using LambdaSync.Sync.Invitations;
using LambdaSync.Sync.Outbound;
using LambdaSync.Sync.Schedules;
using LambdaSync.Sync.Work;

namespace LambdaSync.Functions.Sweeps;

/// <summary>Invitations that the partner received: all pending ones, and those answered since they were last seen pending.</summary>
/// <remarks>AWS's list has no filter by the date of an answer.</remarks>
sealed class SweepInvitations : ISweep
{
    const int MaxListed = 10_000;

    public string Name => Schedules.Invitations;

    public Schedule Default { get; } = new(TimeSpan.FromMinutes(15));

    public async Task<SweepStep> Step(SweepRun run)
    {
        var found = new FoundRecords(run);
        var pending = await AddPending(run, found);
        if (run.Progress.Start.Ended is { } lastRun)
            await AddAnswered(run, lastRun - OpportunityPage.Overlap, found);
        await AddNoLongerPending(run, pending, found);
        return await found.Reconcile(pending.Count);
    }

    static async Task<HashSet<string>> AddPending(SweepRun run, FoundRecords found)
    {
        var pending = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var invitation in List(run, "PENDING"))
        {
            pending.Add(invitation.Id);
            if (await Stored(run, invitation) is not { } stored || OpportunityBody.Text(stored, "Status") != "PENDING")
                Add(run, found, invitation, "Engagement Invitation Created");
            else if (IsNoLongerLeft(run, InvitationMemo.Read(stored)))
                found.Add(WorkKey.Invitation(run.Parts.Catalog, invitation.Id));
        }

        return pending;
    }

    // It got no CRM record while its object travelled in files.
    static bool IsNoLongerLeft(SweepRun run, InvitationMemo memo) =>
        memo.IsLeftToFiles && !run.Parts.Settings.Transports.InFiles(memo.IsLead ? AceObject.Lead : AceObject.Opportunity);

    // Sent and answered between two runs, so no run saw it pending. It is among the newest.
    static async Task AddAnswered(SweepRun run, DateTimeOffset since, FoundRecords found)
    {
        await foreach (var invitation in List(run, "ACCEPTED", "REJECTED", "EXPIRED"))
        {
            if (invitation.Sent < since)
                return;
            if (await Stored(run, invitation) is null)
                Add(run, found, invitation, AnswerKind(invitation));
        }
    }

    // A stored invitation waits until it is answered.
    static async Task AddNoLongerPending(SweepRun run, HashSet<string> pending, FoundRecords found)
    {
        var work = await run.Parts.Store.ListWork(run.Parts.Catalog, MaxListed, CancellationToken.None);
        foreach (var item in work.Where(w => w.AwaitsAnswer && !pending.Contains(w.Key.Id)))
            found.Add(item.Key);
    }

    static string AnswerKind(InvitationSummary invitation) => invitation.Status switch
    {
        "ACCEPTED" => "Engagement Invitation Accepted",
        "REJECTED" => "Engagement Invitation Rejected",
        _ => "Engagement Invitation Expired",
    };

    static IAsyncEnumerable<InvitationSummary> List(SweepRun run, params IReadOnlyList<string> statuses) =>
        SummaryList.Read(run, AwsRequest.ListReceivedInvitations(run.Parts.Catalog, statuses), InvitationSummary.Read);

    static async Task<byte[]?> Stored(SweepRun run, InvitationSummary invitation) =>
        (await run.Parts.Store.GetWork(WorkKey.Invitation(run.Parts.Catalog, invitation.Id), CancellationToken.None))?.Data;

    static void Add(SweepRun run, FoundRecords found, InvitationSummary invitation, string kind) =>
        found.Add(WorkKey.Invitation(run.Parts.Catalog, invitation.Id), kind, invitation.Sent, "Receiver");
}
