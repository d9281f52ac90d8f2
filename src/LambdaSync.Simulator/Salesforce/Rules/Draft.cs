using System.Text.Json.Nodes;
using LambdaSync.Simulator.Salesforce.Model;
using LambdaSync.Simulator.Salesforce.State;
using LambdaSync.Simulator.Salesforce.Wire;

namespace LambdaSync.Simulator.Salesforce.Rules;

/// <summary>Fields of a body, as the object keeps them.</summary>
static class Draft
{
    /// <summary>Values by field; null clears.</summary>
    /// <param name="isNew">Of a record that is created.</param>
    /// <exception cref="ApiError">A field is unknown, not writable, or its value does not fit.</exception>
    public static Dictionary<string, object?> Of(Organization organization, ObjectModel model, JsonObject body, bool isNew, SaveOptions options)
    {
        var values = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        var refused = new List<string>();
        foreach (var (name, json) in body)
        {
            if (name.Equals("attributes", StringComparison.OrdinalIgnoreCase))
                continue;
            if (name.Equals("Id", StringComparison.OrdinalIgnoreCase))
                throw new ApiError("INVALID_FIELD", "The Id field should not be specified in the sobject data.") { IsOfBody = true };
            if (json is JsonObject key && Parent(model, name, options) is { } reference)
            {
                values[reference.Name] = ByKey(organization, reference, key);
                continue;
            }

            var field = (options.IsIntegration ? model.Field(name) : model.Fields.GetValueOrDefault(name)) ?? throw ApiError.NoColumn(name, model.Name);
            if (!(isNew ? field.IsCreatable : field.IsUpdatable))
                refused.Add(field.Name);
            else
                values[field.Name] = Values.Of(field, json);
        }

        return refused.Count == 0 ? values : throw NotWritable(refused);
    }

    public static ApiError NotWritable(IReadOnlyList<string> fields) =>
        new("INVALID_FIELD_FOR_INSERT_UPDATE", $"Unable to create/update fields: {string.Join(", ", fields)}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.", 0, [.. fields]);

    static FieldModel? Parent(ObjectModel model, string relationship, SaveOptions options) =>
        options.IsIntegration ? model.Parent(relationship) : model.Fields.Values.FirstOrDefault(field => relationship.Equals(field.Relationship, StringComparison.OrdinalIgnoreCase));

    // {"Account": {"LambdaSync_Id__c": "x"}}: the parent by its external id.
    static string ByKey(Organization organization, FieldModel reference, JsonObject key)
    {
        var pairs = key.Where(pair => pair.Key != "attributes").ToList();
        var target = organization.Schema[reference.ReferenceTo[0]];
        if (pairs is not [var (name, json)] || target.Field(name) is not { IsExternalId: true } field)
            throw new ApiError("INVALID_FIELD", $"Invalid foreign key relationship {reference.Relationship}: an external id field of {target.Name} is expected.") { IsOfBody = true };
        var value = Values.Of(field, json);
        var found = value is null ? [] : organization.Table(target.Name).Where(row => row is { IsHidden: false, IsDeleted: false } && row[field.Name] is { } other && Soql.Filter.Compare(field, other, value) == 0).Take(2).ToList();
        return found switch
        {
            [var one] => one.Id,
            [] => throw new ApiError("INVALID_FIELD", $"Foreign key external ID: {json?.ToJsonString().Trim('"').ToLowerInvariant()} not found for field {field.Name} in entity {target.Name}"),
            _ => throw new ApiError("INVALID_FIELD", $"Foreign key external ID: {json?.ToJsonString().Trim('"').ToLowerInvariant()} not unique for field {field.Name} in entity {target.Name}"),
        };
    }
}
