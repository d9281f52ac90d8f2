namespace LambdaSync.Connections.Queues;

/// <summary>Messages that failed every time and were put aside: an SQS dead-letter queue, or what one machine's inbox gave up.</summary>
public interface IDeadLetters
{
    /// <summary>The name of the queue they failed in: it says which handler takes them. No slash is in it.</summary>
    string Source { get; }

    /// <summary>Some of them, or none when none is left. They stay until they are deleted; the same one may come again.</summary>
    /// <param name="max">1 to 10.</param>
    /// <exception cref="ConnectionException">The queue can't be reached or refuses.</exception>
    Task<IReadOnlyList<DeadLetter>> Receive(int max, CancellationToken cancellation);

    /// <summary>Deletes what was received, 10 at most.</summary>
    /// <exception cref="ConnectionException">Some may not be deleted; they come again.</exception>
    Task Delete(IReadOnlyList<DeadLetter> letters, CancellationToken cancellation);
}

/// <summary>One of them.</summary>
/// <param name="Id">The same whenever it is received.</param>
/// <param name="Sent">When it came to the queue it failed in.</param>
/// <param name="Receipt">What this receipt of it is deleted by.</param>
public sealed record DeadLetter(string Id, string Body, DateTimeOffset Sent, string Receipt);
