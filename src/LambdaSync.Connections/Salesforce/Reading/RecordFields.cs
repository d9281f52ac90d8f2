using System.Text.Json;
using LambdaSync.Connections.Crm;
using LambdaSync.Sync;

namespace LambdaSync.Connections.Salesforce;

/// <summary>What is read of an object's records: the fields asked for, and those that say what became of a record.</summary>
/// <param name="crmObject">Its description.</param>
/// <param name="paths">The fields asked for, all known.</param>
sealed class RecordFields(SObject crmObject, IReadOnlyDictionary<string, SPath> paths)
{
    const string Id = "Id", Modified = "LastModifiedDate", Deleted = "IsDeleted", Master = "MasterRecordId", Converted = "IsConverted";

    /// <summary>What Salesforce's conditions compare: whole seconds.</summary>
    public static readonly TimeSpan VersionUnit = TimeSpan.FromSeconds(1);

    static readonly string[] Targets = ["Opportunity", "Contact", "Account"];

    public SObject Object => crmObject;

    public static async Task<RecordFields> Of(SchemaSource schemas, SalesforceApi api, SObject crmObject, IReadOnlyList<string> fields, CancellationToken cancellation)
    {
        var resolved = await schemas.Resolve(api, crmObject, fields, cancellation).ConfigureAwait(false);
        if (resolved.FirstOrDefault(p => p.Value is null).Key is { } unknown)
            throw Hidden(crmObject.Name, unknown);
        return new RecordFields(crmObject, resolved.ToDictionary(p => p.Key, p => p.Value!, StringComparer.Ordinal));
    }

    /// <summary>The error of a field that the integration user does not see: its records would look as if people had cleared it.</summary>
    public static ConnectionException Hidden(string crmObject, string field) => new(
        $"Salesforce: the integration user sees no field {field} of {crmObject}. Fix: give the permission set LambdaSync_Integration read access to the field, or correct the mapping.", transient: false);

    /// <summary>The fields of the SELECT clause.</summary>
    public IEnumerable<string> Select(bool withState) =>
        [.. paths.Keys, Id, .. Own(Modified), .. withState ? StateFields() : []];

    /// <summary>Fields that say whether a record was deleted, merged or converted.</summary>
    public IEnumerable<string> StateFields() =>
        [.. Own(Deleted), .. Own(Master), .. Own(Converted), .. crmObject.Has(Converted) ? Targets.Select(t => $"Converted{t}Id").Where(crmObject.Has) : []];

    /// <param name="began">The server's clock before the record was read.</param>
    public CrmRecord Read(JsonElement record, DateTimeOffset began) => new(IdOf(record), Flat(record, paths.Keys), RecordJson.Time(record, Modified))
    {
        Version = VersionOf(record),
        IsVersionOpen = RecordJson.Time(record, Modified) is { } modified && modified > began - VersionUnit,
    };

    /// <param name="some">Of the fields asked for.</param>
    public byte[] Flat(JsonElement record, IEnumerable<string> some) => RecordJson.Read(record, some, path => paths[path].Field.IsTime).ToJson();

    public static string IdOf(JsonElement record) => SalesforceId.Long(RecordJson.Text(record, Id) ?? throw new SalesforceException("query", 502, []));

    /// <summary>The version is the time of the last change, which <c>If-Unmodified-Since</c> compares by whole seconds.</summary>
    public static string? VersionOf(JsonElement record) => RecordJson.Time(record, Modified) is { } time ? RecordJson.Canonical(time) : null;

    /// <summary>What became of the record, and what stands for it now.</summary>
    public (CrmState State, CrmReference? Into) StateOf(JsonElement record)
    {
        if (RecordJson.Text(record, Master) is { Length: > 0 } master)
            return (CrmState.Merged, new CrmReference(crmObject.Name, SalesforceId.Long(master)));
        if (RecordJson.Flag(record, Deleted))
            return (CrmState.Deleted, null);
        if (!RecordJson.Flag(record, Converted))
            return (CrmState.Found, null);
        var into = Targets.Select(t => RecordJson.Text(record, $"Converted{t}Id") is { Length: > 0 } id ? new CrmReference(t, SalesforceId.Long(id)) : null).FirstOrDefault(r => r is not null);
        return (CrmState.Converted, into);
    }

    IEnumerable<string> Own(string field) => crmObject.Has(field) ? [field] : [];
}
