using Amazon.DynamoDBv2.Model;
using LambdaSync.Connections.Dynamo;
using LambdaSync.Sync.Work;

namespace LambdaSync.Connections.State;

/// <summary>The wakes of one thing.</summary>
/// <param name="data">The first data they bring, or null.</param>
sealed class WakeUnit(IReadOnlyList<Wake> wakes, AttributeValue? data, TimeProvider time) : WriteUnit
{
    public override IReadOnlyList<TableWrite> Writes()
    {
        var update = new ItemUpdate(WorkItems.Key(wakes[0].Key));
        return [update, .. WorkWrites.Wake(update, wakes, data, FoundOf(update.Key), time.GetUtcNow())];
    }

    public override Settled? Refused(IReadOnlyList<Refusal> refusals)
    {
        foreach (var refusal in refusals)
            Learn(refusal);
        return null;
    }
}
