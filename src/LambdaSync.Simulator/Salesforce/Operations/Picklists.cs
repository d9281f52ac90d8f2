using System.Globalization;
using System.Text.Json.Nodes;
using LambdaSync.Simulator.Salesforce.Model;
using LambdaSync.Simulator.Salesforce.State;
using LambdaSync.Simulator.Salesforce.Wire;

namespace LambdaSync.Simulator.Salesforce.Operations;

/// <summary>Values of all picklists of a record type, in one call (UI API, Get Values for All Picklist Fields of a Record Type).</summary>
static class Picklists
{
    /// <summary>The record type of objects that have none.</summary>
    public const string Master = "012000000000000AAA";

    public static ApiAnswer Answer(Organization organization, string name, string recordTypeId)
    {
        if (organization.Schema.Find(name) is not { IsReadable: true, IsTooling: false, IsEvent: false } model)
            throw ApiError.NotFound();
        var type = model.RecordTypeOf(RecordId.Normal(recordTypeId));
        if (type is null && RecordId.Normal(recordTypeId) != Master)
            throw new ApiError("INVALID_TYPE", $"The record type {recordTypeId} is not of {name}.");
        var fields = new JsonObject();
        foreach (var field in model.Visible.Where(field => field.IsPicklist))
            fields[field.Name] = Field(model, field, type);
        return new ApiAnswer(200, new JsonObject { ["eTag"] = model.ChangedAt.ToUnixTimeSeconds().ToString("x", CultureInfo.InvariantCulture), ["picklistFieldValues"] = fields });
    }

    static JsonObject Field(ObjectModel model, FieldModel field, ObjectModel.RecordType? type)
    {
        var controllers = new JsonObject();
        foreach (var (position, value) in model.ControllerValues(field).Index())
            controllers[value] = position;
        var values = field.Values.Where(value => value.IsActive && type?.Takes(field.Name, value.Value) != false).ToList();
        return new JsonObject
        {
            ["controllerValues"] = controllers,
            ["defaultValue"] = values.Find(value => value.IsDefault) is { } first ? Value(model, field, first) : null,
            ["values"] = new JsonArray([.. values.Select(value => (JsonNode)Value(model, field, value))]),
        };
    }

    static JsonObject Value(ObjectModel model, FieldModel field, FieldModel.PicklistValue value) => new()
    {
        ["attributes"] = null,
        ["label"] = value.Label,
        ["validFor"] = new JsonArray([.. field.ValidPositions(model, value.Value).Select(position => (JsonNode)position)]),
        ["value"] = value.Value,
    };
}
