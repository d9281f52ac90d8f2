using LambdaSync.Commands;
using LambdaSync.Simulation.Faults;
using LambdaSync.Simulation.Kernel;
using LambdaSync.Simulation.Models.Sync;
using LambdaSync.Simulation.Queues;
using LambdaSync.Simulation.Stories;

namespace LambdaSync.Simulation.Models.Marketplace;

/// <summary>A few scenes of a seller, each with something that may go wrong on its way.</summary>
sealed class MarketPlot : IPlot
{
    const string Large = """, "RefundPolicy": "None.", "PaymentDuePeriod": "P30D" """, Renewing = """, "Renewal": { "LockoutPeriod": "P10D", "PriceIncrease": { "FixedPercentage": "2.00" } } """;

    const double FullPart = 0.04;

    const int FullCount = 23;

    static readonly (string ChangeType, string Code)[] Refusals =
        [("UpdatePricingTerms", "INCOMPATIBLE_PAYMENT_SETTINGS"), ("UpdateLegalTerms", "INVALID_LEGAL_DOCUMENTS"), ("UpdateAvailability", "INVALID_AVAILABILITY_END_DATE"), ("ReleaseOffer", "INVALID_TAX_INFORMATION")];

    static readonly CallFaultKind[] Losses = [CallFaultKind.ReplyLost, CallFaultKind.ReplyLost, CallFaultKind.NotSent, CallFaultKind.DoneButServerError, CallFaultKind.Throttled];

    public IEnumerable<Step> Write(Chance chance, TimeSpan length, IReadOnlyList<Step> before)
    {
        List<Func<Chance, TimeSpan, int, IEnumerable<Step>>> scenes = [Created, Drafted, Accepted, Accepted, Dates, Cloned, Set, Authorized, Resold, Elsewhere, Fails, LostAnswer, Busy, Expires, Crowded];
        var most = chance.Between(2, 4);
        for (var scene = 0; scene < most; scene++)
        {
            var write = chance.Of(scenes);
            scenes.Remove(write);
            // Each scene has ten numbers.
            foreach (var step in write(chance, chance.Between(TimeSpan.Zero, length / 2), 1 + (10 * scene)))
                yield return step;
        }

        if (chance.Is(FullPart))
        {
            foreach (var step in Full(chance, chance.Between(TimeSpan.Zero, length / 2)))
                yield return step;
        }

        for (var left = chance.Between(0, 2); left > 0; left--)
            yield return Pace(chance, chance.Between(TimeSpan.Zero, length));
        for (var left = chance.Between(0, 3); left > 0; left--)
            yield return new MessageFaultStep(chance.Between(TimeSpan.Zero, length), MarketplaceModel.EventQueue, 1, MessageFaultKind.Lost, TimeSpan.Zero);
        for (var left = chance.Between(0, 2); left > 0; left--)
        {
            var kind = chance.Of([MessageFaultKind.Twice, MessageFaultKind.Twice, MessageFaultKind.Late]);
            yield return new MessageFaultStep(chance.Between(TimeSpan.Zero, length / 2), MarketplaceModel.CommandQueue, chance.Between(1, 2), kind, kind == MessageFaultKind.Late ? chance.Mostly(TimeSpan.FromSeconds(1), TimeSpan.FromHours(2)) : TimeSpan.Zero);
        }
    }

