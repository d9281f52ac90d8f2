using System.Globalization;
using System.Text.Json.Nodes;
using LambdaSync.Simulation.Models.Sync;
using LambdaSync.Simulation.Models.Sync.Sales;
using LambdaSync.Simulation.Stories;

namespace LambdaSync.Simulation.Models.Marketplace;

/// <summary>A colleague makes an offer in AWS Marketplace's pages.</summary>
sealed record MarketElsewhereStep(TimeSpan At, int Number) : Step(At)
{
    protected override string Says => $"a colleague makes offer {Number}";

    public override void Do(World world)
    {
        if (AtAws.Start(world, $"Console {Number}", AtAws.Change("CreateOffer", null, new JsonObject { ["ProductId"] = MarketWorld.Product, ["Name"] = $"Console {Number}" })) is not null)
            world.Tally.Reach(MarketReaches.MadeElsewhere);
    }
}

/// <summary>A colleague changes the last day of what a wish has made.</summary>
sealed record MarketChangeElsewhereStep(TimeSpan At, int Of, int Days) : Step(At)
{
    protected override string Says => string.Create(CultureInfo.InvariantCulture, $"a colleague changes the last day of what wish {Of} has made to {Days} days ahead");

    public override void Do(World world)
    {
        if (MarketSteps.Made(world, Of) is not { } offer || AtAws.Text(offer, "type") != AtAws.Offer)
            return;
        var id = AtAws.Id(offer);
        if (AtAws.Start(world, "Console", AtAws.Change("UpdateAvailability", id, new JsonObject { ["AvailabilityEndDate"] = MarketWorld.Day(world, Days) })) is null)
            return;
        world.Own<MarketWorld>().ChangedElsewhere[id] = world.Pump.Now;
        world.Tally.Reach(MarketReaches.ChangedElsewhere);
    }
}

/// <summary>A colleague cancels the newest change set, if AWS still prepares it.</summary>
sealed record MarketStopStep(TimeSpan At) : Step(At)
{
    protected override string Says => "a colleague cancels the newest change set";

    public override void Do(World world)
    {
        if (AtAws.ChangeSets(world) is not [.., var newest])
            return;
        if (Colleague.Do(world, "CancelChangeSet", new JsonObject { ["Catalog"] = "AWSMarketplace", ["ChangeSetId"] = AtAws.Id(newest) }) is not null)
            world.Tally.Reach(MarketReaches.CancelledElsewhere);
        SyncSteps.Drain(world);
    }
}

/// <summary>AWS refuses the next change of a type, or fails itself a few times.</summary>
/// <param name="Code">AWS's error code; null: SERVER_FAULT.</param>
sealed record MarketFailStep(TimeSpan At, string ChangeType, string? Code, int Times = 1) : Step(At)
{
    protected override string Says => Code is null ? string.Create(CultureInfo.InvariantCulture, $"AWS fails the next {Times} change sets") : $"AWS refuses the next {ChangeType}: {Code}";

    public override void Do(World world)
    {
        if (Code is null)
            SyncSteps.Control(world, "fail-change-set", new JsonObject { ["count"] = Times });
        else
            SyncSteps.Control(world, "refuse-change", new JsonObject { ["changeType"] = ChangeType, ["code"] = Code, ["message"] = "The change was refused." });
        world.Tally.Reach(Code is null ? MarketReaches.Fault : MarketReaches.Refused);
    }
}

/// <summary>How long change sets take, and how long AWS does not show them.</summary>
sealed record MarketPaceStep(TimeSpan At, TimeSpan Prepare, TimeSpan Apply, TimeSpan ShownAfter) : Step(At)
{
    protected override string Says => string.Create(CultureInfo.InvariantCulture, $"change sets take {Prepare.TotalSeconds:F0} and {Apply.TotalSeconds:F0} s, and are shown after {ShownAfter.TotalSeconds:F0}");

    public override void Do(World world)
    {
        MarketSteps.Take(world, Prepare, Apply);
        world.Own<MarketWorld>().ShownAfter = ShownAfter;
    }
}
