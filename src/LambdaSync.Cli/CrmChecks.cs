using LambdaSync.Connections.Aws;
using LambdaSync.Connections.Crm;
using LambdaSync.Functions;

namespace LambdaSync.Cli;

/// <summary>The result of one check of the CRM's connection.</summary>
/// <param name="Fix">Empty: there is nothing to do.</param>
sealed record CrmFinding(string Check, string State, string Detail, string Fix)
{
    public const string Ok = "ok", Look = "look", Stops = "stops";
}

/// <summary>What the connection of a CRM is judged by. Pure.</summary>
static class CrmChecks
{
    /// <summary>Salesforce's sources in Amazon EventBridge.</summary>
    public const string SourcePrefix = "aws.partner/salesforce.com/";

    const string Polling = "Polling finds what it has not delivered";

    public static CrmFinding Organization(CrmOrganization of) => new(
        "organization", CrmFinding.Ok, $"{of.Kind} {of.Id} ({of.Name}{(of.IsSandbox ? ", sandbox" : "")}){(of.ApiVersion is { } version ? $", API {version}" : "")}{(of.UserId is { } user ? $", user {user}" : "")}", "");

    public static CrmFinding Owner(CrmOrganization of, (CrmOwnerEntry Entry, bool IsOwn)? owner) => (of.Owners, owner) switch
    {
        (null, _) => new("owner", CrmFinding.Ok, "the CRM belongs to this stack or data folder", ""),
        (_, null) => new("owner", CrmFinding.Ok, "no one yet: the first to synchronize becomes it", ""),
        (_, ({ } entry, true)) => new("owner", CrmFinding.Ok, entry.ToString(), ""),
        (_, ({ } entry, false)) => new("owner", CrmFinding.Stops, entry.ToString(), "if that one has ended for good, run 'lambdasync crm takeover'; otherwise do not synchronize here"),
    };

    public static CrmFinding Usage(CrmUsage usage) => usage is not { Allowance: > 0 and var allowance, Used: { } used } ? new("API calls", CrmFinding.Ok, usage.IsUnlimited ? "the CRM counts no calls" : "not known", "")
        : new(
            "API calls", used >= allowance * 0.8 ? CrmFinding.Look : CrmFinding.Ok, $"{used} of {allowance} are used", used >= allowance * 0.8 ? "find the tool that uses them, or buy more: sweeps stop at 80 %, everything but commands at 95 %" : "");

    public static CrmFinding SetUp(CrmSetUpFault fault) => new(fault.What, fault.Stops ? CrmFinding.Stops : CrmFinding.Look, fault.Detail, fault.Fix);

    /// <param name="relays">Null: the integration user does not see them.</param>
    /// <param name="sources">Salesforce's event sources in AWS, or null: they were not asked for.</param>
    public static IEnumerable<CrmFinding> Relays(IReadOnlyList<CrmRelay>? relays, IReadOnlyList<PartnerEventSource>? sources)
    {
        if (relays is not { Count: > 0 })
        {
            yield return new("event relay", CrmFinding.Ok, relays is null ? "not shown to the integration user: Salesforce's Setup, Event Relays, shows whether there is one" : "none: changes are found by polling, within five minutes", "");
            yield break;
        }

        foreach (var relay in relays)
        {
            yield return Relay(relay);
            if (sources is not null && relay.Source is { Length: > 0 } name)
                yield return Source(name, sources.FirstOrDefault(source => source.Name == name));
        }
    }

    static CrmFinding Relay(CrmRelay relay)
    {
        var detail = $"{relay.Status}, {(relay.LastEvent is { } last ? $"last event {Words.Of(last)}" : "no event yet")}{(relay.Error is { } error ? $"; {error}" : "")}";
        return relay.Status switch
        {
            "RUNNING" => new($"event relay {relay.Name}", CrmFinding.Ok, detail, ""),
            // It keeps its place; Salesforce keeps events for 72 hours.
            "PAUSED" => new($"event relay {relay.Name}", CrmFinding.Look, detail, $"set it to Run in Salesforce's Setup, Event Relays; it continues where it paused, if that is less than 72 hours ago. {Polling}"),
            "STOPPED" => new($"event relay {relay.Name}", CrmFinding.Look, detail, $"set it to Run in Salesforce's Setup, Event Relays; a relay is created stopped, and one that was stopped skips what happened meanwhile. {Polling}"),
            _ => new($"event relay {relay.Name}", CrmFinding.Look, detail, $"correct what it names, then set it to Run in Salesforce's Setup, Event Relays. {Polling}"),
        };
    }

    static CrmFinding Source(string name, PartnerEventSource? source) => source switch
    {
        { State: "ACTIVE" } => new($"event source {name}", CrmFinding.Ok, "active", ""),
        { State: "PENDING" } => new(
            $"event source {name}", CrmFinding.Look, $"pending{(source.Expires is { } ends ? $": AWS deletes it on {Words.Of(ends)}" : ": AWS deletes it after two weeks")}",
            "deploy the stack with this name as SalesforceEventSource, or as CrmCommandsSource for the relay of commands, before that"),
        { } other => new($"event source {name}", CrmFinding.Look, other.State.ToLowerInvariant(), "delete the relay in Salesforce and deploy it again, which makes a new source; then deploy the stack with that name"),
        null => new($"event source {name}", CrmFinding.Look, "not in this account and region", "check the account and the region of the relay's named credential; a source that is pending for two weeks is deleted: then delete the relay and deploy it again"),
    };
}
