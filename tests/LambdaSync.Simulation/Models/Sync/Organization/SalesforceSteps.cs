using System.Text.Json.Nodes;
using LambdaSync.Simulation.Models.Sync.Watching;
using LambdaSync.Simulation.Parts;
using LambdaSync.Simulation.Stories;

namespace LambdaSync.Simulation.Models.Sync.Organization;

/// <summary>Salesforce refuses, loses or cuts its next calls.</summary>
/// <param name="Kind">As the simulator names it. Of a row lock <paramref name="Count"/> are rows.</param>
sealed record SalesforceFaultStep(TimeSpan At, string Kind, int Count) : Step(At)
{
    protected override string Says => $"Salesforce: {Kind}, {Count} times";

    public override void Do(World world)
    {
        var input = new JsonObject { ["kind"] = Kind, ["count"] = Count };
        if (Kind == "RowLock")
            input["resource"] = "Opportunity";
        OrganizationTrouble.Organization(world).Do("fault", input);
        world.Own<Witness>().Reach(Kind == "ExpiredSession" ? SalesforceReaches.Session : SalesforceReaches.Fault);
        world.Tally.Faults++;
    }
}

/// <summary>Other tools use the organization's calls of the day.</summary>
sealed record OtherCallsStep(TimeSpan At, int Count) : Step(At)
{
    protected override string Says => $"other tools have made {Count} of 100000 calls";

    public override void Do(World world)
    {
        world.Own<OrganizationTrouble>().Use(world, Count);
        if (Count >= 100_000)
            world.Own<Witness>().Reach(SalesforceReaches.Limit);
    }
}

/// <summary>Pages of a query have fewer rows than were asked for.</summary>
sealed record PageStep(TimeSpan At, int Rows) : Step(At)
{
    protected override string Says => $"a page has {Rows} rows";

    public override void Do(World world)
    {
        OrganizationTrouble.Organization(world).Do("settings", new JsonObject { ["maxPage"] = Rows });
        if (Rows < 10)
            world.Own<Witness>().Reach(SalesforceReaches.ShortPage);
    }
}

/// <summary>A record is shared with the integration user no longer, or again.</summary>
sealed record HideStep(TimeSpan At, int Deal, bool Hides) : Step(At)
{
    protected override string Says => $"the record of deal {Deal} is {(Hides ? "hidden" : "shown")}";

    public override void Do(World world)
    {
        if (!world.Own<Deals>().All.TryGetValue(Deal, out var deal) || deal.IsDeleted || deal.FindCrm(world) is not { } id)
            return;
        if (!Hides)
        {
            world.Own<OrganizationTrouble>().Show(world, id);
            return;
        }

        deal.WasHidden = true;
        world.Own<OrganizationTrouble>().Hide(world, id);
        world.Own<Witness>().Reach(SalesforceReaches.Hidden);
    }
}

/// <summary>A person's edit in a transaction of twelve minutes.</summary>
sealed record LongTransactionStep(TimeSpan At, int Deal, SyncField Field, string Value) : Step(At)
{
    protected override string Says => $"a transaction of twelve minutes gives the CRM's {Field.Crm} of deal {Deal} '{Value}'";

    public override void Do(World world)
    {
        if (!world.Own<Deals>().All.TryGetValue(Deal, out var deal) || deal.IsDeleted || deal.FindCrm(world) is not { } id)
            return;
        world.Own<OrganizationTrouble>().Begin(world, Deal, id, Field, Value);
        world.Own<Witness>().Reach(SalesforceReaches.Transaction);
    }
}

/// <summary>Event Relay delivers nothing for so long, and what it missed never comes.</summary>
sealed record LostEventsStep(TimeSpan At, TimeSpan Time) : Step(At)
{
    protected override string Says => $"change events are lost for {Time.TotalMinutes:F0} minutes";

    public override void Do(World world) => world.Own<OrganizationEvents>().Lose(Time);
}

/// <summary>A person merges the account or the contact of a deal with a duplicate.</summary>
/// <param name="Link">The deal's field.</param>
sealed record MergeStep(TimeSpan At, int Deal, string Link, bool Survives) : Step(At)
{
    protected override string Says => $"{Link} of deal {Deal} is merged {(Survives ? "with" : "into")} a duplicate";

    public override void Do(World world)
    {
        if (world.Own<Deals>().All.TryGetValue(Deal, out var deal) && !deal.IsDeleted && deal.FindCrm(world) is { } id && world.Own<OrganizationTrouble>().Merge(world, id, Link, Survives))
            world.Own<Witness>().Reach(Link == OrganizationTrouble.Account ? SalesforceReaches.Merged : SalesforceReaches.MergedContact);
    }
}

/// <summary>A person saves a field of a deal at the moment of LambdaSync's next write of it.</summary>
/// <param name="Touches">The record is also saved right before LambdaSync reads it.</param>
sealed record SaveAtWriteStep(TimeSpan At, int Deal, SyncField Field, string Value, CallMoment Moment, bool Touches) : Step(At)
{
    protected override string Says => $"a person waits for a {Moment} of deal {Deal}, to save {Field.Crm} as '{Value}'{(Touches ? ", and touches it before" : "")}";

    public override void Do(World world) => world.Own<Saves>().Wait(Deal, Field, Value, Moment, Touches);
}
