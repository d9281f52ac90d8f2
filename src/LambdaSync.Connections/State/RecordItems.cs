using Amazon.DynamoDBv2.Model;
using LambdaSync.Connections.Dynamo;
using LambdaSync.Fields;
using LambdaSync.Sync;

namespace LambdaSync.Connections.State;

/// <summary>A shared record's two items: its state, and the link that keeps its CRM record from being shared twice.</summary>
static class RecordItems
{
    public const string CrmObject = "crmObject", CrmId = "crmId", Version = "stateVersion", AwsBaseline = "awsBaseline", CrmBaseline = "crmBaseline";

    const string AwsModified = "awsModified", PayloadVersion = "payloadVersion", Closed = "closed", Object = "aceObject", AwsId = "awsId", Catalog = "catalog";

    /// <summary>What a settlement has to know of the state before it: its link, and what it has in the bucket.</summary>
    public static IReadOnlyList<string> Before { get; } = [Item.PartitionKey, Item.SortKey, CrmObject, CrmId, Version, AwsBaseline, CrmBaseline];

    public static IReadOnlyList<string> Baselines { get; } = [AwsBaseline, CrmBaseline];

    public static ItemKey StateKey(RecordKey key) => new($"record#{key.Catalog}#{key.Object}#{ItemKey.Part(key.AwsId)}", "state");

    public static ItemKey LinkKey(string catalog, string crmObject, string crmId) => new($"link#{catalog}#{crmObject}#{ItemKey.Part(crmId)}", "link");

    public static Item Of(RecordState state, AttributeValue awsBaseline, AttributeValue crmBaseline) => new Item(StateKey(state.Key))
        .Text(Catalog, state.Key.Catalog).Text(Object, state.Key.Object.ToString()).Text(AwsId, state.Key.AwsId)
        .Text(CrmObject, state.CrmObject).Text(CrmId, state.CrmId).Set(AwsBaseline, awsBaseline).Set(CrmBaseline, crmBaseline)
        .Time(AwsModified, state.AwsModified).Number(PayloadVersion, state.PayloadVersion)
        .Set(Closed, new AttributeValue { BOOL = state.Closed }).Number(Version, state.Version);

    public static RecordState State(Item item, byte[] awsBaseline, byte[] crmBaseline) => new(
        Key(item), item.Text(CrmObject), item.Text(CrmId), awsBaseline, crmBaseline, item.TimeOrNull(AwsModified),
        (int)item.Number(PayloadVersion), item.Attributes[Closed].BOOL == true, item.Number(Version));

    public static RecordKey Key(Item item) => new(item.Text(Catalog), Enum.Parse<AceObject>(item.Text(Object)), item.Text(AwsId));

    public static TableWrite Put(RecordState next, Item item) => next.Version == 0
        ? new TableWrite.Put(item) { Condition = $"attribute_not_exists({Item.PartitionKey})" }
        : new TableWrite.Put(item) { Condition = $"{Version} = :read", Values = new() { [":read"] = Item.NumberValue(next.Version) } };

    /// <summary>Takes the CRM record for this one, unless another has it.</summary>
    public static TableWrite PutLink(RecordState state)
    {
        var link = new Item(LinkKey(state.Key.Catalog, state.CrmObject, state.CrmId))
            .Text(Catalog, state.Key.Catalog).Text(Object, state.Key.Object.ToString()).Text(AwsId, state.Key.AwsId);
        return new TableWrite.Put(link) { Condition = $"attribute_not_exists({Item.PartitionKey}) OR {Mine}", Values = Owner(state.Key) };
    }

    public static TableWrite DeleteLink(RecordKey key, string crmObject, string crmId) => new TableWrite.Delete(LinkKey(key.Catalog, crmObject, crmId))
    {
        Condition = $"attribute_not_exists({Item.PartitionKey}) OR {Mine}",
        Values = Owner(key),
    };

    const string Mine = $"({AwsId} = :awsId AND {Object} = :object)";

    static Dictionary<string, AttributeValue> Owner(RecordKey key) => new()
    {
        [":awsId"] = new AttributeValue { S = key.AwsId },
        [":object"] = new AttributeValue { S = key.Object.ToString() },
    };
}
