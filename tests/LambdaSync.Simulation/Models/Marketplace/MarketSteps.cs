using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using LambdaSync.Commands;
using LambdaSync.Simulation.Models.Sync;
using LambdaSync.Simulation.Stories;

namespace LambdaSync.Simulation.Models.Marketplace;

/// <summary>What the steps have in common.</summary>
static class MarketSteps
{
    /// <summary>How long change sets take from now on.</summary>
    public static void Take(World world, TimeSpan prepare, TimeSpan apply)
    {
        world.Own<MarketWorld>().Duration = (prepare, apply);
        SyncSteps.Control(world, "market-settings", new JsonObject { ["prepareSeconds"] = prepare.TotalSeconds, ["applySeconds"] = apply.TotalSeconds });
    }

    /// <summary>A person wants something: their command goes into the queue.</summary>
    public static Wish Ask(World world, Wish wish)
    {
        world.Own<MarketWorld>().Wishes[wish.Number] = wish;
        Send(world, wish, $"wish-{wish.Number}");
        return wish;
    }

    public static void Send(World world, Wish wish, string id)
    {
        if (!wish.Commands.Contains(id))
            wish.Commands.Add(id);
        Send(world, wish.Command with { Id = id });
        wish.Asked++;
    }

    public static void Send(World world, CommandDocument command)
    {
        world.Queues[MarketplaceModel.CommandQueue].Send(Encoding.UTF8.GetString(command.ToJson()));
        world.Tally.Edits++;
    }

    public static CommandDocument Command(string verb, string id, params (string Name, string Value)[] arguments) =>
        new(verb, [id], arguments.ToDictionary(a => a.Name, a => a.Value, StringComparer.Ordinal));

    /// <summary>The one entity that a wish has made, as a person finds it in AWS Marketplace; null: it has made none yet.</summary>
    public static JsonObject? Made(World world, int wish) => world.Own<MarketWorld>().Wishes.TryGetValue(wish, out var made) && made.Name is { } name && AtAws.Named(world, name) is [var entity, ..] ? entity : null;
}

/// <summary>A person wants something new.</summary>
/// <param name="Until">The last day, so many days ahead.</param>
sealed record MarketCreateStep(TimeSpan At, int Number, string Verb, int Until, string? More = null) : Step(At)
{
    const string Eula = """ "Eula": { "Type": "StandardEula", "Version": "2022-07-14" } """, Prices = """ "RateCards": [{ "Duration": "P1M", "Rates": [{ "DimensionKey": "seats", "Price": "99.50" }] }] """;

    protected override string Says => $"wish {Number}: {Verb}, until {Until} days ahead{(More is null ? "" : $", with {More.Trim()}")}";

    public override void Do(World world)
    {
        var name = $"Wish {Number}";
        var document = Verb switch
        {
            CommandVerbs.OfferSetCreate => $$"""{ "Name": "{{name}}", "BuyerNotes": "Both together", "Offers": [{{Offer(world, name + " one", MarketWorld.Product)}}, {{Offer(world, name + " two", MarketWorld.OtherProduct)}}] }""",
            CommandVerbs.ResaleCreate or CommandVerbs.ResaleDraft => $$"""
                { "ProductId": "{{MarketWorld.Product}}", "Name": "{{name}}", "ResellerAccountId": "{{MarketWorld.Partner}}", "AvailabilityEndDate": "{{MarketWorld.Day(world, Until)}}", {{Prices}}, "BuyerEula": { "Type": "StandardEula", "Version": "2022-07-14" } }
                """,
            _ => Offer(world, name, MarketWorld.Product),
        };
        MarketSteps.Ask(world, new Wish(Number, MarketSteps.Command(Verb, $"new-{Number}", (CommandVerbs.Document, document)), name));
        world.Tally.Records++;
        if (Verb == CommandVerbs.OfferSetCreate)
            world.Tally.Reach(MarketReaches.Set);
        if (Verb is CommandVerbs.ResaleCreate or CommandVerbs.ResaleDraft)
            world.Tally.Reach(MarketReaches.Authorized);
    }

