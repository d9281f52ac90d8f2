using LambdaSync.Commands;
using LambdaSync.Connections;
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
    ChangePlan PlanOf(CommandDocument command, string id) => MarketplaceCommands.Plan(command, id, DateOnly.FromDateTime(Now.UtcDateTime), Sellers.Main);

    AgreementPlan AgreementPlanOf(CommandDocument command, string id) => AgreementCommands.Plan(command, id, DateOnly.FromDateTime(Now.UtcDateTime));

    /// <summary>The CRM's objects that records of AWS Marketplace are mapped to.</summary>
    public IReadOnlyList<string> MarketObjects { get; init; } = [];

    /// <summary>Tells the record that a command could not be read, or is not for whoever sent it. Nothing, where no record of AWS Marketplace is named.</summary>
    /// <exception cref="ConnectionException">The store is away.</exception>
    public async Task ShowRefusal(CrmCommandEvent command, Job job, IReadOnlyList<Issue> issues, CancellationToken cancellation)
    {
        if (await ShownOf(command.RecordId, cancellation) is { } key && command.Verb is { } verb)
            await store.Wake([new Wake(key, CommandEnd.Refused(verb, job.Id, command.Person, command.Person, issues).ToReason(), Lane.Person, Now)], cancellation);
    }

    // The record that is changed, or whose CRM record a new one is made for.
    async Task<WorkKey?> ShownOf(string id, CancellationToken cancellation)
    {
        if (MarketSection.OfId(id) is { } section)
            return section.Key(catalog, id);
        foreach (var name in MarketObjects)
        {
            if (await store.FindByCrmId(catalog, name, id, cancellation) is { IsMarketplace: true } key)
                return key;
        }

        return null;
    }

    async Task<AskedCommand?> AskedOf(CommandDocument command, CommandCaller caller, string by, Job job, string? shown, CancellationToken cancellation) =>
        await ShownOf(shown ?? command.Ids[0], cancellation) is { } key ? new AskedCommand(key.Id, command.Verb, job.Id) { By = by, Person = caller.PersonOf(command) } : null;

    // A command that nothing is sent for is shown at once.
    IReadOnlyList<Wake> Refused(AskedCommand? asked, IReadOnlyList<Issue> issues) => asked is null ? [] :
        [new Wake(MarketSection.OfId(asked.Shown)!.Key(catalog, asked.Shown), CommandEnd.Refused(asked.Verb, asked.Job, asked.By, asked.Person, issues).ToReason(), Lane.Person, Now)];

    // As a change set: the same request on the same day is the same work.
    async Task<Settlement> AgreementRequest(CommandDocument command, Lane lane, Job job, WorkKey key, int index, CommandCaller caller, string by, CancellationToken cancellation)
    {
        var plan = AgreementPlanOf(command, command.Ids[0]);
        var refusal = MarketplaceWrites.Refusal(catalog, AllowsMarketplaceWrites) ?? Sellers.Unknown(plan.Memo?.Account) ?? (AllowsAfterSale ? null : AgreementRequestIssues.Off());
        var outcome = refusal is not null || plan.Memo is null ? Outcome.Failed : Outcome.Requested;
        var asked = await AskedOf(command, caller, by, job, plan.Memo?.AgreementId ?? command.Arguments.GetValueOrDefault(CommandVerbs.Agreement), cancellation);
        IReadOnlyList<Issue> issues = refusal is null ? plan.Issues : [refusal, .. plan.Issues];
        var reason = CommandRequests.ReasonOf(command, by, job.Id, asked: asked);
        var detail = new JobDetail(job.Id, index, plan.Memo?.AgreementId ?? "", null, outcome, Now, command.ToJson(), issues) { Reason = reason };
        return new Settlement { Entries = [new LogEntry(detail)], Wakes = outcome == Outcome.Requested ? [new Wake(key, reason, lane, Now, plan.Memo!.ToJson())] : Refused(asked, issues) };
    }

    // What is changed is the work's data: the same request on the same day is the same work, and changes nothing twice.
    async Task<Settlement> Change(CommandDocument command, Lane lane, Job job, WorkKey key, int index, CommandCaller caller, string by, CancellationToken cancellation)
    {
        var plan = PlanOf(command, command.Ids[0]);
        var refusal = MarketplaceWrites.Refusal(catalog, AllowsMarketplaceWrites) ?? Sellers.Unknown(plan.Memo?.Account) ?? (plan.Eula is { } address && PresignedUrl.Check(address, Now) is { Severity: Severity.Error } ends ? ends : null);
        var asked = await AskedOf(command, caller, by, job, null, cancellation);
        IReadOnlyList<Issue> issues = refusal is null ? plan.Issues : [refusal, .. plan.Issues];
        var reason = CommandRequests.ReasonOf(command, by, job.Id, plan.Eula, asked);
        var outcome = refusal is not null || plan.Memo is null ? Outcome.Failed : Outcome.Requested;
        var detail = new JobDetail(job.Id, index, plan.Memo?.Target ?? "", null, outcome, Now, command.ToJson(), issues) { Reason = reason };
        return new Settlement { Entries = [new LogEntry(detail)], Wakes = outcome == Outcome.Requested ? [new Wake(key, reason, lane, Now, plan.Memo!.ToJson())] : Refused(asked, issues) };
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
