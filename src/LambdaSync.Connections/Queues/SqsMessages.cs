using System.Globalization;
using Amazon.SQS;
using Amazon.SQS.Model;

namespace LambdaSync.Connections.Queues;

/// <summary>The messages of an SQS queue, read by polls (docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html).</summary>
public sealed class SqsMessages(IAmazonSQS sqs, string url)
{
    const string SentTimestamp = "SentTimestamp";

    /// <summary>The most messages of one receipt.</summary>
    public const int Most = 10;

    /// <summary>The longest wait for a message.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    /// <summary>Some messages, or none when none came in time. They are hidden from others for a while and come again unless they are deleted.</summary>
    /// <param name="max">1 to <see cref="Most"/>.</param>
    /// <param name="wait">Whole seconds, up to <see cref="LongestWait"/>. A request that waits asks all of SQS's servers, one that does not asks some.</param>
    /// <param name="hidden">Whole seconds.</param>
    /// <exception cref="ConnectionException">The queue can't be reached or refuses.</exception>
    public async Task<IReadOnlyList<QueueMessage>> Receive(int max, TimeSpan wait, TimeSpan hidden, CancellationToken cancellation)
    {
        var request = new ReceiveMessageRequest
        {
            QueueUrl = url,
            MaxNumberOfMessages = max,
            WaitTimeSeconds = (int)wait.TotalSeconds,
            VisibilityTimeout = (int)hidden.TotalSeconds,
            MessageSystemAttributeNames = [SentTimestamp],
        };
        try
        {
            var answer = await sqs.ReceiveMessageAsync(request, cancellation).ConfigureAwait(false);
            return [.. (answer.Messages ?? []).Select(m => new QueueMessage(m.MessageId, m.Body, SentAt(m), m.ReceiptHandle))];
        }
        catch (Exception e) when (SqsErrors.Knows(e))
        {
            throw SqsErrors.Translate(e);
        }
    }

    /// <summary>Sends a message.</summary>
    /// <returns>SQS's id of it.</returns>
    /// <exception cref="ConnectionException">The queue can't be reached or refuses; the message may have been sent.</exception>
    public async Task<string> Send(string body, CancellationToken cancellation)
    {
        try
        {
            return (await sqs.SendMessageAsync(url, body, cancellation).ConfigureAwait(false)).MessageId;
        }
        catch (Exception e) when (SqsErrors.Knows(e))
        {
            throw SqsErrors.Translate(e);
        }
    }

    /// <summary>Deletes what these receipts are of, <see cref="Most"/> at most.</summary>
    /// <exception cref="ConnectionException">Some may not be deleted; they come again.</exception>
    public async Task Delete(IEnumerable<string> receipts, CancellationToken cancellation)
    {
        // An entry's own id only has to differ from its neighbours'.
        List<DeleteMessageBatchRequestEntry> entries = [.. receipts.Select((receipt, i) => new DeleteMessageBatchRequestEntry(i.ToString(CultureInfo.InvariantCulture), receipt))];
        try
        {
            var answer = await sqs.DeleteMessageBatchAsync(url, entries, cancellation).ConfigureAwait(false);
            if (answer.Failed is [var first, ..])
                throw new ConnectionException($"SQS did not delete {answer.Failed.Count} messages: {first.Code}.", transient: first.SenderFault != true);
        }
        catch (Exception e) when (SqsErrors.Knows(e))
        {
            throw SqsErrors.Translate(e);
        }
    }

    static DateTimeOffset SentAt(Message message) =>
        DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(message.Attributes[SentTimestamp], CultureInfo.InvariantCulture));
}

/// <summary>A message of a queue.</summary>
/// <param name="Id">The same whenever it is received.</param>
/// <param name="Receipt">What this receipt of it is deleted by.</param>
public sealed record QueueMessage(string Id, string Body, DateTimeOffset Sent, string Receipt);
