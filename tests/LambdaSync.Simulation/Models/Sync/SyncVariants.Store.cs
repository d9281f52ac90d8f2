using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using LambdaSync.Connections.Crm;
using LambdaSync.Connections.State;
using LambdaSync.Simulation.Outsides;
using LambdaSync.Simulation.Stories;
using LambdaSync.Sync;
using LambdaSync.Sync.Schedules;
using LambdaSync.Sync.Work;

namespace LambdaSync.Simulation.Models.Sync;

/// <content>Guards of claims, wakes and what is settled.</content>
static partial class SyncVariants
{
    sealed class ForgetsIntents() : Variant("forgets-intents", "an outside write is stored before it happens")
    {
        public override T Dress<T>(T target, string function) => target is not ISyncStore ? target : Intercept.Of(target, call =>
            call.Method == nameof(ISyncStore.StoreIntents)
                ? Task.FromResult<IReadOnlyList<bool>>([.. ((IReadOnlyList<(Claimed, byte[])>)call.Arguments[0]!).Select(_ => true)])
                : call.Method == nameof(ISyncStore.Settle) ? Settle(call) : call.Proceed());

        static object? Settle(Intercepted call)
        {
            call.Arguments[0] = (IReadOnlyList<Settlement>)[.. ((IReadOnlyList<Settlement>)call.Arguments[0]!).Select(s => s with { Intent = null })];
            return call.Proceed();
        }
    }

    // The intent is stored alone, and the link with the end. A CRM that compares versions would notice the second of two first rows, so it is asked for nothing.
    sealed class ValuesFirst() : Variant("values-first", "a first link is stored before the first value")
    {
        public override T Dress<T>(T target, string function) => target switch
        {
            ISyncStore store => Intercept.Of(target, call => call.Method == nameof(ISyncStore.Settle) ? Settle(store, (IReadOnlyList<Settlement>)call.Arguments[0]!) : call.Proceed()),
            ICrm => Intercept.Of(target, call =>
            {
                if (call.Method == nameof(ICrm.Write))
                    call.Arguments[1] = (IReadOnlyList<CrmWrite>)[.. ((IReadOnlyList<CrmWrite>)call.Arguments[1]!).Select(row => row with { IfVersion = null })];
                return call.Proceed();
            }),
            _ => target,
        };

        static async Task<IReadOnlyList<Settled>> Settle(ISyncStore store, IReadOnlyList<Settlement> settlements)
        {
            var ends = new List<Settled>();
            foreach (var settlement in settlements)
            {
                if (settlement is { KeepsClaim: true, Claim: { } claim })
                    ends.Add((await store.StoreIntents([(claim, settlement.Intent!)], CancellationToken.None))[0] ? Settled.Stored : Settled.Lost);
                else
                    ends.Add((await store.Settle([await Unlinked(store, settlement)], CancellationToken.None))[0]);
            }

            return ends;
        }

        static async Task<Settlement> Unlinked(ISyncStore store, Settlement settlement) =>
            settlement.State is { Version: 1 } state && (await store.GetRecords([state.Key], CancellationToken.None)).Count == 0
                ? settlement with { State = state with { Version = 0 } }
                : settlement;
    }

    sealed class FreshToken() : Claims("fresh-token", "a call that is sent again has the token it had")
    {
        int _number;

        protected override Claimed Change(Claimed claim)
        {
            if (claim.Intent is null || JsonNode.Parse(claim.Intent) is not JsonObject intent || intent["Aws"] is not JsonObject call)
                return claim;
            var body = JsonNode.Parse(Convert.FromBase64String(call["Body"]!.GetValue<string>()))!.AsObject();
            if (!body.ContainsKey("ClientToken"))
                return claim;
            body["ClientToken"] = $"fresh-{++_number}";
            call["Body"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(body.ToJsonString()));
            return claim with { Intent = Encoding.UTF8.GetBytes(intent.ToJsonString()) };
        }
    }

    sealed class UnsettledBlind() : Claims("unsettled-blind", "what a write that nobody settled may have left is looked at")
    {
        protected override Claimed Change(Claimed claim) =>
            claim with { InDoubt = false, Reasons = claim.Reasons.Where(r => r != Reason.InDoubt).ToHashSet(StringComparer.Ordinal) };
    }

    sealed class NeverAsks() : Claims("never-asks", "a sweep asks before it overwrites many records")
    {
        protected override Claimed Change(Claimed claim) => claim is { Key.Kind: WorkKind.Schedule, Data: { } data }
            ? claim with { Data = (Schedule.Read(data) with { MaxChanges = null }).ToJson() }
            : claim;
    }

