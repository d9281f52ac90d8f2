using System.Text.Json.Nodes;
using LambdaSync.Mapping;
using LambdaSync.Sync.Outbound;
using LambdaSync.Sync.Steps;

namespace LambdaSync.PartnerCentral;

/// <summary>
/// AssignOpportunity gives an opportunity another member of the team; with the title PartnerAccountManager, another owner. It has no
/// client token; GetOpportunity shows whether it took effect.
/// </summary>
public sealed class AssignOpportunity : IOperation
{
    public string Name => nameof(AssignOpportunity);

    public string NotFoundYet => "AWS refused the assignment as a conflict and does not show it";

    public static byte[] Body(string catalog, string opportunity, Assignee assignee) => RequestBody.Of(json =>
    {
        json.WriteString("Catalog", catalog);
        json.WriteString("Identifier", opportunity);
        json.WriteStartObject("Assignee");
        json.WriteString("BusinessTitle", assignee.BusinessTitle);
        json.WriteString("Email", assignee.Email);
        json.WriteString("FirstName", assignee.FirstName);
        json.WriteString("LastName", assignee.LastName);
        json.WriteEndObject();
    });

    public Recovery Recover(PendingCall call, string catalog, TimeSpan age) => new Recovery.Read(AwsRequest.GetOpportunity(catalog, call.Next.Key.Id));

    public Effect Recognize(PendingCall call, ReadOnlyMemory<byte> found, CompiledMapping mapping)
    {
        var assignee = JsonNode.Parse(call.Body)!["Assignee"]!;
        var (email, title) = (assignee["Email"]!.GetValue<string>(), assignee["BusinessTitle"]!.GetValue<string>());
        return (JsonNode.Parse(found.Span)!["OpportunityTeam"] as JsonArray)?.OfType<JsonObject>().Any(member =>
            string.Equals(member["Email"]?.GetValue<string>(), email, StringComparison.OrdinalIgnoreCase) && member["BusinessTitle"]?.GetValue<string>() == title) == true
                ? new Effect.Taken(found)
                : new Effect.NotTaken();
    }

    public RecordView Succeeded(RecordView view, PendingCall call, ReadOnlyMemory<byte> answer, DateTimeOffset now) => AssociateOpportunity.Taken(view, call, now);

    public RefusedCall Refused(AwsRefusal refusal, bool isRepeat) => refusal.Class switch
    {
        RefusalClass.Transient => RefusedCall.Keep,
        RefusalClass.Conflict => RefusedCall.Search,
        _ => RefusedCall.Drop,
    };
}
