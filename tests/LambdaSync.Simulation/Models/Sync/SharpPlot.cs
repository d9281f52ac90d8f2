using System.Globalization;
using System.Text.Json.Nodes;
using LambdaSync.Simulation.Faults;
using LambdaSync.Simulation.Kernel;
using LambdaSync.Simulation.Models.Sync.Watching;
using LambdaSync.Simulation.Queues;
using LambdaSync.Simulation.Stories;

namespace LambdaSync.Simulation.Models.Sync;

/// <summary>Short scenes that chance alone plays too seldom, a few in each seed; most are about moments, so their times are narrow.</summary>
sealed class SharpPlot : IPlot
{
    /// <summary>Deals of these scenes alone.</summary>
    public const int First = 900;

    static readonly TimeSpan Least = TimeSpan.FromHours(3);

    public IEnumerable<Step> Write(Chance chance, TimeSpan length, IReadOnlyList<Step> before)
    {
        List<Func<Chance, TimeSpan, int, IEnumerable<Step>>> scenes =
            [Synonyms, Latest, Partly, Unlisted, Masked, RefusedCreation, Answered, Closed, SecondWake, Held, Waits, Clears, Long, NeverSent];
        var number = First;
        foreach (var step in chance.Is(0.5) ? Crowd(chance, chance.Between(length / 4, length - Least), number) : [])
            yield return step;
        foreach (var step in chance.Is(0.4) ? SameDate(chance, chance.Between(length / 4, length - Least), number) : [])
            yield return step;
        for (var left = chance.Between(1, 3); left > 0; left--)
        {
            var scene = chance.Of(scenes);
            scenes.Remove(scene);
            foreach (var step in scene(chance, chance.Between(length / 4, length - Least), number++))
                yield return step;
        }
    }

    static SyncField Field(string crm) => SyncFields.All.Single(f => f.Crm == crm);

    static int Known(Chance chance) => chance.Between(1, 3);

    static TimeSpan Soon(Chance chance) => chance.Mostly(TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(20));

    // Both sides go to the same stage; the CRM has two words for it.
    static IEnumerable<Step> Synonyms(Chance chance, TimeSpan at, int number)
    {
        var (deal, stage, word) = (Known(chance), Field("StageName"), chance.Of(["Needs Analysis", "Id. Decision Makers"]));
        yield return new CrmEditStep(at, deal, stage, word);
        yield return new AwsEditStep(at + TimeSpan.FromMilliseconds(chance.Between(1, 400)), deal, stage, word == "Needs Analysis" ? "Qualified" : "Technical Validation");
    }

    // Both sides change within seconds, and no function runs in between.
    static IEnumerable<Step> Latest(Chance chance, TimeSpan at, int number)
    {
        var (deal, city, isAwsFirst) = (Known(chance), Field("AWS_city__c"), chance.Is(0.5));
        yield return new MessageFaultStep(at, SyncModel.Queue, 1, MessageFaultKind.Lost, TimeSpan.Zero);
        var (first, second) = (at + TimeSpan.FromSeconds(1), at + TimeSpan.FromSeconds(chance.Between(2, 40)));
        yield return new AwsEditStep(isAwsFirst ? first : second, deal, city, $"Bergen {number}");
        yield return new CrmEditStep(isAwsFirst ? second : first, deal, city, $"Oslo {number}");
        yield return new TickStep(second + TimeSpan.FromSeconds(chance.Between(1, 90)), "Outbound");
    }

