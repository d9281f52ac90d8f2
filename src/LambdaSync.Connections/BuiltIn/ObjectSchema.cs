using LambdaSync.Mapping;

namespace LambdaSync.Connections.BuiltIn;

/// <summary>One object of the CRM with its fields by name.</summary>
/// <param name="prefix">The three characters that its record ids start with.</param>
sealed class ObjectSchema(CrmObject crmObject, string prefix)
{
    const string AccountRelation = "Account";

    public string Name => crmObject.Name;

    public string Prefix => prefix;

    public Dictionary<string, CrmField> Fields { get; } = crmObject.Fields.ToDictionary(f => f.Name, StringComparer.Ordinal);

    public Dictionary<string, CrmField> Relations { get; } =
        crmObject.Fields.Where(f => f.Relation is not null).ToDictionary(f => f.Relation!, StringComparer.Ordinal);

    public IReadOnlyList<CrmField> ExternalIds { get; } = [.. crmObject.Fields.Where(f => f.ExternalId)];

    public IReadOnlyList<CrmField> Required { get; } = [.. crmObject.Fields.Where(f => f.Required)];

    /// <summary>The link that sync never overwrites (row C8).</summary>
    public CrmField? AccountLink => Relations.GetValueOrDefault(AccountRelation);
}
