using Amazon.DynamoDBv2.Model;
using LambdaSync.Connections.Dynamo;
using LambdaSync.Sync;

namespace LambdaSync.Connections.BuiltIn;

/// <summary>The built-in CRM's items: an object's records are one partition, each external id field's values another.</summary>
static class CrmItems
{
    public const string Fields = "fields", Version = "recordVersion";

    const string IndexPrefix = "crmIndex#";

    const string Id = "crmId", IntoObject = "intoObject", IntoId = "intoId", IsDeleted = "isDeleted";

    public static ItemKey RecordKey(string crmObject, string id) => new("crm#" + crmObject, ItemKey.Part(id));

    public static ItemKey TombstoneKey(string crmObject, string id) => new("crmGone#" + crmObject, ItemKey.Part(id));

    /// <summary>Where an index lists the records that have a key: a partition of its own.</summary>
    public static ItemKey IndexKey(string crmObject, string field, string key) => new($"{IndexPrefix}{crmObject}#{field}#{ItemKey.Part(key)}", "");

    public static bool IsIndex(ItemKey key) => key.Partition.StartsWith(IndexPrefix, StringComparison.Ordinal);

    public static TableWrite Put(ItemChange.Index index) => index.IsGiven ? new TableWrite.Put(new Item(index.Key)) : new TableWrite.Delete(index.Key);

    public static ItemKey ExternalIdKey(string crmObject, string field, string value) => new($"crmExternalId#{crmObject}#{field}", ItemKey.Part(value));

    public static string IdOf(Item externalId) => externalId.Text(Id);

    /// <summary>Puts a record unless it is no longer at the version it was read at; 0: unless it exists.</summary>
    public static TableWrite Put(ItemKey key, AttributeValue fields, long read) =>
        new TableWrite.Put(new Item(key).Set(Fields, fields).Number(Version, read + 1))
        {
            Condition = read == 0 ? $"attribute_not_exists({Item.PartitionKey})" : $"{Version} = :read",
            Values = read == 0 ? null : new() { [":read"] = Item.NumberValue(read) },
        };

    public static TableWrite Delete(ItemKey key, long read) =>
        new TableWrite.Delete(key) { Condition = $"{Version} = :read", Values = new() { [":read"] = Item.NumberValue(read) } };

    /// <summary>Gives the value to a record, unless another has it.</summary>
    public static TableWrite PutExternalId(ItemKey key, string id) => new TableWrite.Put(new Item(key).Text(Id, id))
    {
        Condition = $"attribute_not_exists({Item.PartitionKey}) OR {Id} = :id",
        Values = Owner(id),
    };

    public static TableWrite DeleteExternalId(ItemKey key, string id) => new TableWrite.Delete(key) { Condition = $"{Id} = :id", Values = Owner(id) };

    public static TableWrite Put(ItemChange.Gone gone) => new TableWrite.Put(With(new Item(gone.Key), gone.Tombstone));

    /// <summary>The item with what its record has left.</summary>
    public static Item With(Item item, Tombstone tombstone) => tombstone.Into is { } into
        ? item.Number(IsDeleted, 1).Text(IntoObject, into.Object).Text(IntoId, into.Id)
        : item.Number(IsDeleted, 1);

    /// <summary>What the item says its record has left, or null: nothing.</summary>
    public static Tombstone? TombstoneOf(Item item) => !item.Has(IsDeleted) ? null
        : new Tombstone(item.Has(IntoId) ? new CrmReference(item.Text(IntoObject), item.Text(IntoId)) : null);

    static Dictionary<string, AttributeValue> Owner(string id) => new() { [":id"] = new AttributeValue { S = id } };
}
