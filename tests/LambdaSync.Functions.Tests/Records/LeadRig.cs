using System.Text;
using System.Text.Json.Nodes;
using LambdaSync.Mapping;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>Leads of AWS's engagements between the built-in CRM and Partner Central's simulator.</summary>
sealed class LeadRig : IDisposable
{
    public LeadRig(MappingDocument? mapping = null, int batchSize = 50, Transports? transports = null)
    {
        Rig = new SyncRig(mapping, batchSize, transports: transports);
        Rig.Simulator.Control.Do("settings", new JsonObject { ["taskSeconds"] = 0 });
    }

    public SyncRig Rig { get; }

    static CancellationToken None => TestContext.Current.CancellationToken;

    /// <summary>The calls that change something, in their order.</summary>
    public IReadOnlyList<string> Writes => [.. Rig.Http.Operations.Where(o => !o.StartsWith("Get", StringComparison.Ordinal) && !o.StartsWith("List", StringComparison.Ordinal))];

    /// <summary>A lead that was accepted in Partner Central's pages and has reached the CRM; its engagement's id.</summary>
    public async Task<string> Lead(string company = "Example Ltd")
    {
        var id = Rig.AwsHasLead(company);
        await Rig.Deliver();
        return id;
    }

    /// <summary>Ticks, each followed by AWS's events.</summary>
    public async Task Rounds(int count = 3)
    {
        for (var i = 0; i < count; i++)
        {
            await Rig.Tick();
            await Rig.Deliver();
        }
    }

    public void AwsEdits(string engagement, string lead) =>
        Rig.Simulator.Control.Do("edit-lead", new JsonObject { ["engagementId"] = engagement, ["lead"] = JsonNode.Parse(lead) });

    public JsonObject Aws(string engagement) => SyncRig.Lead(Rig.Answer("GetEngagement", new JsonObject { ["Catalog"] = "AWS", ["Identifier"] = engagement }));

    public Task Edit(string engagement, string json) => Rig.Crm.Set("Lead", engagement, Encoding.UTF8.GetBytes(json), None);

    public async Task<string?> Field(string engagement, string field) => new FlatRecord((await Rig.Crm.Get("Lead", engagement, None))!.Fields)[field];

    public async Task<int> Leads() => (await Rig.Crm.List("Lead", 200, null, None)).Count;

    public async Task<RecordState> State(string engagement) => (await Rig.Store.GetRecords([Key(engagement)], None)).Single();

    public async Task<WorkItem?> Work(string engagement) => await Rig.Store.GetWork(Key(engagement), None);

    public Task Request(string engagement, string verb, params IReadOnlyList<(string Name, string Value)> arguments) =>
        Rig.Store.Wake([new Wake(Key(engagement), DealRig.RequestOf(verb, arguments).ToReason(), Lane.Person, Rig.Time.GetUtcNow())], None);

    public async Task<IReadOnlyList<Issue>> Issues(string engagement) => [.. (await Rig.Log(engagement)).SelectMany(d => d.Issues)];

    public IReadOnlyList<JsonObject> Bodies(string operation) =>
        [.. Rig.Http.Bodies.Where((_, i) => Rig.Http.Operations[i] == operation).Select(body => JsonNode.Parse(body)!.AsObject())];

    public static WorkKey Key(string engagement) => WorkKey.Engagement("AWS", engagement);

    public void Dispose() => Rig.Dispose();
}
