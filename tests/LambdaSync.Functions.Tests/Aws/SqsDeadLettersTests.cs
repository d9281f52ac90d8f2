using System.Text;
using Amazon.Lambda.CloudWatchEvents.ScheduledEvents;
using Amazon.Lambda.Core;
using Amazon.Lambda.SQSEvents;
using Amazon.Lambda.TestUtilities;
using Amazon.Runtime;
using Amazon.SQS;
using Amazon.SQS.Model;
using LambdaSync.Connections;
using LambdaSync.Connections.Queues;
using LambdaSync.Connections.State;
using LambdaSync.Sync.Work;
using LambdaSync.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace LambdaSync.Functions.Tests.Aws;

[Trait("Row", "G5")]
public sealed class SqsDeadLettersTests(Moto moto) : IAsyncLifetime
{
    Deployment _stack = null!;
    string _queue = "", _deadLetters = "";

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _stack = await Deployment.Create(moto.Server);
        _deadLetters = (await _stack.Sqs.CreateQueueAsync(_stack.Bucket + "-dead", Cancellation)).QueueUrl;
        var arn = (await _stack.Sqs.GetQueueAttributesAsync(_deadLetters, ["QueueArn"], Cancellation)).QueueARN;
        var create = new CreateQueueRequest
        {
            QueueName = _stack.Bucket + "-alive",
            Attributes = new() { ["VisibilityTimeout"] = "0", ["RedrivePolicy"] = $$"""{"deadLetterTargetArn":"{{arn}}","maxReceiveCount":"1"}""" },
        };
        _queue = (await _stack.Sqs.CreateQueueAsync(create, Cancellation)).QueueUrl;
    }

    public ValueTask DisposeAsync()
    {
        _stack?.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task What_failed_in_a_queue_is_received_and_deleted()
    {
        var before = DateTimeOffset.UtcNow.AddSeconds(-1);
        var sent = await Fail("""{"a":"ü"}""");
        var letters = new SqsDeadLetters(_stack.Sqs, "alive", _deadLetters);

        var letter = Assert.Single(await letters.Receive(10, Cancellation));

        Assert.Equal((sent, """{"a":"ü"}""", "alive"), (letter.Id, letter.Body, letters.Source));
        Assert.InRange(letter.Sent, before, DateTimeOffset.UtcNow.AddSeconds(1));
        // It is in our hands until it is deleted.
        Assert.Empty(await letters.Receive(10, Cancellation));
        Assert.Equal(1, await Left());
        await letters.Delete([letter], Cancellation);
        Assert.Equal(0, await Left());
    }

    [Fact]
    public async Task Ten_come_at_once()
    {
        for (var i = 0; i < 12; i++)
            await _stack.Sqs.SendMessageAsync(_deadLetters, $"{{\"n\":{i}}}", Cancellation);
        var letters = new SqsDeadLetters(_stack.Sqs, "alive", _deadLetters);
        var ids = new HashSet<string>();
        while (await letters.Receive(10, Cancellation) is [_, ..] some)
        {
            ids.UnionWith(some.Select(l => l.Id));
            await letters.Delete(some, Cancellation);
        }

        Assert.Equal((12, 0), (ids.Count, await Left()));
    }

    [Fact]
    public async Task A_queue_that_is_not_there_is_a_permanent_error_and_a_line_that_is_down_is_not()
    {
        var missing = new SqsDeadLetters(_stack.Sqs, "alive", _deadLetters + "-none");
        Assert.False((await Assert.ThrowsAsync<ConnectionException>(() => missing.Receive(10, Cancellation))).Transient);
        Assert.False((await Assert.ThrowsAsync<ConnectionException>(() => missing.Delete([new DeadLetter("1", "", default, "r")], Cancellation))).Transient);

        using var down = new AmazonSQSClient(
            new BasicAWSCredentials("test", "test"),
            new AmazonSQSConfig { ServiceURL = "http://127.0.0.1:1", AuthenticationRegion = "us-east-1", MaxErrorRetry = 0 });
        var away = await Assert.ThrowsAsync<ConnectionException>(() => new SqsDeadLetters(down, "alive", _deadLetters).Receive(10, Cancellation));
        Assert.True(away.Transient);
    }

    [Fact]
    public async Task What_can_t_be_deleted_is_told()
    {
        var letters = new SqsDeadLetters(_stack.Sqs, "alive", _deadLetters);
        await Assert.ThrowsAsync<ConnectionException>(() => letters.Delete([new DeadLetter("1", "", default, "no receipt of this queue")], Cancellation));
    }

    [Fact]
    public async Task A_pass_takes_them_into_the_table_and_hands_them_to_their_handler()
    {
        var good = await Fail("""{"good":true}""");
        var bad = await Fail("""{"good":false}""");
        var handled = new List<string>();
        var store = new DynamoSyncStore(_stack.Dynamo, _stack.Table, _stack.S3, _stack.DataBucket, TimeSpan.FromDays(30), TimeProvider.System);
        var replay = new Replay(
            store, [new SqsDeadLetters(_stack.Sqs, "alive", _deadLetters)],
            new Dictionary<string, Func<SQSEvent, ILambdaContext, Lease, Task<SQSBatchResponse>>> { ["alive"] = Handle },
            (_, _, _) => throw new InvalidOperationException("no file is stuck"),
            SyncSettings.Default with { Retry = SyncSettings.Default.Retry with { RetryCount = 0 } }, TimeProvider.System, () => 0, NullLogger<Replay>.Instance);

        await replay.Handle(new ScheduledEvent(), new TestLambdaContext { RemainingTime = TimeSpan.FromMinutes(5), AwsRequestId = "r" });

        Assert.Equal(0, await Left());
        Assert.Equal([good, bad], handled.Order(Comparer<string>.Create((a, _) => a == good ? -1 : 1)));
        var parked = Assert.Single(await store.ListWork("AWS", 10, Cancellation));
        Assert.Equal(("alive/" + bad, true), (parked.Key.Id, parked.Parked));
        Assert.Contains("\"messageId\":\"" + bad, Encoding.UTF8.GetString(parked.Data!), StringComparison.Ordinal);
        var done = (await store.GetWork(new WorkKey("AWS", WorkKind.Message, "alive/" + good), Cancellation))!;
        Assert.Equal((null, null, null), (done.Due, done.Cause, done.Owner));

        Task<SQSBatchResponse> Handle(SQSEvent batch, ILambdaContext context, Lease lease)
        {
            var message = Assert.Single(batch.Records);
            handled.Add(message.MessageId);
            var response = new SQSBatchResponse();
            if (message.Body.Contains("false", StringComparison.Ordinal))
                response.BatchItemFailures.Add(new SQSBatchResponse.BatchItemFailure { ItemIdentifier = message.MessageId });
            return Task.FromResult(response);
        }
    }

    // Received once without being deleted, it goes to the dead letters at the next look.
    async Task<string> Fail(string body)
    {
        var sent = (await _stack.Sqs.SendMessageAsync(_queue, body, Cancellation)).MessageId;
        Assert.NotEmpty((await _stack.Sqs.ReceiveMessageAsync(new ReceiveMessageRequest { QueueUrl = _queue, VisibilityTimeout = 0 }, Cancellation)).Messages);
        Assert.Empty((await _stack.Sqs.ReceiveMessageAsync(new ReceiveMessageRequest { QueueUrl = _queue }, Cancellation)).Messages ?? []);
        return sent;
    }

    async Task<int> Left()
    {
        var answer = await _stack.Sqs.GetQueueAttributesAsync(_deadLetters, ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"], Cancellation);
        return answer.ApproximateNumberOfMessages + answer.ApproximateNumberOfMessagesNotVisible;
    }
}
