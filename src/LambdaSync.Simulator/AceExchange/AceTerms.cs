using System.Text.Json.Nodes;

namespace LambdaSync.Simulator.AceExchange;

/// <summary>How AWS's side of the exchange behaves.</summary>
/// <param name="Seed">Of the randomness.</param>
public sealed record AceTerms(int Seed = 1)
{
    /// <summary>The part of records that AWS refuses although they have the right form: 0 to 1.</summary>
    public double Bad { get; init; }

    /// <summary>Why AWS refuses a record, by what was sent of it; null: it takes the record.</summary>
    public Func<JsonObject, string?> Refuses { get; init; } = _ => null;

    /// <summary>The part of results files that come twice: 0 to 1.</summary>
    public double Doubled { get; init; }

    /// <summary>The part of results files that never come: 0 to 1.</summary>
    public double Lost { get; init; }

    /// <summary>The longest time from reading a file to its results.</summary>
    public TimeSpan ResultDelay { get; init; }

    /// <summary>How long AWS reviews a new opportunity; no update is taken meanwhile.</summary>
    public TimeSpan Review { get; init; }

    /// <summary>Results of a file stand in another order than its records.</summary>
    public bool Shuffles { get; init; }
}
