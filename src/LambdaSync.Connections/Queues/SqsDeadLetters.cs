using System.Globalization;
using Amazon.SQS;
using Amazon.SQS.Model;

namespace LambdaSync.Connections.Queues;

/// <summary>An SQS dead-letter queue (docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html).</summary>
/// <param name="source">The name of the queue whose messages it takes.</param>
public sealed class SqsDeadLetters(IAmazonSQS sqs, string source, string queueUrl) : IDeadLetters
{
    const string SentTimestamp = "SentTimestamp";

    // A second: a request that waits asks all of SQS's servers, one that does not asks some and may find nothing.
    const int WaitSeconds = 1;

    // More than it takes to store ten messages.
    const int HiddenSeconds = 120;

    public string Source => source;

    public async Task<IReadOnlyList<DeadLetter>> Receive(int max, CancellationToken cancellation)
    {
        var request = new ReceiveMessageRequest
        {
            QueueUrl = queueUrl,
            MaxNumberOfMessages = max,
            WaitTimeSeconds = WaitSeconds,
            VisibilityTimeout = HiddenSeconds,
            MessageSystemAttributeNames = [SentTimestamp],
        };
        try
        {
            var answer = await sqs.ReceiveMessageAsync(request, cancellation).ConfigureAwait(false);
            return [.. (answer.Messages ?? []).Select(m => new DeadLetter(m.MessageId, m.Body, SentAt(m), m.ReceiptHandle))];
        }
        catch (Exception e) when (SqsErrors.Knows(e))
        {
            throw SqsErrors.Translate(e);
        }
    }

    public async Task Delete(IReadOnlyList<DeadLetter> letters, CancellationToken cancellation)
    {
        // An entry's own id only has to differ from its neighbours'.
        List<DeleteMessageBatchRequestEntry> entries =
            [.. letters.Select((letter, i) => new DeleteMessageBatchRequestEntry(i.ToString(CultureInfo.InvariantCulture), letter.Receipt))];
        try
        {
            var answer = await sqs.DeleteMessageBatchAsync(queueUrl, entries, cancellation).ConfigureAwait(false);
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
