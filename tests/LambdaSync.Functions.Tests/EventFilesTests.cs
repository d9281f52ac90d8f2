using System.Net;
using System.Text.Json;
using Xunit;

namespace LambdaSync.Functions.Tests;

[Trait("Row", "B2")]
public sealed class EventFilesTests
{
    public static TheoryData<string> Names => [.. Directory.EnumerateFiles(Folder(), "*.json").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Fact]
    public void There_are_three() => Assert.Equal(["s3-inbound-file-sqs.json", "s3-inbound-file.json", "s3-test-event-sqs.json"], Names.Select(row => row.Data));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_event_is_of_a_known_shape(string name)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Folder(), name), TestContext.Current.CancellationToken);
        var bodies = new List<string>();
        if (name.EndsWith("-sqs.json", StringComparison.Ordinal))
        {
            foreach (var message in JsonSerializer.Deserialize(text, EventJson.Default.SQSEvent)!.Records)
            {
                Assert.NotEmpty(message.MessageId);
                Assert.NotEmpty(message.ReceiptHandle);
                Assert.Contains("SentTimestamp", message.Attributes);
                Assert.Equal(("aws:sqs", "us-west-2"), (message.EventSource, message.AwsRegion));
                Assert.Contains(":123456789012:", message.EventSourceArn, StringComparison.Ordinal);
                bodies.Add(message.Body);
            }
        }
        else
        {
            bodies.Add(text);
        }

        Assert.NotEmpty(bodies);
        foreach (var body in bodies)
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.TryGetProperty("Event", out var test))
                Assert.Equal("s3:TestEvent", test.GetString());
            else
                Notification(body);
        }
    }

    static void Notification(string body)
    {
        var record = Assert.Single(JsonSerializer.Deserialize(body, EventJson.Default.S3Event)!.Records);
        Assert.Equal(("aws:s3", "ObjectCreated:Put", "us-west-2"), (record.EventSource, record.EventName, record.AwsRegion));
        Assert.Equal("arn:aws:s3:::" + record.S3.Bucket.Name, record.S3.Bucket.Arn);
        Assert.True(record.S3.Object.Size > 0);
        Assert.NotEmpty(record.S3.Object.ETag);
        Assert.NotEmpty(record.S3.Object.Sequencer);
        Assert.Equal("opportunity-outbound/two records (1).json", WebUtility.UrlDecode(record.S3.Object.Key));
        Assert.NotEmpty(record.S3.Object.VersionId);
    }

    static string Folder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!Directory.Exists(Path.Combine(folder!.FullName, "events")))
            folder = folder.Parent;
        return Path.Combine(folder.FullName, "events");
    }
}