    // AWS took the call and its answer was lost; both sides change before the call is recovered.
    static IEnumerable<Step> Partly(Chance chance, TimeSpan at, int number)
    {
        var (deal, field) = (number, Field(chance.Of(["AWS_additionalComments__c", "Name"])));
        yield return new AwsCreateStep(at, deal, "Pending Submission", NamesCrm: false);
        at += TimeSpan.FromMinutes(chance.Between(10, 60));
        yield return new CrmEditStep(at, deal, field, $"Taken {number}");
        // The event of it would lead back to the call at once.
        yield return new MessageFaultStep(at, SyncModel.Queue, 1, MessageFaultKind.Lost, TimeSpan.Zero);
        yield return new CallFaultStep(at, new CallPattern("Outbound", "partner-central", "UpdateOpportunity"), 1, CallFaultKind.ReplyLost);
        yield return new TickStep(at + TimeSpan.FromSeconds(1), "Outbound");
        yield return new CrmEditStep(at + TimeSpan.FromSeconds(20), deal, field, $"After {number}");
        yield return new AwsEditStep(at + TimeSpan.FromSeconds(chance.Between(21, 30)), deal, Field("AWS_nextStep__c"), $"Meanwhile {number}");
    }

    // A batch of AWS's changes several at one moment, and no event tells.
    static IEnumerable<Step> SameDate(Chance chance, TimeSpan at, int number)
    {
        for (var deal = 1; deal <= 3; deal++)
        {
            yield return new MessageFaultStep(at, SyncModel.Queue, deal, MessageFaultKind.Lost, TimeSpan.Zero);
            yield return new AwsEditStep(at + TimeSpan.FromMilliseconds(1), deal, Field("AWS_nextStep__c"), $"Together {number}");
        }

        yield return new TickStep(at + TimeSpan.FromSeconds(chance.Between(30, 90)), SyncModel.Sweeper);
    }

    static IEnumerable<Step> Unlisted(Chance chance, TimeSpan at, int number)
    {
        var deal = Known(chance);
        yield return new AwsIndustryStep(at, deal, "Deep Sea Farming");
        if (chance.Is(0.5))
            yield return new AwsIndustryStep(at + TimeSpan.FromMinutes(chance.Between(1, 60)), deal, chance.Of(["Mining", "Retail"]));
    }

    static IEnumerable<Step> Masked(Chance chance, TimeSpan at, int number)
    {
        var deal = Known(chance);
        yield return new AwsIndustryStep(at, deal, AwsIndustryStep.Masked);
        yield return new AwsIndustryStep(at + TimeSpan.FromMinutes(chance.Between(1, 60)), deal, chance.Of(["Mining", "Travel"]));
    }

    // AWS refuses the creation; somebody corrects the record and it is made.
    static IEnumerable<Step> RefusedCreation(Chance chance, TimeSpan at, int number)
    {
        yield return new CrmCreateStep(at, number, Shared: true);
        yield return new RefusalStep(at, "CreateOpportunity");
        yield return new TickStep(at + TimeSpan.FromSeconds(5), "Outbound");
        yield return new CrmEditStep(at + TimeSpan.FromMinutes(7), number, Field("AWS_nextStep__c"), $"Corrected {number}");
        yield return new TickStep(at + TimeSpan.FromMinutes(8), "Outbound");
    }

    // An invitation that comes right after the sweep looked, whose clock is ahead, and is answered before the next one.
    static IEnumerable<Step> Answered(Chance chance, TimeSpan at, int number)
    {
        yield return new ClockStep(at, SyncModel.Sweeper, ClockStep.Most);
        yield return new TickStep(at + TimeSpan.FromSeconds(1), SyncModel.Sweeper);
        var invited = at + TimeSpan.FromSeconds(chance.Between(12, 19));
        for (var message = 1; message <= 4; message++)
            yield return new MessageFaultStep(invited, SyncModel.Queue, message, MessageFaultKind.Lost, TimeSpan.Zero);
        yield return new InviteStep(invited, number, Lead: true);
        yield return new LeadAcceptStep(invited + TimeSpan.FromMinutes(chance.Between(1, 5)), number);
        yield return new TickStep(invited + TimeSpan.FromMinutes(20), SyncModel.Sweeper);
    }

