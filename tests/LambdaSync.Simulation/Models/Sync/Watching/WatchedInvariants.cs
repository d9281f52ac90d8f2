using LambdaSync.Simulation.Stories;

namespace LambdaSync.Simulation.Models.Sync.Watching;

/// <summary>What is checked while the story is told, by the <see cref="Witness"/>.</summary>
static class WatchedInvariants
{
    public const string Given = "given-values", NotLost = "no-edit-lost", Owner = "owner-decides", Latest = "latest-wins", Synonym = "synonym-kept", Told = "told-in-a-minute",
        Swept = "swept-in-time", Fed = "sent-in-time", Noticed = "noticed-in-a-minute", Status = "status-true", OneWriter = "one-writer", Token = "token-once", Quota = "calls-have-tokens", Budget = "budget-exact";

    public static IReadOnlyList<Invariant> All { get; } =
    [
        Of(Given, "a side has what it had, what it was given, or what the other side was given"),
        Of(NotLost, "when both sides are the same again, they have what one of them was given last"),
        Of(Owner, "where both sides were given a value before anybody looked, the owner's is on both"),
        Of(Latest, "where the later one wins, the later one has won"),
        Of(Synonym, "a value of the CRM that stands for what AWS has is not replaced by another one"),
        Of(Told, "what an event tells is in the CRM within a minute, or a minute after the next look when something was away"),
        Of(Swept, "what no event tells is in the CRM a minute after a sweep that could see it"),
        Of(Fed, "an edit in the CRM is at AWS a minute after a tick that could see it"),
        Of(Noticed, "what a change event of the CRM tells is at AWS within a minute"),
        Of(Status, "the CRM record says how it stands while things happen, too"),
        Of(OneWriter, "who has lost its claim begins no write of the record"),
        Of(Token, "a client token belongs to one request"),
        Of(Quota, "no call goes out without a send time that the ledger has"),
        Of(Budget, "no run of a sweep overwrites more records than it may"),
    ];

    static Invariant Of(string name, string rule) => new(name, rule, world => world.Own<Witness>().Broken(name));
}
