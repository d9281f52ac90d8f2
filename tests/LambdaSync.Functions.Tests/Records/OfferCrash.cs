using System.Text.Json.Nodes;
using LambdaSync.Commands;
using LambdaSync.Marketplace.ChangeSets;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>A private offer that a command has requested; or its cancellation while AWS prepares it.</summary>
sealed class OfferCrash(bool isCancelled = false) : ICrashJourney
{
    readonly List<string> _problems = [];
    WorkKey _key = null!;

    public async Task Begin(CrashRig rig)
    {
        // The same request on the next day is another one, so no day ends meanwhile.
        var now = rig.Rig.Time.GetUtcNow();
        rig.Later(now.UtcDateTime.Date.AddHours(25) - now.UtcDateTime);
        MarketRig.Prepare(rig.Rig);
        // AWS publishes no lifetime of the token, so nothing may depend on it.
        rig.Rig.Simulator.Control.Do("market-settings", new JsonObject { ["tokenSeconds"] = 0 });
        _key = (await MarketRig.Request(rig.Rig)).Keys[0];
        if (!isCancelled)
            return;
        rig.Rig.Simulator.Control.Do("market-settings", new JsonObject { ["prepareSeconds"] = 86_400 });
        await rig.Rig.Tick();
        await Edit(rig);
    }

    /// <summary>The same command again.</summary>
    public Task Edit(CrashRig rig) => isCancelled ? MarketRig.Request(rig.Rig, CommandVerbs.ChangeSetCancel, _key.Id, "cancel") : MarketRig.Request(rig.Rig, "again");

    public Task<bool> AfterEdit(CrashRig rig) => rig.Run();

    public async Task<IReadOnlyList<string>> Problems(CrashRig rig, bool isEdited)
    {
        var market = rig.Rig.Simulator.Control.Do("show-market", []);
        if (isCancelled)
        {
            var known = ChangeSetMemo.Read((await rig.Rig.Store.GetWork(_key, CancellationToken.None))?.Data);
            Same("the end that is known", (ChangeSetState.Cancelled, true), (known?.Status, known?.IsCancelled ?? false));
            Same("the change set at AWS", ChangeSetState.Cancelled, (string?)Assert.Single(market["changeSets"]!.AsArray())!["status"]);
            return _problems;
        }

        var offers = market["entities"]!.AsArray().Where(e => (string?)e!["type"] == "Offer").ToList();
        Same("the number of offers", 1, offers.Count);
        Same("the number of change sets", 1, market["changeSets"]!.AsArray().Count);
        var memo = ChangeSetMemo.Read((await rig.Rig.Store.GetWork(_key, CancellationToken.None))?.Data);
        Same("the offer that is known", (string?)offers[0]!["id"], memo?.EntityId);
        Same("the end that is known", ChangeSetState.Succeeded, memo?.Status);
        Same("what waits", "", string.Join(", ", (await rig.Waiting()).Where(item => (item.Due is not null || item.Cause is not null) && item.Due < rig.Rig.Time.GetUtcNow().AddDays(1)).Select(item => $"{item.Key} {item.Due:u} {item.Cause}")));
        var entries = new List<Issue>();
        foreach (var job in await rig.Rig.Store.ListJobs(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, null, 200, CancellationToken.None))
            entries.AddRange((await rig.Rig.Store.ListDetails(job.Id, 0, 9, CancellationToken.None)).Where(d => d.Outcome is Outcome.Created or Outcome.Updated).SelectMany(d => d.Issues));
        Same("the entries of its start", 1, entries.Count(i => i.Code == IssueCodes.ChangeSetStarted));
        Same("the entries of its end", 1, entries.Count(i => i.Code == IssueCodes.ChangeSetSucceeded));
        // The killed process has kept no place: one offer at a time is allowed.
        var next = (await MarketRig.Request(rig.Rig, CommandVerbs.OfferCreate, "new", "next", (CommandVerbs.Document, MarketRig.Document(rig.Rig, "Next")))).Keys[0];
        await rig.Run();
        Same("the end of the next one", ChangeSetState.Succeeded, ChangeSetMemo.Read((await rig.Rig.Store.GetWork(next, CancellationToken.None))?.Data)?.Status);
        return _problems;
    }

    void Same<T>(string what, T expected, T actual)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
            _problems.Add($"{what} is {actual}, not {expected}");
    }
}
