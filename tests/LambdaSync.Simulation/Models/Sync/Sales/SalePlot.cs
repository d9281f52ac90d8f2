using LambdaSync.Simulation.Faults;
using LambdaSync.Simulation.Kernel;
using LambdaSync.Simulation.Queues;
using LambdaSync.Simulation.Stories;
using LambdaSync.Sync.Work;

namespace LambdaSync.Simulation.Models.Sync.Sales;

/// <summary>A few deals that go the whole way, each with something that may go wrong on it.</summary>
sealed class SalePlot : IPlot
{
    /// <summary>Deals of these scenes alone.</summary>
    public const int First = 700;

    const string Outbound = "Outbound";

    static readonly string[] Reasons = ["OpportunityValidationFailed", "OpportunityValidationFailed", "OpportunitySubmissionFailed", "RequestThrottled", "InternalError", "OpportunityConflict", "ServiceQuotaExceeded"];

    static readonly string[] Writes = [TaskStep.Start, "AssociateOpportunity", "DisassociateOpportunity", "AssignOpportunity"];

    static readonly SyncField NextSteps = SyncFields.All.Single(f => f.Crm == "AWS_nextStep__c");

    public IEnumerable<Step> Write(Chance chance, TimeSpan length, IReadOnlyList<Step> before)
    {
        List<Func<Chance, TimeSpan, int, IEnumerable<Step>>> scenes = [Plain, Fails, Commanded, Runs, Referral, Lost, Helped, Owned, Locked, Cleared, Rejected];
        var most = chance.Between(1, 2);
        for (var number = First; number < First + most; number++)
        {
            var scene = chance.Of(scenes);
            scenes.Remove(scene);
            foreach (var step in scene(chance, chance.Between(TimeSpan.Zero, length / 3), number))
                yield return step;
        }
    }

    static TimeSpan Minutes(Chance chance, int least, int most) => TimeSpan.FromSeconds(chance.Between(60 * least, 60 * most));

    static string Solutions(Chance chance) => chance.Of(["S-0000001", "S-0000002", "S-0000001;S-0000002"]);

    static TickStep Tick(TimeSpan at) => new(at + TimeSpan.FromSeconds(1), Outbound);

    // Shared, submitted, approved, committed; then another solution takes the first one's place.
    static IEnumerable<Step> Plain(Chance chance, TimeSpan at, int deal)
    {
        yield return new SaleCreateStep(at, deal, "S-0000001", IsFlagged: true, IsComplete: true);
        yield return Tick(at += Minutes(chance, 1, 5));
        yield return new ReviewStep(at += Minutes(chance, 10, 60), deal, "review");
        yield return new ReviewStep(at += Minutes(chance, 1, 60), deal, "approve");
        yield return new CrmEditStep(at += Minutes(chance, 10, 60), deal, SyncFields.Stage, SyncFields.Committed);
        yield return Tick(at);
        yield return new SaleEditStep(at += Minutes(chance, 10, 60), deal, Sale.Solutions, chance.Of(["S-0000002", "S-0000002;S-0000003"]));
        yield return Tick(at);
        if (chance.Is(0.5))
            yield return new SaleEditStep(at + Minutes(chance, 1, 60), deal, Sale.Solutions, "S-0000004");
    }

    // The task fails; a person corrects something, perhaps by a word.
    static IEnumerable<Step> Fails(Chance chance, TimeSpan at, int deal)
    {
        yield return new TaskStep(at, chance.Of(Reasons));
        yield return new SaleCreateStep(at, deal, Solutions(chance), IsFlagged: true, IsComplete: true);
        for (var ticks = chance.Between(2, 4); ticks > 0; ticks--)
            yield return Tick(at += Minutes(chance, 1, 8));
        if (chance.Is(0.4))
            yield break;
        yield return new CrmEditStep(at += Minutes(chance, 60, 300), deal, NextSteps, $"Corrected {deal}");
        yield return Tick(at);
        if (chance.Is(0.3))
            yield return new RequestStep(at + Minutes(chance, 1, 60), deal, RequestVerbs.Submit, $"job-{deal}");
    }

