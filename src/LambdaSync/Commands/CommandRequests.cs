using LambdaSync.Marketplace;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;

namespace LambdaSync.Commands;

/// <summary>What a command asks of each of its records.</summary>
public static class CommandRequests
{
    const string By = "by", Job = "job";

    /// <summary>The reason that a record of the command is woken for.</summary>
    /// <param name="by">Who sent it, as the sync log shows it.</param>
    /// <param name="job">The command's job.</param>
    /// <param name="eula">The signed address of a change set's license agreement, or null.</param>
    /// <param name="asked">The record that shows how a change of AWS Marketplace has ended, or null: none does.</param>
    public static string ReasonOf(CommandDocument command, string by, string job, string? eula = null, AskedCommand? asked = null) => command.Verb switch
    {
        CommandVerbs.Refresh => Reason.Refresh,
        CommandVerbs.Run => Reason.Timer,
        // What is changed is kept with the work itself.
        _ when CommandVerbs.IsOfMarketplace(command.Verb) || CommandVerbs.IsOfAgreements(command.Verb) => new RecordRequest(command.Verb, Arguments(by, job, eula, asked)).ToReason(),
        _ => RequestOf(command, by, job).ToReason(),
    };

    /// <summary>The answer to an invitation that waits already when another one is requested, or null.</summary>
    /// <param name="waiting">Why the record is due already.</param>
    public static RecordRequest? OtherAnswer(string reason, IEnumerable<string> waiting) => RecordRequest.Read(reason) is { } asked && RequestVerbs.IsAnswer(asked.Verb)
        ? waiting.Select(RecordRequest.Read).OfType<RecordRequest>().FirstOrDefault(request => RequestVerbs.IsAnswer(request.Verb) && request.Job != asked.Job)
        : null;

    /// <summary>The job of a waiting request that wants the same, or null: whoever asks twice gets it once.</summary>
    /// <param name="waiting">Why the record is due already.</param>
    public static string? JobOfSame(string reason, IEnumerable<string> waiting)
    {
        if (RecordRequest.Read(reason) is not { } asked)
            return null;
        foreach (var request in waiting.Select(RecordRequest.Read).OfType<RecordRequest>())
        {
            if (request.Verb == asked.Verb && Wanted(request).SequenceEqual(Wanted(asked)) && request.Job != asked.Job)
                return request.Job ?? "unknown";
        }

        return null;
    }

    /// <summary>How urgent a command's records are: one that a person sends with a click goes before a bulk command.</summary>
    public static Lane LaneOf(CommandDocument command) => command.Ids.Count <= CommandLimits.MaxAtOnce ? Lane.Person : Lane.Edit;

    static Dictionary<string, string> Arguments(string by, string job, string? eula, AskedCommand? asked)
    {
        var arguments = new Dictionary<string, string>(StringComparer.Ordinal) { [By] = by, [Job] = job };
        if (eula is not null)
            arguments[CommandVerbs.EulaUrl] = eula;
        foreach (var (name, value) in asked?.Arguments ?? [])
            arguments[name] = value;
        return arguments;
    }

    static RecordRequest RequestOf(CommandDocument command, string by, string job)
    {
        var arguments = new Dictionary<string, string>(command.Arguments, StringComparer.Ordinal) { [By] = by, [Job] = job };
        if (command.Verb == CommandVerbs.Assign)
            arguments.TryAdd("businessTitle", CommandVerbs.OwnerTitle);
        if (command.Verb != CommandVerbs.LinkOffer)
            return new RecordRequest(command.Verb, arguments);
        arguments.Remove(CommandVerbs.Offer, out var arn);
        arguments[CommandVerbs.EntityType] = CommandVerbs.OfferTypeOf(arn!)!;
        arguments[CommandVerbs.EntityIdentifier] = arn!;
        return new RecordRequest(RequestVerbs.Associate, arguments);
    }

    static IEnumerable<KeyValuePair<string, string>> Wanted(RecordRequest request) =>
        request.Arguments.Where(a => a.Key is not (By or Job)).OrderBy(a => a.Key, StringComparer.Ordinal);
}
