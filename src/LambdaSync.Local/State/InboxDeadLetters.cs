using LambdaSync.Connections.Queues;

namespace LambdaSync.Local.State;

/// <summary>What the inbox has given up: the dead letters of one machine.</summary>
/// <param name="body">The message that tells a handler of the item.</param>
public sealed class InboxDeadLetters(SqliteInbox inbox, string source, Func<InboxItem, string> body) : IDeadLetters
{
    public string Source => source;

    public async Task<IReadOnlyList<DeadLetter>> Receive(int max, CancellationToken cancellation) =>
        [.. (await inbox.ListFailed(max, cancellation).ConfigureAwait(false)).Select(i => new DeadLetter($"{i.Key}@{i.Version}", body(i), i.Due, i.Version))];

    // The inbox keeps the version, so it does not add the same file again.
    public async Task Delete(IReadOnlyList<DeadLetter> letters, CancellationToken cancellation)
    {
        foreach (var letter in letters)
            await inbox.Done(letter.Id[..^(letter.Receipt.Length + 1)], letter.Receipt, cancellation).ConfigureAwait(false);
    }
}
