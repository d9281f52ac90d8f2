using LambdaSync.Simulator.Salesforce.Model;
using LambdaSync.Simulator.Salesforce.State;
using LambdaSync.Simulator.Salesforce.Wire;

namespace LambdaSync.Simulator.Salesforce.Soql;

/// <summary>Finds the fields that paths name and their values of rows.</summary>
/// <param name="isSystem">Rules of the organisation see all; else it is what the integration user sees.</param>
sealed class FieldResolver(Organization organization, bool isSystem = false)
{
    /// <exception cref="ApiError">INVALID_FIELD.</exception>
    public Resolved Resolve(ObjectModel model, FieldPath path)
    {
        var parents = new List<FieldModel>();
        var at = model;
        foreach (var relationship in path.Names.SkipLast(1))
        {
            var parent = (isSystem ? at.Fields.Values.FirstOrDefault(f => relationship.Equals(f.Relationship, StringComparison.OrdinalIgnoreCase)) : at.Parent(relationship))
                ?? throw new ApiError("INVALID_FIELD", $"Didn't understand relationship '{relationship}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.");
            parents.Add(parent);
            // Of several, the users': owners.
            at = organization.Schema[parent.ReferenceTo.Contains("User") ? "User" : parent.ReferenceTo[0]];
        }

        var field = (isSystem ? at.Fields.GetValueOrDefault(path.Names[^1]) : at.Field(path.Names[^1]))
            ?? throw new ApiError("INVALID_FIELD", $"\n{path} FROM {model.Name}\n^\nERROR at Row:1:Column:8\nNo such column '{path.Names[^1]}' on entity '{at.Name}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.");
        return new Resolved(parents, field, at);
    }

    public object? Value(Row row, Resolved of)
    {
        var at = row;
        foreach (var parent in of.Parents)
        {
            if ((isSystem ? organization.Rows.GetValueOrDefault(at.Text(parent.Name) ?? "") : organization.Visible(at.Text(parent.Name))) is not { } next)
                return null;
            at = next;
        }

        return Rules.Formulas.Value(organization, at, of.Field);
    }

    /// <param name="Parents">The references on the way.</param>
    public sealed record Resolved(IReadOnlyList<FieldModel> Parents, FieldModel Field, ObjectModel On);
}
