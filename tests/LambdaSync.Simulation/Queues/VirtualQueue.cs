using System.Globalization;
using Amazon.Lambda.Core;
using Amazon.Lambda.SQSEvents;
using LambdaSync.Simulation.Kernel;

namespace LambdaSync.Simulation.Queues;

/// <summary>
/// A standard queue of SQS: no order, at least once, invisible for a while once received, to the dead letters after too many receipts
/// (docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/standard-queues.html).
/// </summary>
sealed class VirtualQueue(World world, string name, TimeSpan visibilityTimeout, int mostReceipts, VirtualQueue? deadLetters)
{
    readonly List<Message> _messages = [];
    readonly List<(int Left, MessageFaultKind Kind, TimeSpan Late)> _faults = [];
    readonly Chance _chance = world.Chance.For("queue " + name);
    Action? _poll;
    int _sent;

    public string Name => name;

    /// <summary>All that is in it, received or not.</summary>
    public IReadOnlyList<Message> Messages => _messages;

    public bool HasConsumer => _poll is not null;

    /// <summary>Messages that were lost on their way, so that an operator may send them again.</summary>
    public List<string> Lost { get; } = [];

    /// <param name="nth">The how many'th message sent from now on, 1 for the next.</param>
    public void AddFault(int nth, MessageFaultKind kind, TimeSpan late) => _faults.Add((nth, kind, late));

    public void Heal() => _faults.Clear();

    public void Send(string body, TimeSpan delay = default)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{name}-{++_sent}");
        var fault = NextFault();
        world.Tally.Faults += fault is null ? 0 : 1;
        world.Trace.Write($"queue {name}: {id} sent{(fault is null ? "" : ", " + fault.Value.Kind)}");
        if (fault is { Kind: MessageFaultKind.Twice })
            world.Tally.Reach(Models.Sync.Watching.Reaches.EventTwice);
        if (fault is { Kind: MessageFaultKind.Lost })
        {
            Lost.Add(body);
            return;
        }

        Add(id, body, delay + (fault?.Late ?? TimeSpan.Zero));
        if (fault is { Kind: MessageFaultKind.Twice })
            Add(id, body, delay + _chance.Mostly(TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(10)));
    }

    /// <summary>Hands the queue's messages to a function, as an event source mapping that reports batch item failures.</summary>
    public void Attach<THandler>(Function<THandler> function, int batchSize, Func<THandler, SQSEvent, ILambdaContext, Task<SQSBatchResponse>> handle)
    {
        _poll = () =>
        {
            while (function.HasRoom && Receive(batchSize) is { Count: > 0 } batch)
                _ = Deliver(function, batch, handle);
        };
        function.Freed += _poll;
    }

    /// <summary>Sends the dead letters to where they came from, as an operator does.</summary>
    public void Redrive()
    {
        if (deadLetters is null)
            return;
        foreach (var message in deadLetters._messages.ToList())
        {
            deadLetters._messages.Remove(message);
            Add(message.Id, message.Body, TimeSpan.Zero);
        }
    }

    void Add(string id, string body, TimeSpan delay)
    {
        _messages.Add(new Message(id, body, world.Pump.Now, world.Pump.Now + delay));
        PollAfter(delay + _chance.Mostly(TimeSpan.FromMilliseconds(5), TimeSpan.FromSeconds(2)));
    }

    void PollAfter(TimeSpan wait) => world.Pump.After(wait, world.Pump.World, () => _poll?.Invoke());

    List<Message> Receive(int most)
    {
        var visible = _messages.Where(m => m.VisibleAt <= world.Pump.Now).ToList();
        var batch = new List<Message>();
        while (visible.Count > 0 && batch.Count < most)
        {
            var message = _chance.Of(visible);
            visible.Remove(message);
            if (message.ReceiveCount >= mostReceipts && deadLetters is not null)
            {
                world.Trace.Write($"queue {name}: {message.Id} goes to the dead letters");
                _messages.Remove(message);
                deadLetters.Add(message.Id, message.Body, TimeSpan.Zero);
                continue;
            }

            message.ReceiveCount++;
            message.VisibleAt = world.Pump.Now + visibilityTimeout;
            PollAfter(visibilityTimeout);
            batch.Add(message);
        }

        return batch;
    }

    async Task Deliver<THandler>(Function<THandler> function, List<Message> batch, Func<THandler, SQSEvent, ILambdaContext, Task<SQSBatchResponse>> handle)
    {
        var receipts = batch.Select(m => m.ReceiveCount).ToList();
        world.Trace.Write($"queue {name}: {string.Join(' ', batch.Select(m => $"{m.Id}/{m.ReceiveCount}"))} to {function.Name}");
        var records = new SQSEvent { Records = [.. batch.Select(Record)] };
        var end = await function.Invoke(async (handler, context) => world.Variant.Change(await handle(handler, world.Variant.Change(records), context)));
        if (!end.IsAnswered)
            return;
        var failed = ((SQSBatchResponse)end.Answer!).BatchItemFailures.Select(f => f.ItemIdentifier).ToHashSet();
        foreach (var (message, receipt) in batch.Zip(receipts))
        {
            // Received again meanwhile, it is in another consumer's hands: the older receipt does not delete it.
            if (!failed.Contains(message.Id) && message.ReceiveCount == receipt)
                _messages.Remove(message);
        }
    }

    SQSEvent.SQSMessage Record(Message message) => new()
    {
        MessageId = message.Id,
        ReceiptHandle = $"{message.Id}/{message.ReceiveCount}",
        Body = message.Body,
        EventSource = "aws:sqs",
        EventSourceArn = "arn:aws:sqs:us-east-1:123456789012:" + name,
        AwsRegion = "us-east-1",
        Attributes = new Dictionary<string, string>
        {
            ["ApproximateReceiveCount"] = message.ReceiveCount.ToString(CultureInfo.InvariantCulture),
            ["SentTimestamp"] = message.Sent.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
        },
    };

    (MessageFaultKind Kind, TimeSpan Late)? NextFault()
    {
        (MessageFaultKind, TimeSpan)? now = null;
        for (var i = _faults.Count - 1; i >= 0; i--)
        {
            var fault = _faults[i];
            if (--fault.Left > 0)
            {
                _faults[i] = fault;
                continue;
            }

            now = (fault.Kind, fault.Late);
            _faults.RemoveAt(i);
        }

        return now;
    }
}
