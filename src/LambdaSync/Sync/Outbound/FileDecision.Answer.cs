using System.Text.Json.Nodes;
using LambdaSync.Fields;
using LambdaSync.Files;
using LambdaSync.Mapping;
using LambdaSync.Sync.Invitations;

namespace LambdaSync.Sync.Outbound;

public sealed partial class FileDecision
{
    const string Referral = "AWS Referral", Accepted = "Accepted", Rejected = "Rejected", Stage = "currentLeadStage", FileStage = "file:" + Stage;

    static readonly string[] AnswerPaths = ["invitation:Status", "invitation:RejectionReason"];

    // The answer to a referral or a lead travels alone (row A3): what else people changed follows once AWS has taken it.
    FilePlan? Answer(RecordState state, FlatRecord crm, DateOnly today) => aceObject == AceObject.Lead ? AnswerOfLead(state, crm, today) : AnswerOfReferral(state, crm);

    FilePlan? AnswerOfReferral(RecordState state, FlatRecord crm)
    {
        if (mapping.Source.Invitation is not { Answer: { } field } answers || crm.IsEmpty(field))
            return null;
        var document = OpportunityBody.Parse(state.AwsBaseline);
        if (Text(document, "aws", "Origin") != Referral || Text(document, "invitation", "Status") is not (null or "PENDING"))
            return null;
        var isAccepted = answers.Accept.Contains(crm[field]!);
        if (!isAccepted && !answers.Reject.Contains(crm[field]!))
            return null;
        var reason = isAccepted || answers.Reason is not { } given || crm.IsEmpty(given) ? null : Scalars.TextOf(crm[given]!)?.Trim();
        if (!isAccepted && RejectionReason.Problem(reason, isLead: false) is { Severity: Severity.Error } problem)
            return new FilePlan.Held([problem]);
        var invitation = document["invitation"] as JsonObject ?? [];
        document["invitation"] = invitation;
        invitation["Status"] = isAccepted ? "ACCEPTED" : "REJECTED";
        if (!isAccepted)
            invitation["RejectionReason"] = RejectionReason.Normal(reason!);
        var bytes = Named(OpportunityBody.Bytes(document), state.CrmId);
        var record = isAccepted ? _writer.Accept(state.Key.Id, state.CrmId) : _writer.Reject(state.Key.Id, state.CrmId, bytes);
        var fields = mapping.Source.Fields.Where(line => AnswerPaths.Contains(line.Aws)).Select(line => line.Crm).Append(field).Concat(answers.Reason is { } name ? [name] : Array.Empty<string>());
        return Sent(state, crm, record, bytes, fields);
    }

    FilePlan.Send? AnswerOfLead(RecordState state, FlatRecord crm, DateOnly today)
    {
        var fields = mapping.Source.Fields.Where(line => line.Outbound && (line.Aws is Stage or FileStage)).Select(line => line.Crm).ToList();
        var (edits, answer) = (Edits(state, crm), new FlatRecord());
        foreach (var name in fields.Where(name => edits[name] is not null))
            answer[name] = edits[name];
        if (answer.Count == 0)
            return null;
        var (document, _, _) = Written(state, answer, today);
        var stage = Text(OpportunityBody.Parse(document), "file", Stage);
        if (stage is not (Accepted or Rejected))
            return null;
        var record = stage == Accepted ? _writer.Accept(state.Key.Id, state.CrmId) : _writer.Reject(state.Key.Id, state.CrmId, (string?)null);
        return Sent(state, crm, record, document, fields);
    }

    FilePlan.Send Sent(RecordState state, FlatRecord crm, OutboundRecord record, byte[] document, IEnumerable<string> fields)
    {
        var baseline = new FlatRecord(state.CrmBaseline);
        foreach (var name in fields)
            baseline[name] = crm[name] ?? "null";
        return new FilePlan.Send(record, document, baseline.ToJson(), BodyOf(state, record, document), []);
    }

    static string? Text(JsonObject document, string root, string name) => document[root] is JsonObject members && members[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
