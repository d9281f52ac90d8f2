using LambdaSync.Connections.Crm;

namespace LambdaSync.Connections.Salesforce;

/// <summary>What Salesforce says about its event relays (Event Relay guide, EventRelayFeedback).</summary>
static class EventRelays
{
    const string Object = "EventRelayFeedback";

    /// <returns>Null: the integration user does not see relays.</returns>
    public static async Task<IReadOnlyList<CrmRelay>?> Read(SalesforceApi api, SchemaSource schemas, CancellationToken cancellation)
    {
        if ((await schemas.Load(api, [Object], cancellation).ConfigureAwait(false))[Object] is not { } schema)
            return null;
        string[] wanted = ["EventRelayNumber", "Status", "ErrorCode", "ErrorMessage", "LastRelayedEventTime", "RemoteResource"];
        var (records, _) = await api.Query(Soql.Select(["Id", .. wanted.Where(schema.Has)], Object, null), all: false, cancellation).ConfigureAwait(false);
        return
        [
            .. records.Select(record => new CrmRelay(
                RecordJson.Text(record, "EventRelayNumber") ?? RecordFields.IdOf(record), RecordJson.Text(record, "Status") ?? "",
                string.Join(": ", new[] { RecordJson.Text(record, "ErrorCode"), RecordJson.Text(record, "ErrorMessage") }.Where(text => !string.IsNullOrEmpty(text))) is { Length: > 0 } error ? error : null,
                RecordJson.Time(record, "LastRelayedEventTime"), RecordJson.Text(record, "RemoteResource"))),
        ];
    }
}
