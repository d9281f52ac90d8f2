using System.Text.Json.Nodes;
using LambdaSync.Connections.Crm;
using LambdaSync.Mapping;
using LambdaSync.Simulation.Stories;
using LambdaSync.Simulator.Salesforce.Control;
using LambdaSync.Testing.Memory;

namespace LambdaSync.Simulation.Parts;

/// <summary>The custom fields of the built-in CRM, as an administrator of an organization adds them.</summary>
static class OrganizationFields
{
    public const string PrimaryContact = "Primary_Contact__c";

    const string Custom = "__c";

    static readonly IReadOnlyList<JsonObject> All = [.. Of("Opportunity"), .. Of("Lead")];

    public static void Add(SalesforceControl organization)
    {
        foreach (var field in All)
            organization.Do("add-field", field.DeepClone().AsObject());
        organization.Do("add-field", new JsonObject
        {
            ["object"] = "Opportunity",
            ["field"] = new JsonObject { ["name"] = PrimaryContact, ["label"] = "Primary Contact", ["type"] = "reference", ["referenceTo"] = new JsonArray("Contact"), ["relationship"] = "Primary_Contact__r" },
        });
    }

    static IEnumerable<JsonObject> Of(string crmObject)
    {
        var metadata = new MemoryCrm(TimeProvider.System).Metadata(CancellationToken.None, crmObject).Now();
        return metadata.Object(crmObject)!.Fields.Where(field => field.Name.EndsWith(Custom, StringComparison.Ordinal) && field.Type is not CrmFieldType.Reference)
            .Select(field => new JsonObject { ["object"] = crmObject, ["field"] = Field(field) });
    }

    static JsonObject Field(CrmField field)
    {
        var json = new JsonObject { ["name"] = field.Name, ["label"] = field.Label, ["type"] = Type(field.Type) };
        if (field.Length > 0)
            json["length"] = field.Length;
        if (field.Type is CrmFieldType.Number)
            (json["precision"], json["scale"]) = (18, Math.Max(0, field.Scale));
        if (field.ExternalId)
            (json["externalId"], json["unique"]) = (true, true);
        if (field.Type is CrmFieldType.Boolean)
            json["default"] = false;
        // A value that begins with * is no default.
        if (field.Values is { Count: > 0 } values)
            (json["restricted"], json["values"]) = (field.Restricted, new JsonArray([.. values.Select(value => (JsonNode)("=" + value))]));
        return json;
    }

    static string Type(CrmFieldType type) => type switch
    {
        CrmFieldType.LongText => "textarea",
        CrmFieldType.Number => "double",
        CrmFieldType.MultiPicklist => "multipicklist",
        CrmFieldType.Boolean or CrmFieldType.Date or CrmFieldType.DateTime or CrmFieldType.Picklist or CrmFieldType.Email or CrmFieldType.Phone or CrmFieldType.Url => type.ToString().ToLowerInvariant(),
        _ => "string",
    };
}
