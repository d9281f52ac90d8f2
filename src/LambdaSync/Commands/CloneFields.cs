using LambdaSync.Mapping;
using LambdaSync.Sync;

namespace LambdaSync.Commands;

/// <summary>
/// What a copy of a CRM record starts from: its fields, without those that make it AWS's opportunity. A record that AWS refused for good, or
/// a deal like another, is shared again as a new one; two records with one identifier of AWS's would be one.
/// </summary>
public static class CloneFields
{
    /// <summary>The fields that the copy gets.</summary>
    /// <param name="fields">The record as the CRM has it.</param>
    /// <param name="crmObject">What the CRM says of the object.</param>
    /// <param name="mapping">The object's mapping.</param>
    public static FlatRecord Of(FlatRecord fields, CrmObject crmObject, ObjectMapping mapping)
    {
        var left = new HashSet<string>(AwsOnly(mapping), StringComparer.Ordinal);
        var copy = new FlatRecord();
        foreach (var (name, value) in fields.Fields)
        {
            // A related record's field is that record's: the reference to it is copied.
            var field = crmObject.Fields.FirstOrDefault(f => f.Name == name);
            if (field is { Writable: true, ExternalId: false } && field.Type != CrmFieldType.Id && value != "null" && !left.Contains(name))
                copy[name] = value;
        }

        return copy;
    }

    // The identifier, the flag that shares it, what only AWS says, and how the other record stands.
    static IEnumerable<string> AwsOnly(ObjectMapping mapping) =>
    [
        mapping.AwsId,
        .. mapping.SyncFlag is { } flag ? [flag] : (string[])[],
        .. mapping.Status?.Fields().Select(f => f.Crm) ?? [],
        .. mapping.Fields.GroupBy(f => f.Crm).Where(lines => lines.All(line => !line.Outbound)).Select(lines => lines.Key),
    ];
}
