using System.Text;
using System.Text.Json.Nodes;
using LambdaSync.Fields;
using LambdaSync.Kinds;
using LambdaSync.Kinds.Invitations;
using LambdaSync.Mapping;
using LambdaSync.PartnerCentral;
using LambdaSync.Sync;
using LambdaSync.Sync.Invitations;
using LambdaSync.Sync.Steps;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Tests.Kinds;

/// <summary>What an invitation's next step is, by AWS's answer, the CRM record and the commands: one row each, without a connection.</summary>
[Trait("Row", "A3")]
public sealed class InvitationStepsTests
{
    const string Id = "engi-0000000000001", Accept = nameof(StartEngagementByAcceptingInvitationTask), AcceptLead = nameof(AcceptEngagementInvitation), Reject = nameof(RejectEngagementInvitation);

    const string Wait = "Wait", Done = "Done", Closed = "Done, closed", Create = "WriteCrm Opportunity, ", CreateLead = "WriteCrm Lead, ";

    static readonly DateTimeOffset Day = new(2031, 3, 1, 0, 0, 0, TimeSpan.Zero);

    // A new one: it becomes a record where it waits and the mapping has a place for it, then it is answered or waits.
    [Theory]
    [InlineData("PENDING", false, true, null, Create + Wait)]
    [InlineData("PENDING", false, true, "accept", Create + Accept)]
    [InlineData("PENDING", false, true, "reject Other", Create + Reject)]
    [InlineData("PENDING", false, true, "reject", Create + Wait)]
    [InlineData("PENDING", true, true, null, CreateLead + Wait)]
    [InlineData("PENDING", true, true, "accept", CreateLead + AcceptLead)]
    [InlineData("PENDING", true, false, null, Wait)]
    [InlineData("PENDING", true, false, "accept", AcceptLead)]
    [InlineData("PENDING", true, false, "reject No capacity", Reject)]
    [InlineData("ACCEPTED", false, true, null, Done)]
    [InlineData("ACCEPTED", true, true, null, "Forward AWS/Engagement/eng-00000000000001")]
    [InlineData("ACCEPTED", true, false, "accept", "Forward AWS/Engagement/eng-00000000000001")]
    [InlineData("REJECTED", false, true, "accept", Done)]
    [InlineData("EXPIRED", true, true, "accept", Done)]
    [InlineData(null, false, true, "accept", Done)]
    public void A_new_one(string? status, bool isLead, bool leadsAreOffered, string? request, string expected) =>
        Assert.Equal(expected, Play(status, isLead, leadsAreOffered, request, crm: null, task: null).Steps);

    // One that has a record: the person's answer counts while it waits, and what is over closes the record.
    [Theory]
    [InlineData("PENDING", false, "", null, Wait)]
    [InlineData("PENDING", false, "Accepted", null, Accept)]
    [InlineData("PENDING", false, "Accepted", "reject Other", Reject)]
    [InlineData("PENDING", false, "Rejected", null, Wait)]
    [InlineData("PENDING", false, "Rejected Other", null, Reject)]
    [InlineData("PENDING", false, "Perhaps", null, Wait)]
    [InlineData("PENDING", true, "Accepted", null, AcceptLead)]
    [InlineData("PENDING", true, "Rejected No capacity", null, Reject)]
    [InlineData("PENDING", true, "Rejected", null, Wait)]
    [InlineData("REJECTED", false, "Accepted", null, Closed)]
    [InlineData("EXPIRED", false, "", "accept", Closed)]
    [InlineData("EXPIRED", true, "Accepted", null, Closed)]
    [InlineData(null, true, "Accepted", null, Closed)]
    [InlineData("ACCEPTED", true, "", null, "Forward AWS/Engagement/eng-00000000000001")]
    public void One_with_a_record(string? status, bool isLead, string answer, string? request, string expected) =>
        Assert.Equal(expected, Play(status, isLead, leadsAreOffered: true, request, answer, task: null).Steps);

    // The task that accepts it is followed to its end before anything else. A day after it failed for a passing reason there is another one.
    [Theory]
    [InlineData("IN_PROGRESS", null, "PENDING", Wait)]
    [InlineData("COMPLETE", null, "ACCEPTED", "Forward AWS/Opportunity/O1")]
    [InlineData("FAILED", "RequestThrottled", "PENDING", Accept)]
    [InlineData("FAILED", "OpportunityAccessDenied", "PENDING", Wait)]
    [InlineData("FAILED", "EngagementInvitationConflict", "ACCEPTED", "Forward AWS/Opportunity/O1")]
    public void One_that_is_being_accepted(string taskStatus, string? reasonCode, string status, string expected)
    {
        var (steps, view) = Play(status, isLead: false, leadsAreOffered: true, request: null, crm: "Accepted", task: (taskStatus, reasonCode));
        Assert.Equal(expected, steps);
        Assert.DoesNotContain(view.Issues, i => i.Severity == Severity.Error && status == "ACCEPTED");
    }

