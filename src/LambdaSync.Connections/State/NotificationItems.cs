using System.Globalization;
using Amazon.DynamoDBv2.Model;
using LambdaSync.Connections.Dynamo;
using LambdaSync.Sync.Work;

namespace LambdaSync.Connections.State;

/// <summary>Notifications: the index lists them by day.</summary>
static class NotificationItems
{
    const string Id = "id", Catalog = "catalog", At = "at", Kind = "kind", Subject = "subject", Role = "role", IsFound = "found";

    public static string DayList(string catalog, DateTimeOffset day) =>
        $"notifications#{catalog}#{day.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}";

    public static Item Of(Notification notification) => new Item(new ItemKey("notification#" + ItemKey.Part(notification.Id), "notification"))
        .Text(Id, notification.Id).Text(Catalog, notification.Catalog).Time(At, notification.At).Text(Kind, notification.Kind)
        .Text(Subject, notification.Subject).Text(Role, notification.Role).Set(IsFound, new AttributeValue { BOOL = notification.Found })
        .Text(Item.ListKey, DayList(notification.Catalog, notification.At))
        .Text(Item.ListSort, $"{Item.TimeText(notification.At)}#{ItemKey.Part(notification.Id)}");

    public static Notification Read(Item item) => new(
        item.Text(Id), item.Text(Catalog), item.Time(At), item.Text(Kind), item.Text(Subject), item.TextOrNull(Role), item.Attributes[IsFound].BOOL == true);
}
