using LambdaSync.Sync;

namespace LambdaSync.Commands;

/// <summary>Who sent a command.</summary>
/// <param name="Name">As the sync log shows it.</param>
/// <param name="Door">How it came: <c>url</c>, <c>queue</c> or <c>cli</c>.</param>
/// <param name="Token">What makes a repeated delivery the same command: nonce or message id.</param>
public sealed record CommandCaller(string Name, string Door, string Token)
{
    public static CommandCaller OfKey(CommandKey key, string nonce) => new($"{key.Caller} (key {key.Id})", "url", nonce) { Scope = key.Caller };

    /// <param name="sender">The IAM principal that SQS names, or null.</param>
    public static CommandCaller OfQueue(string? sender, string messageId) => new(sender is null ? "the queue" : $"sender {sender}", "queue", messageId);

    /// <param name="organization">The Salesforce organization whose event relay sent it. The command says which of its users.</param>
    public static CommandCaller OfCrm(string organization, string messageId) => new($"Salesforce {organization}", "queue", messageId) { Scope = $"salesforce {organization}", IsCrm = true };

    /// <summary>Whose ids these are: one caller's never meet another's. Both keys of a rotation are one caller's.</summary>
    public string Scope { get; init; } = Door;

    /// <summary>It came from the CRM, so that whoever it is sent for is one of the CRM's users.</summary>
    public bool IsCrm { get; init; }

    /// <summary>The CRM's user who sent it, or null: it came through another door.</summary>
    public string? PersonOf(CommandDocument command) => IsCrm ? command.By : null;

    /// <summary>The command's job: the same command delivered again has the same.</summary>
    public string JobOf(CommandDocument command) => JobId.Of(JobPrefix, $"{Scope}\n{(command.Id is { } own ? "id" : Door)}\n{command.Id ?? Token}");

    /// <summary>Who the sync log and AWS's records name: the person, and the caller that says so.</summary>
    public string For(CommandDocument command) => command.By is { } person ? $"{person} through {Name}" : Name;

    /// <summary>How the ids of commands' jobs begin.</summary>
    public const string JobPrefix = "cmd-";
}
