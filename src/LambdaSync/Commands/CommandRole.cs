namespace LambdaSync.Commands;

/// <summary>Which verbs the holder of a key may use. What is not named here may use none.</summary>
public static class CommandRole
{
    /// <summary>All verbs.</summary>
    public const string Operator = "operator";

    /// <summary>The verbs of sales people.</summary>
    public const string Sales = "sales";

    /// <summary>Refreshes records and runs schedules.</summary>
    public const string Scheduler = "scheduler";

    /// <summary>No verb.</summary>
    public const string Reader = "reader";

    public static IReadOnlyList<string> All { get; } = [Operator, Sales, Scheduler, Reader];

    public static bool May(string role, string verb) => role switch
    {
        Operator => true,
        Sales => verb != CommandVerbs.Run,
        Scheduler => verb is CommandVerbs.Refresh or CommandVerbs.Run,
        _ => false,
    };
}
