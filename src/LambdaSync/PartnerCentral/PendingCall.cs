using System.Text.Json.Serialization;
using LambdaSync.Sync;
using LambdaSync.Sync.Outbound;

namespace LambdaSync.PartnerCentral;

/// <summary>A changing call of Partner Central, exactly as it is sent and sent again.</summary>
/// <param name="Operation">Its name in AWS's API model.</param>
/// <param name="At">When it was first about to be sent.</param>
/// <param name="Next">The record's state once AWS has taken the call, but for what AWS's answer says; a creation's key has no id yet.</param>
/// <param name="Issues">What the sync log says about it.</param>
/// <param name="Before">
/// The state before the call, which includes what AWS changed and the CRM has taken by then. If the call has no effect, the record
/// continues from here; from an older state our own write to the CRM would look like a person's edit.
/// </param>
public sealed record PendingCall(
    [property: JsonConverter(typeof(OperationNameConverter))] string Operation, byte[] Body, DateTimeOffset At, RecordState Next, IReadOnlyList<Issue> Issues, RecordState? Before = null)
{
    /// <summary>The state after AWS's answer.</summary>
    /// <param name="lastModified">As AWS wrote it.</param>
    public RecordState After(string awsId, string lastModified)
    {
        var document = OpportunityBody.Taken(Next.AwsBaseline, awsId, lastModified);
        var modified = OpportunityBody.Modified(OpportunityBody.Of(document));
        return Next with { Key = Next.Key with { Id = awsId }, AwsBaseline = document, AwsModified = modified, OwnWrite = modified };
    }
}
