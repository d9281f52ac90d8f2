using Amazon;
using Amazon.Lambda.Core;
using Amazon.Lambda.SQSEvents;
using Amazon.Runtime;
using Amazon.SQS;
using LambdaSync.Connections;
using LambdaSync.Connections.Aws;
using LambdaSync.Connections.Queues;

namespace LambdaSync.Cli;

/// <summary>
/// Partner Central's and AWS Marketplace's events on one machine: an SQS queue that EventBridge rules fill, asked with long polls. What the handler does not
/// finish is redelivered, as often as the queue's redrive policy allows.
/// </summary>
sealed class EventQueue : IDisposable
{
    // As the function of a stack.
    static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    // Longer than the handler's time limit, so that SQS does not deliver the messages to another reader meanwhile.
    static readonly TimeSpan Hidden = TimeSpan.FromMinutes(6);

    readonly AmazonSQSClient _sqs;
    readonly SqsMessages _messages;
    readonly Func<SQSEvent, ILambdaContext, Task<SQSBatchResponse>> _handler;
    readonly TextWriter _error;
    readonly TimeProvider _time;

    /// <exception cref="ConnectionException">The machine's AWS settings lack something.</exception>
    public EventQueue(Uri url, Func<SQSEvent, ILambdaContext, Task<SQSBatchResponse>> handler, TextWriter error, TimeProvider time)
    {
        (_handler, _error, _time) = (handler, error, time);
        try
        {
            _sqs = new AmazonSQSClient(Config(url));
        }
        catch (AmazonClientException lacking)
        {
            throw new ConnectionException(AccessErrors.Of(lacking, "SQS") ?? $"SQS: {lacking.Message}", transient: false, lacking);
        }

        _messages = new SqsMessages(_sqs, url.ToString());
    }

    /// <summary>Works on the messages of one poll, so that a queue that can't be read is known at the start.</summary>
    /// <exception cref="ConnectionException">It can't be read.</exception>
    public async Task Check(CancellationToken cancellation)
    {
        try
        {
            await Poll(TimeSpan.Zero, cancellation);
        }
        catch (ConnectionException busy) when (busy is { Transient: true, InnerException: AmazonServiceException { StatusCode: not 0 } })
        {
            await _error.WriteLineAsync("warning: reading the event queue failed: " + busy.Message);
        }
        catch (ConnectionException refused) when (!refused.Message.Contains("Fix:", StringComparison.Ordinal))
        {
            throw new ConnectionException(
                $"{Sentence.Of(refused.Message)} Fix: check the URL of --events-queue, and that the credentials allow sqs:ReceiveMessage and sqs:DeleteMessage.", refused.Transient, refused);
        }
    }

    /// <summary>Messages that the handler did not finish so far; they come again.</summary>
    public int Failed { get; private set; }

    public int FailedReads { get; private set; }

    /// <summary>Works on what comes within <paramref name="time"/>, and returns at its end.</summary>
    public async Task Listen(TimeSpan time, CancellationToken cancellation)
    {
        var start = _time.GetTimestamp();
        for (var left = time; left >= TimeSpan.FromSeconds(1); left = time - _time.GetElapsedTime(start))
            await Work(left < SqsMessages.LongestWait ? left : SqsMessages.LongestWait, cancellation);
    }

    /// <summary>Works on the messages of one poll.</summary>
    /// <returns>Whether there were some.</returns>
    public async Task<bool> Work(TimeSpan wait, CancellationToken cancellation)
    {
        try
        {
            return await Poll(wait, cancellation);
        }
        catch (ConnectionException away)
        {
            FailedReads++;
            await _error.WriteLineAsync("warning: reading the event queue failed: " + away.Message);
            await Task.Delay(wait, cancellation);
            return false;
        }
    }

    public void Dispose() => _sqs.Dispose();

    async Task<bool> Poll(TimeSpan wait, CancellationToken cancellation)
    {
        var messages = await _messages.Receive(SqsMessages.Most, wait, Hidden, cancellation);
        if (messages.Count == 0)
            return false;
        var failed = await Handle(messages, cancellation);
        Failed += failed.Count;
        var done = messages.Where(m => !failed.Contains(m.Id)).ToList();
        if (done.Count > 0)
            await _messages.Delete(done.Select(m => m.Receipt), CancellationToken.None);
        return true;
    }

    async Task<IReadOnlySet<string>> Handle(IReadOnlyList<QueueMessage> messages, CancellationToken cancellation)
    {
        var batch = new SQSEvent { Records = [.. messages.Select(m => new SQSEvent.SQSMessage { MessageId = m.Id, Body = m.Body, EventSource = "aws:sqs" })] };
        try
        {
            var response = await _handler(batch, new Invocation(Service.OwnerPrefix + "events", Limit, _time, cancellation));
            return response.BatchItemFailures.Select(f => f.ItemIdentifier).ToHashSet();
        }
        catch (Exception unexpected) when (unexpected is not (OutOfMemoryException or OperationCanceledException))
        {
            // The handler has logged the error. Its message may quote a record. SQS redelivers the whole batch.
            await _error.WriteLineAsync($"error: handling {messages.Count} events failed with an unexpected error ({unexpected.GetType().Name}). SQS will redeliver them.");
            return messages.Select(m => m.Id).ToHashSet();
        }
    }

    // sqs.us-east-1.amazonaws.com: the queue's region, whatever the machine's is.
    static AmazonSQSConfig Config(Uri url) => url.Host.Split('.') is ["sqs", var region, "amazonaws", ..]
        ? new AmazonSQSConfig { RetryMode = RequestRetryMode.Standard, RegionEndpoint = RegionEndpoint.GetBySystemName(region) }
        : new AmazonSQSConfig { RetryMode = RequestRetryMode.Standard };
}
