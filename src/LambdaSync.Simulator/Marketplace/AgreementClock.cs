using System.Text.Json.Nodes;
using LambdaSync.Simulator.State;

namespace LambdaSync.Simulator.Marketplace;

/// <summary>What happens to agreements: buyers accept, time starts, renews and ends them, and answers requests.</summary>
static class AgreementClock
{
    static readonly TimeSpan AutoApproval = TimeSpan.FromDays(7);

    /// <summary>When a cancellation request is approved without the buyer's answer (user guide).</summary>
    public static DateTimeOffset ApprovedAt(DateTimeOffset created) => created + AutoApproval;

    public static void CatchUp(World world)
    {
        var now = world.Clock.Now;
        foreach (var agreement in world.Market.Agreements.ToList())
        {
            if (!agreement.IsAnnounced && agreement.Start <= now)
                Announce(world, agreement);
            foreach (var request in agreement.Requests.Where(r => r.Due <= now).ToList())
                AgreementRequests.Ripen(world, agreement, request);
            if (agreement.Status == MarketAgreement.Active && agreement.End <= now)
                End(world, agreement, agreement.Renews ? MarketAgreement.Renewed : MarketAgreement.Expired);
        }
    }

    /// <summary>A buyer accepts an offer of the account or, from an authorization of the account, of a channel partner.</summary>
    /// <param name="proposer">The seller of record.</param>
    public static MarketAgreement Accept(World world, MarketEntity offer, string buyer, string proposer)
    {
        var (now, product) = (world.Clock.Now, world.Market.Find(offer.Text("ProductId")!)!);
        var previous = offer.Text("AgreementId") is { } replaced ? world.Market.Agreements.Find(a => a.Id == replaced) : null;
        var validity = offer.Term("ValidityTerm");
        var start = validity?["AgreementStartDate"]?.GetValue<string>() is { } first ? Time(first) : now;
        var (value, currency) = AgreementTerms.Value(offer);
        var agreement = new MarketAgreement(world.Ids.Of("agmt-000000000000"), proposer, buyer, now)
        {
            Manufacturer = product.Owner,
            OfferId = offer.Id,
            OfferSetId = offer.Text("OfferSetId"),
            ProductId = product.Id,
            ProductType = product.Type,
            ResaleAuthorizationId = offer.Text("ResaleAuthorizationId"),
            Intent = previous is null ? "NEW" : "REPLACE",
            Previous = previous,
            Start = start,
            End = EndOf(offer, start),
            Terms = AgreementTerms.Of(offer),
            Value = value,
            Currency = currency,
        };
        world.Market.Agreements.Add(agreement);
        if (previous is { Status: MarketAgreement.Active })
            End(world, previous, MarketAgreement.Replaced);
        CatchUp(world);
        return agreement;
    }

    public static void End(World world, MarketAgreement agreement, string status)
    {
        (agreement.Status, agreement.Updated) = (status, world.Clock.Now);
        if (status is MarketAgreement.Cancelled or MarketAgreement.Terminated)
            agreement.End = world.Clock.Now;
        MarketEvents.Agreement(world, agreement, "Ended");
        if (status == MarketAgreement.Renewed && !world.Market.Agreements.Any(a => a.Previous == agreement && a.Intent == "RENEW"))
            Renew(world, agreement);
    }

    /// <summary>"AWS makes the renewal offer and accepts it" (user guide, auto-generated-private-offers).</summary>
    public static MarketAgreement Renew(World world, MarketAgreement old)
    {
        var now = world.Clock.Now;
        var offer = new MarketEntity(MarketEntity.Offer, world.Ids.Of("offer-"), old.Proposer, now) { Released = now };
        foreach (var (name, value) in new JsonObject
        {
            ["Id"] = offer.Id,
            ["Name"] = "Renewal of " + old.Id,
            ["ProductId"] = old.ProductId,
            ["State"] = "Released",
            ["CreatedBySource"] = "AwsMarketplace",
            ["TargetAgreementId"] = old.Id,
            ["TargetAgreementIntent"] = "Renew",
        })
            offer.Details[name] = value?.DeepClone();
        foreach (var term in (world.Market.Find(old.OfferId)?.Terms ?? []).OfType<JsonObject>())
            offer.Terms.Add(term.DeepClone());
        offer.SetRule("TargetingRule", new JsonObject { ["PositiveTargeting"] = new JsonObject { ["BuyerAccounts"] = new JsonArray(old.Acceptor) } });
        world.Market.Entities[offer.Id] = offer;
        MarketEvents.OfferReleased(world, offer);
        var start = old.End!.Value;
        var renewal = new MarketAgreement(world.Ids.Of("agmt-000000000000"), old.Proposer, old.Acceptor, now)
        {
            Manufacturer = old.Manufacturer,
            OfferId = offer.Id,
            ProductId = old.ProductId,
            ProductType = old.ProductType,
            ResaleAuthorizationId = old.ResaleAuthorizationId,
            Intent = "RENEW",
            Previous = old,
            Start = start,
            End = start + (old.End - old.Start),
            Terms = old.Terms.DeepClone().AsArray(),
            Value = old.Value,
            Currency = old.Currency,
            Renewals = old.Renewals + 1,
        };
        world.Market.Agreements.Add(renewal);
        CatchUp(world);
        return renewal;
    }

    static void Announce(World world, MarketAgreement agreement)
    {
        agreement.IsAnnounced = true;
        MarketEvents.Agreement(world, agreement, "Created");
        if (world.Market.Sellers.Contains(agreement.Manufacturer))
            MarketEvents.License(world, agreement, "Updated");
    }

    static DateTimeOffset? EndOf(MarketEntity offer, DateTimeOffset start)
    {
        var validity = offer.Term("ValidityTerm");
        var duration = validity?["AgreementDuration"]?.GetValue<string>() ?? offer.Term("ConfigurableUpfrontPricingTerm")?["RateCards"]?[0]?["Selector"]?["Value"]?.GetValue<string>();
        return validity?["AgreementEndDate"]?.GetValue<string>() is { } end ? Time(end)
            : duration is null ? null
            : new DateTimeOffset(Days.After(DateOnly.FromDateTime(start.UtcDateTime), duration).ToDateTime(TimeOnly.FromDateTime(start.UtcDateTime)), TimeSpan.Zero);
    }

    static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal);
}
