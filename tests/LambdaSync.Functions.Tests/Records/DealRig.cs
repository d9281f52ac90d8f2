using System.Text.Json.Nodes;
using LambdaSync.Mapping;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>Deals of the CRM on their whole way: complete records, commands, rounds of the clock, and what reached AWS.</summary>
sealed class DealRig : IDisposable
{
    public DealRig() => Mapping();

    public SyncRig Rig { get; private set; } = null!;

    /// <summary>The calls that change something, in their order.</summary>
    public IReadOnlyList<string> Writes => [.. Rig.Http.Operations.Where(IsWrite)];

    /// <summary>Replaces the rig with one of another mapping.</summary>
    public void Mapping(ShareMode share = ShareMode.OnCreate, SubmitMapping? submit = null)
    {
        Rig?.Dispose();
        var mapping = SyncRig.BuiltIn();
        Rig = new SyncRig(mapping with { Opportunity = mapping.Opportunity! with { Share = share, Submit = submit ?? new SubmitMapping("Co-Sell", "Full") } });
        Rig.Simulator.Control.Do("settings", new JsonObject { ["taskSeconds"] = 0 });
        foreach (var id in new[] { "S-1234567", "S-7654321" })
            Rig.Simulator.Control.Do("add-solution", new JsonObject { ["id"] = id, ["name"] = id });
    }

    /// <summary>A record with all that AWS wants of a submission but the solutions; its id.</summary>
    /// <param name="other">Members that replace the usual ones.</param>
    public Task<string> New(string solutions, string other = "{}")
    {
        var record = JsonNode.Parse("""
            {"Name":"From the CRM","StageName":"Qualification","AWS_nextStep__c":"Call","AWS_useCase__c":"AI Machine Learning and Analytics","AWS_deliveryModel__c":"SaaS or PaaS",
             "AWS_state__c":"Washington","AWS_city__c":"Seattle","AWS_opportunityType__c":"Net New Business","AWS_doesOppBelongToNatSec__c":"No",
             "AWS_salesActivities__c":"Initialized discussions with customer","AWS_partnerPrimaryNeedFromAws__c":"Co-Sell - Architectural Validation","AWS_IsOppFromMarketingActivity__c":"None"}
            """)!.AsObject();
        if (solutions.Length > 0)
            record["AWS_solutionOffered__c"] = solutions;
        foreach (var (name, value) in JsonNode.Parse(other)!.AsObject())
            record[name] = value?.DeepClone();
        return Rig.NewInCrm(record.ToJsonString());
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

    public string Status(string id) => Rig.Aws(id)["LifeCycle"]!["ReviewStatus"]!.GetValue<string>();

    public IReadOnlyList<string> Solutions(string id) => [.. Rig.Aws(id)["RelatedEntityIdentifiers"]?["Solutions"]?.AsArray().Select(s => s!.GetValue<string>()) ?? []];

    public void Approve(string id) => Rig.Simulator.Control.Do("approve", new JsonObject { ["id"] = id });

    public IReadOnlyList<JsonObject> Bodies(string operation) =>
        [.. Rig.Http.Bodies.Where((_, i) => Rig.Http.Operations[i] == operation).Select(body => JsonNode.Parse(body)!.AsObject())];

    public JsonObject BodyOf(string operation) => Bodies(operation)[^1];

    public static RecordRequest RequestOf(string verb, params IReadOnlyList<(string Name, string Value)> arguments) =>
        new(verb, arguments.Append(("by", "test")).ToDictionary(a => a.Item1, a => a.Item2));

    /// <summary>A command has requested something of an opportunity.</summary>
    public Task Request(string id, string verb, params IReadOnlyList<(string Name, string Value)> arguments) =>
        Rig.Store.Wake([new Wake(WorkKey.Opportunity("AWS", id), RequestOf(verb, arguments).ToReason(), Lane.Person, Rig.Time.GetUtcNow())], CancellationToken.None);

    public void Dispose() => Rig.Dispose();

    static bool IsWrite(string operation) => !operation.StartsWith("Get", StringComparison.Ordinal) && !operation.StartsWith("List", StringComparison.Ordinal);
}
