using System.Text.Json.Nodes;
using LambdaSync.Commands;
using LambdaSync.Marketplace.AgreementRequests;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>Two billing adjustments, or a cancellation, that a command has requested.</summary>
sealed class AfterSaleCrash(bool adjusts) : ICrashJourney
{
    readonly List<string> _problems = [];
    string _agreement = "";
    WorkKey _key = null!;

    public async Task Begin(CrashRig rig)
    {
        // The same request on the next day is another one, so no day ends meanwhile.
        var now = rig.Rig.Time.GetUtcNow();
        rig.Later(now.UtcDateTime.Date.AddHours(25) - now.UtcDateTime);
        MarketRig.Prepare(rig.Rig);
        _agreement = await AgreementRig.Sold(rig.Rig, MarketRig.Document(rig.Rig));
        rig.Rig.Simulator.Control.Do("events", []);
        foreach (var invoice in new[] { "invoice-1", "invoice-2" })
            rig.Rig.Simulator.Control.Do("invoice", new JsonObject { ["agreementId"] = _agreement, ["id"] = invoice, ["amount"] = "100.00" });
        // AWS publishes no lifetime of the token, so nothing may depend on it.
        rig.Rig.Simulator.Control.Do("market-settings", new JsonObject { ["tokenSeconds"] = 0 });
        _key = (await Request(rig, "first")).Keys[0];
    }

    /// <summary>The same command again.</summary>
    public Task Edit(CrashRig rig) => Request(rig, "again");

    public Task<bool> AfterEdit(CrashRig rig) => rig.Run();

    public async Task<IReadOnlyList<string>> Problems(CrashRig rig, bool isEdited)
    {
        var memo = AgreementRequestMemo.Read((await rig.Rig.Store.GetWork(_key, CancellationToken.None))?.Data)!;
        var requests = AgreementRig.Requests(rig.Rig, _agreement);
        Same("what AWS was asked for", adjusts ? 2 : 1, requests.Count);
        Same("what is known", string.Join(", ", requests), adjusts ? string.Join(", ", memo.Adjustments.Select(a => a.Id)) : memo.RequestId);
        if (adjusts)
            Same("the end that is known", "COMPLETED, COMPLETED", string.Join(", ", memo.Adjustments.Select(a => a.Status)));
        else
            Same("the state that is known", "PENDING_APPROVAL", memo.Status);
        var entries = new List<Issue>();
        foreach (var job in await rig.Rig.Store.ListJobs(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, null, 200, CancellationToken.None))
            entries.AddRange((await rig.Rig.Store.ListDetails(job.Id, 0, 9, CancellationToken.None)).Where(d => d.Outcome is Outcome.Created or Outcome.Updated).SelectMany(d => d.Issues));
        Same("the entries of what was sent", adjusts ? 2 : 1, entries.Count(i => i.Code == IssueCodes.AgreementRequestSent));
        return _problems;
    }

    Task<CommandReceipt> Request(CrashRig rig, string id) => adjusts
        ? AgreementRig.Adjust(rig.Rig, _agreement, id, ("invoice-1", "10.00"), ("invoice-2", "20.00"))
        : MarketRig.Request(rig.Rig, CommandVerbs.AgreementCancel, _agreement, id, (CommandVerbs.ReasonCode, "TEST_AGREEMENT"));

    void Same<T>(string what, T expected, T actual)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
            _problems.Add($"{what} is {actual}, not {expected}");
    }
}
