using System.Globalization;
using System.Text.Json.Nodes;
using LambdaSync.Commands;
using LambdaSync.Simulation.Outsides;
using LambdaSync.Sync;

namespace LambdaSync.Simulation.Models.Marketplace;

/// <summary>What people asked for, what AWS did, and what people were answered.</summary>
static class MarketAnswers
{
    // Requests about one offer that are farther apart do not meet.
    static readonly TimeSpan Apart = TimeSpan.FromHours(7), Soon = TimeSpan.FromMinutes(1);

    public static IEnumerable<string> OneOffer(World world)
    {
        using var store = new SqliteDump(world.StoreName);
        foreach (var (wish, requests) in Requests(world, store).Where(r => r.Wish.Name is not null).GroupBy(r => r.Wish).Select(g => (g.Key, g.ToList())))
        {
            // The same request on another day is another one.
            var (keys, made) = (requests.Where(r => r.Work is not null).Select(r => r.Work!.Key).Distinct().Count(), AtAws.Named(world, wish.Name!));
            if (made.Count > keys)
                yield return $"wish {wish.Number} made {made.Count} entities of {keys} requests: {string.Join(' ', made.Select(AtAws.Id))}";
            if (made.Count == 0 && requests.Any(r => r.Work is { Status: "SUCCEEDED" }))
                yield return $"wish {wish.Number} has succeeded and made nothing";
            foreach (var part in (string[])[" one", " two"])
            {
                if (AtAws.Named(world, wish.Name + part).Count is var parts && parts > keys)
                    yield return $"wish {wish.Number} made {parts} offers '{wish.Name}{part}' of {keys} requests";
            }

            if (wish.Command.Verb == CommandVerbs.OfferSetCreate && made is [var set] && requests.Any(r => r.Work is { Status: "SUCCEEDED" })
                && (AtAws.Text(set["details"], "State") != "Released" || set["details"]!["AssociatedOfferIds"]!.AsArray().Count != 2))
                yield return $"wish {wish.Number} has succeeded and {AtAws.Id(set)} is not whole: {set["details"]!.ToJsonString()}";
        }
    }

    public static IEnumerable<string> Answered(World world)
    {
        using var store = new SqliteDump(world.StoreName);
        foreach (var request in Requests(world, store))
        {
            var what = $"wish {request.Wish.Number} ({request.Command})";
            if (request.Outcome is null)
                yield return $"{what} has no answer";
            else if (request.Outcome == "Requested" && request.Work is null)
                yield return $"{what} is requested and not in work";
            if (request.Work is not { } work)
                continue;
            if (work.Reasons.Contains(request.Job, StringComparison.Ordinal))
                yield return $"{what} is still among the reasons of {work.Key}: {work.Reasons}";
            if (work is { Status: null, IsParked: false })
                yield return $"{what} has no end: {work.Cause}";
            if (work is { Status: null, IsParked: true } && Failures(store, work.Key).Count == 0)
                yield return $"{what} waits, and the log does not say why: {work.Cause}";
            if (work.Status is null)
                continue;
            var atAws = work.SetId is null ? null : AtAws.Text(AtAws.ChangeSet(world, work.SetId), "Status");
            if (atAws != work.Status)
                yield return $"{what} has ended as {work.Status}, and {work.SetId} is {atAws} at AWS";
        }
    }

    public static IEnumerable<string> EndedOnce(World world)
    {
        using var store = new SqliteDump(world.StoreName);
        foreach (var set in world.Own<MarketWorld>().Sets.Values.Where(s => s.Key is not null))
        {
            var state = AtAws.ChangeSet(world, set.Id)!;
            if (AtAws.Text(state, "Status") == "SUCCEEDED" && Entries(store, set.Key!).Count(e => e.Issues.Any(i => AtAws.Text(i, "code") == IssueCodes.ChangeSetSucceeded && AtAws.Text(i, "value") == set.Id)) is var count && count != 1)
                yield return $"{set.Id} of {set.Key} has succeeded, which is {count} times in the log";
            if (AtAws.Text(state, "FailureCode") != "CLIENT_ERROR")
                continue;
            var said = Failures(store, set.Key!).Where(i => !string.IsNullOrWhiteSpace(AtAws.Text(i, "fix"))).Select(i => AtAws.Text(i, "rule")).ToList();
            foreach (var code in state["ChangeSet"]!.AsArray().SelectMany(c => c!["ErrorDetailList"] as JsonArray ?? []).Select(e => AtAws.Text(e, "ErrorCode")!).Where(code => !said.Exists(s => s!.Contains(code, StringComparison.Ordinal))))
                yield return $"{set.Id} of {set.Key} has failed with {code}, which the log does not say";
        }
    }

    public static IEnumerable<string> BusyWaits(World world)
    {
        using var store = new SqliteDump(world.StoreName);
        return
        [
            .. store.Rows("SELECT id, cause FROM work WHERE kind = 'ChangeSet' AND parked AND (cause LIKE '%ResourceInUse%' OR cause LIKE '%ServiceQuotaExceeded%') ORDER BY 1").Select(r => $"{r[0]} waits for a person: {r[1]}"),
            .. store.Texts("SELECT job_id FROM detail WHERE outcome = 'Failed' AND (CAST(issues AS TEXT) LIKE '%ResourceInUse%' OR CAST(issues AS TEXT) LIKE '%ServiceQuotaExceeded%') ORDER BY 1").Select(job => $"{job} says that a busy entity is a failure"),
        ];
    }

