using System.Text.Json.Nodes;

namespace LambdaSync.Simulator.State;

/// <summary>EventBridge as a rule's queue sees it: envelopes in order, unless a fault is asked for.</summary>
sealed class EventBus(SimulatorClock clock, string account)
{
    readonly List<JsonObject> _waiting = [];
    int _number;

    /// <summary>The next so many events are lost, doubled.</summary>
    public int Lose { get; set; }

    public int Double { get; set; }

    /// <summary>Events are handed out in the reverse of their order.</summary>
    public bool Reorder { get; set; }

    /// <param name="detailType">As EventBridge names it: <c>Opportunity Updated</c>.</param>
    /// <param name="version">The envelope's: opportunities' say 1, engagements' 0 (DG selling-api-events).</param>
    public void Put(string detailType, JsonObject detail, string version = "0", params string[] resources) =>
        PutFrom("aws.partnercentral-selling", detailType, detail, version, resources);

    /// <param name="source">The service as EventBridge names it: <c>aws.marketplacecatalog</c>.</param>
    public void PutFrom(string source, string detailType, JsonObject detail, string version = "0", params string[] resources) => PutOf(account, source, detailType, detail, version, resources);

    /// <summary>The same of another account, whose rule forwards its events here.</summary>
    public void PutOf(string owner, string source, string detailType, JsonObject detail, string version = "0", params string[] resources)
    {
        var number = ++_number;
        if (Lose > 0)
        {
            Lose--;
            return;
        }

        var envelope = new JsonObject
        {
            ["version"] = version,
            ["id"] = new Guid(number, 0, 0x4000, [0x80, 0, 0, 0, 0, 0, 0, 0]).ToString(),
            ["detail-type"] = detailType,
            ["source"] = source,
            ["account"] = owner,
            ["time"] = clock.Now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture),
            ["region"] = "us-east-1",
        };
        if (resources.Length > 0)
            envelope["resources"] = new JsonArray([.. resources.Select(r => (JsonNode)r)]);
        envelope["detail"] = detail;
        _waiting.Add(envelope);
        if (Double > 0)
        {
            Double--;
            _waiting.Add(envelope.DeepClone().AsObject());
        }
    }

    /// <summary>Takes what waits.</summary>
    public IReadOnlyList<JsonObject> Drain()
    {
        JsonObject[] drained = Reorder ? [.. _waiting.AsEnumerable().Reverse()] : [.. _waiting];
        _waiting.Clear();
        return drained;
    }
}
