using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LambdaSync.Sync.Outbound;

namespace LambdaSync.Sync.Invitations;

/// <summary>What is kept with an invitation: AWS's last answer, and what LambdaSync did about it. Invitations without a CRM record have one too.</summary>
public sealed record InvitationMemo
{
    public const string Pending = "PENDING", Accepted = "ACCEPTED", Rejected = "REJECTED", Expired = "EXPIRED";

    // Not one of AWS's: AWS does not know the invitation any more.
    const string Gone = "GONE";

    const string Own = "LambdaSync", StatusMember = "Status";

    InvitationMemo(JsonObject answer) => Answer = answer;

    /// <summary>GetEngagementInvitation's answer; empty: AWS has given none.</summary>
    public JsonObject Answer { get; private init; }

    /// <summary>The task that accepts it, or null: none was started here.</summary>
    public AcceptanceTask? Task { get; init; }

    /// <summary>The opportunity that came of it, or null: not known.</summary>
    public string? Opportunity { get; init; }

    /// <summary>The last reminder, by the days before the end; null: there was none.</summary>
    public int? Reminded { get; init; }

    /// <summary>It has no CRM record, because its object travels in files.</summary>
    public bool IsLeftToFiles { get; init; }

    /// <summary>AWS's word, or GONE; null: AWS gives none.</summary>
    public string? Status => Text(StatusMember);

    public string? Id => Text("Id");

    public bool IsPending => Status == Pending;

    public bool IsGone => Status == Gone;

    public bool IsLead => (Text("PayloadType") ?? (Answer["Payload"]?[InvitationDocument.OfLead] is null ? null : InvitationDocument.OfLead)) == InvitationDocument.OfLead;

    public string? Engagement => Text("EngagementId");

    public string? Sender => Text("SenderAwsAccountId");

    /// <summary>When AWS closes it, as AWS gives it.</summary>
    public DateTimeOffset? Expires => InvitationDocument.Date(Answer, "ExpirationDate");

    public bool IsEmpty => Answer.Count == 0;

    /// <param name="data">What was kept, or null.</param>
    public static InvitationMemo Read(byte[]? data)
    {
        var answer = data is null ? [] : JsonNode.Parse(data) as JsonObject ?? [];
        var own = answer[Own] as JsonObject;
        answer.Remove(Own);
        return new InvitationMemo(answer)
        {
            Task = own?["task"] is JsonObject task ? AcceptanceTask.Read(task) : null,
            Opportunity = own?["opportunity"]?.GetValue<string>(),
            Reminded = own?["reminded"]?.GetValue<int>(),
            IsLeftToFiles = own?["isLeftToFiles"]?.GetValue<bool>() == true,
        };
    }

    /// <summary>When it has to be answered: its end, and of a request from AWS Marketplace five working days if they are over before.</summary>
    public DateTimeOffset? Deadline(IReadOnlyList<DateOnly> holidays)
    {
        var due = InvitationKinds.Of(Answer) == InvitationKinds.MarketplaceRequest && InvitationDocument.Date(Answer, "InvitationDate") is { } sent
            ? WorkingDays.After(sent, WorkingDays.OfMarketplaceRequest, holidays)
            : (DateTimeOffset?)null;
        return due is null || Expires < due ? Expires : due;
    }

    /// <param name="answer">GetEngagementInvitation's answer.</param>
    public InvitationMemo With(ReadOnlySpan<byte> answer)
    {
        var reader = new Utf8JsonReader(answer);
        return this with { Answer = (JsonObject)JsonNode.Parse(ref reader)! };
    }

    /// <summary>AWS does not know it any more.</summary>
    public InvitationMemo WithoutAnswer()
    {
        var last = (JsonObject)Answer.DeepClone();
        last[StatusMember] = Gone;
        return this with { Answer = last };
    }

    public byte[] ToJson()
    {
        var json = (JsonObject)Answer.DeepClone();
        var own = new JsonObject();
        if (Task is { } task)
            own["task"] = task.ToJson();
        if (Opportunity is { } opportunity)
            own["opportunity"] = opportunity;
        if (Reminded is { } days)
            own["reminded"] = days;
        if (IsLeftToFiles)
            own["isLeftToFiles"] = true;
        if (own.Count > 0)
            json[Own] = own;
        return OpportunityBody.Bytes(json);
    }

    string? Text(string name) => Answer[name]?.ToString();
}

/// <summary>A task of AWS that accepts an invitation.</summary>
/// <param name="Id">AWS's id of the task.</param>
/// <param name="Status">As AWS's task list has it: IN_PROGRESS, COMPLETE, FAILED.</param>
/// <param name="ReasonCode">AWS's ReasonCode of a task that failed, or null.</param>
/// <param name="Attempts">Counts the tasks for this invitation.</param>
/// <param name="IsLogged">The sync log has its failure.</param>
/// <param name="IsRequested">A command has requested the acceptance: nothing else says that it is wanted.</param>
public sealed record AcceptanceTask(string Id, DateTimeOffset Started, string Status, string? ReasonCode, int Attempts, bool IsLogged, bool IsRequested = false)
{
    public bool IsRunning => Status == SubmissionState.InProgress;

    public bool HasFailed => Status == SubmissionState.Failed;

    internal static AcceptanceTask Read(JsonObject json) => new(
        json["id"]!.GetValue<string>(), DateTimeOffset.Parse(json["started"]!.GetValue<string>(), CultureInfo.InvariantCulture), json["status"]!.GetValue<string>(),
        json["reasonCode"]?.GetValue<string>(), json["attempts"]!.GetValue<int>(), json["isLogged"]!.GetValue<bool>(), json["isRequested"]?.GetValue<bool>() == true);

    internal JsonObject ToJson()
    {
        var json = Members();
        if (IsRequested)
            json["isRequested"] = true;
        return json;
    }

    JsonObject Members() => new()
    {
        ["id"] = Id,
        ["started"] = Started.ToString("O", CultureInfo.InvariantCulture),
        ["status"] = Status,
        ["reasonCode"] = ReasonCode,
        ["attempts"] = Attempts,
        ["isLogged"] = IsLogged,
    };
}
