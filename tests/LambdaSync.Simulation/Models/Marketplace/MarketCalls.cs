using System.Text;
using System.Text.Json.Nodes;
using LambdaSync.Connections.Aws;
using LambdaSync.Marketplace.ChangeSets;
using LambdaSync.Simulation.Kernel;
using LambdaSync.Simulation.Models.Sync;
using LambdaSync.Simulation.Models.Sync.Watching;

namespace LambdaSync.Simulation.Models.Marketplace;

/// <summary>AWS Marketplace, watched: what it is sent, and the events that come of it. It shows some change sets late.</summary>
sealed class MarketCalls(World world)
{
    // The simulator's seconds are rounded.
    static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    MarketWorld Market => world.Own<MarketWorld>();

    /// <summary>What a process sends, as it begins to.</summary>
    public AwsEnd Before(Incarnation process, AwsEnd end) => (operation, body, cancellation) =>
    {
        if (world.Parts.Ledger)
            world.Own<QuotaWatch>().Sent(world, process, operation);
        return end(operation, body, cancellation);
    };

    public async Task<AwsAnswer> Call(string operation, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        if (operation == "StartChangeSet")
            world.Own<Tokens>().Sent(world, JsonNode.Parse(body.Span)!["ClientRequestToken"]!.GetValue<string>(), body.ToArray());
        try
        {
            var answer = await world.PartnerCentral.Call(operation, body, cancellation);
            Count(answer.ErrorType);
            if (operation == "StartChangeSet" && answer.ErrorType == "ServiceQuotaExceededException")
                Refused();
            if (operation == "DescribeChangeSet" && answer.Status == 200 && IsHidden(JsonNode.Parse(body.Span)!["ChangeSetId"]!.GetValue<string>()))
            {
                world.Tally.Reach(MarketReaches.ShownLate);
                return new AwsAnswer(404, "ResourceNotFoundException", answer.RequestId, """{"Message":"Change set was not found."}"""u8.ToArray());
            }

            // An internal error may come after the effect.
            if (operation == "StartChangeSet")
                Started(JsonNode.Parse(body.Span)!.AsObject());
            return new AwsAnswer(answer.Status, answer.ErrorType, answer.RequestId, operation == "ListChangeSets" && answer.Status == 200 ? Shown(answer.Body) : answer.Body);
        }
        finally
        {
            SyncSteps.Drain(world);
        }
    }

    /// <summary>AWS processes its change sets without a request; the simulator processes them when a request reads them.</summary>
    public static void Follow(World world)
    {
        var (prepare, apply) = world.Own<MarketWorld>().Duration;
        foreach (var wait in (TimeSpan[])[prepare, prepare + apply])
            world.Pump.After(wait + Moment, world.Pump.World, () => SyncSteps.Drain(world));
    }

    void Count(string error)
    {
        if (error == "ThrottlingException")
            world.Own<Deals>().Throttles++;
        if (error switch { "ThrottlingException" => Reaches.Throttled, "ResourceInUseException" => MarketReaches.Busy, "ServiceQuotaExceededException" => MarketReaches.Full, _ => null } is { } reached)
            world.Tally.Reach(reached);
    }

    bool IsHidden(string id) => Market.Sets.TryGetValue(id, out var set) && set.ShownAt > world.Pump.Now;

    byte[] Shown(byte[] list)
    {
        var json = JsonNode.Parse(list)!.AsObject();
        var sets = json["ChangeSetSummaryList"]!.AsArray();
        foreach (var hidden in sets.Where(s => IsHidden(s!["ChangeSetId"]!.GetValue<string>())).ToList())
        {
            sets.Remove(hidden);
            world.Tally.Reach(MarketReaches.ShownLate);
        }

        return Encoding.UTF8.GetBytes(json.ToJsonString());
    }

    // Only what colleagues have open is not counted here.
    void Refused()
    {
        var open = AtAws.ChangeSets(world).Where(s => AtAws.Text(s, "status") is "PREPARING" or "APPLYING").Select(AtAws.Id).ToList();
        if (open.TrueForAll(id => Market.Sets.TryGetValue(id, out var set) && set.Key is not null))
            world.Own<Witness>().Break(MarketInvariants.LimitKept, $"AWS refuses a change set because of {string.Join(", ", open)}, which are all our own");
    }

    // What AWS has now and had not before came of this request.
    void Started(JsonObject body)
    {
        var all = AtAws.ChangeSets(world);
        if (all.FirstOrDefault(s => !Market.Sets.ContainsKey(AtAws.Id(s))) is not { } made)
            return;
        var (id, name) = (AtAws.Id(made), body["ChangeSetName"]!.GetValue<string>());
        var set = new StartedSet(id, ChangeSetIdentity.KeyIn(name), name, body["ChangeSet"]!.ToJsonString(), world.Pump.Now + Market.ShownAfter);
        var before = all.Where(s => s["status"]!.GetValue<string>() is not ("FAILED" or "CANCELLED") && Market.Sets.TryGetValue(AtAws.Id(s), out var other) && other.Key == set.Key && other.Changes == set.Changes).ToList();
        Market.Sets[id] = set;
        Follow(world);
        world.Tally.Reach(MarketReaches.Started);
        if (before.Count > 0 && before.Count >= Allowed(set))
            world.Own<Witness>().Break(MarketInvariants.SetOnce, $"'{set.Name}' is started as {id}, and {AtAws.Id(before[^1])} of the same changes is {AtAws.Text(before[^1], "status")}");
    }

    // A date may be changed to and fro: as often as somebody asks.
    int Allowed(StartedSet set)
    {
        if (!set.Name.Contains(ChangeSetPurposes.OfferExpiry, StringComparison.Ordinal))
            return 1;
        return Market.Wishes.Values.Where(w => w.Date is { } date && set.Changes.Contains(date.Offer, StringComparison.Ordinal) && set.Changes.Contains(date.Day, StringComparison.Ordinal)).Sum(w => w.Commands.Count);
    }
}
