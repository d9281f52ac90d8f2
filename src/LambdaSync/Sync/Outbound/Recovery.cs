using System.Text.Json;
using System.Text.Json.Nodes;
using LambdaSync.Mapping;

namespace LambdaSync.Sync.Outbound;

/// <summary>The changing calls of Partner Central whose answers may get lost.</summary>
public enum OutboundCall
{
    CreateOpportunity,
    UpdateOpportunity,
}

/// <summary>What to do about a call that was about to be sent, or was, when its worker was stopped.</summary>
public enum RecoveryStep
{
    /// <summary>The same bytes go again: their client token makes them one call.</summary>
    Resend,

    /// <summary>AWS may have forgotten the token: what the call made is looked for first.</summary>
    LookUp,

    /// <summary>The record is read: it shows whether the call took effect.</summary>
    Compare,
}

/// <summary>The way back after a lost answer: one row an operation.</summary>
public static class Recovery
{
    /// <summary>How long a client token is surely remembered, and how late lists may be; AWS publishes neither.</summary>
    public static readonly TimeSpan TokenLife = TimeSpan.FromMinutes(8);

    // What AWS itself writes beside an update.
    static readonly string[] OfAws = ["ReviewStatus", "ReviewComments", "ReviewStatusReason", "NextStepsHistory"];

    /// <param name="age">How long ago it was about to be sent for the first time.</param>
    public static RecoveryStep Of(OutboundCall call, TimeSpan age) => call switch
    {
        OutboundCall.CreateOpportunity => age < TokenLife ? RecoveryStep.Resend : RecoveryStep.LookUp,
        OutboundCall.UpdateOpportunity => RecoveryStep.Compare,
        _ => throw new ArgumentOutOfRangeException(nameof(call)),
    };

    /// <summary>Whether AWS has the record as an update would have left it.</summary>
    /// <param name="body">The update's body.</param>
    /// <param name="opportunity">GetOpportunity's answer.</param>
    public static bool TookEffect(ReadOnlySpan<byte> body, ReadOnlySpan<byte> opportunity) =>
        !JsonDifference.Paths(Sent(body), Sent(opportunity)).Any();

    /// <summary>
    /// What both sides had last when AWS was changed again after an update that may have taken effect: what AWS has as it was sent, was
    /// taken and is no change of AWS's; everything else is as before the update.
    /// </summary>
    /// <param name="before">The state before the update.</param>
    /// <param name="next">The state that the update would have led to.</param>
    /// <param name="opportunity">GetOpportunity's answer.</param>
    public static RecordState Partly(CompiledMapping mapping, RecordState before, RecordState next, ReadOnlySpan<byte> opportunity)
    {
        var (known, sent) = (OpportunityBody.Opportunity(before.AwsBaseline), OpportunityBody.Opportunity(next.AwsBaseline));
        var reader = new Utf8JsonReader(opportunity);
        var others = JsonDifference.Paths(sent, (JsonObject)JsonNode.Parse(ref reader)!).Select(Name).ToHashSet(StringComparer.Ordinal);
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
        foreach (var name in OfAws)
            (sent["LifeCycle"] as JsonObject)?.Remove(name);
        return sent;
    }
}
