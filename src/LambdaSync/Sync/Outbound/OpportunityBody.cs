using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LambdaSync.Json;

namespace LambdaSync.Sync.Outbound;

/// <summary>Record documents and the bodies of the requests that carry them.</summary>
public static class OpportunityBody
{
    // What GetOpportunity answers and UpdateOpportunity does not take (AWS's API model).
    internal static readonly string[] AnswerOnly = ["Arn", "Catalog", "CreatedDate", "Id", "LastModifiedDate", "OpportunityTeam", "RelatedEntityIdentifiers"];

    // What AWS itself writes beside an update, under LifeCycle.
    static readonly string[] WrittenByAws = ["ReviewStatus", "ReviewComments", "ReviewStatusReason", "NextStepsHistory"];

    /// <summary>Removes what AWS writes by its own doing: a body that was sent and AWS's next answer differ in it.</summary>
    internal static void RemoveWrittenByAws(JsonObject opportunity)
    {
        foreach (var name in WrittenByAws)
            (opportunity["LifeCycle"] as JsonObject)?.Remove(name);
    }

    /// <summary>A document's opportunity, or an empty one.</summary>
    public static JsonObject Opportunity(ReadOnlySpan<byte> document)
    {
        var reader = new Utf8JsonReader(document);
        return (JsonNode.Parse(ref reader) as JsonObject)?["opportunity"]?.DeepClone() as JsonObject ?? [];
    }

    /// <summary>The whole opportunity as AWS returned it, with the changes; unknown members are kept.</summary>
    /// <param name="lastModified">The LastModifiedDate it was read with, as AWS wrote it.</param>
    public static byte[] Update(string catalog, string identifier, string lastModified, JsonObject opportunity)
    {
        var body = (JsonObject)opportunity.DeepClone();
        foreach (var name in AnswerOnly)
            body.Remove(name);
        EchoedBody.Complete(body);
        body["Catalog"] = catalog;
        body["Identifier"] = identifier;
        body["LastModifiedDate"] = lastModified;
        return Bytes(body);
    }

    /// <param name="partnerIdentifier">The CRM record's id: by it the opportunity is found again when the answer is lost.</param>
    public static byte[] Create(string catalog, string clientToken, string partnerIdentifier, JsonObject opportunity)
    {
        var body = (JsonObject)opportunity.DeepClone();
        EchoedBody.Complete(body);
        body["Catalog"] = catalog;
        body["ClientToken"] = clientToken;
        body["PartnerOpportunityIdentifier"] = partnerIdentifier;
        if (body["Origin"] is null)
            body["Origin"] = "Partner Referral";
        return Bytes(body);
    }

    /// <summary>A document out of what AWS answered.</summary>
    /// <param name="opportunity">GetOpportunity's answer.</param>
    /// <param name="summary">GetAwsOpportunitySummary's answer, or null when it was not asked for.</param>
    public static byte[] Document(ReadOnlySpan<byte> opportunity, ReadOnlySpan<byte> summary)
    {
        var buffer = new ArrayBufferWriter<byte>(opportunity.Length + summary.Length + 40);
        if (summary.Length > 0)
        {
            buffer.Write("{\"aws\":"u8);
            buffer.Write(summary);
            buffer.Write(",\"opportunity\":"u8);
        }
        else
        {
            buffer.Write("{\"opportunity\":"u8);
        }

        buffer.Write(opportunity);
        // The root is there although AWS has nothing for it: nothing is related any more.
        buffer.Write(",\"related\":"u8);
        buffer.Write(Member(opportunity, "RelatedEntityIdentifiers"u8) is { Length: > 0 } related ? related : "{}"u8);
        if (summary.Length > 0)
        {
            buffer.Write(",\"submission\":{\"InvolvementType\":"u8);
            buffer.Write(Member(summary, "InvolvementType"u8) is { Length: > 0 } involvement ? involvement : "null"u8);
            buffer.Write(",\"Visibility\":"u8);
            buffer.Write(Member(summary, "Visibility"u8) is { Length: > 0 } visibility ? visibility : "null"u8);
            buffer.Write("}"u8);
        }

        buffer.Write("}"u8);
        return CanonicalJson.ToArray(buffer.WrittenSpan);
    }

