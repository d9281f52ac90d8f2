using System.Text.Json;
using System.Text.Json.Serialization;
using LambdaSync.Sync.Work;

namespace LambdaSync.Kinds.Marketplace;

/// <summary>What is kept of a record of AWS Marketplace, whether or not the CRM shows it.</summary>
public sealed record MarketMemo
{
    /// <summary>The record as AWS last gave it; null: it was not read, or the account may not read it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Document { get; init; }

    /// <summary>What events said of it and its description does not.</summary>
    public IReadOnlyDictionary<string, string> Announced { get; init; } = new Dictionary<string, string>();

    /// <summary>The opportunities that an offer or offer set was linked to by a command.</summary>
    public IReadOnlyList<WorkKey> Opportunities { get; init; } = [];

    /// <summary>The opportunities behind an agreement were woken.</summary>
    public bool HasToldOpportunities { get; init; }

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, MarketMemoJson.Default.MarketMemo);

    public static MarketMemo Read(byte[]? json) => json is null ? new() : JsonSerializer.Deserialize(json, MarketMemoJson.Default.MarketMemo) ?? new();

    /// <summary>With what requests say that no person makes: links and events.</summary>
    /// <param name="catalog">Of the record.</param>
    public MarketMemo With(IEnumerable<RecordRequest> requests, string catalog)
    {
        var (announced, opportunities) = (new Dictionary<string, string>(Announced, StringComparer.Ordinal), Opportunities.ToList());
        foreach (var request in requests)
        {
            if (request.Verb == RequestVerbs.Announced)
            {
                foreach (var (name, value) in request.Arguments)
                    announced[name] = value;
            }
            else if (request.Verb == RequestVerbs.Linked && request["opportunity"] is { } id)
            {
                var key = id.Contains('/', StringComparison.Ordinal) ? new WorkKey(catalog, WorkKind.CrmRecord, id) : WorkKey.Opportunity(catalog, id);
                if (!opportunities.Contains(key))
                    opportunities.Add(key);
            }
        }

        return this with { Announced = announced, Opportunities = opportunities };
    }
}

[JsonSerializable(typeof(MarketMemo))]
sealed partial class MarketMemoJson : JsonSerializerContext;
