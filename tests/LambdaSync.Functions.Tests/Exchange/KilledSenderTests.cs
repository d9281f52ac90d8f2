using Amazon.Lambda.CloudWatchEvents.ScheduledEvents;
using LambdaSync.Connections.Crm;
using LambdaSync.Connections.State;
using Xunit;

namespace LambdaSync.Functions.Tests.Exchange;

/// <summary>
/// A record goes out, is answered, is edited and goes out again, while the function that sends files is killed at each of its points in turn:
/// before and after every write of the store, of the CRM and of the exchange's bucket. Nothing that it does after the kill reaches anything.
/// </summary>
[Trait("Row", "B5")]
public sealed class KilledSenderTests
{
    static readonly string[] Writes =
    [
        nameof(ISyncStore.StartJob), nameof(ISyncStore.EndJob), nameof(ISyncStore.Wake), nameof(ISyncStore.Claim), nameof(ISyncStore.Renew), nameof(ISyncStore.StoreIntents),
        nameof(ISyncStore.Settle), nameof(ICrm.Write),
    ];

    [Fact]
    public async Task Wherever_it_is_killed_the_record_is_made_once_and_the_edit_arrives()
    {
        var points = 0;
        while (await WasKilled(points))
            points++;
        Assert.InRange(points, 30, 500);
    }

    static async Task<bool> WasKilled(int stopAt)
    {
        using var rig = new ExchangeRig();
        var (passed, isSending, isDead, wasKilled) = (0, false, false, false);
        rig.StoreCalls.Fails = rig.CrmCalls.Fails = method => isDead || (Writes.Contains(method) && IsHere()) ? new KilledException() : null;
        rig.StoreCalls.LosesAnswer = rig.CrmCalls.LosesAnswer = method => Writes.Contains(method) && IsHere() ? new KilledException() : null;
        rig.Exchange.Passes = _ =>
        {
            if (isDead || IsHere())
                throw new KilledException();
        };
        var id = await rig.NewInCrm("Deal");
        for (var tick = 0; tick < 3; tick++)
            await Tick();
        await rig.Edit(id, """{"AWS_nextStep__c":"Call"}""");
        for (var tick = 0; tick < 3; tick++)
            await Tick();
        // Nothing is killed any more. What was to be uploaded and was not is found after its time.
        stopAt = int.MaxValue;
        foreach (var minutes in (int[])[6, 6, 240, 6, 6, 6, 6])
            await rig.Round(TimeSpan.FromMinutes(minutes));

        var record = Assert.Single(rig.Aws.Records.Values);
        Assert.Empty(rig.Aws.Faults);
        Assert.Equal(record.Id, await rig.AwsId(id));
        Assert.Equal("Call", record.Fields["nextStep"]?.GetValue<string>());
        Assert.InRange(record.Updates, 0, 1);
        Assert.Empty(rig.Keys("opportunity-inbound/"));
        Assert.Empty(rig.Keys("opportunity-inbound-processed-results/"));
        Assert.True(await rig.Work(id) is null or { Due: null, Cause: null, Intent: null }, $"point {passed}: work is left");
        return wasKilled;

        bool IsHere()
        {
            if (!isSending || passed++ != stopAt)
                return false;
            (isDead, wasKilled) = (true, true);
            return true;
        }

        async Task Tick()
        {
            rig.Time.Ahead += TimeSpan.FromMinutes(6);
            await rig.Outbound.Handle(new ScheduledEvent(), rig.Context);
            isSending = true;
            try
            {
                await rig.Send.Handle(new ScheduledEvent(), rig.Context);
            }
            catch (KilledException)
            {
                isDead = false;
                rig.Restart();
            }

            isSending = false;

            rig.Aws.Run(rig.Now);
        }
    }

    sealed class KilledException : Exception;
}
