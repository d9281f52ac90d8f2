using LambdaSync.Sync;
using LambdaSync.Sync.Invitations;
using LambdaSync.Sync.Work;

namespace LambdaSync.Gates;

/// <summary>The wording of how an invitation stands.</summary>
static class InvitationFacts
{
    public static string Text(RecordFacts record)
    {
        var memo = InvitationMemo.Read(record.Work?.Data);
        return memo switch
        {
            { Task: { IsRunning: true } task } when memo.IsPending => $"AWS is working on the acceptance (task {task.Id}).",
            _ when memo.IsPending && Requested(record) is { } request => $"{(request.Verb == RequestVerbs.Accept ? "An acceptance" : "A rejection")} was requested{(request.Job is { } job ? $" (job {job})" : "")} and is sent at the next run.",
            _ when memo.IsPending && record.Work?.Cause is { } cause => Sentence.Of(char.ToUpperInvariant(cause[0]) + cause[1..]),
            { Status: InvitationMemo.Accepted } => $"The invitation was accepted.{Opportunity(record, memo)}",
            { Status: InvitationMemo.Rejected } => "The invitation was rejected.",
            { Status: InvitationMemo.Expired } => "The invitation has expired.",
            { IsGone: true } => "The invitation is no longer available at AWS.",
            _ => record.Work?.Cause is { } cause ? Sentence.Of(char.ToUpperInvariant(cause[0]) + cause[1..]) : "The invitation is to be read.",
        };
    }

    public static string First(RecordFacts record)
    {
        var memo = InvitationMemo.Read(record.Work?.Data);
        if (memo.IsPending && Requested(record) is not null)
            return "Nothing: LambdaSync sends the answer.";
        if (memo.Task is { HasFailed: true } && memo.IsPending)
            return LastError(record)?.Fix ?? "Run 'lambdasync invitation accept ID' to accept it again.";
        return (memo.IsPending || (memo.IsEmpty && record.Work is { AwaitsAnswer: true })) && memo.Task is not { IsRunning: true }
            ? $"{(record.CrmId is null ? "Run" : $"Answer it in the CRM record {record.CrmId}, or run")} 'lambdasync invitation accept ID' or 'lambdasync invitation reject ID --reason TEXT'."
            : memo.Status == InvitationMemo.Accepted && (record.State?.MovedTo?.Id ?? memo.Opportunity) is { } opportunity ? $"Nothing; 'lambdasync explain {opportunity}' explains its opportunity."
            : "Nothing.";
    }

    static RecordRequest? Requested(RecordFacts record) => record.Work?.Reasons.Select(RecordRequest.Read).FirstOrDefault(request => request is not null && RequestVerbs.IsAnswer(request.Verb));

    static string Opportunity(RecordFacts record, InvitationMemo memo) =>
        record.State?.MovedTo is { } moved ? $" Opportunity {moved.Id} has its CRM record {record.State.CrmId}." : memo.Opportunity is { } id ? $" Its opportunity is {id}." : "";

    static Issue? LastError(RecordFacts record) =>
        record.Entries.FirstOrDefault(entry => entry.Outcome == Outcome.Failed)?.Issues.FirstOrDefault(issue => issue.Severity == Severity.Error);
}
