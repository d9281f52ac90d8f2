using System.Text.Json;
using System.Text.Json.Nodes;
using LambdaSync.Mapping;
using LambdaSync.Sync;
using LambdaSync.Sync.Invitations;
using LambdaSync.Sync.Work;

namespace LambdaSync.Cli;

/// <summary>One invitation in a list.</summary>
/// <param name="Kind">AWS Referral, Partner Referral, Lead or AWS Marketplace Request.</param>
/// <param name="Until">When it has to be answered, or null.</param>
/// <param name="CrmId">Its CRM record, or empty.</param>
/// <param name="Standing">AWS's status, and what LambdaSync is doing about it.</param>
sealed record InvitationLine(string Id, string Kind, string Sender, string CustomerName, string ProjectTitle, DateTimeOffset? Until, string CrmId, string Standing)
{
    /// <param name="opportunities">Their mapping, or null: the document has none.</param>
    /// <param name="leads">The same of leads.</param>
    public static InvitationLine Of(WorkItem work, RecordState? state, ObjectMapping? opportunities, ObjectMapping? leads)
    {
        var memo = InvitationMemo.Read(work.Data);
        var holidays = InvitationMapping.HolidaysFor(memo.IsLead, opportunities, leads);
        var shown = memo.Answer["Payload"]?[memo.IsLead ? InvitationDocument.OfLead : InvitationDocument.OfOpportunity];
        var standing = memo.Task switch
        {
            { IsRunning: true } => "being accepted",
            _ when memo.IsPending && RequestOf(work) is { } request => $"{memo.Status}, {(request.Verb == RequestVerbs.Accept ? "acceptance" : "rejection")} requested",
            { HasFailed: true } task when memo.IsPending => $"{memo.Status}, acceptance failed ({task.ReasonCode})",
            _ => memo.Status ?? work.Cause ?? "",
        };
        return new(
            work.Key.Id, memo.IsEmpty ? "" : InvitationKinds.Of(memo.Answer), Text(memo.Answer["SenderCompanyName"] ?? memo.Answer["SenderAwsAccountId"]), Text(shown?["Customer"]?["CompanyName"]),
            Text(shown?["Project"]?["Title"] ?? memo.Answer["EngagementTitle"]), memo.Deadline(holidays), state?.CrmId ?? "", standing);
    }

    static RecordRequest? RequestOf(WorkItem work) => work.Due is null ? null : work.Reasons.Select(RecordRequest.Read).FirstOrDefault(request => request is not null && RequestVerbs.IsAnswer(request.Verb));

    public static void WriteJson(LineWriter lines, Utf8JsonWriter json, InvitationLine line)
    {
        json.WriteString("id", line.Id);
        json.WriteString("kind", line.Kind);
        json.WriteString("sender", line.Sender);
        json.WriteString("customer", line.CustomerName);
        json.WriteString("title", line.ProjectTitle);
        if (line.Until is { } until)
            json.WriteString("until", until);
        json.WriteString("crmId", line.CrmId);
        json.WriteString("status", line.Standing);
    }

    static string Text(JsonNode? value) => value?.ToString() ?? "";
}
