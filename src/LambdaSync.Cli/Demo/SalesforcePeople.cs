using System.Text.Json.Nodes;
using LambdaSync.Simulator.Salesforce.Control;

namespace LambdaSync.Cli.Demo;

/// <summary>People of a simulated Salesforce organization: they work through the simulator's verbs.</summary>
sealed class SalesforcePeople(SalesforceControl organization) : IDemoCrm
{
    public Task<string> Create(string crmObject, JsonObject record) =>
        Task.FromResult(Do("create", new JsonObject { ["object"] = crmObject, ["fields"] = record })["id"]!.GetValue<string>());

    public Task Edit(string crmObject, string id, JsonObject fields)
    {
        Do("edit", new JsonObject { ["id"] = id, ["fields"] = fields });
        return Task.CompletedTask;
    }

    public Task<JsonObject?> Get(string crmObject, string idOrAwsId, CancellationToken cancellation) => Task.FromResult(
        Do("show", new JsonObject { ["object"] = crmObject })["records"]!.AsArray().Select(record => record!.AsObject())
            .SingleOrDefault(record => record["IsDeleted"]?.GetValue<bool>() != true && (IsNamed(record, "Id", idOrAwsId) || IsNamed(record, DemoPeople.AwsIdField, idOrAwsId)))?.DeepClone().AsObject());

    JsonObject Do(string verb, JsonObject input)
    {
        try
        {
            return organization.Do(verb, input);
        }
        catch (ArgumentException refused)
        {
            throw new InvalidOperationException(refused.Message, refused);
        }
    }

    static bool IsNamed(JsonObject record, string field, string value) => record[field] is JsonValue held && held.TryGetValue<string>(out var text) && text == value;
}
