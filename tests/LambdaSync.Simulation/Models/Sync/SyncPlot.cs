using System.Globalization;
using LambdaSync.Simulation.Faults;
using LambdaSync.Simulation.Kernel;
using LambdaSync.Simulation.Queues;
using LambdaSync.Simulation.Stories;

namespace LambdaSync.Simulation.Models.Sync;

/// <summary>
/// A day with a few deals and edits, often several of one deal at almost the same time. A small world is played in a fraction of a large
/// one's time and finds nearly all that a large one does, so one seed in twenty is a week with four times as many.
/// </summary>
sealed class SyncPlot : IPlot
{
    // Those before it are invitations that nobody answers.
    const int FirstLead = 10;

    static readonly string[] Ticks = ["Outbound", SyncModel.Sweeper];

    static readonly string[] Statuses = ["Pending Submission", "Pending Submission", "Pending Submission", "Approved", "Approved", "Submitted", "In review", "Action Required"];

    public IEnumerable<Step> Write(Chance chance, TimeSpan length, IReadOnlyList<Step> before)
    {
        var isLarge = length > SyncModel.SmallLength;
        var deals = isLarge ? chance.Between(14, 18) : chance.Between(3, 5);
        for (var deal = 1; deal <= deals; deal++)
        {
            var at = chance.Between(TimeSpan.Zero, length / 4);
            if (chance.Is(0.55))
            {
                yield return new AwsCreateStep(at, deal, chance.Of(Statuses), NamesCrm: false);
            }
            else
            {
                var shared = chance.Is(0.75);
                yield return new CrmCreateStep(at, deal, shared);
                foreach (var step in shared && chance.Is(0.15) ? Trouble(chance, at) : [])
                    yield return step;
                if (!shared)
                    yield return new AwsCreateStep(at + chance.Mostly(TimeSpan.FromSeconds(1), TimeSpan.FromHours(3)), deal, chance.Of(Statuses), NamesCrm: true);
            }
        }

        var edit = 0;
        for (var left = isLarge ? chance.Between(100, 140) : chance.Between(8, 20); left > 0;)
        {
            var (deal, at) = (chance.Between(1, deals), chance.Between(TimeSpan.Zero, length));
            // A few of one deal, close together.
            for (var more = chance.Is(0.5) ? 1 : chance.Between(2, 5); more > 0; more--, left--)
            {
                yield return Edit(chance, at < length ? at : length, deal, ++edit);
                if (chance.Is(0.1))
                    yield return new TickStep(at + chance.Mostly(TimeSpan.FromMilliseconds(50), TimeSpan.FromMinutes(1)), chance.Of(Ticks));
                at += chance.Mostly(TimeSpan.FromMilliseconds(50), TimeSpan.FromMinutes(30));
            }
        }

        for (var left = chance.Between(0, 4); left > 0; left--)
        {
            var field = chance.Of(SyncFields.Owned);
            yield return new ClashStep(chance.Between(length / 4, length), chance.Between(1, deals), field, $"AWS {++edit}", $"CRM {edit}");
        }

        for (var left = chance.Between(0, 6); left > 0; left--)
            yield return new RowRefusalStep(chance.Between(TimeSpan.Zero, length), chance.Between(1, 6));
        if (chance.Is(0.4))
        {
            foreach (var step in Behind(chance, chance.Between(length / 8, length - TimeSpan.FromHours(1)), deals))
                yield return step;
        }

        if (chance.Is(0.3))
        {
            foreach (var step in TakenBack(chance, chance.Between(length / 4, length - TimeSpan.FromHours(3)), chance.Between(1, deals)))
                yield return step;
        }

        if (chance.Is(0.3))
        {
            foreach (var step in Storm(chance, chance.Between(length - TimeSpan.FromHours(20), length - TimeSpan.FromHours(1)), deals))
                yield return step;
        }

        if (chance.Is(0.3))
        {
            foreach (var step in Meanwhile(chance, chance.Between(length / 4, length - TimeSpan.FromHours(1)), chance.Between(1, deals)))
                yield return step;
        }

        for (var left = chance.Between(0, isLarge ? 2 : 1); left > 0; left--)
            yield return new CrmDeleteStep(chance.Between(length / 4, length), chance.Between(1, deals));
        for (var left = chance.Between(0, isLarge ? 12 : 3); left > 0; left--)
            yield return new ReviewStep(chance.Between(length / 8, length), chance.Between(1, deals), chance.Of(["approve", "review", "require-action", "approve"]));
        for (var left = chance.Between(0, 3); left > 0; left--)
            yield return new InviteStep(chance.Between(TimeSpan.Zero, length), left, chance.Is(0.5));
        if (chance.Is(0.3))
            yield return new OwnInvitationStep(chance.Between(TimeSpan.Zero, length), 1);
        if (chance.Is(0.5))
            yield return new LagStep(chance.Between(TimeSpan.Zero, length), chance.Mostly(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5)), chance.Between(1, 3));
        if (chance.Is(0.3))
            yield return new SandboxStep(chance.Between(TimeSpan.Zero, length));
        for (var (number, left) = (FirstLead, chance.Between(0, 3)); left > 0; number++, left--)
        {
            foreach (var step in Lead(chance, chance.Between(TimeSpan.Zero, length - TimeSpan.FromDays(1)), number))
                yield return step;
        }