    // An approved deal: the title is closed, the next step is not.
    static IEnumerable<Step> Closed(Chance chance, TimeSpan at, int number)
    {
        yield return new AwsCreateStep(at, number, "Approved", NamesCrm: false);
        at += TimeSpan.FromMinutes(chance.Between(10, 60));
        yield return new CrmEditStep(at, number, Field("Name"), $"Closed {number}");
        yield return new CrmEditStep(at + Soon(chance), number, Field("AWS_nextStep__c"), $"Open {number}");
        yield return new TickStep(at + TimeSpan.FromMinutes(1), "Outbound");
        yield return new CrmEditStep(at + TimeSpan.FromMinutes(10), number, Field("AWS_nextStep__c"), $"Open again {number}");
        yield return new TickStep(at + TimeSpan.FromMinutes(25), "Outbound");
        yield return new TickStep(at + TimeSpan.FromMinutes(40), "Outbound");
    }

    // A new deal is changed while its first event is worked on.
    static IEnumerable<Step> SecondWake(Chance chance, TimeSpan at, int number)
    {
        yield return new AwsCreateStep(at, number, "Pending Submission", NamesCrm: false);
        // AWS's own field: of another one the CRM's first value would count.
        yield return new AwsEditStep(at + TimeSpan.FromMilliseconds(chance.Between(300, 4000)), number, Field(number % 2 == 0 ? "AWS_additionalComments__c" : "Name"), $"At once {number}");
    }

    // A change without an event while a worker has claimed the record; a sweep finds it during that claim.
    static IEnumerable<Step> Held(Chance chance, TimeSpan at, int number)
    {
        yield return new AwsCreateStep(at, number, "Pending Submission", NamesCrm: false);
        for (var again = 1; again <= 3; again++)
        {
            at += TimeSpan.FromMinutes(chance.Between(20, 40));
            yield return new AwsEditStep(at, number, Field("AWS_additionalComments__c"), $"Told {number}-{again}");
            var untold = at + TimeSpan.FromMilliseconds(chance.Between(300, 1500));
            yield return new MessageFaultStep(untold, SyncModel.Queue, 1, MessageFaultKind.Lost, TimeSpan.Zero);
            yield return new AwsEditStep(untold, number, Field("AWS_nextStep__c"), $"Untold {number}-{again}");
            yield return new TickStep(untold + TimeSpan.FromMilliseconds(chance.Between(1, 100)), SyncModel.Sweeper);
        }
    }

    // All functions at one moment: they share the quota's ledger.
    static IEnumerable<Step> Crowd(Chance chance, TimeSpan at, int number)
    {
        for (var deal = 1; deal <= 3; deal++)
            yield return new AwsEditStep(at + TimeSpan.FromMilliseconds(chance.Between(0, 300)), deal, Field("AWS_nextStep__c"), $"Crowd {number}");
        yield return new CrmEditStep(at, Known(chance), Field("AWS_additionalComments__c"), $"Crowd {number}");
        yield return new TickStep(at + TimeSpan.FromMilliseconds(chance.Between(0, 300)), SyncModel.Sweeper);
        yield return new TickStep(at + TimeSpan.FromMilliseconds(chance.Between(0, 300)), "Outbound");
    }

    // Comments may be empty; each side clears and fills them.
    static IEnumerable<Step> Clears(Chance chance, TimeSpan at, int number)
    {
        var (deal, comments) = (Known(chance), Field("AWS_additionalComments__c"));
        for (var edit = chance.Between(1, 3); edit > 0; edit--)
        {
            var value = edit == 2 ? $"Filled {number}" : null;
            yield return chance.Is(0.5) ? new AwsEditStep(at, deal, comments, value) : new CrmEditStep(at, deal, comments, value);
            at += chance.Mostly(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(40));
        }
    }

    static IEnumerable<Step> Long(Chance chance, TimeSpan at, int number)
    {
        var (deal, field) = (Known(chance), Field(chance.Of(["AWS_additionalComments__c", "AWS_nextStep__c"])));
        var text = $"{number} " + string.Concat(Enumerable.Repeat("Zürich 東京 𝒳\u0301 🛰️ ", 11)).Trim();
        yield return chance.Is(0.5) ? new AwsEditStep(at, deal, field, text) : new CrmEditStep(at, deal, field, text);
    }

