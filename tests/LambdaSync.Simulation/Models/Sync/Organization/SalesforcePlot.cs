using LambdaSync.Simulation.Kernel;
using LambdaSync.Simulation.Parts;
using LambdaSync.Simulation.Stories;

namespace LambdaSync.Simulation.Models.Sync.Organization;

/// <summary>What goes wrong in Salesforce alone, mostly near what happens.</summary>
sealed class SalesforcePlot : IPlot
{
    static readonly string[] Faults =
        ["RowLock", "RowLock", "Concurrency", "Unavailable", "Error500", "Html503", "QueryTimeout", "ReplyLost", "ReplyLost", "CutAfter", "CutAfter", "CutBefore", "ExpiredSession"];

    public IEnumerable<Step> Write(Chance chance, TimeSpan length, IReadOnlyList<Step> before)
    {
        for (var left = chance.Between(0, 12); left > 0; left--)
            yield return new SalesforceFaultStep(Moment(chance, length, before), chance.Of(Faults), chance.Between(1, 4));
        if (chance.Is(0.3))
        {
            // Sweeps stop, then everything but people's commands; at last Salesforce refuses.
            var at = chance.Between(TimeSpan.Zero, length - TimeSpan.FromHours(8));
            yield return new OtherCallsStep(at, chance.Of([82_000, 96_000, 100_000]));
            yield return new OtherCallsStep(at + chance.Between(TimeSpan.FromMinutes(10), TimeSpan.FromHours(8)), 0);
        }

        if (chance.Is(0.3))
        {
            var at = chance.Between(TimeSpan.Zero, length / 2);
            yield return new PageStep(at, chance.Between(1, 3));
            if (chance.Is(0.5))
                yield return new PageStep(at + chance.Between(TimeSpan.FromHours(1), length / 2), 2000);
        }

        for (var left = chance.Between(0, 2); left > 0; left--)
        {
            var (at, deal) = (chance.Between(length / 8, length), chance.Between(1, 5));
            yield return new HideStep(at, deal, Hides: true);
            if (chance.Is(0.7))
                yield return new HideStep(at + chance.Mostly(TimeSpan.FromMinutes(1), TimeSpan.FromHours(6)), deal, Hides: false);
        }

        if (chance.Is(0.4))
            yield return new LostEventsStep(chance.Is(0.5) ? Moment(chance, length, before) : chance.Between(TimeSpan.Zero, length), chance.Mostly(TimeSpan.FromMinutes(10), TimeSpan.FromHours(2)));
        for (var left = chance.Between(0, 2); left > 0; left--)
            yield return new MergeStep(Moment(chance, length, before), chance.Between(1, 5), chance.Of([OrganizationTrouble.Account, OrganizationFields.PrimaryContact]), chance.Is(0.4));
        for (var left = chance.Between(0, 2); left > 0; left--)
        {
            foreach (var step in SameSecond(chance, chance.Between(TimeSpan.Zero, length - TimeSpan.FromHours(2)), First + left))
                yield return step;
        }

        for (var left = chance.Between(0, 2); left > 0; left--)
            yield return new LongTransactionStep(Moment(chance, length, before), chance.Between(1, 5), SyncFields.All.Single(f => f.Crm == SyncFields.Comments), $"Long {left}");
    }

    // Deals of these scenes alone: no one else edits them.
    const int First = 970;

    static readonly CallMoment[] Moments = [CallMoment.Write, CallMoment.Write, CallMoment.Written];

    // AWS changes a field, and a person saves the same field, or another one, while LambdaSync carries the change over.
    static IEnumerable<Step> SameSecond(Chance chance, TimeSpan at, int number)
    {
        var (next, comments) = (SyncFields.All.Single(f => f.Crm == "AWS_nextStep__c"), SyncFields.All.Single(f => f.Crm == SyncFields.Comments));
        yield return new AwsCreateStep(at, number, "Pending Submission", NamesCrm: false);
        at += TimeSpan.FromMinutes(chance.Between(5, 60));
        yield return new SaveAtWriteStep(at, number, chance.Of([next, comments]), $"A person's {number}", chance.Of(Moments), chance.Is(0.6));
        yield return new AwsEditStep(at + TimeSpan.FromSeconds(1), number, next, $"AWS's {number}");
    }

    static TimeSpan Moment(Chance chance, TimeSpan length, IReadOnlyList<Step> before) =>
        before.Count == 0 || chance.Is(0.2) ? chance.Between(TimeSpan.Zero, length) : chance.Of(before).At + chance.Mostly(TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1));
}