    sealed class CrmBaselineBlind() : Claims("crm-baseline-blind", "the CRM has changed where it differs from what it last had")
    {
        protected override Claimed Change(Claimed claim) => claim with { State = claim.State is { } state ? state with { CrmBaseline = "{}"u8.ToArray() } : null };
    }

    sealed class AwsBaselineBlind() : Claims("aws-baseline-blind", "AWS has changed where it differs from what it last had")
    {
        protected override Claimed Change(Claimed claim) =>
            claim with { State = claim.State is { } state ? state with { AwsBaseline = """{"opportunity":{}}"""u8.ToArray() } : null };
    }

    // The cursor stands as far ahead as the sweep goes back.
    sealed class NoOverlap() : Settlements("no-overlap", "a sweep goes back a little behind its cursor")
    {
        protected override Settlement Change(Settlement settlement)
        {
            if (settlement.Claim is not { Key: { Kind: WorkKind.Schedule, Id: Schedules.Opportunities } } || settlement.Data is null)
                return settlement;
            var (was, now) = (settlement.Claim.Data is { } data ? Schedule.Read(data).Cursor : null, Schedule.Read(settlement.Data));
            return was == now.Cursor || now.Cursor is null
                ? settlement
                : settlement with { Data = (now with { Cursor = OpportunityPage.Text(OpportunityPage.Date(now.Cursor)!.Value + OpportunityPage.Overlap), IncompleteFrom = null }).ToJson() };
        }
    }

    sealed class WakeLost() : Variant("wake-lost", "who finds a claim leaves its reason")
    {
        public override T Dress<T>(T target, string function) => target is not ISyncStore store ? target : Intercept.Of(target, call => call.Method switch
        {
            nameof(ISyncStore.Wake) => Wake(store, (IReadOnlyList<Wake>)call.Arguments[0]!),
            nameof(ISyncStore.Settle) => Settle(store, (IReadOnlyList<Settlement>)call.Arguments[0]!),
            _ => call.Proceed(),
        });

        static async Task Wake(ISyncStore store, IReadOnlyList<Wake> wakes) => await store.Wake(await Free(store, wakes), CancellationToken.None);

        static async Task<IReadOnlyList<Settled>> Settle(ISyncStore store, IReadOnlyList<Settlement> settlements)
        {
            var free = new List<Settlement>();
            foreach (var settlement in settlements)
                free.Add(settlement with { Wakes = await Free(store, settlement.Wakes) });
            return await store.Settle(free, CancellationToken.None);
        }

        static async Task<List<Wake>> Free(ISyncStore store, IReadOnlyList<Wake> wakes)
        {
            var free = new List<Wake>();
            foreach (var wake in wakes)
            {
                if (await store.GetWork(wake.Key, CancellationToken.None) is not { Owner: not null })
                    free.Add(wake);
            }

            return free;
        }
    }

    sealed class NewNotification() : Settlements("new-notification", "an event makes the same notification whenever it comes")
    {
        int _number;

        protected override Settlement Change(Settlement settlement) =>
            settlement with { Notifications = [.. settlement.Notifications.Select(n => n with { Id = string.Create(CultureInfo.InvariantCulture, $"n{++_number}") })] };
    }

    sealed class FeedForgets() : Settlements("feed-forgets", "the CRM's changes are woken before its position moves")
    {
        protected override Settlement Change(Settlement settlement) =>
            settlement.Claim?.Key is { Kind: WorkKind.Schedule, Id: Schedules.CrmChanges } ? settlement with { Wakes = [] } : settlement;
    }

    sealed class DeletedBlind() : Claims("deleted-blind", "what was deleted in the CRM is not made again")
    {
        protected override Claimed Change(Claimed claim) => claim.State is { Closed: true } ? claim with { State = null } : claim;
    }

    sealed class GivesUpAtOnce() : Settlements("gives-up-at-once", "what failed for a reason that may pass is tried again")
    {
        protected override Settlement Change(Settlement settlement) =>
            settlement is { Claim.Key.Kind: not WorkKind.Schedule, Next: WorkNext.Again { Counts: true } } ? settlement with { Next = WorkNext.Finished, Intent = null } : settlement;
    }

    // Nothing is looked at that no event told of.
    sealed class NoSweep() : Settlements("no-sweep", "what no event told is found")
    {
        protected override Settlement Change(Settlement settlement)
        {
            if (settlement.Claim is not { Key: { Kind: WorkKind.Schedule, Id: Schedules.Opportunities or Schedules.Summaries } } || settlement.Data is null)
                return settlement;
            return settlement with { Data = (Schedule.Read(settlement.Data) with { Cursor = "2100-01-01T00:00:00.000Z" }).ToJson() };
        }
    }
}
