using LambdaSync.Sync;

namespace LambdaSync.Connections.BuiltIn;

/// <summary>What the built-in CRM stores, as one row's work sees it: SQLite's tables, or a part of DynamoDB's loaded before.</summary>
interface ICrmTables
{
    DateTimeOffset Now { get; }

    /// <summary>The record's fields, to be changed freely, or null.</summary>
    FlatRecord? Get(string crmObject, string id);

    /// <summary>The record that has the value in the external id field.</summary>
    string? Holder(string crmObject, string field, string value);

    /// <summary>The id of the nth record of the object that this row adds, from 1.</summary>
    string NewId(ObjectSchema crmObject, int nth);

    /// <summary>The row is good and has used so many new ids.</summary>
    void Added(ObjectSchema crmObject, int count);

    void Put(string crmObject, string id, FlatRecord fields);

    /// <summary>What is left of a record that no longer exists, or null.</summary>
    Tombstone? Gone(string crmObject, string id);

    /// <summary>Deletes the record, notes that, and leaves a tombstone.</summary>
    void Delete(string crmObject, string id, CrmReference? into);

    /// <summary>A person added or changed the record.</summary>
    void Note(string crmObject, string id);

    /// <summary>Up to a few records of the object that have the value in one of <see cref="ObjectSchema.Indexed"/>: the id of a reference, the <see cref="CrmMatch"/> key of another field.</summary>
    IReadOnlyList<string> Having(string crmObject, string field, string key);

    /// <summary>The record's value of an indexed field has changed; null: it has none.</summary>
    void MoveIndex(string crmObject, string field, string id, string? from, string? to);

    void MoveExternalId(string crmObject, string field, string id, FlatValue from, FlatValue to);
}
