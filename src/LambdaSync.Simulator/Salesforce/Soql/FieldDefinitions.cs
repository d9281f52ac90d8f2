using LambdaSync.Simulator.Salesforce.State;

namespace LambdaSync.Simulator.Salesforce.Soql;

/// <summary>FieldDefinition of the tooling API: the fields that the integration user does not see as well.</summary>
static class FieldDefinitions
{
    public static IEnumerable<Row> Rows(Organization organization, Query query)
    {
        var definition = organization.Schema["FieldDefinition"];
        // Of one object at a time (tooling, FieldDefinition: queries need a filter on the entity).
        var wanted = Entity(query.Where);
        foreach (var model in organization.Schema.All.Where(model => model.Name.Equals(wanted, StringComparison.OrdinalIgnoreCase)))
        {
            foreach (var field in model.Fields.Values)
            {
                var row = new Row($"{model.Name}.{field.Name}", definition);
                (row.Values["QualifiedApiName"], row.Values["Label"], row.Values["DataType"], row.Values["EntityDefinitionId"]) = (field.Name, field.Label, field.Type, model.Name);
                row.Values["Id"] = row.Id;
                yield return row;
            }
        }
    }

    /// <summary>The statement with the entity's name as a field of the definition.</summary>
    public static Query Plain(Query query) => query with { Where = query.Where is null ? null : Plain(query.Where) };

    static Condition Plain(Condition condition) => condition switch
    {
        Condition.Comparison comparison when comparison.Field.ToString().Equals("EntityDefinition.QualifiedApiName", StringComparison.OrdinalIgnoreCase) => comparison with { Field = new FieldPath(["EntityDefinitionId"]) },
        Condition.All all => new Condition.All([.. all.Of.Select(Plain)]),
        Condition.Any any => new Condition.Any([.. any.Of.Select(Plain)]),
        Condition.Not not => new Condition.Not(Plain(not.Of)),
        _ => condition,
    };

    static string? Entity(Condition? where) => where switch
    {
        Condition.Comparison { Operator: "=", Field: var field, Values: [{ Value: string name }] } when field.ToString() == "EntityDefinitionId" => name,
        Condition.All all => all.Of.Select(Entity).FirstOrDefault(name => name is not null),
        _ => null,
    };
}
