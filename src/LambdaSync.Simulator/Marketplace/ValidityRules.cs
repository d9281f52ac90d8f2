using System.Text.Json.Nodes;

namespace LambdaSync.Simulator.Marketplace;

/// <summary>UpdateValidityTerms: a duration from acceptance, or a future start and an end (work-with-private-offers).</summary>
static class ValidityRules
{
    public static void Apply(ChangeWork work)
    {
        if (work.Term is not { } term)
            return;
        var (duration, start, end) = (term["AgreementDuration"]?.GetValue<string>(), Day(term, "AgreementStartDate"), Day(term, "AgreementEndDate"));
        if (OfferRules.IsReleased(work.Entity))
        {
            if (start is not null)
                work.Fail("INCOMPATIBLE_AGREEMENT_START_DATE", "The offer is released.");
            if (end is not null)
                work.Fail("INCOMPATIBLE_AGREEMENT_END_DATE", "The offer is released.");
        }

        if (duration is not null && !Days.IsPeriod(duration))
            work.Fail("INVALID_AGREEMENT_DURATION", "AgreementDuration is one such as P12M.");
        if (duration is not null && (start is not null || end is not null))
            work.Fail("INVALID_AGREEMENT_TIME_INTERVAL", "An agreement has a duration, or a start and an end.");
        if (start is not null && end is null)
            work.Fail("INVALID_AGREEMENT_TIME_INTERVAL", "A future-dated agreement has an end.");
        if (start is null && end is not null && !OfferRules.IsReplacement(work.Entity))
            work.Fail("INVALID_AGREEMENT_TIME_INTERVAL", "AgreementEndDate goes with a future start, or on a replacement offer.");
        if (OfferRules.IsReplacement(work.Entity) && (duration is not null || start is not null))
            work.Fail("INCOMPATIBLE_AGREEMENT", "A replacement offer has an AgreementEndDate only.");
        if (start is { } first)
            Start(work, first, end);
        if (end <= work.Today)
            work.Fail("INVALID_AGREEMENT_END_DATE", "The agreement ends after today.");
        var stored = new JsonObject { ["Type"] = "ValidityTerm" };
        foreach (var (name, value) in new[] { ("AgreementDuration", duration), ("AgreementStartDate", start is { } s ? Days.AtStart($"{s:yyyy-MM-dd}") : null), ("AgreementEndDate", end is { } e ? Days.AtEnd($"{e:yyyy-MM-dd}") : null) })
        {
            if (value is not null)
                stored[name] = value;
        }

        work.Entity.RemoveTerms(t => t == "ValidityTerm");
        work.Entity.Terms.Add((JsonNode)stored);
    }

    static void Start(ChangeWork work, DateOnly start, DateOnly? end)
    {
        if (work.Product?.Type != "SaaSProduct")
            work.Fail("INCOMPATIBLE_PRODUCT", "Agreements of this product start when they are accepted.");
        if (start <= work.Today || start > work.Today.AddYears(3))
            work.Fail("INVALID_AGREEMENT_START_DATE", "The agreement starts after today and within three years.");
        if (end <= start)
            work.Fail("INVALID_AGREEMENT_TIME_INTERVAL", "The agreement ends after it starts.");
        if (work.Authorization?.Term("BuyerValidityTerm")?["MaximumAgreementStartDate"]?.GetValue<string>() is { } latest && start > Days.Parse(latest[..10]))
            work.Fail("INCOMPATIBLE_RESALE_AUTHORIZATION", $"The resale authorization allows a start until {latest[..10]}.");
    }

    static DateOnly? Day(JsonObject term, string name) => term[name]?.GetValue<string>() is { } text ? Days.Parse(text) : null;
}
