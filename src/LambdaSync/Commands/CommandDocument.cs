using System.Text.Encodings.Web;
using System.Text.Json;
using LambdaSync.Marketplace;

namespace LambdaSync.Commands;

/// <summary>What a person or another program wants done with some records: the body of a request or of a queue message.</summary>
/// <param name="Verb">One of <see cref="CommandVerbs"/>.</param>
/// <param name="Ids">O-numbers or CRM record ids; of <see cref="CommandVerbs.Run"/> the names of schedules. Each once.</param>
/// <param name="Arguments">By name; no empty values.</param>
public sealed record CommandDocument(string Verb, IReadOnlyList<string> Ids, IReadOnlyDictionary<string, string> Arguments)
{
    // People read it in the log; it is never put into HTML.
    static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Why, in the words of whoever sent it, or null.</summary>
    public string? Reason { get; init; }

    /// <summary>The person that the caller sends it for, as the caller says, or null.</summary>
    public string? By { get; init; }

    /// <summary>The caller's own id of the command, or null: the same id takes effect once.</summary>
    public string? Id { get; init; }

    /// <summary>The command as it is stored: the main seller account is not named, so that a request is the same whether or not it was.</summary>
    public CommandDocument OfAccount(SellerAccounts sellers) =>
        (CommandVerbs.IsOfMarketplace(Verb) || CommandVerbs.IsOfAgreements(Verb)) && Arguments.TryGetValue(CommandVerbs.Account, out var account) && sellers.Normal(account) is null
            ? this with { Arguments = Arguments.Where(a => a.Key != CommandVerbs.Account).ToDictionary(StringComparer.Ordinal) } : this;

    /// <summary>The document as JSON, members in a fixed order, so that equal documents are equal bytes.</summary>
    public byte[] ToJson()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            json.WriteStartObject();
            json.WriteString("verb"u8, Verb);
            json.WriteStartArray("ids"u8);
            foreach (var id in Ids)
                json.WriteStringValue(id);
            json.WriteEndArray();
            if (Arguments.Count > 0)
            {
                json.WriteStartObject("arguments"u8);
                foreach (var (name, value) in Arguments.OrderBy(a => a.Key, StringComparer.Ordinal))
                    json.WriteString(name, value);
                json.WriteEndObject();
            }

            Text(json, "reason", Reason);
            Text(json, "by", By);
            Text(json, "id", Id);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    static void Text(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }
}
