using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Amazon.Lambda.SQSEvents;
using LambdaSync.Connections.Queues;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;

namespace LambdaSync.Functions;

/// <summary>A dead letter as its work item stores it, so that an operator can inspect it and the handler can process it again.</summary>
/// <param name="Queue">The queue it failed in.</param>
/// <param name="Sent">When it came to that queue.</param>
sealed record StoredMessage(string Queue, string Body, string MessageId, DateTimeOffset Sent)
{
    /// <summary>The wake that stores a dead letter as a work item, due at once.</summary>
    /// <param name="queue">The queue it failed in.</param>
    public static Wake WakeOf(string catalog, string queue, DeadLetter letter, DateTimeOffset now) => new(
        WorkKey.Message(catalog, queue, letter.Id), Reason.DeadLetter, Lane.Sweep, now, new StoredMessage(queue, letter.Body, letter.Id, letter.Sent).ToJson());

    /// <summary>Whether the body can be read at all: everything that a queue of ours gets is JSON.</summary>
    [JsonIgnore]
    public bool IsJson
    {
        get
        {
            try
            {
                using var read = JsonDocument.Parse(Body);
                return true;
            }
            catch (JsonException)
            {
                return false;
            }
        }
    }

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, StoredMessageJson.Default.StoredMessage);

    /// <summary>The batch of this one message, as SQS delivers it.</summary>
    public SQSEvent ToEvent() => new()
    {
        Records =
        [
            new SQSEvent.SQSMessage
            {
                MessageId = MessageId,
                Body = Body,
                EventSource = "aws:sqs",
                Attributes = new() { ["SentTimestamp"] = Sent.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture) },
            },
        ],
    };

    /// <summary>The message, or null when the bytes are none.</summary>
    public static StoredMessage? FromJson(byte[]? json)
    {
        if (json is null)
            return null;
        try
        {
            return JsonSerializer.Deserialize(json, StoredMessageJson.Default.StoredMessage) is { Queue: not null, Body: not null, MessageId: not null } message
                ? message
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StoredMessage))]
sealed partial class StoredMessageJson : JsonSerializerContext;
