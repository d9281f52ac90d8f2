using System.Text.Json.Nodes;
using LambdaSync.Simulator.Control;
using LambdaSync.Simulator.Salesforce.Rules;
using LambdaSync.Simulator.Salesforce.State;
using Verb = System.Func<LambdaSync.Simulator.Salesforce.State.Organization, System.Text.Json.Nodes.JsonObject, System.Text.Json.Nodes.JsonObject>;

namespace LambdaSync.Simulator.Salesforce.Control;

/// <summary>What each verb of the control endpoint does.</summary>
static class SalesforceVerbs
{
    public static IReadOnlyDictionary<string, Verb> All { get; } = new Dictionary<string, Verb>(StringComparer.Ordinal)
    {
        ["fault"] = AddFault,
        ["faults"] = (organization, _) => new JsonObject { ["waiting"] = organization.Faults.Waiting },
        ["clear-faults"] = ClearFaults,
        ["events-fault"] = EventsFault,
        ["events"] = (organization, _) => new JsonObject { ["events"] = new JsonArray([.. organization.Changes.Drain()]) },
        ["overflow"] = Overflow,
        ["event"] = AddEvent,
        ["published"] = Published,
        ["clock"] = SetClock,
        ["settings"] = SalesforceSettingVerbs.Set,
        ["expire-sessions"] = ExpireSessions,
        ["kill-locators"] = KillLocators,
        ["other-calls"] = OtherCalls,
    }.Concat(SalesforceRecordVerbs.All).Concat(SetupVerbs.All).ToDictionary(StringComparer.Ordinal);

    // {"kind": "RowLock", "resource": "Opportunity", "count": 5, "seconds": 0}
    static JsonObject AddFault(Organization organization, JsonObject input)
    {
        var kind = input.OneOf<SalesforceFaultKind>("kind") ?? throw new ArgumentException("kind is missing.");
        organization.Faults.Add(new SalesforceFault(kind, input.Text("resource"), input["count"]?.GetValue<int>() ?? 1, input.Seconds("seconds") ?? default));
        return [];
    }

    static JsonObject ClearFaults(Organization organization, JsonObject input)
    {
        organization.Faults.Clear();
        return [];
    }

    // {"lose": 2, "double": 1, "reorder": true, "gap": true, "stopped": true, "fullHeader": true}
    static JsonObject EventsFault(Organization organization, JsonObject input)
    {
        var changes = organization.Changes;
        changes.Lose = input["lose"]?.GetValue<int>() ?? changes.Lose;
        changes.Double = input["double"]?.GetValue<int>() ?? changes.Double;
        changes.Reorder = input.Flag("reorder") ?? changes.Reorder;
        changes.Gap = input.Flag("gap") ?? changes.Gap;
        changes.HasFullHeader = input.Flag("fullHeader") ?? changes.HasFullHeader;
        if (input.Flag("stopped") is { } stopped)
        {
            changes.IsStopped = stopped;
            foreach (var feedback in organization.Table("EventRelayFeedback"))
                feedback.Values["Status"] = stopped ? "STOPPED" : "RUNNING";
        }

        return [];
    }

    // {"object": "Opportunity"}: GAP_OVERFLOW.
    static JsonObject Overflow(Organization organization, JsonObject input)
    {
        organization.Changes.Overflow(SalesforceRecordVerbs.ModelOf(organization, input).Name);
        return [];
    }

    // {"object": "Account", "changeType": "GAP_UPDATE", "recordIds": ["001*"]}
    static JsonObject AddEvent(Organization organization, JsonObject input)
    {
        organization.Changes.Send(input.Needed("object"), input.Needed("changeType"), [.. (input["recordIds"] as JsonArray ?? []).Select(id => id!.GetValue<string>())]);
        return [];
    }

    // Platform events that were published, {"name": "LambdaSync_Notification__e"} or all.
    static JsonObject Published(Organization organization, JsonObject input) => new()
    {
        ["events"] = new JsonArray([.. organization.Published.Where(e => input.Text("name") is not { } name || e.Name == name).Select(e => (JsonNode)new JsonObject { ["name"] = e.Name, ["body"] = e.Body.DeepClone() })]),
    };

    // {"now": "2026-01-01T00:00:00Z"} or {"advanceSeconds": 60}
    static JsonObject SetClock(Organization organization, JsonObject input)
    {
        if (input.Time("now") is { } now)
            organization.Clock.Set(now);
        if (input.Seconds("advanceSeconds") is { } seconds)
            organization.Clock.Advance(seconds);
        return new JsonObject { ["now"] = Values.Time(organization.Clock.Now) };
    }

    static JsonObject ExpireSessions(Organization organization, JsonObject input)
    {
        organization.Sessions.ExpireAll();
        return [];
    }

    static JsonObject KillLocators(Organization organization, JsonObject input)
    {
        organization.Locators.Kill();
        return [];
    }

    // {"count": 80000}: what other tools used of the allowance.
    static JsonObject OtherCalls(Organization organization, JsonObject input)
    {
        organization.Usage.Others = input["count"]?.GetValue<int>() ?? throw new ArgumentException("count is missing.");
        return [];
    }
}
