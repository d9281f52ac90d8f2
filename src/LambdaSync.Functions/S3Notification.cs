using System.Net;
using System.Text.Json;
using Amazon.Lambda.S3Events;

namespace LambdaSync.Functions;

/// <summary>The files that an S3 notification names.</summary>
public static class S3Notification
{
    /// <summary>The size of a file whose size is not known: the file itself has to tell.</summary>
    public const long UnknownSize = -1;

    /// <exception cref="JsonException">The body is no S3 notification.</exception>
    internal static IEnumerable<LandedFile> Files(string body)
    {
        using var json = JsonDocument.Parse(body);
        if (json.RootElement.ValueKind != JsonValueKind.Object)
            throw new JsonException("an S3 notification is an object");
        // S3 sends this once when notifications are enabled; it names no file.
        if (json.RootElement.TryGetProperty("Event", out var test) && test.ValueEquals("s3:TestEvent"u8))
            return [];
        if (!json.RootElement.TryGetProperty("Records", out _))
            throw new JsonException("an S3 notification has Records");
        return Files(json.RootElement.Deserialize(EventJson.Default.S3Event)!);
    }

    /// <summary>
    /// Created objects only, without folder markers; keys come form-encoded (a space is <c>+</c>). A size is optional in a notification
    /// (docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html) and read as 0 without one, so 0 is unknown.
    /// </summary>
    /// <exception cref="JsonException">A record names no object.</exception>
    internal static IEnumerable<LandedFile> Files(S3Event notification)
    {
        foreach (var record in notification.Records ?? [])
        {
            if (record?.EventName?.Contains("ObjectCreated", StringComparison.Ordinal) != true)
                continue;
            if (record.S3 is not { Bucket.Name: { Length: > 0 } bucket, Object: { Key: not null } found })
                throw new JsonException("a record of an S3 notification names a bucket and an object");
            var key = WebUtility.UrlDecode(found.Key);
            if (key.Length > 0 && !key.EndsWith('/'))
                yield return new LandedFile(bucket, key, string.IsNullOrEmpty(found.VersionId) ? null : found.VersionId, found.Size > 0 ? found.Size : UnknownSize);
        }
    }

    /// <summary>The notification of one file.</summary>
    /// <param name="version">Null: the newest.</param>
    public static S3Event Of(string bucket, string key, string? version, long size, DateTimeOffset time) => new()
    {
        Records =
        [
            new S3Event.S3EventNotificationRecord
            {
                EventVersion = "2.1",
                EventSource = "aws:s3",
                EventName = "ObjectCreated:Put",
                EventTime = time.UtcDateTime,
                S3 = new S3Event.S3Entity
                {
                    Bucket = new S3Event.S3BucketEntity { Name = bucket },
                    Object = new S3Event.S3ObjectEntity { Key = WebUtility.UrlEncode(key), VersionId = version ?? "", Size = size },
                },
            },
        ],
    };

    /// <summary>A notification as the body of a message.</summary>
    public static string Body(S3Event notification) =>
        $"{{\"Records\":[{string.Join(',', notification.Records.Select(r => JsonSerializer.Serialize(r, EventJson.Default.S3EventNotificationRecord)))}]}}";
}
