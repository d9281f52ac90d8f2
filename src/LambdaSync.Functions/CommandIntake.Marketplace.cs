using LambdaSync.Commands;
using LambdaSync.Connections.State;
using LambdaSync.Kinds.Marketplace;
using LambdaSync.Marketplace;
using LambdaSync.Marketplace.AgreementRequests;
using LambdaSync.Marketplace.LegalDocuments;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;

namespace LambdaSync.Functions;

public sealed partial class CommandIntake
{
    ChangePlan PlanOf(CommandDocument command, string id) => MarketplaceCommands.Plan(command, id, DateOnly.FromDateTime(Now.UtcDateTime));

    AgreementPlan AgreementPlanOf(CommandDocument command, string id) => AgreementCommands.Plan(command, id, DateOnly.FromDateTime(Now.UtcDateTime));

    // As a change set: the same request on the same day is the same work.
    Settlement AgreementRequest(CommandDocument command, Lane lane, Job job, WorkKey key, int index, string reason)
    {
        var plan = AgreementPlanOf(command, command.Ids[0]);
        var refusal = MarketplaceWrites.Refusal(catalog, AllowsMarketplaceWrites) ?? Sellers.Unknown(plan.Memo?.Account) ?? (AllowsAfterSale ? null : AgreementRequestIssues.Off());
        var outcome = refusal is not null || plan.Memo is null ? Outcome.Failed : Outcome.Requested;
        var detail = new JobDetail(job.Id, index, plan.Memo?.AgreementId ?? "", null, outcome, Now, command.ToJson(), refusal is null ? plan.Issues : [refusal, .. plan.Issues]) { Reason = reason };
        return new Settlement { Entries = [new LogEntry(detail)], Wakes = outcome == Outcome.Requested ? [new Wake(key, reason, lane, Now, plan.Memo!.ToJson())] : [] };
    }

    // What is changed is the work's data: the same request on the same day is the same work, and changes nothing twice.
    Settlement Change(CommandDocument command, Lane lane, Job job, WorkKey key, int index, string reason)
    {
        var plan = PlanOf(command, command.Ids[0]);
        var refusal = MarketplaceWrites.Refusal(catalog, AllowsMarketplaceWrites) ?? Sellers.Unknown(plan.Memo?.Account) ?? (plan.Eula is { } address && PresignedUrl.Check(address, Now) is { Severity: Severity.Error } ends ? ends : null);
        reason = CommandRequests.ReasonOf(command, RecordRequest.Read(reason)?.By ?? "", job.Id, plan.Eula);
        var outcome = refusal is not null || plan.Memo is null ? Outcome.Failed : Outcome.Requested;
        var detail = new JobDetail(job.Id, index, plan.Memo?.Target ?? "", null, outcome, Now, command.ToJson(), refusal is null ? plan.Issues : [refusal, .. plan.Issues]) { Reason = reason };
        return new Settlement { Entries = [new LogEntry(detail)], Wakes = outcome == Outcome.Requested ? [new Wake(key, reason, lane, Now, plan.Memo!.ToJson())] : [] };
    }

    // The offer remembers whose it is: once a buyer accepts it, its opportunities are compared.
    IReadOnlyList<Wake> Linked(CommandDocument command, WorkKey key, Lane lane)
    {
        var arn = command.Verb == CommandVerbs.LinkOffer ? command.Arguments[CommandVerbs.Offer]
            : command.Verb == CommandVerbs.Associate && CommandVerbs.OfferTypeOf(command.Arguments[CommandVerbs.EntityIdentifier]) is not null ? command.Arguments[CommandVerbs.EntityIdentifier] : null;
        if (arn is null || MarketSection.OfId(CommandReader.Normal(arn)) is not { } section)
            return [];
        var linked = new RecordRequest(RequestVerbs.Linked, new Dictionary<string, string>(StringComparer.Ordinal) { ["opportunity"] = key.Id });
        return [new Wake(section.Key(catalog, CommandReader.Normal(arn)), linked.ToReason(), lane, Now)];
    }
}
