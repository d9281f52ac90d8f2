using System.Globalization;
using System.Text.Json;
using Amazon.Lambda.Core;
using LambdaSync.Connections;
using LambdaSync.Connections.PartnerCentral;
using LambdaSync.Connections.State;
using LambdaSync.Fields;
using LambdaSync.Functions.Engine;
using LambdaSync.Sync;
using LambdaSync.Sync.Schedules;
using LambdaSync.Sync.Work;

namespace LambdaSync.Functions.Sweeps;

/// <summary>What one step of a schedule came to.</summary>
/// <param name="NextToken">Where AWS's list goes on, as long as this invocation lasts; later the cursor says it.</param>
sealed record SweepStep(Schedule Schedule, WorkNext Next, string? NextToken, bool WaitsForQuota = false);

/// <summary>A step of a sweep or of a backfill: a page of AWS's list.</summary>
/// <param name="lease">The schedule's: renewed before each page of AWS's and each part of the records.</param>
sealed class Sweep(
    ISyncStore store, PartnerCentralClient aws, RecordEngine records, SyncSettings settings, Schedule schedule, DateTimeOffset now, ILambdaContext context, Lease lease)
{
    // As many records of a backfill are worked on together as go to the CRM in one call.
    const int Together = 200;

    // A tick's part of a slow round.
    const int SlowPage = 50;

    const int MostListed = 10_000;

    int _part;
    Schedule? _reached;

    /// <summary>The schedule behind what was done, when the step fails before its end.</summary>
    public Schedule Reached => _reached ?? schedule;

    /// <summary>The same after the invocation's time was not enough for anything: less is tried at once.</summary>
    public Schedule ReachedInSmallerParts => _reached is null && _part > 0 ? schedule.InSmallerParts(_part) : Reached;

    static CancellationToken None => CancellationToken.None;

    public Task<SweepStep> Step(string name, string? token) => name switch
    {
        Schedules.Opportunities => Opportunities(name, token),
        Schedules.Summaries => Summaries(name, token),
        Schedules.Invitations => Invitations(),
        Schedules.Engagements => Engagements(),
        _ => Backfill(name, token),
    };

    // The cursor stays where the last run ended: nothing before it has changed since.
    async Task<SweepStep> Opportunities(string name, string? token)
    {
        schedule = schedule.Begun(OpportunityPage.Overlap);
        var page = await Page(from => OpportunityPage.Request(settings.Catalog, from, onlyOpen: false, null), settings.ListPage, settings.ListPage, token);
        var looks = page.Items.Where(i => OpportunityPage.NeedsLook(i.State, i.Modified) && !IsDone(i)).ToList();
        return await Work(name, page, looks, Reason.Sweep) ?? (page.IsLast
            ? new SweepStep(After(page, looks).EndAtCursor(now), Later(), null)
            : new SweepStep(After(page, looks), Now, page.NextToken));
    }

    // Records that change meanwhile move to the end of the list and are looked at once more there.
    async Task<SweepStep> Summaries(string name, string? token)
    {
        var page = await Page(from => OpportunityPage.Request(settings.Catalog, from, onlyOpen: true, null), Math.Min(SlowPage, settings.ListPage), SlowPage, token);
        var looks = page.Items.Where(i => i.State is { Closed: false } && !IsDone(i)).ToList();
        if (await Work(name, page, looks, Reason.Summary) is { } stopped)
            return stopped;
        if (page.IsLast)
            return new SweepStep(After(page, looks).End(now), Later(), null);
        var next = After(page, looks);
        return page.NextToken is not null
            ? new SweepStep(next, Now, page.NextToken)
            : new SweepStep(next, new WorkNext.Again(new Schedule(Schedule.Shortest).NextAfter(now), null, Counts: false, IsNew: true), null);
    }

    async Task<SweepStep> Backfill(string name, string? token)
    {
        var page = await Page(from => OpportunityPage.Request(settings.Catalog, from, onlyOpen: false, schedule.Filter), settings.ListPage, Together, token);
        var looks = page.Items.Where(i => (i.State is null || (!schedule.OnlyUnlinked && !i.State.Closed)) && !IsDone(i)).ToList();
        if (await Work(name, page, looks, Reason.Refresh) is { } stopped)
            return stopped;
        var next = After(page, looks);
        return page.IsLast ? new SweepStep(next with { Ended = now }, WorkNext.Finished, null) : new SweepStep(next, Now, page.NextToken);
    }

    // Null: all was done; else the run has stopped before the page's end. What fails between two parts keeps those that were done.
    async Task<SweepStep?> Work(string name, ListedPage page, IReadOnlyList<Listed> looks, string reason)
    {
        var most = schedule.MaxChanges ?? settings.MaxChanges;
        var left = Math.Max(0, most - schedule.Changed);
        var budget = new ChangeBudget(left);
        page.Changed = schedule.Changed;
        var waiting = looks.ToHashSet();
        foreach (var part in looks.OrderBy(i => i.Modified).Chunk(schedule.Part ?? Together))
        {
            _part = part.Length;
            await Keep();
            await records.Sweep([.. part.Select(i => i.Key)], reason, budget, [], context, lease);
            page.Changed = schedule.Changed + left - budget.Left;
            if (budget.IsExceeded)
                break;
            waiting.ExceptWith(part);
            _reached = Behind(page.Items.Where(i => i.Modified <= part[^1].Modified && !waiting.Contains(i))) with
            {
                Changed = page.Changed,
                Worked = schedule.Worked + looks.Count - waiting.Count,
            };
        }

        if (!budget.IsExceeded)
            return null;
        var cause = string.Create(
            CultureInfo.InvariantCulture,
            $"more than {most} existing CRM records would be overwritten. Fix: look at them (lambdasync log list), then 'lambdasync schedule set {name} --max-changes N'");
        return new SweepStep(Reached with { Changed = page.Changed }, new WorkNext.Parked(cause), null);
    }

    Schedule After(ListedPage page, IReadOnlyList<Listed> looks) =>
        Behind(page.Items) with { Changed = page.Changed, Worked = schedule.Worked + looks.Count };

    Schedule Behind(IEnumerable<Listed> seen) => schedule.Behind([.. seen.Select(i => (i.Key.Id, i.Modified))]);

    bool IsDone(Listed listed) => schedule.HasDone(listed.Key.Id, listed.Modified);

    // It goes on by date, not by AWS's token: what changes meanwhile moves to the end of the list, which may move the others up, and AWS
    // does not say what a token means once the date asked for has moved. Only as long as all have one date the token leads on.
    async Task<ListedPage> Page(Func<DateTimeOffset?, byte[]> request, int size, int most, string? token)
    {
        var listed = new List<(RecordKey Key, DateTimeOffset Modified)>();
        var cursor = schedule.Cursor;
        bool isLast;
        do
        {
            await Keep();
            var page = await aws.Page(SellingOperations.ListOpportunities, request(OpportunityPage.Date(cursor)), size, token, None);
            var items = page.Items.Select(item => OpportunityPage.Read(item.Span)).Select(i => (Key: new RecordKey(settings.Catalog, AceObject.Opportunity, i.Id), i.Modified)).ToList();
            listed.AddRange(items.Except(listed));
            var reached = items.Aggregate(cursor, (last, item) => OpportunityPage.Behind(last, item.Modified));
            (token, cursor, isLast) = (reached == cursor ? page.NextToken : null, reached, page.NextToken is null);
        }
        while (!isLast && listed.Count < most);
        var taken = listed.Take(most).ToList();
        var states = taken.Count == 0 ? [] : (await store.GetRecords([.. taken.Select(i => i.Key).Distinct()], None)).ToDictionary(s => s.Key);
        // A token leads on behind all that was listed.
        var isAll = taken.Count == listed.Count;
        return new ListedPage([.. taken.Select(i => new Listed(WorkKey.Of(i.Key), i.Modified, states.GetValueOrDefault(i.Key)))], isAll && isLast, isAll ? token : null);
    }

    // There is no filter by date. All that wait are listed, and those that waited and are not listed any more are asked for. One that was
    // answered before any run saw it waiting is among the newest of the others.
    async Task<SweepStep> Invitations()
    {
        var (looks, told, listed) = (new List<WorkKey>(), new List<Notification>(), new HashSet<string>(StringComparer.Ordinal));
        await foreach (var (id, _, sent) in Received("\"PENDING\""))
        {
            await Keep();
            listed.Add(id);
            if (Text(await Kept(id), "Status") != "PENDING")
                Look("Created", id, sent);
        }

        if (schedule.Ended is { } before)
        {
            await foreach (var (id, status, sent) in Received("\"ACCEPTED\",\"REJECTED\",\"EXPIRED\""))
            {
                if (sent < before - OpportunityPage.Overlap)
                    break;
                await Keep();
                if (await Kept(id) is null)
                    Look(status switch { "ACCEPTED" => "Accepted", "REJECTED" => "Rejected", _ => "Expired" }, id, sent);
            }
        }

        var waiting = (await store.ListWork(settings.Catalog, MostListed, None)).Where(w => w.Key.Kind == WorkKind.Invitation && w.Parked && !listed.Contains(w.Key.Id));
        looks.AddRange(waiting.Select(w => w.Key));
        await Keep();
        await records.Sweep(looks, Reason.Sweep, new ChangeBudget(0), told, context, lease);
        return Ended(listed.Count, looks.Count);

        void Look(string kind, string id, DateTimeOffset sent)
        {
            looks.Add(Key(id));
            told.Add(Found("Engagement Invitation " + kind, id, sent, "Receiver"));
        }

        async Task<byte[]?> Kept(string id) => (await store.GetWork(Key(id), None))?.Data;

        WorkKey Key(string id) => new(settings.Catalog, WorkKind.Invitation, id);
    }

    // The newest first.
    async IAsyncEnumerable<(string Id, string? Status, DateTimeOffset Sent)> Received(string statuses)
    {
        var request = JsonText($$"""
            {"Catalog":"{{settings.Catalog}}","ParticipantType":"RECEIVER","Status":[{{statuses}}],"Sort":{"SortBy":"InvitationDate","SortOrder":"DESCENDING"} }
            """);
        await foreach (var summary in aws.ListEngagementInvitations(request, settings.ListPage, None))
        {
            using var json = JsonDocument.Parse(summary);
            var status = json.RootElement.TryGetProperty("Status", out var value) ? value.GetString() : null;
            yield return (json.RootElement.GetProperty("Id").GetString()!, status, Date(json.RootElement, "InvitationDate"));
        }
    }

    async Task<SweepStep> Engagements()
    {
        var (looks, told, listed) = (new List<WorkKey>(), new List<Notification>(), 0);
        var request = JsonText($$"""{"Catalog":"{{settings.Catalog}}","ContextTypes":["Lead"]}""");
        await foreach (var summary in aws.ListEngagements(request, settings.ListPage, None))
        {
            listed++;
            await Keep();
            using var json = JsonDocument.Parse(summary);
            var id = json.RootElement.GetProperty("Id").GetString()!;
            var modified = json.RootElement.TryGetProperty("ModifiedAt", out var date) ? date.ToString() : "";
            var key = new WorkKey(settings.Catalog, WorkKind.Engagement, id);
            var known = await store.GetWork(key, None);
            if (known?.Data is { } data && Text(data, "ModifiedAt") == modified)
                continue;
            looks.Add(key);
            told.Add(Found(known?.Data is null ? "Engagement Created" : "Engagement Updated", id, Date(json.RootElement, "ModifiedAt"), null));
        }

        await Keep();
        await records.Sweep(looks, Reason.Sweep, new ChangeBudget(0), told, context, lease);
        return Ended(listed, looks.Count);
    }

    // Whoever has taken the schedule goes on from its stored cursor.
    async Task Keep()
    {
        if (!await lease.Renew())
            throw new ConnectionException("another worker has taken the schedule", transient: true);
    }

    SweepStep Ended(int seen, int worked) =>
        new((schedule with { Seen = schedule.Seen + seen, Worked = schedule.Worked + worked }).End(now), Later(), null);

    // The same finding always makes the same notification.
    Notification Found(string kind, string id, DateTimeOffset at, string? role) =>
        new($"found-{kind.Replace(' ', '-')}-{id}-{at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)}", settings.Catalog, at, kind, id, role, Found: true);

    WorkNext.Again Now => new(now, null, Counts: false, IsNew: true);

    WorkNext.Again Later() => new(schedule.NextAfter(now), null, Counts: false, [Reason.Timer], IsNew: true);

    static byte[] JsonText(string json) => System.Text.Encoding.UTF8.GetBytes(json);

    static string? Text(byte[]? json, string name) => json is null ? null : Sync.Outbound.OpportunityBody.Text(json, name);

    DateTimeOffset Date(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out var date) ? date : now;

    /// <param name="State">What is stored of it, or null.</param>
    sealed record Listed(WorkKey Key, DateTimeOffset Modified, RecordState? State);

    /// <param name="IsLast">Nothing is listed behind it.</param>
    /// <param name="NextToken">Where the same request goes on, or null: the cursor leads on.</param>
    sealed record ListedPage(IReadOnlyList<Listed> Items, bool IsLast, string? NextToken)
    {
        /// <summary>The run's overwritten records, this page's included.</summary>
        public int Changed { get; set; }
    }
}