    // Somebody edits what only AWS fills, once or twice, perhaps before anybody looked.
    static IEnumerable<Step> NeverSent(Chance chance, TimeSpan at, int number)
    {
        var (deal, field) = (Known(chance), chance.Of(SyncFields.Shown));
        for (var edit = chance.Between(1, 2); edit > 0; edit--)
        {
            yield return new ShownEditStep(at, deal, field.Crm, field.Aws == "Project.Title" ? $"Mine {number}-{edit}" : $"2098-01-{number % 10 + 10 * edit:D2}");
            yield return new TickStep(at + TimeSpan.FromSeconds(chance.Between(1, 90)), "Outbound");
            at += chance.Mostly(TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(40));
        }
    }

    // An edit that waits for the review, and what becomes of it.
    static IEnumerable<Step> Waits(Chance chance, TimeSpan at, int number)
    {
        yield return new AwsCreateStep(at, number, chance.Of(["Submitted", "In review"]), NamesCrm: false);
        at += TimeSpan.FromMinutes(chance.Between(10, 60));
        yield return new CrmEditStep(at, number, chance.Of(SyncFields.All.Where(f => f.Aws != "LifeCycle.Stage").ToList()), string.Create(CultureInfo.InvariantCulture, $"Waits {number}"));
        yield return new TickStep(at + TimeSpan.FromMinutes(1), "Outbound");
        yield return new ReviewStep(at + TimeSpan.FromMinutes(chance.Between(30, 90)), number, chance.Of(["approve", "require-action"]));
    }
}

/// <summary>Somebody changes a CRM field that only AWS fills.</summary>
sealed record ShownEditStep(TimeSpan At, int Deal, string Field, string Value) : Step(At)
{
    protected override string Says => $"the CRM's {Field} of deal {Deal}, which only AWS fills, becomes '{Value}'";

    public override void Do(World world)
    {
        if (!world.Own<Deals>().All.TryGetValue(Deal, out var deal) || deal.IsDeleted || deal.FindCrm(world) is not { } id)
            return;
        if (!SyncSteps.SetInCrm(world, id, Field, Value))
            return;
        deal.ShownEdits.Add((Field, Value));
        world.Tally.Edits++;
        world.Tally.Reach(Reaches.ShownEdit);
        world.Own<Witness>().Touched(deal);
    }
}

/// <summary>AWS gives the customer another industry: one that the mapping lists, one that it does not, or a mask.</summary>
sealed record AwsIndustryStep(TimeSpan At, int Deal, string Value) : Step(At)
{
    public const string Path = "Customer.Account.Industry", Crm = "AWS_industry__c", FirstValue = "Travel", Masked = "Accept To View";

    public static readonly IReadOnlyList<string> Listed = ["Travel", "Mining", "Retail"];

    protected override string Says => $"AWS changes {Path} of deal {Deal} to '{Value}'";

    public override void Do(World world)
    {
        if (!world.Own<Deals>().All.TryGetValue(Deal, out var deal) || deal.FindAws(world) is not { } id)
            return;
        if (Value != Masked && !Listed.Contains(Value))
            SyncSteps.Control(world, "add-value", new JsonObject { ["shape"] = "Industry", ["value"] = Value });
        SyncSteps.Control(world, "edit-opportunity", new JsonObject { ["id"] = id, ["body"] = SyncSteps.Nested(Path, Value) });
        deal.Industries.Add(Value);
        deal.HadIndustry |= deal.FindCrm(world) is { } crmId && Sides.Crm(world, crmId) is { } crm && Sides.Text(crm, Crm) is not null;
        world.Own<Witness>().Touched(deal);
        if (!Listed.Contains(Value))
            world.Tally.Reach(Value == Masked ? Reaches.Masked : Reaches.Unlisted);
        // What AWS masks can't be sent back, so edits of the record wait.
        deal.LastReview = world.Pump.Now;
    }
}