    // The error is for the person, and nothing is sent.
    [Theory]
    [Trait("Row", "L-11")]
    [InlineData(false, "give one of: Customer problem unclear")]
    [InlineData(true, "write it in your own words")]
    public void A_rejection_without_a_reason_is_an_error_with_its_fix(bool isLead, string fix)
    {
        var (_, view) = Play("PENDING", isLead, leadsAreOffered: true, "reject", crm: "", task: null);
        var issue = Assert.Single(view.Entries.SelectMany(e => e.Detail.Issues).Concat(view.Issues), i => i.Code == IssueCodes.RejectionReason);
        Assert.StartsWith(fix, issue.Fix, StringComparison.Ordinal);
    }

    // What it offers travels in files: it is shown, and nothing answers it.
    [Theory]
    [Trait("Row", "B10")]
    [InlineData(false, "accept", null)]
    [InlineData(false, "reject Other", null)]
    [InlineData(true, "accept", null)]
    [InlineData(false, null, "Accepted")]
    [InlineData(true, null, "Rejected No capacity")]
    public void One_to_what_travels_in_files(bool isLead, string? request, string? crm)
    {
        var (steps, view) = Play("PENDING", isLead, leadsAreOffered: true, request, crm ?? "", task: null, inFiles: true);
        Assert.Equal(Wait, steps);
        Assert.Single(view.Issues, i => i.Code == IssueCodes.TravelsInFiles);
        Assert.Equal(isLead ? "leads" : "opportunities", view.Issues.Single().Rule.Split(' ')[0]);
    }

    /// <param name="status">AWS's; null: AWS does not know the invitation.</param>
    /// <param name="request">A verb and its reason, or null.</param>
    /// <param name="crm">The record's answer and its reason; null: there is no record.</param>
    /// <param name="task">How the task that accepts it ends, or null: none was started.</param>
    static (string Steps, RecordView View) Play(string? status, bool isLead, bool leadsAreOffered, string? request, string? crm, (string Status, string? ReasonCode)? task, bool inFiles = false)
    {
        var (rules, leads) = Rules(leadsAreOffered);
        (rules, leads) = (rules with { TravelsInFiles = inFiles && !isLead }, leads with { TravelsInFiles = inFiles && isLead });
        var (kind, invitation) = (new InvitationKind(rules, leads), Invitation(status ?? "PENDING", isLead));
        var fields = crm is null ? null : Record(crm);
        var view = RecordView.Of(Claim(isLead, request, fields, task is not null, invitation), null);
        var steps = "";
        for (var asked = 0; asked < 20; asked++)
        {
            var (next, step) = kind.Next(view, Day.AddDays(1));
            switch (step)
            {
                case Step.ReadAws { What: var what }:
                    view = next.WithAnswer(what, what.Operation == "GetEngagementInvitation" ? status is null ? default : Bytes(invitation) : Bytes(List(what, task)));
                    break;
                case Step.ReadCrm:
                    view = next.WithCrm(CrmAnswer.Of(fields is null ? null : new CrmCurrent("006A", fields.ToJson(), null, Day)));
                    break;
                case Step.WriteCrm write:
                    steps += fields is null ? $"WriteCrm {write.Write.CrmObject}, " : "";
                    fields ??= new FlatRecord();
                    foreach (var (name, value) in new FlatRecord(write.Write.Row.Fields).Fields)
                        fields[name] = value;
                    view = kind.Wrote(next, write, new CrmResult(CrmOutcome.Created, "006A", fields.ToJson(), []), Day);
                    break;
                case Step.CallAws { Call: var call }:
                    return (steps + call.Operation, next);
                case Step.Forward forward:
                    return (steps + $"Forward {forward.To}", next);
                default:
                    return (steps + step.GetType().Name + (next.State is { Closed: true } ? ", closed" : ""), next);
            }
        }

        throw new InvalidOperationException("more than 20 steps");
    }