    // A command submits it, before or after it is complete.
    static IEnumerable<Step> Commanded(Chance chance, TimeSpan at, int deal)
    {
        var isComplete = chance.Is(0.5);
        yield return new SaleCreateStep(at, deal, chance.Is(0.5) ? Solutions(chance) : null, IsFlagged: false, isComplete);
        if (chance.Is(0.7))
            yield return Tick(at + TimeSpan.FromSeconds(5));
        yield return new RequestStep(at += Minutes(chance, 1, 90), deal, RequestVerbs.Submit, $"job-{deal}");
        if (chance.Is(0.3))
            yield return new CrmEditStep(at, deal, NextSteps, $"Beside {deal}");
        yield return Tick(at);
        yield return new SaleEditStep(at += Minutes(chance, 5, 200), deal, Sale.Solutions, Solutions(chance));
        if (!isComplete)
            yield return new SaleEditStep(at + Minutes(chance, 1, 100), deal, Sale.UseCase, Sale.AnyUseCase);
        yield return Tick(at);
    }

    // AWS takes its time; somebody is impatient.
    static IEnumerable<Step> Runs(Chance chance, TimeSpan at, int deal)
    {
        yield return new TaskStep(at, null);
        yield return new SaleCreateStep(at, deal, Solutions(chance), IsFlagged: true, IsComplete: true);
        yield return Tick(at += TimeSpan.FromSeconds(5));
        for (var clicks = chance.Between(0, 2); clicks > 0; clicks--)
        {
            yield return new RequestStep(at += Minutes(chance, 2, 40), deal, RequestVerbs.Submit, $"job-{deal}-{clicks}");
            yield return Tick(at);
        }

        if (chance.Is(0.4))
            yield return new CrmEditStep(at += Minutes(chance, 1, 40), deal, NextSteps, $"Meanwhile {deal}");
        yield return Tick(at += TimeSpan.FromMinutes(130));
        yield return new ReleaseStep(at += Minutes(chance, 10, 60));
        yield return Tick(at);
    }

    static IEnumerable<Step> Referral(Chance chance, TimeSpan at, int deal)
    {
        yield return new AwsSaleStep(at, deal, IsReferral: chance.Is(0.8));
        yield return new RequestStep(at += Minutes(chance, 10, 60), deal, RequestVerbs.Submit, $"job-{deal}");
        yield return Tick(at);
        yield return new CrmEditStep(at + Minutes(chance, 10, 60), deal, NextSteps, $"Of a referral {deal}");
    }

    // What AWS answers, or what is sent, gets lost.
    static IEnumerable<Step> Lost(Chance chance, TimeSpan at, int deal)
    {
        yield return new SaleCreateStep(at, deal, "S-0000001;S-0000002", IsFlagged: true, IsComplete: chance.Is(0.7));
        foreach (var write in Writes.Where(_ => chance.Is(0.5)))
            yield return new CallFaultStep(at, new CallPattern(Outside: "partner-central", Method: write), 1, chance.Of([CallFaultKind.ReplyLost, CallFaultKind.NotSent, CallFaultKind.DoneButServerError]));
        for (var ticks = 3; ticks > 0; ticks--)
            yield return Tick(at += Minutes(chance, 1, 5));
        yield return new ReviewStep(at += Minutes(chance, 1, 60), deal, "approve");
        foreach (var write in Writes.Where(_ => chance.Is(0.5)))
            yield return new CallFaultStep(at, new CallPattern(Outside: "partner-central", Method: write), 1, chance.Of([CallFaultKind.ReplyLost, CallFaultKind.NotSent]));
        yield return new SaleEditStep(at += Minutes(chance, 10, 60), deal, Sale.Solutions, chance.Of(["S-0000003", "S-0000002", "S-0000002;S-0000003"]));
        yield return new SaleEditStep(at, deal, Sale.Owner, chance.Of(Sale.Users));
        for (var ticks = 3; ticks > 0; ticks--)
            yield return Tick(at += Minutes(chance, 1, 10));
    }

