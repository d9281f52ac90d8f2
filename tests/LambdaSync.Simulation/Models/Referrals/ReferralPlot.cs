using LambdaSync.Simulation.Faults;
using LambdaSync.Simulation.Kernel;
using LambdaSync.Simulation.Models.Sync;
using LambdaSync.Simulation.Models.Sync.Sales;
using LambdaSync.Simulation.Queues;
using LambdaSync.Simulation.Stories;

namespace LambdaSync.Simulation.Models.Referrals;

/// <summary>A few referrals and leads, each with something that may go wrong on its way.</summary>
sealed class ReferralPlot : IPlot
{
    public const string Disqualified = "Disqualified";

    static readonly string[] Outcomes = ["Customer problem unclear", "Unable to support", "Other"];

    static readonly string[] TaskReasons = ["RequestThrottled", "InternalError", "ServiceQuotaExceeded", "InvitationValidationFailed"];

    static readonly string[] Answers = [ReferralCalls.AcceptTask, ReferralCalls.AcceptLead, ReferralCalls.Reject];

    public IEnumerable<Step> Write(Chance chance, TimeSpan length, IReadOnlyList<Step> before)
    {
        List<Func<Chance, TimeSpan, int, IEnumerable<Step>>> scenes =
            [Accepted, Rejected, Unreasoned, Commanded, Elsewhere, Race, Expires, Fails, Runs, LostAnswer, EventFirst, Lead, LeadElsewhere, LeadRejected, LeadEdits, LeadConverted, LeadConvertedTwice];
        var most = chance.Between(2, 4);
        for (var number = 1; number <= most; number++)
        {
            var scene = chance.Of(scenes);
            scenes.Remove(scene);
            foreach (var step in scene(chance, chance.Between(TimeSpan.Zero, length / 2), number))
                yield return step;
        }

        if (chance.Is(0.3))
            yield return new LagStep(chance.Between(TimeSpan.Zero, length), chance.Mostly(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5)), chance.Between(1, 3));
        // Some events are lost: the sweeps find what they would have told.
        for (var left = chance.Between(0, 3); left > 0; left--)
            yield return new MessageFaultStep(chance.Between(TimeSpan.Zero, length), SyncModel.Queue, 1, MessageFaultKind.Lost, TimeSpan.Zero);
    }

    static TimeSpan Minutes(Chance chance, int least, int most) => TimeSpan.FromSeconds(chance.Between(60 * least, 60 * most));

    static TickStep Tick(TimeSpan at) => new(at + TimeSpan.FromSeconds(1), "Outbound");

    static TickStep Sweep(TimeSpan at) => new(at + TimeSpan.FromSeconds(1), SyncModel.Sweeper);

    static IEnumerable<Step> Accepted(Chance chance, TimeSpan at, int number)
    {
        yield return new ReferralInviteStep(at, number, IsLead: false);
        yield return new ReferralAnswerStep(at += Minutes(chance, 2, 200), number, Accepts: true, null);
        yield return Tick(at);
        yield return Tick(at + Minutes(chance, 1, 30));
    }

    static IEnumerable<Step> Rejected(Chance chance, TimeSpan at, int number)
    {
        yield return new ReferralInviteStep(at, number, IsLead: false);
        yield return new ReferralAnswerStep(at += Minutes(chance, 2, 200), number, Accepts: false, chance.Of(Outcomes));
        yield return Tick(at);
        // Somebody changes their mind.
        if (chance.Is(0.4))
            yield return new ReferralAnswerStep(at += TimeSpan.FromSeconds(chance.Between(0, 30)), number, Accepts: true, null);
        yield return Tick(at + Minutes(chance, 1, 30));
    }

    static IEnumerable<Step> Unreasoned(Chance chance, TimeSpan at, int number)
    {
        yield return new ReferralInviteStep(at, number, IsLead: false);
        yield return new ReferralAnswerStep(at += Minutes(chance, 2, 200), number, Accepts: false, null);
        yield return Tick(at);
        if (chance.Is(0.7))
            yield return new ReferralAnswerStep(at += Minutes(chance, 5, 60), number, Accepts: false, chance.Of(Outcomes));
        yield return Tick(at);
    }

    static IEnumerable<Step> Commanded(Chance chance, TimeSpan at, int number)
    {
        yield return new ReferralInviteStep(at, number, IsLead: false);
        // Even before anybody here has seen it.
        at += chance.Is(0.3) ? TimeSpan.FromMilliseconds(chance.Between(1, 3000)) : Minutes(chance, 2, 200);
        var accepts = chance.Is(0.6);
        yield return new ReferralCommandStep(at, number, accepts, accepts ? null : chance.Of(Outcomes));
        yield return Tick(at);
        if (chance.Is(0.4))
            yield return new ReferralCommandStep(at + TimeSpan.FromSeconds(chance.Between(1, 60)), number, Accepts: true, null);
        yield return Tick(at + Minutes(chance, 2, 30));
    }

    static IEnumerable<Step> Elsewhere(Chance chance, TimeSpan at, int number)
    {
        yield return new ReferralInviteStep(at, number, IsLead: false);
        at += Minutes(chance, 2, 200);
        if (chance.Is(0.4))
        {
            for (var message = 1; message <= 5; message++)
                yield return new MessageFaultStep(at, SyncModel.Queue, message, MessageFaultKind.Lost, TimeSpan.Zero);
        }

        yield return new ReferralElsewhereStep(at, number, chance.Is(0.7));
        yield return Sweep(at + Minutes(chance, 5, 60));
    }

    // The CRM and a colleague answer within seconds, perhaps not the same.
    static IEnumerable<Step> Race(Chance chance, TimeSpan at, int number)
    {
        yield return new ReferralInviteStep(at, number, IsLead: false);
        yield return new ReferralAnswerStep(at += Minutes(chance, 2, 200), number, chance.Is(0.6), "Other");
        yield return Tick(at);
        yield return new ReferralElsewhereStep(at + TimeSpan.FromMilliseconds(chance.Between(1, 6000)), number, chance.Is(0.6));
        yield return Tick(at + Minutes(chance, 2, 30));
    }

    static IEnumerable<Step> Expires(Chance chance, TimeSpan at, int number)
    {
        var stands = Minutes(chance, 60, 240);
        yield return new ReferralInviteStep(at, number, chance.Is(0.3), stands);
        if (chance.Is(0.5))
            yield return new ReferralAnswerStep(at + stands + TimeSpan.FromSeconds(chance.Between(-60, 60)), number, Accepts: true, null);
        yield return Tick(at + stands);
        yield return Sweep(at + stands + Minutes(chance, 5, 60));
    }

    static IEnumerable<Step> Fails(Chance chance, TimeSpan at, int number)
    {
        yield return new ReferralInviteStep(at, number, IsLead: false);
        yield return new ReferralTaskStep(at, ReferralCalls.AcceptTask, chance.Of(TaskReasons));
        yield return new ReferralAnswerStep(at += Minutes(chance, 2, 100), number, Accepts: true, null);
        for (var ticks = chance.Between(2, 4); ticks > 0; ticks--)
            yield return Tick(at += Minutes(chance, 1, 30));
        if (chance.Is(0.4))
            yield return new ReferralCommandStep(at, number, Accepts: true, null);
        yield return Tick(at);
    }

    // AWS takes its time; somebody asks again.
    static IEnumerable<Step> Runs(Chance chance, TimeSpan at, int number)
    {
        yield return new ReferralInviteStep(at, number, IsLead: false);
        yield return new ReferralTaskStep(at, ReferralCalls.AcceptTask, null);
        yield return new ReferralAnswerStep(at += Minutes(chance, 2, 100), number, Accepts: true, null);
        yield return Tick(at);
        for (var more = chance.Between(1, 2); more > 0; more--)
        {
            yield return new ReferralCommandStep(at += Minutes(chance, 2, 40), number, Accepts: true, null);
            yield return Tick(at);
        }

        yield return new ReleaseStep(at += Minutes(chance, 10, 60));
        yield return Tick(at);
    }

    static IEnumerable<Step> LostAnswer(Chance chance, TimeSpan at, int number)
    {
        var isLead = chance.Is(0.3);
        yield return new ReferralInviteStep(at, number, isLead);
        at += Minutes(chance, 2, 100);
        foreach (var operation in Answers)
            yield return new CallFaultStep(at, new CallPattern(Outside: "partner-central", Method: operation), 1, chance.Of([CallFaultKind.ReplyLost, CallFaultKind.NotSent, CallFaultKind.DoneButServerError]));
        var accepts = chance.Is(0.7);
        yield return new ReferralCommandStep(at, number, accepts, accepts ? null : "Other");
        for (var ticks = chance.Between(2, 4); ticks > 0; ticks--)
            yield return Tick(at += Minutes(chance, 1, 10));
    }

    // A colleague accepts at once: the opportunity's event comes while the invitation's record is written.
    static IEnumerable<Step> EventFirst(Chance chance, TimeSpan at, int number)
    {
        if (chance.Is(0.6))
            yield return new SlowStep(at, new CallPattern("PartnerEvents", "crm", "Write"), 1, TimeSpan.FromSeconds(chance.Between(5, 60)));
        yield return new ReferralInviteStep(at, number, IsLead: false);
        yield return new ReferralElsewhereStep(at + TimeSpan.FromMilliseconds(chance.Between(1, 5000)), number, Accepts: true);
        yield return Tick(at + Minutes(chance, 2, 10));
    }

    static IEnumerable<Step> Lead(Chance chance, TimeSpan at, int number)
    {
        yield return new ReferralInviteStep(at, number, IsLead: true);
        yield return new ReferralCommandStep(at += Minutes(chance, 2, 100), number, Accepts: true, null);
        yield return Tick(at);
        yield return new ReferralLeadCrmStep(at += Minutes(chance, 5, 100), number, "Qualified");
        yield return Tick(at);
        if (chance.Is(0.5))
            yield return new ReferralLeadAwsStep(at + Minutes(chance, 1, 300), number, "Nurturing");
    }

    static IEnumerable<Step> LeadElsewhere(Chance chance, TimeSpan at, int number)
    {
        yield return new ReferralInviteStep(at, number, IsLead: true);
        at += chance.Is(0.3) ? TimeSpan.FromMilliseconds(chance.Between(1, 3000)) : Minutes(chance, 1, 100);
        if (chance.Is(0.4))
        {
            for (var message = 1; message <= 3; message++)
                yield return new MessageFaultStep(at, SyncModel.Queue, message, MessageFaultKind.Lost, TimeSpan.Zero);
        }

        yield return new ReferralElsewhereStep(at, number, chance.Is(0.8));
        yield return Sweep(at += Minutes(chance, 1, 60));
        yield return new ReferralLeadAwsStep(at += Minutes(chance, 1, 60), number, "Contacted");
        yield return new ReferralLeadCrmStep(at + Minutes(chance, 1, 60), number, "Called");
    }

    static IEnumerable<Step> LeadRejected(Chance chance, TimeSpan at, int number)
    {
        yield return new ReferralInviteStep(at, number, IsLead: true);
        yield return new ReferralCommandStep(at += Minutes(chance, 1, 100), number, Accepts: false, $"Not ours, number {number}");
        yield return Tick(at);
    }

    // Both sides change a lead, often within moments.
    static IEnumerable<Step> LeadEdits(Chance chance, TimeSpan at, int number)
    {
        yield return new ReferralInviteStep(at, number, IsLead: true);
        yield return new ReferralElsewhereStep(at += Minutes(chance, 1, 30), number, Accepts: true);
        for (var edit = chance.Between(2, 5); edit > 0; edit--)
        {
            at += chance.Mostly(TimeSpan.FromMilliseconds(50), TimeSpan.FromMinutes(90));
            yield return chance.Is(0.5) ? new ReferralLeadAwsStep(at, number, $"AWS {edit}") : new ReferralLeadCrmStep(at, number, $"CRM {edit}");
            if (chance.Is(0.5))
                yield return Tick(at);
        }
    }

    static IEnumerable<Step> LeadConverted(Chance chance, TimeSpan at, int number)
    {
        yield return new ReferralInviteStep(at, number, IsLead: true);
        yield return new ReferralCommandStep(at += Minutes(chance, 1, 30), number, Accepts: true, null);
        yield return Tick(at);
        if (chance.Is(0.4))
            yield return new ReferralTaskStep(at, ReferralCalls.Convert, chance.Of(["RequestThrottled", "InternalError", null]));
        yield return new ReferralLeadCrmStep(at += Minutes(chance, 5, 60), number, chance.Is(0.2) ? Disqualified : "Qualified");
        yield return new ReferralConvertStep(at + TimeSpan.FromSeconds(chance.Between(0, 90)), number, chance.Of([ReferralConvertStep.Crm, ReferralConvertStep.Command]));
        for (var ticks = chance.Between(2, 4); ticks > 0; ticks--)
            yield return Tick(at += Minutes(chance, 1, 30));
        if (chance.Is(0.4))
            yield return new ReferralConvertStep(at, number, ReferralConvertStep.Command);
        yield return Tick(at);
        if (chance.Is(0.5))
            yield return new CallFaultStep(at, new CallPattern(Outside: "partner-central", Method: ReferralCalls.Convert), 1, CallFaultKind.ReplyLost);
        yield return new ReleaseStep(at + Minutes(chance, 30, 200));
    }

    // A colleague converts it, too.
    static IEnumerable<Step> LeadConvertedTwice(Chance chance, TimeSpan at, int number)
    {
        yield return new ReferralInviteStep(at, number, IsLead: true);
        yield return new ReferralElsewhereStep(at += Minutes(chance, 1, 30), number, Accepts: true);
        var (own, other) = (at + Minutes(chance, 5, 60), at + Minutes(chance, 5, 60));
        if (chance.Is(0.5))
            other = own + TimeSpan.FromSeconds(chance.Between(15, 600));
        yield return new ReferralConvertStep(other, number, ReferralConvertStep.Elsewhere);
        yield return new ReferralConvertStep(own, number, chance.Of([ReferralConvertStep.Crm, ReferralConvertStep.Command]));
        yield return Tick(own);
        yield return new ReferralConvertStep(own + TimeSpan.FromSeconds(chance.Between(20, 300)), number, ReferralConvertStep.Command);
        yield return Tick(own + Minutes(chance, 6, 30));
    }
}