    static Claimed Claim(bool isLead, string? request, FlatRecord? fields, bool isAccepting, JsonObject invitation)
    {
        var key = WorkKey.Invitation("AWS", Id);
        var reasons = new HashSet<string> { isAccepting ? Reason.Task : Reason.Event };
        if (fields is not null && !isAccepting)
            reasons.Add(Reason.Crm);
        if (request is not null)
        {
            var (verb, reason) = Split(request);
            reasons.Add(new RecordRequest(verb, reason is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["reason"] = reason }).ToReason());
        }

        var known = (JsonObject)invitation.DeepClone();
        known["Status"] = "PENDING";
        if (isAccepting)
            known["LambdaSync"] = new JsonObject { ["task"] = new JsonObject { ["id"] = "task-1", ["started"] = Day.ToString("O"), ["status"] = "IN_PROGRESS", ["reasonCode"] = null, ["attempts"] = 1, ["isLogged"] = false } };
        var state = fields is null ? null : new RecordState(key, isLead ? "Lead" : "Opportunity", "006A", InvitationDocument.Of(Bytes(known), []), fields.ToJson(), null, 0, false, 1);
        return new Claimed(key, 1, 1, reasons, Lane.Event, Day, Day, 0, state, null, fields is null ? null : Bytes(known));
    }

    static FlatRecord Record(string answer)
    {
        var (value, reason) = Split(answer);
        return new FlatRecord
        {
            ["AwsId"] = $"\"{Id}\"",
            ["Company"] = "\"Globex\"",
            ["Answer"] = value.Length == 0 ? "null" : $"\"{value}\"",
            ["Reason"] = reason is null ? "null" : $"\"{reason}\"",
        };
    }

    static (string First, string? More) Split(string text) => text.IndexOf(' ', StringComparison.Ordinal) is > 0 and var at ? (text[..at], text[(at + 1)..]) : (text, null);

    static JsonObject List(AwsRequest what, (string Status, string? ReasonCode)? task) => what.Operation == "ListEngagementByAcceptingInvitationTasks" && task is var (status, code)
        ? new JsonObject { ["TaskSummaries"] = new JsonArray(new JsonObject { ["TaskId"] = "task-1", ["TaskStatus"] = status, ["ReasonCode"] = code, ["OpportunityId"] = status == "IN_PROGRESS" ? null : "O1", ["EngagementInvitationId"] = Id }) }
        : new JsonObject { ["TaskSummaries"] = new JsonArray(), ["EngagementResourceAssociationSummaries"] = new JsonArray(), ["EngagementInvitationSummaries"] = new JsonArray(new JsonObject { ["Id"] = Id }) };

    static JsonObject Invitation(string status, bool isLead)
    {
        var type = isLead ? "LeadInvitation" : "OpportunityInvitation";
        return new JsonObject
        {
            ["Id"] = Id,
            ["Status"] = status,
            ["EngagementId"] = "eng-00000000000001",
            ["PayloadType"] = type,
            ["SenderAwsAccountId"] = "aws",
            ["InvitationDate"] = Day.ToString("O"),
            ["ExpirationDate"] = Day.AddDays(15).ToString("O"),
            ["Payload"] = new JsonObject { [type] = new JsonObject { ["Customer"] = new JsonObject { ["CompanyName"] = "Globex" } } },
        };
    }

    static (KindRules Rules, KindRules Leads) Rules(bool leadsAreOffered)
    {
        const string Answers = """ "invitation":{"answer":"Answer","accept":["Accepted"],"reject":["Rejected"],"reason":"Reason"}, """;
        var issues = new List<Issue>();
        var document = MappingReader.Read(
            Encoding.UTF8.GetBytes($$"""
            {"version":1,"opportunity":{"crmObject":"Opportunity","awsId":"AwsId",{{Answers}}"fields":[{"aws":"Customer.Account.CompanyName","crm":"Company"}]},
             "lead":{"crmObject":"Lead","awsId":"AwsId",{{(leadsAreOffered ? Answers : "")}}"fields":[{"aws":"lead:Customer.CompanyName","crm":"Company"}]} }
            """), issues)!;
        Assert.Empty(issues);
        return (Of(CompiledMapping.Compile(document, AceObject.Opportunity, issues)!), Of(CompiledMapping.CompileLeads(document, issues)!));

        static KindRules Of(CompiledMapping mapping) => new("AWS", mapping, [], TimeSpan.FromHours(6));
    }

    static byte[] Bytes(JsonObject json) => Encoding.UTF8.GetBytes(json.ToJsonString());
}
