using LambdaSync.Gates;
using LambdaSync.Kinds.Marketplace;
using LambdaSync.Mapping;
using LambdaSync.Sync;
using LambdaSync.Sync.Outbound;
using LambdaSync.Sync.Steps;
using LambdaSync.Sync.Work;

namespace LambdaSync.PartnerCentral;

/// <summary>
/// AssociateOpportunity adds one solution, product or offer. It has no client token; GetOpportunity shows whether it took effect, and a
/// refusal that says "already" is its success.
/// </summary>
public sealed class AssociateOpportunity : IOperation
{
    public string Name => nameof(AssociateOpportunity);

    public string NotFoundYet => "AWS refused the association as a conflict and does not show it";

    public static byte[] Body(string catalog, string opportunity, Association entity) => RequestBody.Of(json =>
    {
        json.WriteString("Catalog", catalog);
        json.WriteString("OpportunityIdentifier", opportunity);
        json.WriteString("RelatedEntityType", entity.Type);
        json.WriteString("RelatedEntityIdentifier", entity.Identifier);
    });

    public Recovery Recover(PendingCall call, string catalog, TimeSpan age) => new Recovery.Read(AwsRequest.GetOpportunity(catalog, call.Next.Key.Id));

    // One that is not there is decided again: AWS may review the opportunity by now.
    public Effect Recognize(PendingCall call, ReadOnlyMemory<byte> found, CompiledMapping mapping) =>
        Associations.AtAws(found.Span).Contains(EntityOf(call.Body)) ? new Effect.Taken(found) : new Effect.Overtaken(call.Before);

    // The offer remembers whose it is, whether a command has linked it or the CRM: once a buyer accepts it, its opportunities are compared.
    public RecordView Succeeded(RecordView view, PendingCall call, ReadOnlyMemory<byte> answer, DateTimeOffset now)
    {
        var (taken, entity) = (Taken(view, call, now), EntityOf(call.Body));
        if (entity.Type is not ("AwsMarketplaceOffers" or "AwsMarketplaceOfferSets") || MarketSection.OfId(entity.Identifier[(entity.Identifier.LastIndexOf('/') + 1)..]) is not { } section)
            return taken;
        var linked = new RecordRequest(RequestVerbs.Linked, new Dictionary<string, string>(StringComparer.Ordinal) { ["opportunity"] = call.Next.Key.Id });
        return taken with { Related = [.. taken.Related, (section.Key(call.Next.Key.Catalog, entity.Identifier[(entity.Identifier.LastIndexOf('/') + 1)..]), linked.ToReason())] };
    }

    public RefusedCall Refused(AwsRefusal refusal, bool isRepeat) => OfRelation(refusal);

    /// <summary>A solution that AWS does not find: AWS and Sandbox have separate solutions, and a mapping or a person named one of the other.</summary>
    public Issue? Explain(PendingCall call, AwsRefusal refusal, CompiledMapping mapping) =>
        refusal.IsNotFound && EntityOf(call.Body) is { Type: "Solutions" } solution ? AssociationGates.Unlisted(call.Next.Key.Catalog, solution.Identifier, mapping) : null;

    internal static Association EntityOf(ReadOnlySpan<byte> body) => new(RequestBody.Text(body, "RelatedEntityType"), RequestBody.Text(body, "RelatedEntityIdentifier"));

    internal static FieldChange Change(Association entity, bool isAssociated)
    {
        var id = Scalars.OfText(entity.Identifier);
        return new FieldChange("related:" + entity.Type, isAssociated ? null : id, isAssociated ? id : null);
    }

    internal static RecordView Taken(RecordView view, PendingCall call, DateTimeOffset now)
    {
        var state = view.AtVersion(call.Next);
        var after = (view.WithState(state) with { Intent = null, IsOutbound = true, IsDateMoved = true, CrmId = state.CrmId }).WithEntry(call.Entry(Outcome.Updated, state, now));
        // What a command changed at AWS reaches the CRM as a change of AWS's: both sides are compared.
        return call.Request is null ? after : call.Answered(after) with { IsRequestSent = true };
    }

    // AWS declares no conflict for associations, but answers one: what it has decides.
    internal static RefusedCall OfRelation(AwsRefusal refusal) => refusal.Class switch
    {
        RefusalClass.Transient => RefusedCall.Keep,
        RefusalClass.Conflict => RefusedCall.Search,
        RefusalClass.Permanent when ValidationCodes.Of(refusal.Errors, isAssociation: true) == ValidationCodeClass.Done => RefusedCall.Search,
        _ => RefusedCall.Drop,
    };
}
