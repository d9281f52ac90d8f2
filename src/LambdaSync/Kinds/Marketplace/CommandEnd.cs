using System.Globalization;
using System.Text.Json.Serialization;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;

namespace LambdaSync.Kinds.Marketplace;

/// <summary>How a command about a record of AWS Marketplace has ended, as its CRM record shows it.</summary>
/// <param name="Job">The command's job in the sync log.</param>
public sealed record CommandEnd(string Verb, string Job)
{
    /// <summary>Why it was refused, with the fix; null: it was carried out.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Error { get; init; }

    /// <summary>Who requested it, as the sync log shows it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? By { get; init; }

    /// <summary>The CRM's user who requested it; null: it came through another door.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Person { get; init; }

    [JsonIgnore]
    public string Status => Error is null ? $"{Verb} done" : $"{Verb} refused";

    /// <summary>A command that was refused.</summary>
    /// <param name="issues">Why; the first error is shown, and how many more there are.</param>
    public static CommandEnd Refused(string verb, string job, string? by, string? person, IReadOnlyList<Issue> issues)
    {
        var errors = issues.Where(issue => issue.Severity == Severity.Error).ToList();
        var text = errors.Count == 0 ? "the sync log says why" : ErrorText.Of(errors[0]);
        // The reason that carries it is a part of the work's item.
        text = text.Length <= MaxText ? text : text[..MaxText];
        return new CommandEnd(verb, job) { By = by, Person = person, Error = errors.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $"{text} {errors.Count - 1} more: lambdasync log show {job}") : text };
    }

    const int MaxText = 2000;

    /// <summary>The reason that tells the record.</summary>
    public string ToReason()
    {
        var arguments = new Dictionary<string, string>(StringComparer.Ordinal) { ["verb"] = Verb, ["job"] = Job };
        foreach (var (name, value) in (ReadOnlySpan<(string, string?)>)[("error", Error), ("by", By), ("person", Person)])
        {
            if (value is not null)
                arguments[name] = value;
        }

        return new RecordRequest(RequestVerbs.Commanded, arguments).ToReason();
    }

    public static CommandEnd Of(RecordRequest request) => new(request["verb"] ?? "", request["job"] ?? "") { Error = request["error"], By = request.By, Person = request["person"] };
}
