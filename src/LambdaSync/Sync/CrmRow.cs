using System.Text.Json.Serialization;

namespace LambdaSync.Sync;

/// <summary>One row to write to the CRM: its record and the related records that its paths lead to, all of it or nothing.</summary>
/// <param name="Id">The record to update, or null to insert-or-update by the external id.</param>
/// <param name="ExternalIdField">The field holding AWS's identifier.</param>
/// <param name="ExternalId">AWS's identifier; written with the row. Null only for an update of a record that has none yet.</param>
/// <param name="Fields">Flat canonical JSON of just the fields that change. Null clears.</param>
/// <param name="CopyFrom">Id of the record whose fields a new record starts from where the row sets none, or null (row C8).</param>
/// <param name="ReadBack">The fields to return as the CRM stored them.</param>
public sealed record CrmWrite(
    string? Id, string ExternalIdField, string? ExternalId, byte[] Fields, string? CopyFrom, IReadOnlyList<string> ReadBack)
{
    /// <summary>Where the row's related fields go while a link is empty; null: to no record.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<CrmLink>? Links { get; init; }

    /// <summary>The row is refused when no record has the external id.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool UpdateOnly { get; init; }

    /// <summary>The version that the record must still have (<see cref="CrmOutcome.Conflict"/> otherwise), or null: any.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? IfVersion { get; init; }

    /// <summary>
    /// Where a change since <see cref="IfVersion"/> may have the same version: the row's fields as they were read, flat canonical JSON. Where one of
    /// them has changed, it is a <see cref="CrmOutcome.Conflict"/> too. Null: the version says enough.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public byte[]? Expected { get; init; }

    /// <summary>What intents of format 2 and before have in place of <see cref="CopyFrom"/> and <see cref="Links"/>.</summary>
    [JsonInclude]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    internal EarlierTemplate? Template { get; init; }

    /// <summary>The row without <see cref="Template"/>.</summary>
    internal CrmWrite WithoutTemplate() => Template is not { } earlier ? this : this with
    {
        Template = null,
        CopyFrom = earlier.Record,
        Links = CrmLink.ToAccount("AccountId", earlier.Account, earlier.CreateAccount) is { } link ? [link] : null,
    };

    internal sealed record EarlierTemplate(string? Record, string? Account, bool CreateAccount);
}

/// <summary>
/// The related record of one reference field, for a record whose field is empty and that the row does not fill: the one that
/// <see cref="MatchBy"/> finds, else a new one, else <see cref="Id"/>. A filled link is never moved.
/// </summary>
/// <param name="Field">The reference field: <c>AccountId</c>.</param>
/// <param name="Id">Without a match: the record to link when none is created, and the one whose fields a created one starts from; null: none.</param>
/// <param name="Create">A record is created where none matches, with the row's fields of this relation.</param>
public sealed record CrmLink(string Field, string? Id, bool Create)
{
    /// <summary>
    /// Fields of the related object, tried in this order with the row's value: a value that exactly one record has finds it (e-mail and web
    /// addresses and names compared by <see cref="CrmMatch"/>). Where several have it, none is linked or created, and the row's answer lists them.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? MatchBy { get; init; }

    /// <summary>Whether the row's fields of this relation are also written to a record that other records of the row's object link to.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool WritesShared { get; init; }

    /// <summary>The link of a template's account, or null: there is none to link or create.</summary>
    public static CrmLink? ToAccount(string field, string? account, bool create) => account is null && !create ? null : new CrmLink(field, account, create);
}

/// <summary>A record of the CRM by its object and id.</summary>
public sealed record CrmReference(string Object, string Id);

/// <summary>What became of a row.</summary>
public enum CrmOutcome
{
    Created,
    Updated,

    /// <summary>Nothing is written: the issues say what the CRM does not take, and the same row is refused again.</summary>
    Refused,

    /// <summary>Nothing is written: the record is no longer at the version that the row names.</summary>
    Conflict,

    /// <summary>Nothing is written: the record was deleted, merged into <see cref="CrmResult.Into"/>, or converted to it.</summary>
    Gone,

    /// <summary>Nothing is written: several records match (<see cref="CrmResult.Candidates"/>), and a person has to choose.</summary>
    Several,

    /// <summary>Nothing is written, and the row is not the cause: it may be sent again.</summary>
    Later,
}

/// <summary>The CRM's answer to one row.</summary>
/// <param name="Id">The record's id when the row was written.</param>
/// <param name="Stored">The <see cref="CrmWrite.ReadBack"/> fields after the write, as flat canonical JSON.</param>
/// <param name="Issues">Errors when the row was not written; notes and warnings otherwise.</param>
public sealed record CrmResult(CrmOutcome Outcome, string? Id, byte[] Stored, IReadOnlyList<Issue> Issues)
{
    /// <summary>The record's version after the write, or null: the CRM has none.</summary>
    public string? Version { get; init; }

    /// <summary>What a record that is <see cref="CrmOutcome.Gone"/> was merged into or converted to; null: it was deleted.</summary>
    public CrmReference? Into { get; init; }

    /// <summary>Records that match where one was looked for, of the row's object or of a related one.</summary>
    public IReadOnlyList<CrmReference> Candidates { get; init; } = [];

    /// <summary>How long to wait before a row is sent again that is to come <see cref="CrmOutcome.Later"/>, or null: as the caller likes.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Everything worth an entry of the log: the issues, and which records matched.</summary>
    public IReadOnlyList<Issue> Said => Candidates.Count == 0 ? Issues : [.. Issues, DecisionIssues.SeveralMatch(Candidates)];

    public bool Written => Outcome is CrmOutcome.Created or CrmOutcome.Updated;

    public bool Created => Outcome == CrmOutcome.Created;

    /// <summary>A row that the CRM does not take.</summary>
    public static CrmResult Refused(params IReadOnlyList<Issue> issues) => Without(CrmOutcome.Refused, issues);

    /// <summary>An answer to a row that was not written.</summary>
    public static CrmResult Without(CrmOutcome outcome, params IReadOnlyList<Issue> issues) => new(outcome, null, "{}"u8.ToArray(), issues);
}
