namespace LambdaSync.Commands;

/// <summary>Which verbs the holder of a key may use. What is not named here may use none.</summary>
public static class CommandRole
{
    /// <summary>All verbs.</summary>
    public const string Operator = "operator";

    /// <summary>The verbs of sales people: opportunities, leads and invitations, not what changes AWS Marketplace.</summary>
    public const string Sales = "sales";

    /// <summary>The same, with offers, offer sets and resale authorizations of AWS Marketplace; what moves money after a sale is an operator's.</summary>
    public const string Marketplace = "marketplace";

    /// <summary>The same as <see cref="Sales"/>, with offers: those of a channel partner are from other sellers' authorizations.</summary>
    public const string ChannelPartner = "channel-partner";

    /// <summary>Refreshes records and runs schedules.</summary>
    public const string Scheduler = "scheduler";

    /// <summary>No verb.</summary>
    public const string Reader = "reader";

    public static IReadOnlyList<string> All { get; } = [Operator, Sales, Marketplace, ChannelPartner, Scheduler, Reader];

    public static bool May(string role, string verb) => role switch
    {
        Operator => true,
        Sales => IsOfSales(verb),
        Marketplace => IsOfSales(verb) || CommandVerbs.IsOfMarketplace(verb) || verb == CommandVerbs.ChangeSetCancel,
        ChannelPartner => IsOfSales(verb) || verb == CommandVerbs.ChangeSetCancel || (CommandVerbs.IsOfMarketplace(verb) && !verb.StartsWith("resale-", StringComparison.Ordinal)),
        Scheduler => verb is CommandVerbs.Refresh or CommandVerbs.Run,
        _ => false,
    };

    static bool IsOfSales(string verb) => verb != CommandVerbs.Run && verb != CommandVerbs.ChangeSetCancel && !CommandVerbs.IsOfMarketplace(verb) && !CommandVerbs.IsOfAgreements(verb);
}
