using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Amazon.Lambda.SQSEvents;
using LambdaSync.Connections.Crm;
using LambdaSync.Connections.State;
using LambdaSync.Mapping;
using LambdaSync.Simulation.Outsides;
using LambdaSync.Simulation.Stories;
using LambdaSync.Sync.Quotas;
using LambdaSync.Sync.Schedules;
using LambdaSync.Sync.Work;

namespace LambdaSync.Simulation.Models.Sync;

/// <summary>The guards of the whole sync, each switched off.</summary>
static class SyncVariants
{
    public static IReadOnlyList<Variant> All { get; } =
    [
        new NoClaim(), new ForgetsIntents(), new FreshToken(), new NoWriteBack(), new CrmBaselineBlind(), new AwsBaselineBlind(), new SenderBlind(), new NoOverlap(),
        new LockBlind(), new ClosedBlind(), new WakeLost(), new NoQuota(), new NewNotification(), new SaysDone(), new FeedForgets(), new DeletedBlind(), new CatalogBlind(),
        new GivesUpAtOnce(), new NoSweep(), new NoEpoch(), new OwnerBlind(), new NamesBlind(), new NoLookup(), new WholeRows(), new OneStopsAll(), new NoInvitationSweep(),
        new UnsettledBlind(), new NeverAsks(),
    ];

    /// <summary>Changes what a claim finds.</summary>
    abstract class Claims(string name, string off) : Variant(name, off)
    {
        public override T Dress<T>(T target, string function) => target is not ISyncStore ? target : Intercept.Of(target, call =>
            call.Method == nameof(ISyncStore.Claim)
                ? call.Proceed<IReadOnlyList<Claimed?>>(claims => [.. claims.Select(c => c is null ? null : Change(c))])
                : call.Proceed());

        protected abstract Claimed Change(Claimed claim);
    }

    /// <summary>Changes what is settled.</summary>
    abstract class Settlements(string name, string off) : Variant(name, off)
    {
        public override T Dress<T>(T target, string function) => target is not ISyncStore ? target : Intercept.Of(target, call =>
        {
            if (call.Method == nameof(ISyncStore.Settle))
                call.Arguments[0] = (IReadOnlyList<Settlement>)[.. ((IReadOnlyList<Settlement>)call.Arguments[0]!).Select(Change)];
            return call.Proceed();
        });

        protected abstract Settlement Change(Settlement settlement);
    }

    /// <summary>Changes what AWS answers.</summary>
    abstract class Answers(string name, string off) : Variant(name, off)
    {
        public override HttpMessageHandler DressHttp(HttpMessageHandler target, string function) => Concerns(function) ? new Changing(target, Change) : target;

        protected virtual bool Concerns(string function) => true;

        protected abstract string Change(string body);

        protected static string Without(string body, string list)
        {
            if (!body.Contains(list, StringComparison.Ordinal))
                return body;
            var answer = JsonNode.Parse(body)!.AsObject();
            answer[list] = new JsonArray();
            return answer.ToJsonString();
        }