    static MarketPaceStep Pace(Chance chance, TimeSpan at) => new(
        at, chance.Mostly(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(2)), chance.Mostly(TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)),
        chance.Is(0.5) ? TimeSpan.Zero : chance.Mostly(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(3)));

    static TimeSpan Minutes(Chance chance, int least, int most) => TimeSpan.FromSeconds(chance.Between(60 * least, 60 * most));

    static TickStep Tick(TimeSpan at) => new(at + TimeSpan.FromSeconds(1), "Outbound");

    static TickStep Sweep(TimeSpan at) => new(at + TimeSpan.FromSeconds(1), SyncModel.Sweeper);

    // Soon, as a person who sees no answer does, or later.
    static MarketAgainStep Again(Chance chance, TimeSpan at, int number) =>
        new(at + (chance.Is(0.5) ? TimeSpan.FromSeconds(chance.Between(1, 90)) : Minutes(chance, 2, 400)), number, chance.Is(0.4));

    static IEnumerable<Step> Created(Chance chance, TimeSpan at, int number)
    {
        yield return new MarketCreateStep(at, number, CommandVerbs.OfferCreate, chance.Between(5, 30));
        for (var times = chance.Between(0, 2); times > 0; times--)
            yield return Again(chance, at, number);
        yield return Tick(at + Minutes(chance, 1, 60));
        yield return Sweep(at + Minutes(chance, 5, 200));
    }

    static IEnumerable<Step> Drafted(Chance chance, TimeSpan at, int number)
    {
        yield return new MarketCreateStep(at, number, CommandVerbs.OfferDraft, chance.Between(5, 30));
        yield return Tick(at += Minutes(chance, 10, 100));
        yield return new MarketChangeStep(at, number + 1, number, CommandVerbs.OfferPublish);
        if (chance.Is(0.5))
            yield return Again(chance, at, number + 1);
        yield return Tick(at + Minutes(chance, 1, 100));
    }

    static IEnumerable<Step> Accepted(Chance chance, TimeSpan at, int number)
    {
        if (chance.Is(0.7))
            yield return new MarketPaceStep(at, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(chance.Between(1, 30)), TimeSpan.Zero);
        yield return new MarketOpportunityStep(at, number);
        yield return new MarketCreateStep(at, number, CommandVerbs.OfferCreate, chance.Between(5, 30), chance.Is(0.5) ? Renewing : null);
        yield return Tick(at += Minutes(chance, 10, 100));
        yield return new MarketLinkStep(at, number, number);
        at += chance.Is(0.4) ? TimeSpan.FromMilliseconds(chance.Between(1, 20_000)) : Minutes(chance, 2, 200);
        if (chance.Is(0.25))
        {
            for (var message = 1; message <= 3; message++)
                yield return new MessageFaultStep(at, MarketplaceModel.EventQueue, message, MessageFaultKind.Lost, TimeSpan.Zero);
        }

        yield return new MarketAcceptStep(at, number);
        if (chance.Is(0.3))
            yield return Tick(at);
        if (chance.Is(0.4))
            yield return new MarketEndStep(at + TimeSpan.FromSeconds(chance.Between(1, 7200)), number, null);
        if (chance.Is(0.5))
            yield return new MarketEndStep(at += chance.Is(0.3) ? TimeSpan.FromSeconds(chance.Between(1, 60)) : Minutes(chance, 2, 300), number, chance.Of(["CANCELLED", "TERMINATED"]));
        yield return Sweep(at + Minutes(chance, 1, 100));
    }

    // To and fro, with other people's requests between.
    static IEnumerable<Step> Dates(Chance chance, TimeSpan at, int number)
    {
        yield return new MarketCreateStep(at, number, CommandVerbs.OfferCreate, 20);
        at += Minutes(chance, 10, 60);
        for (var wish = 1; wish <= 3; wish++)
        {
            yield return Tick(at);
            yield return new MarketChangeStep(at, number + wish, number, CommandVerbs.OfferExpiry, 20 + (5 * wish));
            at += chance.Is(0.3) ? TimeSpan.FromSeconds(chance.Between(1, 120)) : Minutes(chance, 5, 120);
        }

        if (chance.Is(0.6))
            yield return new MarketAgainStep(at += chance.Is(0.5) ? TimeSpan.FromHours(8) : TimeSpan.FromSeconds(chance.Between(1, 120)), number + chance.Between(1, 2), IsSameCommand: false);
        if (chance.Is(0.4))
            yield return new MarketChangeStep(at += chance.Is(0.5) ? TimeSpan.FromHours(8) : Minutes(chance, 1, 60), number + 4, number, CommandVerbs.OfferCancel);
        yield return Tick(at + Minutes(chance, 1, 100));
    }

    static IEnumerable<Step> Cloned(Chance chance, TimeSpan at, int number)
    {
        yield return new MarketCreateStep(at, number, CommandVerbs.OfferCreate, 20);
        yield return Tick(at += Minutes(chance, 10, 100));
        if (chance.Is(0.4))
            yield return new CallFaultStep(at, new CallPattern(Outside: "marketplace", Method: "StartChangeSet"), 1, chance.Of(Losses));
        yield return new MarketChangeStep(at, number + 1, number, CommandVerbs.OfferClone, 30);
        if (chance.Is(0.5))
            yield return Again(chance, at, number + 1);
        yield return Tick(at += Minutes(chance, 1, 100));
        yield return new MarketChangeStep(at, number + 2, number, CommandVerbs.OfferCancel);
        yield return Tick(at + Minutes(chance, 1, 100));
    }

    // Small ones need one change set, large ones four.
    static IEnumerable<Step> Set(Chance chance, TimeSpan at, int number)
    {
        if (chance.Is(0.3))
            yield return Failure(chance, at);
        yield return new MarketCreateStep(at, number, CommandVerbs.OfferSetCreate, 20, chance.Is(0.6) ? Large : null);
        for (var ticks = chance.Between(1, 4); ticks > 0; ticks--)
            yield return Tick(at += Minutes(chance, 1, 60));
        if (chance.Is(0.5))
            yield return Again(chance, at, number);
        yield return Tick(at + Minutes(chance, 1, 60));
    }

    static IEnumerable<Step> Authorized(Chance chance, TimeSpan at, int number)
    {
        yield return new MarketCreateStep(at, number, chance.Is(0.8) ? CommandVerbs.ResaleCreate : CommandVerbs.ResaleDraft, 30);
        yield return Tick(at += Minutes(chance, 10, 100));
        for (var sales = chance.Between(1, 2); sales > 0; sales--)
            yield return new MarketPartnerStep(at += Minutes(chance, 1, 100), number, chance.Is(0.7));
        if (chance.Is(0.6))
            yield return new MarketChangeStep(at += Minutes(chance, 1, 100), number + 1, number, CommandVerbs.ResaleRestrict);
        yield return Sweep(at + Minutes(chance, 1, 100));
    }

    static IEnumerable<Step> Resold(Chance chance, TimeSpan at, int number)
    {
        yield return new MarketResellStep(at, number);
        yield return Tick(at += Minutes(chance, 10, 100));
        yield return new MarketAcceptStep(at += Minutes(chance, 1, 60), number);
        yield return Sweep(at + Minutes(chance, 1, 100));
    }

    static IEnumerable<Step> Elsewhere(Chance chance, TimeSpan at, int number)
    {
        yield return new MarketElsewhereStep(at, number);
        yield return new MarketCreateStep(at += Minutes(chance, 1, 30), number + 1, CommandVerbs.OfferCreate, 20);
        if (chance.Is(0.3))
            yield return new MarketStopStep(at + TimeSpan.FromSeconds(chance.Between(2, 30)));
        at += Minutes(chance, 10, 100);
        yield return new MarketChangeElsewhereStep(at, number + 1, 40);
        if (chance.Is(0.5))
            yield return new MarketChangeStep(at + TimeSpan.FromSeconds(chance.Between(-30, 30)), number + 2, number + 1, CommandVerbs.OfferExpiry, 45);
        yield return Sweep(at + Minutes(chance, 1, 100));
        yield return Tick(at + Minutes(chance, 1, 100));
    }

    // Colleagues have open what AWS lets an account have, where that is little.
    static IEnumerable<Step> Crowded(Chance chance, TimeSpan at, int number)
    {
        yield return new MarketPaceStep(at, TimeSpan.FromSeconds(1), Minutes(chance, 5, 60), TimeSpan.Zero);
        for (var offers = chance.Between(1, 4); offers > 0; offers--)
            yield return new MarketElsewhereStep(at += TimeSpan.FromSeconds(chance.Between(1, 20)), (10 * number) + offers);
        for (var wish = 0; wish < 3; wish++)
            yield return new MarketCreateStep(at += TimeSpan.FromSeconds(chance.Between(1, 90)), number + wish, CommandVerbs.OfferDraft, 20);
        for (var ticks = chance.Between(1, 3); ticks > 0; ticks--)
            yield return Tick(at += Minutes(chance, 1, 60));
    }

    static MarketFailStep Failure(Chance chance, TimeSpan at)
    {
        var (type, code) = chance.Of(Refusals);
        return chance.Is(0.5) ? new MarketFailStep(at, type, code) : new MarketFailStep(at, type, null, chance.Between(1, 3));
    }

    static IEnumerable<Step> Fails(Chance chance, TimeSpan at, int number)
    {
        yield return Failure(chance, at);
        yield return new MarketCreateStep(at, number, chance.Of([CommandVerbs.OfferCreate, CommandVerbs.OfferDraft]), 20);
        for (var ticks = chance.Between(1, 3); ticks > 0; ticks--)
            yield return Tick(at += Minutes(chance, 1, 60));
        for (var times = chance.Between(1, 2); times > 0; times--)
        {
            yield return Again(chance, at, number);
            yield return Tick(at += Minutes(chance, 2, 100));
        }
    }

    static IEnumerable<Step> LostAnswer(Chance chance, TimeSpan at, int number)
    {
        if (chance.Is(0.5))
            yield return Pace(chance, at);
        for (var calls = chance.Between(1, 2); calls > 0; calls--)
            yield return new CallFaultStep(at, new CallPattern(Outside: "marketplace", Method: "StartChangeSet"), calls, chance.Of(Losses));
        if (chance.Is(0.3))
            yield return new CallFaultStep(at, new CallPattern(Outside: "marketplace", Method: "ListChangeSets"), 1, chance.Of(Losses));
        yield return new MarketCreateStep(at, number, chance.Of([CommandVerbs.OfferCreate, CommandVerbs.OfferCreate, CommandVerbs.ResaleCreate]), 20);
        if (chance.Is(0.5))
            yield return Again(chance, at, number);
        for (var ticks = chance.Between(1, 4); ticks > 0; ticks--)
            yield return Tick(at += Minutes(chance, 1, 20));
    }

    // The offer is being changed while somebody wants another change.
    static IEnumerable<Step> Busy(Chance chance, TimeSpan at, int number)
    {
        yield return new MarketCreateStep(at, number, CommandVerbs.OfferCreate, 20);
        yield return Tick(at += Minutes(chance, 20, 60));
        yield return new MarketPaceStep(at, TimeSpan.FromSeconds(chance.Between(1, 60)), TimeSpan.FromSeconds(chance.Between(30, 3600)), TimeSpan.Zero);
        yield return new MarketChangeStep(at, number + 1, number, CommandVerbs.OfferExpiry, 25);
        for (var wish = 2; wish <= 3; wish++)
            yield return new MarketChangeStep(at += TimeSpan.FromSeconds(chance.Between(1, 60)), number + wish, number, chance.Is(0.7) ? CommandVerbs.OfferExpiry : CommandVerbs.OfferCancel, 25 + wish);
        yield return new MarketPaceStep(at + Minutes(chance, 1, 30), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeSpan.Zero);
        for (var ticks = chance.Between(1, 4); ticks > 0; ticks--)
            yield return Tick(at += Minutes(chance, 1, 60));
    }

    // More offers at once than AWS lets an account change.
    static IEnumerable<Step> Full(Chance chance, TimeSpan at)
    {
        yield return new MarketPaceStep(at, TimeSpan.FromSeconds(1), Minutes(chance, 2, 30), TimeSpan.Zero);
        for (var number = 1; number <= FullCount; number++)
            yield return new MarketCreateStep(at += TimeSpan.FromMilliseconds(chance.Between(1, 500)), 100 + number, CommandVerbs.OfferDraft, 20);
        for (var ticks = chance.Between(1, 3); ticks > 0; ticks--)
            yield return Tick(at += Minutes(chance, 1, 30));
    }

    // Its last day is over within the story, or soon after it.
    static IEnumerable<Step> Expires(Chance chance, TimeSpan at, int number)
    {
        yield return new MarketCreateStep(at, number, CommandVerbs.OfferCreate, chance.Between(0, 1));
        yield return Tick(at + Minutes(chance, 1, 60));
        if (chance.Is(0.3))
            yield return new MarketChangeStep(at + Minutes(chance, 10, 100), number + 1, number, CommandVerbs.OfferExpiry, chance.Between(0, 2));
        yield return Sweep(at + TimeSpan.FromHours(chance.Between(10, 30)));
    }
}
