using System.Globalization;
using System.Text.Json.Nodes;
using LambdaSync.Simulator.State;
using LambdaSync.Simulator.Wire;

namespace LambdaSync.Simulator.Rules;

/// <summary>Gates of stages and of submission (operation text of SubmitOpportunity and UpdateOpportunity; DG associating-disassociating-assigning-opportunities).</summary>
static class StageRules
{
    /// <summary>The types that make a Committed or Launched opportunity valid.</summary>
    static readonly string[] Sellable = ["Solutions", "AwsMarketplaceProducts", "AwsMarketplaceSolutions"];

    /// <exception cref="AwsError">The stage needs something that is not there.</exception>
    public static void CheckStage(Opportunity opportunity, JsonObject next, bool launchNeedsAccount)
    {
        var lifeCycle = next["LifeCycle"] as JsonObject ?? [];
        var stage = lifeCycle["Stage"]?.GetValue<string>();
        var errors = new List<FieldError>();
        if (stage == "Closed Lost" && lifeCycle["ClosedLostReason"] is null)
            errors.Add(FieldError.Required("LifeCycle.ClosedLostReason"));
        if (stage is "Committed" or "Launched" && stage != opportunity.Stage && !HasSellable(opportunity))
            errors.Add(FieldError.State("RelatedEntityIdentifiers", $"Stage {stage} needs a solution or an AWS Marketplace product or solution."));
        // Field sheet: twelve digits, asked of consulting partners. The model alone would take any word.
        if (stage == "Launched" && launchNeedsAccount && !(AccountId(next) is { Length: 12 } account && account.All(char.IsAsciiDigit)))
            errors.Add(FieldError.Required("Customer.Account.AwsAccountId"));
        if (errors.Count > 0)
            throw AwsError.Refused([.. errors]);
    }

    /// <exception cref="AwsError">A target close date lies in the past.</exception>
    public static void CheckCloseDate(Opportunity? before, JsonObject next, DateTimeOffset now)
    {
        var date = (next["LifeCycle"] as JsonObject)?["TargetCloseDate"]?.GetValue<string>();
        // A date that is already there may grow old; it can't be set to the past.
        if (date is not null && date != before?.LifeCycle["TargetCloseDate"]?.GetValue<string>() && IsPast(date, now))
            throw AwsError.Refused(FieldError.Invalid("LifeCycle.TargetCloseDate", "TargetCloseDate can't be in the past."));
    }

    /// <summary>Qualified or later, not Closed Lost, a close date that is not past, at least one solution or Marketplace product.</summary>
    /// <exception cref="AwsError">It can't be submitted; every reason is named.</exception>
    public static void CheckSubmission(Opportunity opportunity, DateTimeOffset now)
    {
        var errors = new List<FieldError>();
        if (opportunity.ReviewStatus != ReviewRules.PendingSubmission)
            errors.Add(FieldError.State("LifeCycle.ReviewStatus", $"An opportunity in {opportunity.ReviewStatus} can't be submitted."));
        if (opportunity.Stage is null or "Prospect" or "Closed Lost")
            errors.Add(FieldError.State("LifeCycle.Stage", "The stage has to be Qualified or later, and not Closed Lost."));
        if (opportunity.LifeCycle["TargetCloseDate"]?.GetValue<string>() is not { } date)
            errors.Add(FieldError.Required("LifeCycle.TargetCloseDate"));
        else if (IsPast(date, now))
            errors.Add(FieldError.Invalid("LifeCycle.TargetCloseDate", "TargetCloseDate can't be in the past."));
        // DG working-with-your-opportunities: AWS products may be added but are not sufficient.
        if (!HasSellable(opportunity))
            errors.Add(FieldError.State("RelatedEntityIdentifiers", "At least one solution, AWS Marketplace solution or AWS Marketplace product has to be associated."));
        if (errors.Count > 0)
            throw AwsError.Refused([.. errors]);
    }

    static bool HasSellable(Opportunity opportunity) => Sellable.Any(type => opportunity.Related.TryGetValue(type, out var ids) && ids.Count > 0);

    static string? AccountId(JsonObject body) => ((body["Customer"] as JsonObject)?["Account"] as JsonObject)?["AwsAccountId"]?.GetValue<string>();

    static bool IsPast(string date, DateTimeOffset now) =>
        DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day < DateOnly.FromDateTime(now.UtcDateTime);
}
