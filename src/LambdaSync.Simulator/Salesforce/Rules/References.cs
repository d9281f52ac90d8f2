using LambdaSync.Simulator.Salesforce.State;
using LambdaSync.Simulator.Salesforce.Wire;

namespace LambdaSync.Simulator.Salesforce.Rules;

/// <summary>A reference names a record of the right object that is there and that the user sees.</summary>
static class References
{
    public static void Check(Organization organization, Row row, IReadOnlyCollection<string> written, SaveOptions options)
    {
        foreach (var name in written)
        {
            if (row.Model.Fields[name] is not { Type: "reference" } field || row.Text(name) is not { } id)
                continue;
            if (!field.ReferenceTo.Any(target => id.StartsWith(organization.Schema[target].Prefix, StringComparison.Ordinal)))
                throw new ApiError("FIELD_INTEGRITY_EXCEPTION", $"{field.Label}: id value of incorrect type: {id}", 0, field.Name);
            if (field.Name == "RecordTypeId")
            {
                if (row.Model.RecordTypeOf(id) is not { IsActive: true })
                    throw new ApiError("INVALID_CROSS_REFERENCE_KEY", $"Record Type ID: this ID value isn't valid for the user: {id}", 0, field.Name);
                continue;
            }

            var target = organization.Rows.GetValueOrDefault(id);
            if (target is null or { IsPurged: true })
                throw new ApiError("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", 0, field.Name);
            if (target.IsDeleted)
                throw new ApiError("ENTITY_IS_DELETED", "entity is deleted", 400, field.Name);
            if (target.IsHidden && options.IsIntegration)
                throw new ApiError("INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY", "insufficient access rights on cross-reference id", 0, field.Name);
            if (field.Name == "OwnerId" && target.Model.Name == "User" && target["IsActive"] is not true)
                throw new ApiError("INACTIVE_OWNER_OR_USER", "owner or user is inactive.", 0, field.Name);
        }
    }
}
