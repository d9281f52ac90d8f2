using System.Text.Json.Serialization;
using LambdaSync.Kinds.Marketplace;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;

namespace LambdaSync.Marketplace;

/// <summary>The command behind a change of AWS Marketplace, and the record whose CRM record shows how it has ended.</summary>
/// <param name="Shown">That record's AWS id: the one that is changed, or the one that a new one is made for.</param>
public sealed record AskedCommand(string Shown, string Verb, string Job)
{
    const string ShownOn = "shown", Asker = "person";

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? By { get; init; }

    /// <summary>The CRM's user, or null: it came through another door.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Person { get; init; }

    /// <summary>As arguments of the request's reason.</summary>
    [JsonIgnore]
    public IEnumerable<(string Name, string Value)> Arguments => Person is { } person ? [(ShownOn, Shown), (Asker, person)] : [(ShownOn, Shown)];

    /// <summary>Of a request, or null: no record shows it.</summary>
    public static AskedCommand? Of(RecordRequest? request) =>
        request?[ShownOn] is { } shown ? new AskedCommand(shown, request.Verb, request.Job ?? "") { By = request.By, Person = request[Asker] } : null;

    /// <summary>What tells the record that the command has ended with these entries; none: it has not ended.</summary>
    /// <param name="isDone">It was carried out.</param>
    public IReadOnlyList<(WorkKey Key, string Reason)> Report(string catalog, WorkNext end, IReadOnlyList<LogEntry> log, bool isDone)
    {
        if (log.Count == 0 || MarketSection.OfId(Shown)?.Key(catalog, Shown) is not { } key)
            return [];
        if (log[^1].Detail is { Outcome: Outcome.Failed } failed && end is WorkNext.Parked)
            return [(key, CommandEnd.Refused(Verb, Job, By, Person, failed.Issues).ToReason())];
        return isDone ? [(key, new CommandEnd(Verb, Job) { By = By, Person = Person }.ToReason())] : [];
    }
}
