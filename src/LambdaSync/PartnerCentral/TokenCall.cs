using System.Globalization;
using System.Text.Json.Nodes;
using LambdaSync.Sync;

namespace LambdaSync.PartnerCentral;

/// <summary>What operations with a client token have in common: while AWS remembers the token, the same bytes are one call; later its result is searched for.</summary>
static class TokenCall
{
    /// <summary>How long a client token is surely remembered, and how late lists may be; AWS publishes neither.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(8);

    // AWS's clock and ours.
    static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    /// <param name="age">The time since the call was first about to be sent.</param>
    /// <param name="search">The list that has the call's result once AWS may have forgotten the token.</param>
    public static Recovery Recover(TimeSpan age, AwsRequest search) => age < Life ? new Recovery.Resend() : new Recovery.Search(search);

    public static RefusedCall Refused(AwsRefusal refusal, bool isRepeat) => (refusal.Class, isRepeat) switch
    {
        // A conflict says that AWS knows the token.
        (RefusalClass.Conflict, _) or (RefusalClass.Permanent, true) => RefusedCall.Search,
        (RefusalClass.Transient, _) or (RefusalClass.Access, true) => RefusedCall.Keep,
        _ => RefusedCall.Drop,
    };

    /// <summary>Of tasks: one that runs is what a conflict speaks of, whoever started it; one that has ended is the call's only if it is not older.</summary>
    public static Effect RecognizeTask(PendingCall call, ReadOnlyMemory<byte> found)
    {
        var task = JsonNode.Parse(found.Span)!;
        var isOlder = !DateTimeOffset.TryParse(task["StartTime"]?.ToString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var start) || start < call.At - Skew;
        return isOlder && task["TaskStatus"]?.GetValue<string>() != SubmissionState.InProgress ? new Effect.Unrelated() : new Effect.Taken(found);
    }
}