    string Offer(World world, string name, string product) => $$"""
        { "ProductId": "{{product}}", "ProductType": "SaaSProduct", "Name": "{{name}}", "Description": "For Example Ltd", "BuyerAccounts": ["{{MarketWorld.Buyer}}"], "AvailabilityEndDate": "{{MarketWorld.Day(world, Until)}}", {{Prices}}, {{Eula}} {{More}} }
        """;
}

/// <summary>A person resells another maker's product.</summary>
sealed record MarketResellStep(TimeSpan At, int Number) : Step(At)
{
    protected override string Says => $"wish {Number}: an offer from another maker's authorization";

    public override void Do(World world)
    {
        var shared = SyncSteps.Control(world, "share-authorization", new JsonObject { ["name"] = $"From a maker {Number}" })!["id"]!.GetValue<string>();
        var name = $"Wish {Number}";
        MarketSteps.Ask(world, new Wish(Number, MarketSteps.Command(CommandVerbs.OfferCreate, $"new-{Number}", (CommandVerbs.Document, $$"""
            { "ResaleAuthorizationId": "{{shared}}", "ProductType": "SaaSProduct", "Name": "{{name}}", "Description": "Resold", "BuyerAccounts": ["{{MarketWorld.Buyer}}"], "AvailabilityEndDate": "{{MarketWorld.Day(world, 20)}}",
              "MarkupPercentage": "7.5", "AgreementDuration": "P12M" }
            """)), name));
        world.Tally.Records += 2;
        world.Tally.Reach(MarketReaches.Resold);
    }
}

/// <summary>A person wants a change of what another wish has made.</summary>
/// <param name="Of">The number of that wish.</param>
/// <param name="Days">The new last day, so many days ahead.</param>
sealed record MarketChangeStep(TimeSpan At, int Number, int Of, string Verb, int Days = 0) : Step(At)
{
    protected override string Says => $"wish {Number}: {Verb} of what wish {Of} has made{(Days == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {Days} days ahead"))}";

    public override void Do(World world)
    {
        if (MarketSteps.Made(world, Of) is not { } made || (Verb == CommandVerbs.ResaleRestrict) != (AtAws.Text(made, "type") == AtAws.Authorization) || AtAws.Text(made, "type") == AtAws.OfferSet)
            return;
        var (id, day) = (AtAws.Id(made), MarketWorld.Day(world, Days));
        (string, string)[] arguments = Verb switch
        {
            CommandVerbs.OfferExpiry => [(CommandVerbs.Until, day)],
            CommandVerbs.OfferClone => [(CommandVerbs.Until, day), (CommandVerbs.Name, $"Wish {Number}")],
            _ => [],
        };
        MarketSteps.Ask(world, new Wish(Number, MarketSteps.Command(Verb, id, arguments), Verb == CommandVerbs.OfferClone ? $"Wish {Number}" : null)
        {
            Date = Verb switch { CommandVerbs.OfferExpiry => (id, day), CommandVerbs.OfferCancel => (id, ""), _ => null },
        });
        world.Tally.Reach(Verb switch
        {
            CommandVerbs.OfferPublish => MarketReaches.Published,
            CommandVerbs.OfferExpiry => MarketReaches.Dates,
            CommandVerbs.OfferCancel => MarketReaches.Cancelled,
            CommandVerbs.OfferClone => MarketReaches.Cloned,
            _ => MarketReaches.Restricted,
        });
    }
}

/// <summary>Somebody sends a request again: the same command, or another one that asks for the same.</summary>
sealed record MarketAgainStep(TimeSpan At, int Number, bool IsSameCommand) : Step(At)
{
    protected override string Says => $"wish {Number} again, {(IsSameCommand ? "the same" : "another")} command";

    public override void Do(World world)
    {
        if (!world.Own<MarketWorld>().Wishes.TryGetValue(Number, out var wish))
            return;
        MarketSteps.Send(world, wish, IsSameCommand ? wish.Commands[0] : $"wish-{Number}-{At.Ticks}");
        world.Tally.Reach(MarketReaches.Again);
    }
}

/// <summary>An opportunity comes into being that offers are linked to.</summary>
sealed record MarketOpportunityStep(TimeSpan At, int Number) : Step(At)
{
    protected override string Says => $"opportunity {Number} is made at AWS";

