using System.Text.Json;
using System.Text.Json.Nodes;
using LambdaSync.Mapping;
using LambdaSync.PartnerCentral;
using LambdaSync.Sync;
using LambdaSync.Sync.Outbound;
using LambdaSync.Sync.Steps;

namespace LambdaSync.Marketplace.ChangeSets;

/// <summary>
/// StartChangeSet changes entities of AWS Marketplace. AWS does not publish how long it remembers the token, so a set whose answer was lost
/// is always looked for by its name before the same bytes go again.
/// </summary>
public sealed class StartChangeSet : IOperation
{
    public string Name => nameof(StartChangeSet);

    public string NotFoundYet => "AWS Marketplace may have the change set but does not list it yet";

    /// <param name="changes">The body without name and token.</param>
    public static byte[] Body(JsonElement changes, ChangeSetIdentity identity) => RequestBody.Of(json =>
    {
        foreach (var member in changes.EnumerateObject())
            member.WriteTo(json);
        json.WriteString("ChangeSetName", identity.Name);
        json.WriteString("ClientRequestToken", identity.Token);
    });

    public Recovery Recover(PendingCall call, string catalog, TimeSpan age) => new Recovery.Search(MarketplaceReads.ListChangeSets(NameOf(call)));

    public Effect Recognize(PendingCall call, ReadOnlyMemory<byte> found, CompiledMapping mapping) =>
        OpportunityBody.Text(found.Span, "ChangeSetName") == NameOf(call) ? new Effect.Taken(found) : new Effect.Unrelated();

    public RecordView Succeeded(RecordView view, PendingCall call, ReadOnlyMemory<byte> answer, DateTimeOffset now)
    {
        var memo = ChangeSetMemo.Read(view.Data ?? view.Claim.Data) ?? throw new InvalidOperationException("a change set that was started is kept");
        // A worker that was stopped had built the copy of an offer: what was sent is kept, not the offer that was copied.
        if (memo is { Body: null } and ({ CopyOf: not null } or { CopyOfAuthorization: not null }))
            memo = memo with { Target = null, Body = Changes(call.Body) };
        memo = memo with { Attempt = call.Attempts, SetId = ChangeSetState.Read(answer).Id, Started = now, Status = null, EntityIds = [], IsCancelled = false };
        return call.Answered(view with { Data = memo.ToJson(), Intent = null, IsOutbound = true }).WithEntry(call.Entry(Outcome.Updated, call.Next, now));
    }

    public RefusedCall Refused(AwsRefusal refusal, bool isRepeat) => (refusal.Class, isRepeat) switch
    {
        (RefusalClass.Transient or RefusalClass.Busy, _) or (RefusalClass.Access, true) => RefusedCall.Keep,
        (RefusalClass.Conflict, _) => RefusedCall.Search,
        _ => RefusedCall.Drop,
    };

    static JsonElement Changes(byte[] body)
    {
        var changes = JsonNode.Parse(body)!.AsObject();
        changes.Remove("ChangeSetName");
        changes.Remove("ClientRequestToken");
        using var document = JsonDocument.Parse(changes.ToJsonString());
        return document.RootElement.Clone();
    }

    static string NameOf(PendingCall call) => RequestBody.Text(call.Body, "ChangeSetName");
}