        if (chance.Is(0.25))
        {
            foreach (var step in Twins(chance, chance.Between(TimeSpan.Zero, length - TimeSpan.FromHours(1)), 1))
                yield return step;
        }
    }

    // A lead that is accepted, and changed a few times; often no event tells of the last of it.
    static IEnumerable<Step> Lead(Chance chance, TimeSpan at, int number)
    {
        yield return new InviteStep(at, number, Lead: true);
        at += chance.Mostly(TimeSpan.FromSeconds(1), TimeSpan.FromHours(6));
        // Its invitation's event comes first, then its engagement's.
        if (chance.Is(0.3))
            yield return new MessageFaultStep(at, SyncModel.Queue, 2, MessageFaultKind.Lost, TimeSpan.Zero);
        yield return new LeadAcceptStep(at, number);
        for (var edit = chance.Between(0, 2); edit > 0; edit--)
        {
            at += chance.Mostly(TimeSpan.FromSeconds(1), TimeSpan.FromHours(6));
            if (chance.Is(0.3))
                yield return new MessageFaultStep(at, SyncModel.Queue, 1, MessageFaultKind.Lost, TimeSpan.Zero);
            yield return new LeadEditStep(at, number, string.Create(CultureInfo.InvariantCulture, $"Status {edit}"));
        }
    }

    // The answer to a creation gets lost, and the next ticks come while AWS still knows its token; perhaps its list does not show it yet.
    static IEnumerable<Step> Trouble(Chance chance, TimeSpan at)
    {
        if (chance.Is(0.3))
        {
            yield return new LagStep(at, chance.Between(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5)), 1);
            yield return new LagStep(at + TimeSpan.FromMinutes(20), TimeSpan.Zero, 1);
        }

        yield return new CallFaultStep(at, new CallPattern(Outside: "partner-central", Method: "CreateOpportunity"), 1, CallFaultKind.ReplyLost);
        for (var ticks = 3; ticks > 0; ticks--)
        {
            yield return new TickStep(at, "Outbound");
            at += chance.Between(TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(4));
        }
    }

    // A sweep sees changes before a list that lags shows it an older one, which no event tells of.
    static IEnumerable<Step> Behind(Chance chance, TimeSpan at, int deals)
    {
        yield return new LagStep(at, chance.Between(TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(5)), 2);
        yield return new MessageFaultStep(at, SyncModel.Queue, 1, MessageFaultKind.Lost, TimeSpan.Zero);
        yield return new AwsCreateStep(at, deals + 1, chance.Of(Statuses), NamesCrm: false);
        for (var seen = 1; seen <= 3; seen++)
            yield return new AwsEditStep(at + chance.Between(TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(1)), chance.Between(1, deals), SyncFields.Owned[0], $"Seen {seen}");
        yield return new TickStep(at + chance.Between(TimeSpan.FromSeconds(65), TimeSpan.FromSeconds(90)), SyncModel.Sweeper);
        yield return new LagStep(at + TimeSpan.FromMinutes(10), TimeSpan.Zero, 1);
    }

    // AWS's stage is in the CRM, but nobody knows; then AWS goes back to the one that both sides know.
    static IEnumerable<Step> TakenBack(Chance chance, TimeSpan at, int deal)
    {
        yield return new SummaryStep(at, deal, SyncFields.AwsStages[0], Silent: false);
        at += TimeSpan.FromHours(2);
        yield return new CallFaultStep(at, new CallPattern("PartnerEvents", "crm", "Write"), 1, CallFaultKind.ReplyLost);
        yield return new SummaryStep(at, deal, SyncFields.AwsStages[1], Silent: false);
        yield return new SummaryBackStep(at + chance.Between(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(30)), deal);
    }

    // A person edits a record that has been written and is about to be settled; the sweep that finds the edit finds the claim too.
    static IEnumerable<Step> Meanwhile(Chance chance, TimeSpan at, int deal)
    {
        yield return new SlowStep(at, new CallPattern("PartnerEvents", "store", "Settle"), 1, chance.Between(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(60)));
        yield return new AwsEditStep(at, deal, SyncFields.All[3], "Told");
        at += chance.Between(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15));
        yield return new CrmEditStep(at, deal, SyncFields.All[1], "Meanwhile");
        yield return new TickStep(at + TimeSpan.FromSeconds(1), "Outbound");
    }

    // Two opportunities name one CRM record. The event of the second one is often handled while the first one's worker is slow to store its link,
    // or slow to write the CRM record.
    static IEnumerable<Step> Twins(Chance chance, TimeSpan at, int number)
    {
        if (chance.Is(0.4))
            yield return new SlowStep(at, new CallPattern("PartnerEvents", "store", "Settle"), 1, chance.Between(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(60)));
        else if (chance.Is(0.7))
            yield return new SlowStep(at, new CallPattern("PartnerEvents", "crm", "Write"), 1, chance.Between(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(60)));
        yield return new TwinStep(at, number, "first");
        yield return new TwinStep(at + chance.Mostly(TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(15)), number, "second");
    }

    // Many changes at once, of which no event tells.
    static IEnumerable<Step> Storm(Chance chance, TimeSpan at, int deals)
    {
        yield return new RunLimitStep(at, deals < RunLimits.Few ? 1 : 3);
        for (var deal = 1; deal <= Math.Min(deals, 14); deal++)
        {
            yield return new MessageFaultStep(at, SyncModel.Queue, deal, MessageFaultKind.Lost, TimeSpan.Zero);
            yield return new AwsEditStep(at + TimeSpan.FromMilliseconds(10 * deal), deal, SyncFields.All[1], $"Storm {deal}");
        }

        yield return new TickStep(at + chance.Between(TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(5)), SyncModel.Sweeper);
    }

    static Step Edit(Chance chance, TimeSpan at, int deal, int number)
    {
        if (chance.Is(0.1))
            return new SummaryStep(at, deal, chance.Of(SyncFields.AwsStages), chance.Is(0.5));
        var (field, atAws) = (chance.Of(SyncFields.All), chance.Is(0.5));
        if (field.Aws == "LifeCycle.Stage")
            return atAws ? new AwsEditStep(at, deal, field, chance.Of(SyncFields.AwsStages)) : new CrmEditStep(at, deal, field, chance.Of(SyncFields.CrmStages));
        // The CRM trims.
        var value = string.Create(CultureInfo.InvariantCulture, $"Text {number}{(atAws && chance.Is(0.2) ? "  " : "")}");
        return atAws ? new AwsEditStep(at, deal, field, value) : new CrmEditStep(at, deal, field, value);
    }
}