    // The bytes of an object's own member that is not null, or nothing.
    static ReadOnlySpan<byte> Member(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isMember = reader.ValueTextEquals(name);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            var isNull = reader.TokenType == JsonTokenType.Null;
            reader.Skip();
            if (isMember)
                return isNull ? default : json[start..(int)reader.BytesConsumed];
        }

        return default;
    }

    /// <summary>When AWS made the opportunity, or null: it does not say.</summary>
    /// <param name="opportunity">GetOpportunity's answer.</param>
    public static DateTimeOffset? Created(ReadOnlySpan<byte> opportunity) =>
        DateTimeOffset.TryParse(Text(opportunity, "CreatedDate"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;

    /// <summary>The document with a root of its own replaced, or added.</summary>
    public static byte[] WithRoot(ReadOnlySpan<byte> document, string root, JsonObject members)
    {
        var reader = new Utf8JsonReader(document);
        var whole = JsonNode.Parse(ref reader) as JsonObject ?? [];
        whole[root] = members.DeepClone();
        return Bytes(whole);
    }

    /// <summary>The document with another opportunity in it.</summary>
    public static byte[] With(ReadOnlySpan<byte> document, JsonObject opportunity)
    {
        var reader = new Utf8JsonReader(document);
        var whole = JsonNode.Parse(ref reader) as JsonObject ?? [];
        whole["opportunity"] = opportunity.DeepClone();
        return Bytes(whole);
    }

    /// <summary>The document once AWS has taken an update or a creation and answered with these.</summary>
    public static byte[] Taken(ReadOnlySpan<byte> document, string id, string lastModified)
    {
        var opportunity = Opportunity(document);
        opportunity["Id"] = id;
        opportunity["LastModifiedDate"] = lastModified;
        return With(document, opportunity);
    }

    /// <summary>A document's opportunity as bytes, or an empty one.</summary>
    public static byte[] Of(ReadOnlySpan<byte> document) => Bytes(Opportunity(document));

    /// <summary>LastModifiedDate of GetOpportunity's answer or an update's body, or null.</summary>
    public static DateTimeOffset? Modified(ReadOnlySpan<byte> opportunity) =>
        Text(opportunity, "LastModifiedDate") is { } date && DateTimeOffset.TryParse(date, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;

    /// <summary>A text of the opportunity's own members, or null.</summary>
    public static string? Text(ReadOnlySpan<byte> opportunity, string name)
    {
        var reader = new Utf8JsonReader(opportunity);
        using var json = JsonDocument.ParseValue(ref reader);
        return json.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }

    /// <summary>AWS's review status in a document, or null.</summary>
    public static string? ReviewStatus(ReadOnlySpan<byte> document)
    {
        var reader = new Utf8JsonReader(document);
        using var json = JsonDocument.ParseValue(ref reader);
        return json.RootElement.TryGetProperty("opportunity", out var opportunity) && opportunity.ValueKind == JsonValueKind.Object
            && opportunity.TryGetProperty("LifeCycle", out var cycle) && cycle.ValueKind == JsonValueKind.Object
            && cycle.TryGetProperty("ReviewStatus", out var status) && status.ValueKind == JsonValueKind.String ? status.GetString() : null;
    }

    /// <summary>An object of JSON; what is none is an empty one.</summary>
    internal static JsonObject Parse(ReadOnlySpan<byte> json)
    {
        if (json.Length == 0)
            return [];
        var reader = new Utf8JsonReader(json);
        return JsonNode.Parse(ref reader) as JsonObject ?? [];
    }

    internal static byte[] Bytes(JsonObject json)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            json.WriteTo(writer);
        return CanonicalJson.ToArray(buffer.WrittenSpan);
    }
}
