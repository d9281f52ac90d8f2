using Amazon.Lambda.SQSEvents;
using LambdaSync.Connections.State;
using LambdaSync.Simulation.Outsides;
using LambdaSync.Simulation.Parts;
using LambdaSync.Simulation.Stories;
using LambdaSync.Sync.Quotas;

namespace LambdaSync.Simulation.Models.Sync;

/// <content>Guards of what AWS says and is asked.</content>
static partial class SyncVariants
{
    sealed class SenderBlind() : Variant("sender-blind", "an invitation that we sent is no referral")
    {
        public override SQSEvent Change(SQSEvent batch)
        {
            foreach (var record in batch.Records)
                record.Body = record.Body.Replace("\"participantType\":\"Sender\"", "\"participantType\":\"Receiver\"", StringComparison.Ordinal);
            return batch;
        }
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

    sealed class NoEngagementSweep() : Answers("no-engagement-sweep", "a lead that no event told of, or a change of it, is found")
    {
        protected override string Change(string body) => Without(body, "EngagementSummaryList");
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

    // Every instance finds the ledger empty and may put what it likes.
    sealed class NoQuota() : Variant("no-quota", "calls wait for their turn")
    {
        public override PartChoice Change(PartChoice parts) => parts with { Ledger = true };

        public override T Dress<T>(T target, string function) => target is not IQuotaStore ? target : Intercept.Of(target, call =>
            call.Method == nameof(IQuotaStore.Read) ? call.Proceed<StoredQuota>(_ => new StoredQuota(0, QuotaState.Empty)) : Task.FromResult(true));
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
}