    // A colleague works on it in Partner Central's pages.
    static IEnumerable<Step> Helped(Chance chance, TimeSpan at, int deal)
    {
        yield return new SaleCreateStep(at, deal, "S-0000001", chance.Is(0.3), chance.Is(0.8));
        yield return Tick(at += TimeSpan.FromSeconds(5));
        for (var left = chance.Between(1, 3); left > 0; left--)
        {
            yield return new ColleagueStep(at += Minutes(chance, 1, 60), deal, chance.Of(["AssociateOpportunity", "DisassociateOpportunity", TaskStep.Start]), chance.Of(Sale.Known));
            if (chance.Is(0.3))
                yield return new SaleEditStep(at + TimeSpan.FromSeconds(chance.Between(0, 30)), deal, Sale.Solutions, "S-0000001;" + chance.Of(Sale.Known));
            if (chance.Is(0.4))
                yield return new RequestStep(at + TimeSpan.FromSeconds(chance.Between(0, 30)), deal, RequestVerbs.Submit, $"job-{deal}-{left}");
            yield return Tick(at + TimeSpan.FromSeconds(chance.Between(0, 30)));
        }
    }

    static IEnumerable<Step> Owned(Chance chance, TimeSpan at, int deal)
    {
        yield return new SaleCreateStep(at, deal, Solutions(chance), chance.Is(0.5), chance.Is(0.5));
        yield return Tick(at += TimeSpan.FromSeconds(5));
        for (var left = chance.Between(1, 3); left > 0; left--)
        {
            yield return new SaleEditStep(at += Minutes(chance, 1, 90), deal, Sale.Owner, chance.Of(Sale.Users));
            if (chance.Is(0.5))
                yield return new CrmEditStep(at, deal, NextSteps, $"Owner {left}");
            yield return Tick(at);
        }
    }

    // Edits while AWS reviews.
    static IEnumerable<Step> Locked(Chance chance, TimeSpan at, int deal)
    {
        yield return new SaleCreateStep(at, deal, "S-0000001", IsFlagged: true, IsComplete: true);
        yield return Tick(at += TimeSpan.FromSeconds(5));
        yield return new SaleEditStep(at += Minutes(chance, 10, 30), deal, Sale.Solutions, chance.Of(["S-0000001;S-0000002", "S-0000002"]));
        if (chance.Is(0.5))
            yield return new SaleEditStep(at, deal, Sale.Owner, chance.Of(Sale.Users));
        if (chance.Is(0.5))
            yield return new CrmEditStep(at, deal, NextSteps, $"Waits {deal}");
        yield return Tick(at);
        yield return Tick(at += TimeSpan.FromMinutes(125));
        if (chance.Is(0.3))
            yield return new RequestStep(at, deal, RequestVerbs.Submit, $"job-{deal}");
        yield return new ReviewStep(at += Minutes(chance, 1, 60), deal, "approve");
        yield return Tick(at + TimeSpan.FromMinutes(10));
    }

    // A draft that lacks something may lose its solutions.
    static IEnumerable<Step> Cleared(Chance chance, TimeSpan at, int deal)
    {
        yield return new SaleCreateStep(at, deal, "S-0000001;S-0000002", IsFlagged: true, IsComplete: false);
        yield return Tick(at += TimeSpan.FromSeconds(5));
        yield return new SaleEditStep(at += Minutes(chance, 1, 90), deal, Sale.Solutions, chance.Of(["S-0000002", "S-0000003", null]));
        if (chance.Is(0.3))
            yield return new MessageFaultStep(at, SyncModel.Queue, 1, MessageFaultKind.Lost, TimeSpan.Zero);
        if (chance.Is(0.5))
            yield return new CallFaultStep(at, new CallPattern(Outside: "partner-central", Method: "DisassociateOpportunity"), 1, CallFaultKind.NotSent);
        yield return Tick(at);
        yield return new SaleEditStep(at += Minutes(chance, 1, 90), deal, Sale.Solutions, chance.Of([null, "S-0000004"]));
        yield return Tick(at);
        if (chance.Is(0.5))
            yield return new SaleEditStep(at + Minutes(chance, 1, 90), deal, Sale.UseCase, Sale.AnyUseCase);
    }

    static IEnumerable<Step> Rejected(Chance chance, TimeSpan at, int deal)
    {
        yield return new SaleCreateStep(at, deal, Solutions(chance), IsFlagged: true, IsComplete: true);
        yield return Tick(at += TimeSpan.FromSeconds(5));
        yield return new ReviewStep(at += Minutes(chance, 10, 60), deal, "reject");
        yield return new RequestStep(at + Minutes(chance, 10, 60), deal, RequestVerbs.Submit, $"job-{deal}");
    }
}
