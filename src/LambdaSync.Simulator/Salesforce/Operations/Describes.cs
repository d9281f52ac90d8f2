using System.Globalization;
using System.Text.Json.Nodes;
using LambdaSync.Simulator.Salesforce.Model;
using LambdaSync.Simulator.Salesforce.State;
using LambdaSync.Simulator.Salesforce.Wire;

namespace LambdaSync.Simulator.Salesforce.Operations;

/// <summary>Describe Global and sObject Describe, both with If-Modified-Since. Hidden fields and objects are absent.</summary>
static class Describes
{
    public static ApiAnswer Global(Organization organization, ApiRequest request) =>
        Unchanged(request, organization.Schema.ChangedAt) ?? Answer(organization.Schema.ChangedAt, new JsonObject
        {
            ["encoding"] = "UTF-8",
            ["maxBatchSize"] = 200,
            ["sobjects"] = new JsonArray([.. organization.Schema.All.Where(model => model is { IsReadable: true, IsTooling: false }).Select(model => (JsonNode)Head(model))]),
        });

    public static ApiAnswer One(Organization organization, ApiRequest request, string name)
    {
        if (organization.Schema.Find(name) is not { IsReadable: true, IsTooling: false } model)
            throw ApiError.NotFound();
        return Unchanged(request, model.ChangedAt) ?? Answer(model.ChangedAt, Describe(organization, model));
    }

    static JsonObject Describe(Organization organization, ObjectModel model)
    {
        var describe = Head(model);
        describe["fields"] = new JsonArray([.. model.Visible.Select(field => (JsonNode)field.Describe(model))]);
        describe["recordTypeInfos"] = new JsonArray([.. RecordTypes(model)]);
        describe["childRelationships"] = new JsonArray([.. organization.Schema.All.Where(child => child is { IsReadable: true, IsTooling: false })
            .SelectMany(child => child.Visible.Where(field => field.ReferenceTo.Contains(model.Name)).Select(field => (JsonNode)new JsonObject { ["childSObject"] = child.Name, ["field"] = field.Name, ["relationshipName"] = null, ["cascadeDelete"] = false }))]);
        return describe;
    }

    static IEnumerable<JsonNode> RecordTypes(ObjectModel model)
    {
        foreach (var type in model.RecordTypes)
            yield return Info(type.Id, type.DeveloperName, type.Label, type.IsActive, type.IsDefault, isMaster: false);
        yield return Info(Picklists.Master, "Master", "Master", isActive: true, isDefault: !model.RecordTypes.Exists(type => type.IsDefault), isMaster: true);
    }

    static JsonObject Info(string id, string developerName, string label, bool isActive, bool isDefault, bool isMaster) => new()
    {
        ["recordTypeId"] = id,
        ["developerName"] = developerName,
        ["name"] = label,
        ["active"] = isActive,
        ["available"] = isActive,
        ["defaultRecordTypeMapping"] = isDefault,
        ["master"] = isMaster,
    };

    static JsonObject Head(ObjectModel model) => new()
    {
        ["name"] = model.Name,
        ["label"] = model.Label,
        ["labelPlural"] = model.Label + "s",
        ["keyPrefix"] = model.Prefix,
        ["custom"] = model.IsCustom,
        ["createable"] = model.IsCreatable,
        ["updateable"] = model.IsUpdatable && !model.IsEvent,
        ["deletable"] = model.IsDeletable && !model.IsEvent,
        ["undeletable"] = model.IsDeletable && !model.IsEvent,
        ["queryable"] = !model.IsEvent,
        ["retrieveable"] = !model.IsEvent,
        ["replicateable"] = !model.IsEvent,
        ["mergeable"] = model.IsMergeable,
        ["triggerable"] = true,
        ["urls"] = new JsonObject
        {
            ["sobject"] = $"/services/data/v68.0/sobjects/{model.Name}",
            ["describe"] = $"/services/data/v68.0/sobjects/{model.Name}/describe",
            ["rowTemplate"] = $"/services/data/v68.0/sobjects/{model.Name}/{{ID}}",
        },
    };

    static ApiAnswer? Unchanged(ApiRequest request, DateTimeOffset changedAt)
    {
        if (request.Header("If-Modified-Since") is not { } text)
            return null;
        return Conditions.Date(text) >= changedAt ? new ApiAnswer(304) { Headers = { ["Last-Modified"] = Http(changedAt) } } : null;
    }

    static ApiAnswer Answer(DateTimeOffset changedAt, JsonObject body) => new(200, body) { Headers = { ["Last-Modified"] = Http(changedAt) } };

    static string Http(DateTimeOffset time) => time.ToString("R", CultureInfo.InvariantCulture);
}