    public static IEnumerable<string> FaultRetried(World world)
    {
        using var store = new SqliteDump(world.StoreName);
        foreach (var work in Works(world, store).Where(w => w is { Status: "FAILED", SetId: not null } && AtAws.Text(AtAws.ChangeSet(world, w.SetId), "FailureCode") == "SERVER_FAULT"))
        {
            var faults = world.Own<MarketWorld>().Sets.Values.Count(s => s.Key == work.Key && AtAws.Text(AtAws.ChangeSet(world, s.Id), "FailureCode") == "SERVER_FAULT");
            if (faults < 3)
                yield return $"{work.Key} is given up after {faults} faults of AWS";
        }
    }

    public static IEnumerable<string> TriedAgain(World world)
    {
        using var store = new SqliteDump(world.StoreName);
        foreach (var request in Requests(world, store).Where(r => r.Work is { Status: "FAILED" or "CANCELLED", SetId: not null }))
        {
            // It is answered with the failure, or follows it.
            if (Entries(store, request.Work!.Key).Where(e => e.Outcome == "Failed").Select(e => e.At).DefaultIfEmpty(DateTimeOffset.MaxValue).Max() is var failed && request.At > failed + Soon)
                yield return $"wish {request.Wish.Number} ({request.Command}) was asked for at {request.At:d HH:mm:ss}, after its change set had failed at {failed:d HH:mm:ss}, and nothing was sent";
        }
    }

    public static IEnumerable<string> LastDate(World world)
    {
        using var store = new SqliteDump(world.StoreName);
        foreach (var dates in Requests(world, store).Where(r => r is { Wish.Date: not null, Work: not null }).GroupBy(r => r.Wish.Date!.Value.Offer))
        {
            var requests = dates.OrderBy(r => r.At).ToList();
            if (requests[^1] is not { Work.Status: "SUCCEEDED" } last || (requests.Count > 1 && last.At - requests[^2].At < Apart) || world.Own<MarketWorld>().ChangedElsewhere.ContainsKey(dates.Key))
                continue;
            var (day, wanted) = (AtAws.LastDay(AtAws.Entities(world, AtAws.Offer).Single(o => AtAws.Id(o) == dates.Key))!, last.Wish.Date!.Value.Day);
            if (wanted.Length > 0 ? day != wanted : string.CompareOrdinal(day, last.At.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)) >= 0)
                yield return $"{dates.Key} ends on {day}; wish {last.Wish.Number} of {last.At:d HH:mm:ss} wants {(wanted.Length > 0 ? wanted : "it cancelled")}";
        }
    }

    /// <summary>When the request of a command was stored, or null: it was not.</summary>
    public static DateTimeOffset? StoredAt(SqliteDump store, string command) =>
        store.Rows("SELECT at FROM detail WHERE job_id = $1 AND idx = 0 AND outcome = 'Requested'", JobOf(command)) is [var row] ? Time(row[0]) : null;

    // The same command has the same job, however often it is delivered.
    static string JobOf(string command) => JobId.Of("cmd-", $"queue\nid\n{command}");

    static IEnumerable<Request> Requests(World world, SqliteDump store)
    {
        var works = Works(world, store);
        foreach (var wish in world.Own<MarketWorld>().Wishes.Values)
        {
            foreach (var command in wish.Commands)
            {
                var job = JobOf(command);
                if (store.Rows("SELECT outcome, at FROM detail WHERE job_id = $1 AND idx = 0", job) is not [var row])
                {
                    yield return new Request(wish, command, job, null, default, null);
                    continue;
                }

                var at = Time(row[1]);
                // What is stored at midnight may be of the day before.
                var keys = ((DateTimeOffset[])[at, at - Soon]).Select(time => MarketplaceCommands.Plan(wish.Command, wish.Command.Ids[0], DateOnly.FromDateTime(time.UtcDateTime)).Key);
                yield return new Request(wish, command, job, (string)row[0]!, at, (string)row[0]! != "Requested" ? null : keys.Select(key => works.FirstOrDefault(w => w.Key == key)).FirstOrDefault(w => w is not null));
            }
        }
    }

    static List<Work> Works(World world, SqliteDump store) =>
    [
        .. store.Rows("SELECT id, data, parked, cause, reasons FROM work WHERE kind = 'ChangeSet' ORDER BY id").Select(r =>
        {
            var memo = JsonNode.Parse((byte[])r[1]!)!.AsObject();
            return new Work((string)r[0]!, AtAws.Text(memo, "Status"), AtAws.Text(memo, "SetId"), Convert.ToInt64(r[2], CultureInfo.InvariantCulture) != 0, r[3]?.ToString(), (string)r[4]!);
        }),
    ];

    static List<(string Outcome, DateTimeOffset At, List<JsonObject> Issues)> Entries(SqliteDump store, string key) =>
    [
        .. store.Rows("SELECT d.outcome, d.at, d.issues FROM detail d JOIN job j ON j.id = d.job_id WHERE j.source = $1 ORDER BY d.at, d.job_id", $"AWS/ChangeSet/{key}")
            .Select(r => ((string)r[0]!, Time(r[1]), ((JsonArray)JsonNode.Parse((byte[])r[2]!)!).Select(i => i!.AsObject()).ToList())),
    ];

    static List<JsonObject> Failures(SqliteDump store, string key) => [.. Entries(store, key).Where(e => e.Outcome == "Failed").SelectMany(e => e.Issues)];

    static DateTimeOffset Time(object? ticks) => new((long)ticks!, TimeSpan.Zero);

    /// <param name="Outcome">How it was taken in; null: it was not.</param>
    /// <param name="Work">Its change set, or null: it was refused.</param>
    sealed record Request(Wish Wish, string Command, string Job, string? Outcome, DateTimeOffset At, Work? Work);

    /// <param name="Status">As it is known here; null: it has not ended.</param>
    sealed record Work(string Key, string? Status, string? SetId, bool IsParked, string? Cause, string Reasons);
}
