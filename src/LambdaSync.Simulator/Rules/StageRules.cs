using System.Globalization;
using System.Text.Json.Nodes;
using LambdaSync.Simulator.State;
using LambdaSync.Simulator.Wire;

namespace LambdaSync.Simulator.Rules;

/// <summary>Gates of stages and of submission (operation text of SubmitOpportunity and UpdateOpportunity; DG associating-disassociating-assigning-opportunities).</summary>
static class StageRules
{
    /// <summary>The types that make a Committed or Launched opportunity valid.</summary>
    public static readonly string[] Sellable = ["Solutions", "AwsMarketplaceProducts", "AwsMarketplaceSolutions"];

    /// <summary>What the stage needs and is not there.</summary>
    public static IEnumerable<FieldError> CheckStage(Opportunity? before, JsonObject next, bool launchNeedsAccount)
    {
        var lifeCycle = next["LifeCycle"] as JsonObject ?? [];
        var stage = lifeCycle["Stage"]?.GetValue<string>();
        if (stage == "Closed Lost" && lifeCycle["ClosedLostReason"] is null)
            yield return FieldError.Required("LifeCycle.ClosedLostReason");
        if (stage is "Committed" or "Launched" && stage != before?.Stage && (before is null || !HasSellable(before, otherSuffices: false)))
            yield return FieldError.State("RelatedEntityIdentifiers", $"Stage {stage} needs a solution or an AWS Marketplace product or solution.");
        // Field sheet: twelve digits, asked of consulting partners. The model alone would take any word.
        if (stage == "Launched" && launchNeedsAccount && !(AccountId(next) is { Length: 12 } account && account.All(char.IsAsciiDigit)))
            yield return FieldError.Required("Customer.Account.AwsAccountId");
    }

    /// <summary>A target close date that lies in the past.</summary>
    public static IEnumerable<FieldError> CheckCloseDate(Opportunity? before, JsonObject next, DateTimeOffset now)
    {
        var date = (next["LifeCycle"] as JsonObject)?["TargetCloseDate"]?.GetValue<string>();
        // A date that is already there may grow old; it can't be set to the past.
        if (date is not null && date != before?.LifeCycle["TargetCloseDate"]?.GetValue<string>() && IsPast(date, now))
            yield return FieldError.Invalid("LifeCycle.TargetCloseDate", "TargetCloseDate can't be in the past.");
    }

    /// <summary>A partner's, Qualified or later, not Closed Lost, a close date that is not past, at least one solution or Marketplace product, and whole.</summary>
    /// <exception cref="AwsError">It can't be submitted; every reason is named.</exception>
    public static void CheckSubmission(Opportunity opportunity, DateTimeOffset now, Readings readings, string involvement)
    {
        var errors = new List<FieldError>();
        // AWS knows its own referrals: the page on them knows no submission (DG working-with-opportunities-from-aws).
        if (opportunity.Origin == Opportunity.AwsReferral)
            errors.Add(FieldError.State("Origin", "An AWS referral isn't submitted."));
        else if (opportunity.ReviewStatus != ReviewRules.PendingSubmission)
            errors.Add(FieldError.State("LifeCycle.ReviewStatus", $"An opportunity in {opportunity.ReviewStatus ?? "no review status"} can't be submitted."));
        if (opportunity.Stage is null or "Prospect" or "Closed Lost")
            errors.Add(FieldError.State("LifeCycle.Stage", "The stage has to be Qualified or later, and not Closed Lost."));
        if (opportunity.LifeCycle["TargetCloseDate"]?.GetValue<string>() is { } date && IsPast(date, now))
            errors.Add(FieldError.Invalid("LifeCycle.TargetCloseDate", "TargetCloseDate can't be in the past."));
        // DG working-with-your-opportunities: AWS products may be added but are not sufficient.
        if (!HasSellable(opportunity, readings.OtherSolutionSubmits))
            errors.Add(FieldError.State("RelatedEntityIdentifiers", "At least one solution, AWS Marketplace solution or AWS Marketplace product has to be associated."));
        errors.AddRange(Completeness.Missing(opportunity, readings, involvement));
        if (errors.Count > 0)
            throw AwsError.Refused([.. errors]);
    }

    /// <summary>What an opportunity sells: how many.</summary>
    /// <param name="otherSuffices">"Other" is one too.</param>
    public static int CountSellable(Opportunity opportunity, bool otherSuffices) =>
        Sellable.Sum(type => opportunity.Related.TryGetValue(type, out var ids) ? ids.Count(id => otherSuffices || id != Solution.Other) : 0);

    static bool HasSellable(Opportunity opportunity, bool otherSuffices) => CountSellable(opportunity, otherSuffices) > 0;

    static string? AccountId(JsonObject body) => ((body["Customer"] as JsonObject)?["Account"] as JsonObject)?["AwsAccountId"]?.GetValue<string>();

    static bool IsPast(string date, DateTimeOffset now) =>
        DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day < DateOnly.FromDateTime(now.UtcDateTime);
}
