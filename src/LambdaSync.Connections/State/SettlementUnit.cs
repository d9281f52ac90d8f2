using Amazon.DynamoDBv2.Model;
using LambdaSync.Connections.Dynamo;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;

namespace LambdaSync.Connections.State;

/// <summary>The values of a settlement as attributes: long ones are in the bucket already.</summary>
/// <param name="Jobs">Each is put unless there is one already.</param>
/// <param name="Log">The details, their payloads, and the notifications.</param>
/// <param name="LinkBefore">The CRM record that the state was linked to, or null.</param>
/// <param name="Wakes">By thing, each with the data they bring.</param>
sealed record SettlementValues(
    IReadOnlyList<TableWrite> Jobs, IReadOnlyList<TableWrite> Log, AttributeValue? AwsBaseline, AttributeValue? CrmBaseline, (string Object, string Id)? LinkBefore,
    AttributeValue? Intent, AttributeValue? Data, IReadOnlyList<(IReadOnlyList<Wake> Wakes, AttributeValue? Data)> Wakes);

/// <summary>One settlement: each item it concerns is written once, though state, claim and wakes may share one.</summary>
sealed class SettlementUnit(Settlement settlement, SettlementValues values, TimeProvider time, TimeSpan retention) : WriteUnit
{
    readonly ItemKey? _claimed = settlement.Claim is { } claim ? WorkItems.Key(claim.Key) : null;
    readonly ItemKey? _state = settlement.State is { } state ? RecordItems.StateKey(state.Key) : null;
    readonly ItemKey? _from = settlement.TakesOver is { } from ? RecordItems.StateKey(from.Key) : null;
    readonly HashSet<TableWrite> _jobsThere = [];

    public override Settled Stored =>
        _claimed is { } key && !settlement.KeepsClaim && FoundOf(key) is { } found && found.Number(WorkItems.Wakes) > settlement.Claim!.Wakes ? Settled.StoredAndRequeued : Settled.Stored;

    public override IReadOnlyList<TableWrite> Writes()
    {
        var updates = new Dictionary<ItemKey, ItemUpdate>();
        var beside = new List<TableWrite>(values.Log);
        beside.AddRange(values.Jobs.Where(job => !_jobsThere.Contains(job)));
        if (settlement.State is { } state)
        {
            RecordItems.Set(Of(RecordItems.StateKey(state.Key)), state, values.AwsBaseline!, values.CrmBaseline!);
            beside.AddRange(Links(state));
            if (settlement.TakesOver is { } from)
                RecordItems.Set(Of(RecordItems.StateKey(from.Key)), from.Moved(state.Key), Item.BytesValue("{}"u8), Item.BytesValue("{}"u8));
        }

        if (settlement is { Claim: { } going, KeepsClaim: true })
            WorkWrites.GoOn(Of(WorkItems.Key(going.Key)), going, values.Intent);
        else if (settlement.Claim is { } claim)
            beside.AddRange(End(claim, Of(WorkItems.Key(claim.Key))));
        foreach (var (wakes, data) in values.Wakes.Where(w => w.Wakes[0].Key != settlement.Claim?.Key))
        {
            var update = Of(WorkItems.Key(wakes[0].Key));
            beside.AddRange(WorkWrites.Wake(update, wakes, data, FoundOf(update.Key), time.GetUtcNow()));
        }

        return [.. updates.Values, .. beside];

        ItemUpdate Of(ItemKey key)
        {
            if (!updates.TryGetValue(key, out var update))
                updates[key] = update = new ItemUpdate(key);
            return update;
        }
    }

    public override Settled? Refused(IReadOnlyList<Refusal> refusals)
    {
        if (refusals.Any(IsLost))
            return Settled.Lost;
        if (refusals.Any(r => r.Write is TableWrite.Put { Key.Sort: RecordItems.LinkSort }))
            return Settled.LinkTaken;
        foreach (var refusal in refusals)
        {
            if (values.Jobs.Contains(refusal.Write))
                _jobsThere.Add(refusal.Write);
            if (refusal.Write is ItemUpdate)
                Learn(refusal);
        }

        return null;
    }

    bool IsLost(Refusal refusal) => refusal.Write switch
    {
        ItemUpdate update when update.Key == _claimed && !WorkWrites.Holds(settlement.Claim!, refusal.Found) => true,
        ItemUpdate update when update.Key == _state && RecordItems.VersionOf(refusal.Found) != settlement.State!.Version => true,
        ItemUpdate update when update.Key == _from && RecordItems.VersionOf(refusal.Found) != settlement.TakesOver!.Version => true,
        ItemUpdate => false,
        // The link of before is not this record's, or the log has an entry: another worker was here.
        _ => !values.Jobs.Contains(refusal.Write) && refusal.Write is not TableWrite.Put { Key.Sort: RecordItems.LinkSort },
    };

    IEnumerable<TableWrite> Links(RecordState state)
    {
        var from = settlement.TakesOver;
        var isSame = from is not null && (from.CrmObject, from.CrmId) == (state.CrmObject, state.CrmId);
        if (from is not null && !isSame)
            yield return RecordItems.DeleteLink(from.Key, from.CrmObject, from.CrmId);
        if (state.MovedTo is not null || (values.LinkBefore is { } same && same == (state.CrmObject, state.CrmId)))
            yield break;
        yield return RecordItems.PutLink(state, isSame ? from!.Key : null);
        if (values.LinkBefore is { } before)
            yield return RecordItems.DeleteLink(state.Key, before.Object, before.Id);
    }

    // A wake of the claimed thing itself comes after its end.
    IEnumerable<TableWrite> End(Claimed claim, ItemUpdate update)
    {
        var (own, data) = values.Wakes.FirstOrDefault(w => w.Wakes[0].Key == claim.Key);
        if (own is not null && data is not null && values.Data is null)
            update.SetIfMissing(WorkItems.Data, data);
        return WorkWrites.End(update, claim, settlement.Next, own ?? [], values.Intent, values.Data, FoundOf(update.Key), settlement.HasStateOfClaim ? null : time.GetUtcNow() + retention);
    }
}
