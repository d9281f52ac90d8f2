using System.Text.Json.Nodes;
using LambdaSync.Simulation.Stories;

namespace LambdaSync.Simulation.Models.Sync;

/// <summary>Both sides as they are, past all gates. What is read is kept until something may have changed it, so readers change nothing in it.</summary>
sealed class Sides
{
    readonly Dictionary<string, JsonObject> _byId = new(StringComparer.Ordinal), _byCrmId = new(StringComparer.Ordinal), _crm = new(StringComparer.Ordinal);
    IReadOnlyList<JsonObject> _aws = [];
    long? _awsChanges, _crmWrites;

    /// <summary>All opportunities of AWS's, each as GetOpportunity gives it and with AWS's own side under "Summary".</summary>
    public static IReadOnlyList<JsonObject> Aws(World world) => world.Own<Sides>().Fresh(world)._aws;

    public static JsonObject? Aws(World world, string id) => world.Own<Sides>().Fresh(world)._byId.GetValueOrDefault(id);

    /// <summary>The first opportunity that names a CRM record.</summary>
    public static JsonObject? AwsNaming(World world, string crmId) => world.Own<Sides>().Fresh(world)._byCrmId.GetValueOrDefault(crmId);

    /// <summary>The fields of a CRM record.</summary>
    public static JsonObject? Crm(World world, string id)
    {
        var (kept, writes) = (world.Own<Sides>(), world.CrmWrites);
        if (writes is null || kept._crmWrites != writes)
            kept._crm.Clear();
        kept._crmWrites = writes;
        if (!kept._crm.TryGetValue(id, out var fields) && world.Crm.Get("Opportunity", id, CancellationToken.None).Now() is { } record)
            fields = kept._crm[id] = JsonNode.Parse(record.Fields)!.AsObject();
        return fields;
    }

    public static string? Text(JsonNode? node, string path)
    {
        foreach (var step in path.Split('.'))
            node = (node as JsonObject)?[step];
        return node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
    }

    Sides Fresh(World world)
    {
        var control = world.PartnerCentral.Control;
        if (_awsChanges == control.Changes)
            return this;
        _awsChanges = control.Changes;
        _aws = [.. control.Do("show", [])["opportunities"]!.AsArray().Select(o => o!.AsObject())];
        _byId.Clear();
        _byCrmId.Clear();
        foreach (var opportunity in _aws)
        {
            _byId.Add(opportunity["Id"]!.GetValue<string>(), opportunity);
            if (opportunity["PartnerOpportunityIdentifier"]?.GetValue<string>() is { } crmId)
                _byCrmId.TryAdd(crmId, opportunity);
        }

        return this;
    }
}
