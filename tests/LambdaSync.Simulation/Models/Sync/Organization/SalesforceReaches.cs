namespace LambdaSync.Simulation.Models.Sync.Organization;

/// <summary>What many seeds together have to reach.</summary>
static class SalesforceReaches
{
    public const string Fault = "a fault of Salesforce", Limit = "the day's calls are used up", Hidden = "a hidden record", ShortPage = "a short page", Transaction = "a transaction of twelve minutes", Session = "a session that ended early",
        Event = "a change event of the CRM", EventsLost = "an hour of lost change events", Merged = "an account that was merged", MergedContact = "a contact that was merged", OtherField = "a save of another field at the moment of a write", SameField = "a save of the same field at the moment of a write";

    public static IReadOnlyList<string> All { get; } = [Fault, Limit, Hidden, ShortPage, Transaction, Session, Event, EventsLost, Merged, MergedContact, OtherField, SameField];
}
