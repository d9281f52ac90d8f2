using System.Text.Json;
using System.Text.Json.Serialization;
using LambdaSync.Marketplace.OfferSets;
using LambdaSync.Marketplace.ResaleAuthorizations;

namespace LambdaSync.Marketplace.ChangeSets;

/// <summary>What is kept of a change set that was requested: its changes, and how far they are.</summary>
/// <param name="Purpose">Such as <c>offer create</c>.</param>
/// <param name="Kind">The type, without version, of the entity that it is about.</param>
/// <param name="Target">The id of that entity; null: the set creates it.</param>
public sealed record ChangeSetMemo(string Purpose, string Kind, string? Target)
{
    /// <summary>The command that requested it last; null: no record shows its end.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AskedCommand? Asked { get; init; }

    /// <summary>The further seller account that it is of; null: the main one's.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Account { get; init; }

    /// <summary>StartChangeSet's body without name and token; null: it is built from <see cref="CopyOf"/> once the offer was read.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Body { get; init; }

    /// <summary>The new offer that an existing one is copied to; null: none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public OfferClone? CopyOf { get; init; }

    /// <summary>The new resale authorization that an existing one is copied to; null: none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AuthorizationClone? CopyOfAuthorization { get; init; }

    /// <summary>What the draft has to be that is changed; null: no draft is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DraftCheck? Draft { get; init; }

    /// <summary>The buyers' agreements are looked for before it is sent; null: they were, or need not be.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public BuyerCheck? Check { get; init; }

    /// <summary>Another seller's authorization that the new offer is made from, which is read before it is sent; null: none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Authorization { get; init; }

    /// <summary>An offer that ends in the change set, if no buyer has accepted it; null: none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Ends { get; init; }

    /// <summary>The offer set that is made with several change sets, of which this is one; null: it is one alone.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public OfferSetPlan? Plan { get; init; }

    /// <summary>How many sets of the request have ended before this one: each has its own name and token.</summary>
    public int Attempt { get; init; }

    /// <summary>How many of them AWS failed itself (SERVER_FAULT) since a person requested it.</summary>
    public int Faults { get; init; }

    /// <summary>AWS's id of the set; null: it was not started.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? SetId { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? Started { get; init; }

    /// <summary>SUCCEEDED, FAILED or CANCELLED; null: it has not ended.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Status { get; init; }

    /// <summary>A person has cancelled it: that it ends so is no failure.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsCancelled { get; init; }

    /// <summary>The entities of its kind that it created or changed, once it has ended.</summary>
    public IReadOnlyList<string> EntityIds { get; init; } = [];

    /// <summary>The entity that it is about, or null: AWS has not named it yet.</summary>
    [JsonIgnore]
    public string? EntityId => EntityIds.Count > 0 ? EntityIds[0] : Target;

    /// <summary>The next set for the same changes.</summary>
    public ChangeSetMemo Again() => this with { Attempt = Attempt + 1, SetId = null, Started = null, Status = null, EntityIds = [], IsCancelled = false };

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, ChangeSetJson.Default.ChangeSetMemo);

    public static ChangeSetMemo? Read(byte[]? json) => json is null ? null : JsonSerializer.Deserialize(json, ChangeSetJson.Default.ChangeSetMemo);
}

/// <summary>How an existing offer is copied.</summary>
/// <param name="Until">The new offer's last UTC day.</param>
/// <param name="Name">The new offer's name; null: the old one's.</param>
/// <param name="EulaUrl">Where the custom license agreement was uploaded again, or null.</param>
/// <param name="Release">It is published, not left a draft.</param>
public sealed record OfferClone(DateOnly Until, string? Name, string? EulaUrl, bool Release)
{
    /// <summary>The UTC day with which the old offer ends in the same change set; null: it stays.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateOnly? OldUntil { get; init; }
}

/// <summary>What is looked for before an offer is made: agreements that the buyers have for its product.</summary>
/// <param name="Buyers">The accounts that were not looked for yet.</param>
public sealed record BuyerCheck(string ProductId, IReadOnlyList<string> Buyers)
{
    /// <summary>The agreements that were found.</summary>
    public IReadOnlyList<string> Agreements { get; init; } = [];
}

[JsonSerializable(typeof(ChangeSetMemo))]
sealed partial class ChangeSetJson : JsonSerializerContext;