    public override void Do(World world) => world.Own<MarketWorld>().Opportunities[Number] =
        SyncSteps.Control(world, "create-opportunity", new JsonObject { ["body"] = SyncSteps.Body($"Opportunity {Number}", null), ["reviewStatus"] = "Approved" })!["id"]!.GetValue<string>();
}

/// <summary>A person links an offer to an opportunity.</summary>
sealed record MarketLinkStep(TimeSpan At, int Number, int Of) : Step(At)
{
    protected override string Says => $"what wish {Of} has made is linked to opportunity {Number}";

    public override void Do(World world)
    {
        var market = world.Own<MarketWorld>();
        if (MarketSteps.Made(world, Of) is not { } offer || !market.Opportunities.TryGetValue(Number, out var opportunity))
            return;
        var command = MarketSteps.Command(CommandVerbs.LinkOffer, opportunity, (CommandVerbs.Offer, $"arn:aws:aws-marketplace:us-east-1:{MarketWorld.Account}:AWSMarketplace/{AtAws.Text(offer, "type")}/{AtAws.Id(offer)}")) with { Id = $"link-{Number}-{At.Ticks}" };
        market.Links.Add(new Link(command.Id!, opportunity, AtAws.Id(offer)));
        MarketSteps.Send(world, command);
        world.Tally.Reach(MarketReaches.Linked);
    }
}

/// <summary>The buyer accepts.</summary>
sealed record MarketAcceptStep(TimeSpan At, int Of) : Step(At)
{
    protected override string Says => $"the buyer accepts what wish {Of} has made";

    public override void Do(World world)
    {
        if (MarketSteps.Made(world, Of) is not { } offer || SyncSteps.Control(world, "accept-offer", new JsonObject { ["offerId"] = AtAws.Id(offer) }) is not { } accepted)
            return;
        world.Own<MarketWorld>().Sales.Add(new Sale(accepted["agreementId"]!.GetValue<string>(), AtAws.Id(offer), world.Pump.Now, IsOwn: true));
        world.Tally.Records++;
        world.Tally.Reach(MarketReaches.Accepted);
    }
}

/// <summary>AWS or the buyer ends the agreement about what a wish has made, or somebody switches its renewal off.</summary>
/// <param name="Status">How it ends; null: its renewal is switched off.</param>
sealed record MarketEndStep(TimeSpan At, int Of, string? Status) : Step(At)
{
    protected override string Says => $"the agreement of wish {Of} {(Status is null ? "is not renewed" : "becomes " + Status)}";

    public override void Do(World world)
    {
        if (MarketSteps.Made(world, Of) is not { } offer || world.Own<MarketWorld>().Sales.Find(s => s.Offer == AtAws.Id(offer)) is not { } sale)
            return;
        var input = new JsonObject { ["agreementId"] = sale.Agreement };
        if (Status is not null)
            input["status"] = Status;
        if (SyncSteps.Control(world, Status is null ? "disable-renewal" : "end-agreement", input) is null)
            return;
        world.Tally.Edits++;
        world.Tally.Reach(Status is null ? MarketReaches.Amended : MarketReaches.Ended);
    }
}

/// <summary>A channel partner makes an offer from the account's authorization.</summary>
sealed record MarketPartnerStep(TimeSpan At, int Of, bool Accepts) : Step(At)
{
    protected override string Says => $"a channel partner offers from what wish {Of} has made{(Accepts ? ", and its buyer accepts" : "")}";

    public override void Do(World world)
    {
        var market = world.Own<MarketWorld>();
        if (MarketSteps.Made(world, Of) is not { } made || SyncSteps.Control(world, "resell", new JsonObject { ["authorizationId"] = AtAws.Id(made), ["buyer"] = MarketWorld.Buyer, ["accept"] = Accepts }) is not { } sold)
            return;
        var offer = sold["offerId"]!.GetValue<string>();
        market.Others.Add(offer);
        if (Accepts)
            market.Sales.Add(new Sale(sold["agreementId"]!.GetValue<string>(), offer, world.Pump.Now, IsOwn: false));
        world.Tally.Reach(MarketReaches.Sold);
    }
}
