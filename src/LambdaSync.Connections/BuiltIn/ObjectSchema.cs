using LambdaSync.Mapping;
using LambdaSync.Sync;

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

    /// <summary>Links of this object lead to records of it, so that it is searched for what a row knows of one.</summary>
    public bool IsRelated { get; init; }

    /// <summary>The fields that records can be found by without being unique: links, and what companies and people are known by.</summary>
    public IReadOnlyList<CrmField> Indexed =>
        field ??= [.. Fields.Values.Where(f => f.Type == CrmFieldType.Reference || (IsRelated && (f.Type is CrmFieldType.Email or CrmFieldType.Url || f.Name == "Name")))];

    /// <summary>What an indexed field's value is found by, or null: there is none.</summary>
    public static string? KeyOf(CrmField field, FlatValue value) =>
        value.Kind != FlatKind.Text ? null : field.Type == CrmFieldType.Reference ? value.Text : CrmMatch.KeyOf(field.Type, value.Text);

    /// <summary>The link that sync never overwrites (row C8).</summary>
    public CrmField? AccountLink => Relations.GetValueOrDefault(AccountRelation);
}