        sealed class Changing(HttpMessageHandler target, Func<string, string> change) : DelegatingHandler(target)
        {
            protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            {
                var answer = await base.SendAsync(request, cancellationToken);
                var type = answer.Content.Headers.ContentType;
                answer.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(change(await answer.Content.ReadAsStringAsync(cancellationToken)))) { Headers = { ContentType = type } };
                return answer;
            }
        }
    }

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
            claim with { Unsettled = false, Reasons = claim.Reasons.Where(r => r != Reason.Unsettled).ToHashSet(StringComparer.Ordinal) };
    }

    sealed class NeverAsks() : Claims("never-asks", "a sweep asks before it overwrites many records")
    {
        protected override Claimed Change(Claimed claim) => claim is { Key.Kind: WorkKind.Schedule, Data: { } data }
            ? claim with { Data = (Schedule.Read(data) with { MaxChanges = null }).ToJson() }
            : claim;
    }

    // No row of a record that exists carries the id.
    sealed class NoWriteBack() : Variant("no-write-back", "an id that AWS gave is always written back")
    {
        public override T Dress<T>(T target, string function) => target is not ICrm ? target : Intercept.Of(target, call =>
        {
            if (call.Method == nameof(ICrm.Write))
                call.Arguments[1] = (IReadOnlyList<CrmWrite>)[.. ((IReadOnlyList<CrmWrite>)call.Arguments[1]!).Select(row => row.Id is null ? row : row with { ExternalId = null })];
            return call.Proceed();
        });
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

    sealed class SenderBlind() : Variant("sender-blind", "an invitation that we sent is no referral")
    {
        public override SQSEvent Change(SQSEvent batch)
        {
            foreach (var record in batch.Records)
                record.Body = record.Body.Replace("\"participantType\":\"Sender\"", "\"participantType\":\"Receiver\"", StringComparison.Ordinal);
            return batch;
        }
    }

    sealed class OwnerBlind() : Variant("owner-blind", "the owner of a field wins")
    {
        public override MappingDocument Change(MappingDocument mapping) =>
            mapping with { Opportunity = mapping.Opportunity! with { Fields = [.. mapping.Opportunity.Fields.Select(f => f with { Owner = f.Owner switch { Owner.Aws => Owner.Crm, Owner.Crm => Owner.Aws, _ => f.Owner } })] } };
    }

    // What AWS says about our record's id is not seen.
    sealed class NamesBlind() : Answers("names-blind", "an opportunity that names a CRM record is that record's")
    {
        protected override string Change(string body) => body.Replace("\"PartnerOpportunityIdentifier\"", "\"Something\"", StringComparison.Ordinal);
    }

    // Only the sweep sees lists.
    sealed class NoLookup() : Answers("no-lookup", "what a lost creation made is looked for")
    {
        protected override bool Concerns(string function) => function != SyncModel.Sweeper;

        protected override string Change(string body) => Without(body, "OpportunitySummaries");
    }

    sealed class NoInvitationSweep() : Answers("no-invitation-sweep", "an invitation that no event told of is found")
    {
        protected override string Change(string body) => Without(body, "EngagementInvitationSummaries");
    }

    // A row carries all that was read of the record.
    sealed class WholeRows() : Variant("whole-rows", "a row carries only what changes")
    {
        public override T Dress<T>(T target, string function)
        {
            if (target is not ICrm)
                return target;
            var read = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
            return Intercept.Of(target, call =>
            {
                if (call.Method == nameof(ICrm.Write))
                    call.Arguments[1] = (IReadOnlyList<CrmWrite>)[.. ((IReadOnlyList<CrmWrite>)call.Arguments[1]!).Select(row => row.Id is { } id && read.TryGetValue(id, out var all) ? row with { Fields = Whole(all, row) } : row)];
                return call.Method == nameof(ICrm.Find) ? call.Proceed<IReadOnlyList<CrmRecord>>(found => Remember(read, found)) : call.Proceed();
            });
        }

        static IReadOnlyList<CrmRecord> Remember(Dictionary<string, JsonObject> read, IReadOnlyList<CrmRecord> found)
        {
            foreach (var record in found)
                read[record.Id] = JsonNode.Parse(record.Fields)!.AsObject();
            return found;
        }

        static byte[] Whole(JsonObject all, CrmWrite row)
        {
            var fields = new SortedDictionary<string, JsonNode?>(all.Where(f => SyncFields.All.Any(s => s.Crm == f.Key)).ToDictionary(f => f.Key, f => f.Value?.DeepClone()), StringComparer.Ordinal);
            foreach (var (name, value) in JsonNode.Parse(row.Fields)!.AsObject())
                fields[name] = value?.DeepClone();
            return Encoding.UTF8.GetBytes(new JsonObject(fields).ToJsonString());
        }
    }

    sealed class OneStopsAll() : Variant("one-stops-all", "a refused row fails no other")
    {
        public override T Dress<T>(T target, string function) => target is not ICrm ? target : Intercept.Of(target, call =>
            call.Method == nameof(ICrm.Write) ? call.Proceed<IReadOnlyList<CrmResult>>(Together) : call.Proceed());

        static IReadOnlyList<CrmResult> Together(IReadOnlyList<CrmResult> results) =>
            results.FirstOrDefault(r => !r.Written) is { } refused ? [.. results.Select(_ => refused)] : results;
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
                : settlement with { Data = (now with { Cursor = OpportunityPage.Text(OpportunityPage.Date(now.Cursor)!.Value + OpportunityPage.Overlap) }).ToJson() };
        }
    }

    sealed class LockBlind() : Answers("lock-blind", "nothing is sent while AWS holds the lock")
    {
        protected override string Change(string body) => body
            .Replace("\"ReviewStatus\":\"Submitted\"", "\"ReviewStatus\":\"Pending Submission\"", StringComparison.Ordinal)
            .Replace("\"ReviewStatus\":\"In review\"", "\"ReviewStatus\":\"Pending Submission\"", StringComparison.Ordinal);
    }

    sealed class ClosedBlind() : Answers("closed-blind", "closed fields are sent as AWS has them")
    {
        protected override string Change(string body) => body.Replace("\"ReviewStatus\":\"Approved\"", "\"ReviewStatus\":\"Pending Submission\"", StringComparison.Ordinal);
    }

    sealed class WakeLost() : Variant("wake-lost", "who finds a claim leaves its reason")
    {
        public override T Dress<T>(T target, string function) => target is not ISyncStore store ? target : Intercept.Of(target, call =>
            call.Method == nameof(ISyncStore.Wake) ? Wake(store, (IReadOnlyList<Wake>)call.Arguments[0]!) : call.Proceed());

        static async Task Wake(ISyncStore store, IReadOnlyList<Wake> wakes)
        {
            var free = new List<Wake>();
            foreach (var wake in wakes)
            {
                if (await store.GetWork(wake.Key, CancellationToken.None) is not { Owner: not null })
                    free.Add(wake);
            }

            await store.Wake(free, CancellationToken.None);
        }
    }

    // Every instance finds the ledger empty and may put what it likes.
    sealed class NoQuota() : Variant("no-quota", "calls wait for their turn")
    {
        public override T Dress<T>(T target, string function) => target is not IQuotaStore ? target : Intercept.Of(target, call =>
            call.Method == nameof(IQuotaStore.Read) ? call.Proceed<StoredQuota>(_ => new StoredQuota(0, QuotaState.Empty)) : Task.FromResult(true));
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

    sealed class CatalogBlind() : Variant("catalog-blind", "nothing of one catalog is used in the other")
    {
        public override SQSEvent Change(SQSEvent batch)
        {
            foreach (var record in batch.Records)
                record.Body = record.Body.Replace("\"catalog\":\"Sandbox\"", "\"catalog\":\"AWS\"", StringComparison.Ordinal);
            return batch;
        }
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
