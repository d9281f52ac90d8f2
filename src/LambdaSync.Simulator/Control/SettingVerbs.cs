using System.Text.Json.Nodes;
using LambdaSync.Simulator.State;

namespace LambdaSync.Simulator.Control;

/// <summary>The verb "settings": those of the simulation, and those by which one reading of AWS's documents is chosen. What is left out stays.</summary>
static class SettingVerbs
{
    public static JsonObject Set(World world, JsonObject input)
    {
        SetSimulation(world, input);
        SetReadings(world.Readings, input);
        return [];
    }

    // {"quotas": false, "quotaSlides": true, "jitterMilliseconds": 60, "listDelaySeconds": 5, "listDelayEvery": 1, "taskSeconds": 2, "tokenSeconds": 600, "tokenReuseConflicts": true, "launchNeedsAccount": false, "masksLeads": false, "connected": ["111122223333"], "engagementDigits": 9}
    static void SetSimulation(World world, JsonObject input)
    {
        world.Quotas.Enforced = input.Flag("quotas") ?? world.Quotas.Enforced;
        world.Quotas.Slides = input.Flag("quotaSlides") ?? world.Quotas.Slides;
        world.Jitter = TimeSpan.FromMilliseconds(input["jitterMilliseconds"]?.GetValue<int>() ?? world.Jitter.TotalMilliseconds);
        world.LaunchNeedsAccount = input.Flag("launchNeedsAccount") ?? world.LaunchNeedsAccount;
        world.MasksLeads = input.Flag("masksLeads") ?? world.MasksLeads;
        if (input["connected"] is JsonArray accounts)
            world.Connected = accounts.Select(account => account!.GetValue<string>()).ToHashSet(StringComparer.Ordinal);
        world.EngagementDigits = input["engagementDigits"]?.GetValue<int>() ?? world.EngagementDigits;
        world.ListDelay = input.Seconds("listDelaySeconds") ?? world.ListDelay;
        world.ListDelayEvery = Math.Max(1, input["listDelayEvery"]?.GetValue<int>() ?? world.ListDelayEvery);
        world.TaskTime = input.Seconds("taskSeconds") ?? world.TaskTime;
        world.Tokens.Remembered = input.Seconds("tokenSeconds") ?? world.Tokens.Remembered;
        world.Tokens.ReuseConflicts = input.Flag("tokenReuseConflicts") ?? world.Tokens.ReuseConflicts;
    }

    // {"createLagSeconds": 3, "associatesInReview": true, "already": "Conflict", "otherSolutionSubmits": true, "summaryBeforeSubmission": true, "marketingSource": "Submission", "predefinedLists": false, "rejectionReasons": false, "referralsHaveReviewStatus": false, "eurOutsideEusc": false, "partition": "aws-eusc", "explicitNulls": false, "convertsOnce": true}
    static void SetReadings(Readings readings, JsonObject input)
    {
        readings.CreateLag = input.Seconds("createLagSeconds") ?? readings.CreateLag;
        readings.AssociatesInReview = input.Flag("associatesInReview") ?? readings.AssociatesInReview;
        readings.Already = input.OneOf<Already>("already") ?? readings.Already;
        readings.OtherSolutionSubmits = input.Flag("otherSolutionSubmits") ?? readings.OtherSolutionSubmits;
        readings.SummaryBeforeSubmission = input.Flag("summaryBeforeSubmission") ?? readings.SummaryBeforeSubmission;
        readings.MarketingSource = input.OneOf<MarketingSource>("marketingSource") ?? readings.MarketingSource;
        readings.PredefinedLists = input.Flag("predefinedLists") ?? readings.PredefinedLists;
        readings.RejectionReasons = input.Flag("rejectionReasons") ?? readings.RejectionReasons;
        readings.ReferralsHaveReviewStatus = input.Flag("referralsHaveReviewStatus") ?? readings.ReferralsHaveReviewStatus;
        readings.EurOutsideEusc = input.Flag("eurOutsideEusc") ?? readings.EurOutsideEusc;
        readings.ExplicitNulls = input.Flag("explicitNulls") ?? readings.ExplicitNulls;
        readings.ConvertsOnce = input.Flag("convertsOnce") ?? readings.ConvertsOnce;
        if (input.Text("partition") is { } partition)
            readings.Partition = partition is Readings.Aws or Readings.Eusc ? partition : throw new ArgumentException($"partition takes {Readings.Aws} or {Readings.Eusc}.");
    }
}
