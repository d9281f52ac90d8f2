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

    // A command that nothing is sent for is shown at once.
    IReadOnlyList<Wake> Refused(AskedCommand? asked, IReadOnlyList<Issue> issues) => asked is null ? [] :
        [new Wake(MarketSection.OfId(asked.Shown)!.Key(catalog, asked.Shown), CommandEnd.Refused(asked.Verb, asked.Job, asked.By, asked.Person, issues).ToReason(), Lane.Person, Now)];

    // What is changed is the work's data: the same request on the same day is the same work, and changes nothing twice.
    async Task<Settlement> Change(Asked asked, CancellationToken cancellation)
    {
        var (command, lane, job, key, index, _, caller, by) = asked;
        var planned = CommandVerbs.IsOfAgreements(command.Verb) ? PlannedRequest(command) : PlannedChangeSet(command);
        var memo = await ShownOf(planned.Shown, cancellation) is { } shown ? new AskedCommand(shown.Id, command.Verb, job.Id) { By = by, Person = caller.PersonOf(command) } : null;
        var refusal = MarketplaceWrites.Refusal(catalog, AllowsMarketplaceWrites) ?? Sellers.Unknown(planned.Account) ?? planned.Refusal;
        IReadOnlyList<Issue> issues = refusal is null ? planned.Issues : [refusal, .. planned.Issues];
        var reason = CommandRequests.ReasonOf(command, by, job.Id, planned.Eula, memo);
        var data = refusal is null ? planned.Data : null;
        var detail = new JobDetail(job.Id, index, planned.Target ?? "", null, data is null ? Outcome.Failed : Outcome.Requested, Now, command.ToJson(), issues) { Reason = reason };
        return new Settlement { Entries = [new LogEntry(detail)], Wakes = data is null ? Refused(memo, issues) : [new Wake(key, reason, lane, Now, data)] };
    }

    Planned PlannedRequest(CommandDocument command)
    {
        var plan = AgreementPlanOf(command, command.Ids[0]);
        var agreement = plan.Memo?.AgreementId;
        return new Planned(agreement, plan.Memo?.Account, plan.Memo?.ToJson(), plan.Issues, agreement ?? command.Arguments.GetValueOrDefault(CommandVerbs.Agreement) ?? command.Ids[0])
        {
            Refusal = AllowsAfterSale ? null : AgreementRequestIssues.Off(),
        };
    }

    Planned PlannedChangeSet(CommandDocument command)
    {
        var plan = PlanOf(command, command.Ids[0]);
        return new Planned(plan.Memo?.Target, plan.Memo?.Account, plan.Memo?.ToJson(), plan.Issues, command.Ids[0])
        {
            Eula = plan.Eula,
            Refusal = plan.Eula is { } address && PresignedUrl.Check(address, Now) is { Severity: Severity.Error } ends ? ends : null,
        };
    }

    /// <summary>What a command would change of AWS Marketplace.</summary>
    /// <param name="Target">The record that is changed, or null: a new one, or one that the command does not name.</param>
    /// <param name="Data">The work's data, or null: the command can't be carried out, which the issues explain.</param>
    /// <param name="Shown">The id of the record that shows how the command has ended.</param>
    sealed record Planned(string? Target, string? Account, byte[]? Data, IReadOnlyList<Issue> Issues, string Shown)
    {
        public string? Eula { get; init; }

        public Issue? Refusal { get; init; }
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
