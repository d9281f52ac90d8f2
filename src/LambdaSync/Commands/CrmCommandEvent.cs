using System.Text.Json;

namespace LambdaSync.Commands;

/// <summary>
/// A command that a person sent from Salesforce: the platform event that an action publishes (infra/salesforce), in the envelope in which the
/// event relay gives it to EventBridge (docs.aws.amazon.com/eventbridge/latest/userguide/eb-saas-salesforce.html).
/// </summary>
/// <param name="Organization">The Salesforce organization's id.</param>
/// <param name="Role">What its users may do (<see cref="CommandRole"/>): Salesforce's permission sets say who may publish which event.</param>
/// <param name="Command">The command as <see cref="CommandReader"/> reads it, UTF-8 JSON; it may have faults.</param>
public sealed record CrmCommandEvent(string Organization, string Role, byte[] Command)
{
    /// <summary>The record that it is about, as the action names it.</summary>
    public string RecordId { get; private init; } = "";

    /// <summary>The command's verb, or null: the event names none.</summary>
    public string? Verb { get; private init; }

    /// <summary>The user who sent it, or null.</summary>
    public string? Person { get; private init; }

    const string Source = "aws.partner/salesforce.com/";

    /// <summary>The events of infra/salesforce by name, each with the role of those who may publish it.</summary>
    public static IReadOnlyDictionary<string, string> Roles { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["LambdaSync_Command__e"] = CommandRole.Sales,
        ["LambdaSync_Offer_Command__e"] = CommandRole.ChannelPartner,
        ["LambdaSync_Resale_Command__e"] = CommandRole.Marketplace,
    };

    /// <summary>Null: the message is no such event.</summary>
    /// <param name="message">UTF-8, as it came.</param>
    public static CrmCommandEvent? Read(ReadOnlyMemory<byte> message)
    {
        if (message.Length > CommandLimits.MaxBytes)
            return null;
        try
        {
            using var document = JsonDocument.Parse(message, new JsonDocumentOptions { MaxDepth = 8 });
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || Text(root, "detail-type"u8) is not { } type || !Roles.TryGetValue(type, out var role) || Text(root, "source"u8) is not { } source || !source.StartsWith(Source, StringComparison.Ordinal))
                return null;
            var payload = root.TryGetProperty("detail"u8, out var detail) && detail.ValueKind == JsonValueKind.Object && detail.TryGetProperty("payload"u8, out var given) ? given : default;
            return new CrmCommandEvent(source[Source.Length..].Split('/')[0], role, Write(payload, Text(root, "id"u8)))
            {
                RecordId = Text(payload, "RecordId__c"u8) ?? "",
                Verb = Text(payload, "Verb__c"u8),
                Person = Text(payload, "CreatedById"u8),
            };
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // No JSON, or text that is not Unicode: CommandReader says what is wrong.
            return null;
        }
    }

    // The id of the action's run is the same in each delivery; the envelope's is that of one relaying.
    static byte[] Write(JsonElement payload, string? eventId)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("verb"u8, Text(payload, "Verb__c"u8));
            json.WriteStartArray("ids"u8);
            if (Text(payload, "RecordId__c"u8) is { } record)
                json.WriteStringValue(record);
            json.WriteEndArray();
            if (Text(payload, "Arguments__c"u8) is { Length: > 0 } arguments)
            {
                json.WritePropertyName("arguments"u8);
                Write(json, arguments);
            }

            json.WriteString("by"u8, Text(payload, "CreatedById"u8));
            json.WriteString("id"u8, Text(payload, "CommandId__c"u8) ?? eventId);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    // A flow puts a text of several lines into the JSON as it is. Between members a line break is a space, and within a text it becomes one.
    // What is no JSON stays a text, which is no argument.
    static void Write(Utf8JsonWriter json, string arguments)
    {
        arguments = string.Create(arguments.Length, arguments, static (spaced, given) =>
        {
            for (var i = 0; i < given.Length; i++)
                spaced[i] = char.IsControl(given[i]) ? ' ' : given[i];
        });
        try
        {
            using var document = JsonDocument.Parse(arguments, new JsonDocumentOptions { MaxDepth = 4 });
            document.RootElement.WriteTo(json);
        }
        catch (JsonException)
        {
            json.WriteStringValue(arguments);
        }
    }

    static string? Text(JsonElement owner, ReadOnlySpan<byte> name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
