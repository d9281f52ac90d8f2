using System.Globalization;
using System.Text.Json.Nodes;
using LambdaSync.Simulator.Salesforce.Model;
using LambdaSync.Simulator.Salesforce.Rules;

namespace LambdaSync.Simulator.Salesforce.State;

/// <summary>
/// Change Data Capture as Event Relay delivers it: envelopes of EventBridge in order. Only selected entities have events. Two forms: the relay's, in which a cleared
/// field stands in changedFields and nowhere else, and the documented one with nulledFields and diffFields.
/// </summary>
sealed class ChangeEvents(Organization organization)
{
    /// <summary>The channel's id in the event source's name.</summary>
    public const string ChannelId = "0YLSm0000000001EAA";

    readonly List<JsonObject> _waiting = [];
    long _transactions;
    long _events;

    /// <summary>Events that were delivered, of which a day has so many.</summary>
    public int Delivered { get; private set; }

    /// <summary>The relay is stopped: what happens meanwhile is lost to it.</summary>
    public bool IsStopped { get; set; }

    /// <summary>The documented form instead of the relay's.</summary>
    public bool HasFullHeader { get; set; }

    /// <summary>The next so many events are lost, doubled.</summary>
    public int Lose { get; set; }

    public int Double { get; set; }

    /// <summary>Events are handed out in the reverse of their order.</summary>
    public bool Reorder { get; set; }

    /// <summary>The next transaction's events have no fields: GAP_CREATE, GAP_UPDATE ...</summary>
    public bool Gap { get; set; }

    /// <summary>The events of a transaction. Records with the same change are in one event.</summary>
    public void Put(Journal journal)
    {
        var changes = journal.Changes.Where(change => IsSelected(change.Row.Model)).ToList();
        if (changes.Count == 0)
            return;
        var (key, sequence, isGap) = (Key(), 0, Gap);
        Gap = false;
        foreach (var group in changes.GroupBy(change => (change.Row.Model.Name, change.Type, Values: Fields(change).ToJsonString())))
        {
            var first = group.First();
            var header = Header(first.Row.Model.Name, isGap ? "GAP_" + first.Type : first.Type, [.. group.Select(change => change.Row.Id).Distinct()], key, ++sequence, journal);
            if (first.Type == "UPDATE" && !isGap)
                Changed(header, first);
            Send(first.Row.Model.Name, header, isGap ? [] : Fields(first));
        }
    }

    /// <summary>More changes than the capture keeps: only that an object changed is known (cdc_other_events).</summary>
    public void Overflow(string sobject) => Send(sobject, Header(sobject, "GAP_OVERFLOW", ["000000000000000AAA"], Key(), 1, null), []);

    /// <summary>An event of any kind: a field's type was converted, an unknown entity.</summary>
    public void Send(string sobject, string changeType, IReadOnlyList<string> ids) => Send(sobject, Header(sobject, changeType, ids, Key(), 1, null), []);

    /// <summary>A platform event as a second relay carries it, where a channel has it.</summary>
    public void Publish(string name, JsonObject body)
    {
        if (!IsStopped && IsMember(name))
            Queue(Envelope(name, new JsonObject { ["payload"] = body.DeepClone(), ["event"] = new JsonObject { ["replayId"] = ++_events } }));
    }

    /// <summary>Takes what waits.</summary>
    public IReadOnlyList<JsonObject> Drain()
    {
        JsonObject[] drained = Reorder ? [.. _waiting.AsEnumerable().Reverse()] : [.. _waiting];
        _waiting.Clear();
        return drained;
    }

    bool IsSelected(ObjectModel model) => IsMember(EventName(model.Name));

    bool IsMember(string entity) => organization.Table("PlatformEventChannelMember").Any(member => member.Text("SelectedEntity") == entity);

    static string EventName(string sobject) => sobject.EndsWith("__c", StringComparison.Ordinal) ? sobject[..^3] + "__ChangeEvent" : sobject + "ChangeEvent";

    string Key() => new Guid((int)++_transactions, 0, 0x4000, [0x80, 0, 0, 0, 0, 0, 0, 3]).ToString();

