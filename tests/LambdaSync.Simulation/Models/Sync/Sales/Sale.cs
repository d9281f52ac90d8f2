namespace LambdaSync.Simulation.Models.Sync.Sales;

/// <summary>What the story did with a deal that goes the whole way: associated, submitted, reviewed.</summary>
sealed class Sale
{
    public const string Solutions = "AWS_solutionOffered__c", Owner = "AWS_primaryContactEmail__c", UseCase = "AWS_useCase__c", AnyUseCase = "AI Machine Learning and Analytics";

    public static readonly IReadOnlyList<string> Known = ["S-0000001", "S-0000002", "S-0000003", "S-0000004"];

    public static readonly IReadOnlyList<string> Users = ["ada@example.com", "ben@example.com", "cleo@example.com"];

    /// <summary>AWS sent it: it is accepted, never submitted.</summary>
    public bool IsReferral { get; init; }

    /// <summary>It began in Partner Central's pages.</summary>
    public bool IsOfAws { get; init; }

    /// <summary>The last value that somebody gave a CRM field of this class, and when.</summary>
    public Dictionary<string, (DateTimeOffset At, string? Value)> Given { get; } = new(StringComparer.Ordinal);

    /// <summary>When somebody else last changed what is associated, or who owns it, at AWS.</summary>
    public DateTimeOffset ChangedAtAws { get; set; }

    /// <summary>When a task or a reviewer last did something that the product is not told of at once.</summary>
    public DateTimeOffset Moved { get; set; }

    /// <summary>The submissions that a person requested, by the id of the command's job.</summary>
    public Dictionary<string, DateTimeOffset> Requests { get; } = new(StringComparer.Ordinal);

    public bool IsComplete => IsOfAws || Given.GetValueOrDefault(UseCase).Value is not null;

    public static SortedSet<string> Set(string? list) => new(list?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [], StringComparer.Ordinal);
}
