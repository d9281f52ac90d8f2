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

    /// <summary>Our seller account that a list or an event showed it in; null: none has said.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Seller { get; init; }

    /// <summary>What events said of it and its description does not.</summary>
    public IReadOnlyDictionary<string, string> Announced { get; init; } = new Dictionary<string, string>();

    /// <summary>The opportunities that an offer or offer set was linked to by a command.</summary>
    public IReadOnlyList<WorkKey> Opportunities { get; init; } = [];

    /// <summary>The opportunities behind an agreement were woken.</summary>
    public bool HasToldOpportunities { get; init; }

    /// <summary>The last reminder of an offer's end that was due; null: none was.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reminded { get; init; }

    /// <summary>When an agreement's invoices were last read; null: they were not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? InvoicesRead { get; init; }

    /// <summary>Records that this one names and the CRM does not have yet: each of them knows that this one waits for it.</summary>
    public IReadOnlyList<WorkKey> Awaited { get; init; } = [];

    /// <summary>Records that name this one, and are to be read again once the CRM has it.</summary>
    public IReadOnlyList<WorkKey> NamedBy { get; init; } = [];

    /// <summary>The last command about the record that has ended; null: none has.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CommandEnd? Command { get; init; }

    // Of an announcement: whose record it is, which is no word of AWS's.
    const string Account = "seller";

    /// <summary>The reason that tells a record whose it is.</summary>
    public static string Of(string seller) => new RecordRequest(RequestVerbs.Announced, new Dictionary<string, string>(StringComparer.Ordinal) { [Account] = seller }).ToReason();

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, MarketMemoJson.Default.MarketMemo);

    public static MarketMemo Read(byte[]? json) => json is null ? new() : JsonSerializer.Deserialize(json, MarketMemoJson.Default.MarketMemo) ?? new();

    /// <summary>The reason that tells a record which other one names it.</summary>
    public static string Named(WorkKey by) => new RecordRequest(RequestVerbs.Named, new Dictionary<string, string>(StringComparer.Ordinal) { ["by"] = by.Id }).ToReason();

    /// <summary>With what requests say that no person makes: links, events, ends of commands.</summary>
    /// <param name="catalog">Of the record.</param>
    public MarketMemo With(IEnumerable<RecordRequest> requests, string catalog)
    {
        var (announced, opportunities, namedBy, seller, command) = (new Dictionary<string, string>(Announced, StringComparer.Ordinal), Opportunities.ToList(), NamedBy.ToList(), Seller, Command);
        foreach (var request in requests)
        {
            if (request.Verb == RequestVerbs.Announced)
            {
                foreach (var (name, value) in request.Arguments.Where(a => a.Key != Account))
                    announced[name] = value;
                seller = request[Account] ?? seller;
            }
            else if (request.Verb is RequestVerbs.Linked or RequestVerbs.Unlinked && request["opportunity"] is { } id)
            {
                var key = id.Contains('/', StringComparison.Ordinal) ? new WorkKey(catalog, WorkKind.CrmRecord, id) : WorkKey.Opportunity(catalog, id);
                opportunities.Remove(key);
                if (request.Verb == RequestVerbs.Linked)
                    opportunities.Add(key);
            }
            else if (request.Verb == RequestVerbs.Named && request["by"] is { } by && MarketSection.OfId(by)?.Key(catalog, by) is { } naming)
            {
                if (!namedBy.Contains(naming))
                    namedBy.Add(naming);
            }
            else if (request.Verb == RequestVerbs.Commanded)
            {
                command = CommandEnd.Of(request);
            }
        }

        return this with { Announced = announced, Opportunities = opportunities, NamedBy = namedBy, Seller = seller, Command = command };
    }
}

[JsonSerializable(typeof(MarketMemo))]
sealed partial class MarketMemoJson : JsonSerializerContext;