    JsonObject Header(string entity, string type, IReadOnlyList<string> ids, string key, int sequence, Journal? journal) => new()
    {
        ["entityName"] = entity,
        ["recordIds"] = Wire.ApiAnswer.Strings(ids),
        ["changeType"] = type,
        ["changeOrigin"] = journal is null || journal.By != organization.UserId ? "" : "com/salesforce/api/rest/68.0" + (journal.Client is { } client ? $";client={client}" : ""),
        ["transactionKey"] = key,
        ["sequenceNumber"] = sequence,
        ["commitTimestamp"] = organization.Clock.Now.ToUnixTimeMilliseconds(),
        ["commitUser"] = journal?.By ?? organization.PersonId,
        ["commitNumber"] = 10_000_000_000L + ++_events,
        ["changedFields"] = new JsonArray(),
    };

    void Changed(JsonObject header, Journal.Change change)
    {
        // The stamp is in no event.
        var changed = Captured(change).ToList();
        header["changedFields"] = Wire.ApiAnswer.Strings(changed.Select(Path));
        if (!HasFullHeader)
            return;
        header["nulledFields"] = Wire.ApiAnswer.Strings(changed.Where(field => change.Row[field.Name] is null).Select(Path));
        header["diffFields"] = new JsonArray();
    }

    // The fields with values, compound ones nested. A delete has none.
    JsonObject Fields(Journal.Change change)
    {
        var payload = new JsonObject();
        if (change.Type == "DELETE")
            return payload;
        foreach (var field in Captured(change))
        {
            var value = Event(field, change.Row[field.Name]);
            if (value is null && !HasFullHeader)
                continue;
            if (field.Compound is { } compound && change.Row.Model.Fields.ContainsKey(compound))
                ((JsonObject)(payload[compound] ??= new JsonObject()))[Part(field)] = value;
            else
                payload[field.Name] = value;
        }

        return payload;
    }

    // Formula fields and SystemModstamp never come; a compound field comes as its parts.
    static IEnumerable<FieldModel> Captured(Journal.Change change) => change.Fields.Select(name => change.Row.Model.Fields.GetValueOrDefault(name))
        .Where(field => field is { IsCalculated: false, Type: not "address" } && field.Name is not ("Id" or "SystemModstamp" or "IsDeleted") && !change.Row.Model.Fields.Values.Any(part => part.Compound == field.Name))!;

    JsonNode? Event(FieldModel field, object? value) => value is DateTimeOffset time ? time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture) : value is null ? null : Values.Json(organization, field, value);

    static string Path(FieldModel field) => field.Compound is { } compound ? $"{compound}.{Part(field)}" : field.Name;

    // "BillingStreet" of "BillingAddress" is Street.
    static string Part(FieldModel field) => field.Compound is { } compound && compound.EndsWith("Address", StringComparison.Ordinal) ? field.Name[(compound.Length - "Address".Length)..] : field.Name;

    void Send(string sobject, JsonObject header, JsonObject fields)
    {
        if (IsStopped)
            return;
        var payload = new JsonObject { ["ChangeEventHeader"] = header };
        foreach (var (name, value) in fields)
            payload[name] = value?.DeepClone();
        Queue(Envelope(EventName(sobject), new JsonObject { ["payload"] = payload, ["event"] = new JsonObject { ["replayId"] = _events } }));
    }

    JsonObject Envelope(string detailType, JsonObject detail)
    {
        detail["schemaId"] = "simulated";
        return new JsonObject
        {
            ["version"] = "0",
            ["id"] = new Guid((int)++_events, 0, 0x4000, [0x80, 0, 0, 0, 0, 0, 0, 4]).ToString(),
            ["detail-type"] = detailType,
            ["source"] = $"aws.partner/salesforce.com/{organization.OrganizationId}/{ChannelId}",
            ["account"] = "123456789012",
            ["time"] = organization.Clock.Now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["region"] = "us-east-1",
            ["resources"] = new JsonArray(),
            ["detail"] = detail,
        };
    }

    void Queue(JsonObject envelope)
    {
        if (Lose > 0)
        {
            Lose--;
            return;
        }

        Delivered++;
        _waiting.Add(envelope);
        if (Double > 0)
        {
            Double--;
            _waiting.Add(envelope.DeepClone().AsObject());
        }
    }
}
