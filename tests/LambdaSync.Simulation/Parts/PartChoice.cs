using LambdaSync.Simulation.Kernel;

namespace LambdaSync.Simulation.Parts;

enum StoreKind
{
    Memory,
    Sqlite,
    Dynamo,
}

/// <summary>What stands behind a seed's gates. What is fast is played most; the rest often enough to notice when it behaves differently.</summary>
/// <param name="Http">Partner Central over HTTP, signed, through the SDK's pipeline; else inside the process, through the same reader of errors.</param>
/// <param name="Ledger">Calls wait for the quota's ledger, and AWS counts them; else neither does, and the quota has a model of its own.</param>
/// <param name="LongRest">At the end each sweep comes round by itself, which takes a day; else an operator has them run.</param>
sealed record PartChoice(StoreKind Store, bool Http, bool Ledger, bool LongRest)
{
    const double HttpPart = 0.05, LedgerPart = 0.1, LongRestPart = 0.05;

    /// <summary>The CRM is a simulated Salesforce organization.</summary>
    public bool HasSalesforce { get; init; }

    /// <summary>What every seed was played on before there were faster parts.</summary>
    public static PartChoice Slow { get; } = new(StoreKind.Sqlite, Http: true, Ledger: true, LongRest: true);

    public static PartChoice Of(Chance chance)
    {
        var store = chance.Between(0, 19) switch { 0 => StoreKind.Dynamo, 1 or 2 => StoreKind.Sqlite, _ => StoreKind.Memory };
        return new PartChoice(store, chance.Is(HttpPart), chance.Is(LedgerPart), chance.Is(LongRestPart));
    }

    public IStoreParts MakeStore(World world) => Store switch
    {
        StoreKind.Sqlite => new SqliteStoreParts(world),
        StoreKind.Dynamo => new DynamoStoreParts(world),
        _ => new MemoryStoreParts(world),
    };

    public ICrmParts MakeCrm(World world) => HasSalesforce ? new SalesforceCrmParts(world) : Store == StoreKind.Sqlite ? new SqliteCrmParts(world) : new MemoryCrmParts(world);

    public override string ToString() => $"{Store} store{(Http ? ", HTTP" : "")}{(Ledger ? ", quota ledger" : "")}{(LongRest ? ", a long rest" : "")}";
}
