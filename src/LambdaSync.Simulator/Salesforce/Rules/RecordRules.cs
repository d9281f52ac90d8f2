using LambdaSync.Simulator.Salesforce.Soql;
using LambdaSync.Simulator.Salesforce.State;
using LambdaSync.Simulator.Salesforce.Wire;

namespace LambdaSync.Simulator.Salesforce.Rules;

/// <summary>The steps of a save that look at the whole record.</summary>
static class RecordRules
{
    // before: null of a new record.
    public static void Flow(Organization organization, Row row, Dictionary<string, object>? before)
    {
        foreach (var flow in organization.Customization.Flows.Where(flow => flow.Object.Equals(row.Model.Name, StringComparison.OrdinalIgnoreCase)))
        {
            if (flow.When is null || new Filter(organization).Of(row.Model, flow.When)(row))
                row.Set(flow.Field, flow.IsBack ? before?.GetValueOrDefault(flow.Field) : flow.Value);
        }
    }

    public static void Required(Row row, bool isNew, IReadOnlyCollection<string> written, SaveOptions options)
    {
        var missing = row.Model.Fields.Values
            .Where(field => field is { IsRequired: true, IsCreatable: true } && row[field.Name] is null && !PersonAccounts.IsOptional(row, field) && (isNew || written.Contains(field.Name, StringComparer.OrdinalIgnoreCase)))
            .Select(field => field.Name).ToList();
        if (missing.Count > 0)
            throw new ApiError("REQUIRED_FIELD_MISSING", $"Required fields are missing: [{string.Join(", ", missing)}]", 0, [.. missing]);
    }

    // A restricted picklist has fewer values where the record type has.
    public static void RecordType(Row row, IReadOnlyCollection<string> written)
    {
        if (row.Model.RecordTypeOf(row.Text("RecordTypeId")) is not { } type)
            return;
        foreach (var field in row.Model.Fields.Values.Where(field => field is { IsPicklist: true, IsRestricted: true } && written.Contains(field.Name, StringComparer.OrdinalIgnoreCase)))
        {
            foreach (var value in row.Text(field.Name)?.Split(';') ?? [])
            {
                if (!type.Takes(field.Name, value))
                    throw Values.BadPicklist(field, value);
            }
        }
    }

    public static void Validate(Organization organization, Row row)
    {
        foreach (var rule in organization.Customization.Validations.Where(rule => rule.Object.Equals(row.Model.Name, StringComparison.OrdinalIgnoreCase)))
        {
            if (new Filter(organization).Of(row.Model, rule.When)(row))
                throw new ApiError(rule.IsTrigger ? "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY" : "FIELD_CUSTOM_VALIDATION_EXCEPTION", rule.Message, 0, rule.Field is null ? [] : [rule.Field]);
        }
    }

    public static void Unique(Organization organization, Row row)
    {
        foreach (var field in row.Model.Fields.Values.Where(field => field.IsUnique && row[field.Name] is not null))
        {
            if (organization.Table(row.Model.Name).FirstOrDefault(other => other.Id != row.Id && !other.IsDeleted && other[field.Name] is { } value && Filter.Compare(field, value, row[field.Name]!) == 0) is { } holder)
                throw new ApiError("DUPLICATE_VALUE", $"duplicate value found: {field.Name} duplicates value on record with id: {holder.Id}");
        }
    }

    public static void Assign(Organization organization, Row row)
    {
        // Accounts, leads and cases have assignment rules.
        if (row.Model.Name is not ("Account" or "Lead" or "Case"))
            return;
        var rule = organization.Customization.Assignments.Find(rule => rule.Object == row.Model.Name && (rule.When is null || new Filter(organization).Of(row.Model, rule.When)(row)));
        if (rule is not null)
            row.Values["OwnerId"] = rule.OwnerId;
    }
}
