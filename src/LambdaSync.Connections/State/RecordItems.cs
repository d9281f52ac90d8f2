using System.Text;
using Amazon.DynamoDBv2.Model;
using LambdaSync.Connections.Dynamo;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;

namespace LambdaSync.Connections.State;

/// <summary>A shared record's two items: its state, in one item with the work that waits for it, and the link that keeps its CRM record from being shared twice.</summary>
static class RecordItems
{
    public const string CrmObject = "crmObject", CrmId = "crmId", Version = "stateVersion", AwsBaseline = "awsBaseline", CrmBaseline = "crmBaseline";

    const string AwsModified = "awsModified", OwnWrite = "ownWrite", ReportedEdits = "reportedEdits", Submission = "submission", PayloadVersion = "payloadVersion", Closed = "closed", MovedKind = "movedKind", MovedId = "movedId", Object = "aceObject", AwsId = "awsId", Catalog = "catalog";

    /// <summary>What a settlement has to know of the state before it.</summary>
    public static IReadOnlyList<string> Link { get; } = [Item.PartitionKey, Item.SortKey, CrmObject, CrmId, Version, MovedId];

    public static IReadOnlyList<string> Baselines { get; } = [AwsBaseline, CrmBaseline];

    public const string LinkSort = "link";

    /// <summary>A record's state and its work are one item.</summary>
    public static ItemKey StateKey(WorkKey key) => WorkItems.Key(key);

    public static ItemKey LinkKey(string catalog, string crmObject, string crmId) => new($"link#{catalog}#{crmObject}#{ItemKey.Part(crmId)}", LinkSort);

    /// <summary>Sets the state's attributes, provided that it still is the one that was read. The item's other attributes stay.</summary>
    public static void Set(ItemUpdate update, RecordState state, AttributeValue awsBaseline, AttributeValue crmBaseline)
    {
        update.Set(Catalog, Item.TextValue(state.Key.Catalog)).Set(Object, Item.TextValue(state.Key.Kind.ToString())).Set(AwsId, Item.TextValue(state.Key.Id))
            .Set(CrmObject, Item.TextValue(state.CrmObject)).Set(CrmId, Item.TextValue(state.CrmId))
            .Set(AwsBaseline, awsBaseline).Set(CrmBaseline, crmBaseline)
            .Set(AwsModified, Item.TimeValue(state.AwsModified)).Set(OwnWrite, Item.TimeValue(state.OwnWrite))
            .Set(ReportedEdits, Item.TextValue(state.ReportedEdits is { } edits ? Encoding.UTF8.GetString(edits) : null))
            .Set(Submission, Item.TextValue(state.Submission is { } submission ? Encoding.UTF8.GetString(submission.ToJson()) : null))
            .Set(PayloadVersion, Item.NumberValue(state.PayloadVersion)).Set(Closed, new AttributeValue { BOOL = state.Closed })
            .Set(MovedKind, Item.TextValue(state.MovedTo?.Kind.ToString())).Set(MovedId, Item.TextValue(state.MovedTo?.Id))
            .Set(Version, Item.NumberValue(state.Version + 1));
        if (state.Version == 0)
            update.When($"attribute_not_exists({Version})");
        else
            update.When($"{Version} = :version", (":version", Item.NumberValue(state.Version)));
    }

    /// <summary>The version an item's state has, 0 when the item has none.</summary>
    public static long VersionOf(Item? item) => item is not null && item.Has(Version) ? item.Number(Version) : 0;

    /// <summary>Whether an item's state has a link: it has a state, and no other record has taken over its link.</summary>
    public static bool HasLink(Item item) => VersionOf(item) > 0 && !item.Has(MovedId);

    public static RecordState State(Item item, byte[] awsBaseline, byte[] crmBaseline) => new(
        Key(item), item.Text(CrmObject), item.Text(CrmId), awsBaseline, crmBaseline, item.TimeOrNull(AwsModified),
        (int)item.Number(PayloadVersion), item.Attributes[Closed].BOOL == true, item.Number(Version))
    {
        OwnWrite = item.TimeOrNull(OwnWrite),
        ReportedEdits = item.TextOrNull(ReportedEdits) is { } edits ? Encoding.UTF8.GetBytes(edits) : null,
        Submission = SubmissionState.Read(item.TextOrNull(Submission) is { } submission ? Encoding.UTF8.GetBytes(submission) : null),
        MovedTo = item.TextOrNull(MovedId) is { } moved ? new WorkKey(item.Text(Catalog), Enum.Parse<WorkKind>(item.Text(MovedKind)), moved) : null,
    };

    public static WorkKey Key(Item item) => new(item.Text(Catalog), Enum.Parse<WorkKind>(item.Text(Object)), item.Text(AwsId));

    /// <summary>Takes the CRM record for this one, unless another has it.</summary>
    /// <param name="from">The other that may have it, because this one takes it over; null: none.</param>
    public static TableWrite PutLink(RecordState state, WorkKey? from)
    {
        var link = new Item(LinkKey(state.Key.Catalog, state.CrmObject, state.CrmId))
            .Text(Catalog, state.Key.Catalog).Text(Object, state.Key.Kind.ToString()).Text(AwsId, state.Key.Id);
        return new TableWrite.Put(link) { Condition = $"attribute_not_exists({Item.PartitionKey}) OR {Mine}", Values = Owner(from ?? state.Key) };
    }

    public static TableWrite DeleteLink(WorkKey key, string crmObject, string crmId) => new TableWrite.Delete(LinkKey(key.Catalog, crmObject, crmId))
    {
        Condition = $"attribute_not_exists({Item.PartitionKey}) OR {Mine}",
        Values = Owner(key),
    };

    const string Mine = $"({AwsId} = :awsId AND {Object} = :object)";

    static Dictionary<string, AttributeValue> Owner(WorkKey key) => new()
    {
        [":awsId"] = new AttributeValue { S = key.Id },
        [":object"] = new AttributeValue { S = key.Kind.ToString() },
    };
}
