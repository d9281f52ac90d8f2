using Amazon.SQS;

namespace LambdaSync.Connections.Queues;

/// <summary>An SQS dead-letter queue (docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html).</summary>
/// <param name="source">The name of the queue whose messages it takes.</param>
public sealed class SqsDeadLetters(IAmazonSQS sqs, string source, string queueUrl) : IDeadLetters
{
    static readonly TimeSpan Wait = TimeSpan.FromSeconds(1);

    // More than it takes to store ten messages.
    static readonly TimeSpan Hidden = TimeSpan.FromMinutes(2);

    readonly SqsMessages _messages = new(sqs, queueUrl);

    public string Source => source;

    public async Task<IReadOnlyList<DeadLetter>> Receive(int max, CancellationToken cancellation)
    {
        var messages = await _messages.Receive(max, Wait, Hidden, cancellation).ConfigureAwait(false);
        return [.. messages.Select(m => new DeadLetter(m.Id, m.Body, m.Sent, m.Receipt))];
    }

    public Task Delete(IReadOnlyList<DeadLetter> letters, CancellationToken cancellation) => _messages.Delete(letters.Select(letter => letter.Receipt), cancellation);
}
