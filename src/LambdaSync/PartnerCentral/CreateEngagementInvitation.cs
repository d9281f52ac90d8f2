using System.Text.Json.Nodes;
using LambdaSync.Mapping;
using LambdaSync.Sync;
using LambdaSync.Sync.Outbound;
using LambdaSync.Sync.Steps;

namespace LambdaSync.PartnerCentral;

/// <summary>
/// CreateEngagementInvitation invites another partner to the engagement of an opportunity. While AWS remembers the client token, the same
/// bytes are one invitation; later, and after a conflict, it is looked for among the engagement's invitations by its receiver.
/// </summary>
public sealed class CreateEngagementInvitation : IOperation
{
    public string Name => nameof(CreateEngagementInvitation);

    public string NotFoundYet => "AWS refused the invitation as a conflict and lists none of this receiver";

    public static byte[] Body(string catalog, string clientToken, string engagement, string account, string? alias, string message, JsonObject payload) => RequestBody.Of(json =>
    {
        json.WriteString("Catalog", catalog);
        json.WriteString("ClientToken", clientToken);
        json.WriteString("EngagementIdentifier", engagement);
        json.WriteStartObject("Invitation");
        json.WriteString("Message", message);
        json.WritePropertyName("Payload");
        new JsonObject { ["OpportunityInvitation"] = payload }.WriteTo(json);
        json.WriteStartObject("Receiver");
        json.WriteStartObject("Account");
        if (alias is not null)
            json.WriteString("Alias", alias);
        json.WriteString("AwsAccountId", account);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    });

    public Recovery Recover(PendingCall call, string catalog, TimeSpan age) =>
        TokenCall.Recover(age, AwsRequest.ListSentInvitations(catalog, RequestBody.Text(call.Body, "EngagementIdentifier")));

    public Effect Recognize(PendingCall call, ReadOnlyMemory<byte> found, CompiledMapping mapping)
    {
        var invitation = SentInvitation.Of(found.Span);
        return invitation.Stands && invitation.Account == AccountOf(call) ? new Effect.Taken(found) : new Effect.Unrelated();
    }

    /// <summary>The opportunity is as it was; the log says who was invited.</summary>
    public RecordView Succeeded(RecordView view, PendingCall call, ReadOnlyMemory<byte> answer, DateTimeOffset now)
    {
        var state = view.AtVersion(call.Next);
        return call.Answered((view with { Intent = null, IsOutbound = true, CrmId = state.CrmId }).WithEntry(call.Entry(Outcome.Updated, state, now)));
    }

    public RefusedCall Refused(AwsRefusal refusal, bool isRepeat) => TokenCall.Refused(refusal, isRepeat);

    /// <summary>AWS invites connected partners only, and publishes no code for others: what it answers is shown, with what it may mean.</summary>
    public Issue? Explain(PendingCall call, AwsRefusal refusal, CompiledMapping mapping) => refusal is { Class: RefusalClass.Permanent, Errors: [var (code, message), ..] }
        ? Issue.Error(
            IssueCodes.AwsRejected, null, AccountOf(call), $"AWS answered {Name} with {string.Join(": ", new[] { refusal.Code, code, message }.Where(text => !string.IsNullOrEmpty(text)))}",
            "check the account; AWS invites only partners that you are connected with, so connect with the partner in Partner Central, then invite it again")
        : null;

    static string? AccountOf(PendingCall call) => JsonNode.Parse(call.Body)!["Invitation"]!["Receiver"]!["Account"]!["AwsAccountId"]!.GetValue<string>();
}
