using System.Text.Json;
using System.Text.Json.Nodes;
using LambdaSync.Mapping;
using LambdaSync.Sync;
using LambdaSync.Sync.Outbound;
using LambdaSync.Sync.Steps;

namespace LambdaSync.PartnerCentral;

/// <summary>
/// UpdateOpportunity replaces the partner's side under the LastModifiedDate it was read with, so a repeat after a lost answer can't take
/// effect twice; it has no client token.
/// </summary>
public sealed class UpdateOpportunity : IOperation
{
    public string Name => nameof(UpdateOpportunity);

    public string NotFoundYet => "AWS has another version of the opportunity";

    public Recovery Recover(PendingCall call, string catalog, TimeSpan age) => new Recovery.Read(AwsRequest.GetOpportunity(catalog, call.Next.Key.Id));

    public Effect Recognize(PendingCall call, ReadOnlyMemory<byte> found, CompiledMapping mapping)
    {
        if (OpportunityBody.Modified(found.Span) == ReadAt(call.Body))
            return new Effect.NotTaken();
        if (TookEffect(call.Body, found.Span))
            return new Effect.Taken(found);
        return new Effect.Overtaken(call.Before is { } before ? RebaseAfterPartialEffect(mapping, before, call.Next, found.Span) : null);
    }

    public RecordView Succeeded(RecordView view, PendingCall call, ReadOnlyMemory<byte> answer, DateTimeOffset now)
    {
        var lastModified = OpportunityBody.Text(answer.Span, "LastModifiedDate") ?? OpportunityBody.Text(call.Body, "LastModifiedDate")!;
        var state = call.After(view.Key.Id, lastModified);
        var outcome = call.IsPartial || call.Issues.Any(i => i.Code == IssueCodes.ClosedField) ? Outcome.Failed : Outcome.Updated;
        var after = view.WithState(state) with { Intent = null, IsOutbound = true, CrmId = state.CrmId, DocumentBeforeUpdate = call.Before?.AwsBaseline };
        return after.WithEntry(call.Entry(outcome, state, now));
    }

    public RefusedCall Refused(AwsRefusal refusal, bool isRepeat) => refusal.Class switch
    {
        RefusalClass.Transient => RefusedCall.Keep,
        RefusalClass.Permanent => RefusedCall.Drop,
        // Of a repeat, neither a conflict nor a lost permission says anything: the first call may have arrived just now.
        _ => isRepeat ? RefusedCall.Keep : RefusedCall.Drop,
    };

    /// <summary>Whether AWS has the record as an update would have left it.</summary>
    /// <param name="body">The update's body.</param>
    /// <param name="opportunity">GetOpportunity's answer.</param>
    public static bool TookEffect(ReadOnlySpan<byte> body, ReadOnlySpan<byte> opportunity) =>
        !JsonDifference.Paths(Sent(body), Sent(opportunity)).Any();

    /// <summary>
    /// The state to continue from when AWS was changed again after an update that may have taken effect: where AWS has what was sent, the
    /// update took it, and it is no change of AWS's; everything else is as before the update.
    /// </summary>
    /// <param name="before">The state before the update.</param>
    /// <param name="next">The state that the update would have led to.</param>
    /// <param name="opportunity">GetOpportunity's answer.</param>
    public static RecordState RebaseAfterPartialEffect(CompiledMapping mapping, RecordState before, RecordState next, ReadOnlySpan<byte> opportunity)
    {
        var (known, sent) = (OpportunityBody.Opportunity(before.AwsBaseline), OpportunityBody.Opportunity(next.AwsBaseline));
        // In the order in which the baselines have the lists.
        var found = OpportunityBody.Opportunity(Baseline.ReplaceRoots(next.AwsBaseline, OpportunityBody.Document(opportunity, []), mapping.Lists));
        var others = JsonDifference.Paths(sent, found).Select(Name).ToHashSet(StringComparer.Ordinal);
        foreach (var path in JsonDifference.Paths(known, sent).Where(path => !others.Contains(Name(path))).ToList())
            JsonDifference.Restore(known, sent, path);
        var partly = before with { AwsBaseline = OpportunityBody.With(before.AwsBaseline, known) };
        var (were, are) = (mapping.InCrm(before.AwsBaseline, []), mapping.InCrm(partly.AwsBaseline, []));
        var (crm, read) = (new FlatRecord(before.CrmBaseline), new FlatRecord(next.CrmBaseline));
        foreach (var name in mapping.BaselineFields.Where(name => were[name] != are[name]))
            crm[name] = read[name];
        return partly with { CrmBaseline = crm.ToJson() };

        static string Name(string[] path) => string.Join('.', path);
    }

    /// <summary>The LastModifiedDate that an update's body was made from.</summary>
    public static DateTimeOffset ReadAt(ReadOnlySpan<byte> body) => OpportunityBody.Modified(body) ?? default;

    static JsonObject Sent(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        var sent = (JsonObject)JsonNode.Parse(ref reader)!;
        foreach (var name in OpportunityBody.AnswerOnly.Append("Identifier").Append("Origin"))
            sent.Remove(name);
        EchoedBody.Complete(sent);
        OpportunityBody.RemoveWrittenByAws(sent);
        return sent;
    }
}
