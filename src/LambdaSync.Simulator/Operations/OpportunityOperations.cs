using System.Text.Json.Nodes;
using LambdaSync.Simulator.Rules;
using LambdaSync.Simulator.State;
using LambdaSync.Simulator.Wire;

namespace LambdaSync.Simulator.Operations;

/// <summary>Create, read, update, assign and submit opportunities.</summary>
static class OpportunityOperations
{
    // Members of the request that are no part of the record, and those of GetOpportunity's answer that an update does not set.
    static readonly string[] NotInBody =
    [
        "Catalog", "ClientToken", "Identifier", "LastModifiedDate", "Origin", "OpportunityTeam", "Tags", "Id", "Arn", "CreatedDate", "RelatedEntityIdentifiers",
    ];

    // Members of LifeCycle that AWS writes.
    static readonly string[] WrittenByAws = ["ReviewStatus", "ReviewComments", "ReviewStatusReason", "NextStepsHistory"];

    public static IReadOnlyDictionary<string, Func<Call, JsonObject>> All { get; } = new Dictionary<string, Func<Call, JsonObject>>
    {
        ["CreateOpportunity"] = Create,
        ["GetOpportunity"] = Get,
        ["UpdateOpportunity"] = Update,
        ["GetAwsOpportunitySummary"] = Summary,
        ["SubmitOpportunity"] = Submit,
    };

    public static Opportunity Find(Catalog catalog, string id) => catalog.Opportunities.GetValueOrDefault(id) ?? throw AwsError.NotFound("Opportunity", id);

    public static void TellUpdated(World world, Catalog catalog, Opportunity opportunity) => Tell(world, catalog, opportunity, "Opportunity Updated");

    /// <summary>A new one, which is put into the catalog.</summary>
    public static void Add(World world, Catalog catalog, Opportunity opportunity)
    {
        catalog.Opportunities.Add(opportunity.Id, opportunity);
        Remember(world, catalog, opportunity, world.Clock.Now);
        Tell(world, catalog, opportunity, "Opportunity Created");
    }

    /// <summary>What lists that lag show of it later.</summary>
    public static void Remember(World world, Catalog catalog, Opportunity opportunity, DateTimeOffset at) => opportunity.Versions.Add(at, View(world, catalog, opportunity));

    public static string TimeText(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The record as GetOpportunity gives it.</summary>
    public static JsonObject View(World world, Catalog catalog, Opportunity opportunity)
    {
        var view = opportunity.Body.DeepClone().AsObject();
        view["Catalog"] = catalog.Name;
        view["Id"] = opportunity.Id;
        view["Arn"] = Ids.OwnArn(catalog.Name, "opportunity/" + opportunity.Id);
        view["CreatedDate"] = TimeText(opportunity.Created);
        view["LastModifiedDate"] = TimeText(opportunity.Modified);
        view["RelatedEntityIdentifiers"] = Related(opportunity);
        var lifeCycle = view["LifeCycle"] as JsonObject ?? (JsonObject)(view["LifeCycle"] = new JsonObject());
        if (opportunity.Origin != Opportunity.AwsReferral || world.Readings.ReferralsHaveReviewStatus)
            lifeCycle["ReviewStatus"] = opportunity.ReviewStatus;
        if (view["Project"] is JsonObject project)
            Complete(world.Readings, project);
        if (opportunity.ReviewComments is { } comments)
            lifeCycle["ReviewComments"] = comments;
        if (opportunity.ReviewStatusReason is { } reason)
            lifeCycle["ReviewStatusReason"] = reason;
        if (opportunity.NextStepsHistory.Count > 0)
            lifeCycle["NextStepsHistory"] = opportunity.NextStepsHistory.DeepClone();
        view["OpportunityTeam"] = opportunity.Team.DeepClone();
        return view;
    }

    // "Null for all other partitions" (API_Project, AwsPartition); amounts and URLs that are set to null are shown so (DG working-with-deal-sizing-insights).
    static void Complete(Readings readings, JsonObject project)
    {
        if (project["AwsPartition"] is null && (readings.Partition == Readings.Eusc || readings.ExplicitNulls))
            project["AwsPartition"] = readings.Partition == Readings.Eusc ? Readings.Eusc : null;
        if (!readings.ExplicitNulls)
            return;
        foreach (var entry in (project["ExpectedCustomerSpend"] as JsonArray ?? []).OfType<JsonObject>())
        {
            entry.TryAdd("Amount", null);
            entry.TryAdd("EstimationUrl", null);
        }
    }

    // AWS answers with these three lists even where they are empty, as it does with the team.
    static JsonObject Related(Opportunity opportunity) => new(
        opportunity.Related.Keys.Union(["AwsMarketplaceOffers", "AwsProducts", "Solutions"]).Order(StringComparer.Ordinal)
            .Select(type => KeyValuePair.Create(type, (JsonNode?)Lists.Array(opportunity.Related.GetValueOrDefault(type) ?? []))));

    static JsonObject Create(Call call)
    {
        var origin = call.Text("Origin") ?? Opportunity.PartnerReferral;
        // In the Sandbox an "AWS Referral" stands for one that AWS would send (DG testing); elsewhere AWS alone makes them.
        if (origin == Opportunity.AwsReferral && call.Catalog.Name != "Sandbox")
            throw AwsError.Refused(FieldError.NotPermitted("Origin", "A partner creates partner referrals."));
        var body = Body(call.Input);
        Settle(call, null, body);
        if (origin == Opportunity.AwsReferral)
            return CreateReferral(call, body);
        var opportunity = new Opportunity(call.World.Ids.Opportunity(), call.Now) { Body = body, Origin = origin, VisibleFrom = call.Now + call.World.Readings.CreateLag };
        if (call.Input["OpportunityTeam"] is JsonArray team)
            opportunity.Team = team.DeepClone().AsArray();
        if (opportunity.LifeCycle["NextSteps"]?.GetValue<string>() is { } steps)
            opportunity.NextStepsHistory.Insert(0, new JsonObject { ["Time"] = TimeText(call.Now), ["Value"] = steps });
        if (call.World.Readings.SummaryBeforeSubmission)
            opportunity.Summary = [];
        Add(call.World, call.Catalog, opportunity);
        TagOperations.Put(call, "opportunity/" + opportunity.Id);
        var answer = new JsonObject { ["Id"] = opportunity.Id, ["LastModifiedDate"] = TimeText(opportunity.Modified) };
        if (call.Text("PartnerOpportunityIdentifier") is { } named)
            answer["PartnerOpportunityIdentifier"] = named;
        return answer;
    }

    // "All issues in a payload will be listed in one response" (release notes, RC 1).
    static void Settle(Call call, Opportunity? before, JsonObject body)
    {
        var readings = call.World.Readings;
        Regions.DropUnknown(body);
        FieldError[] errors =
        [
            .. Spend.Settle(readings, call.World.Estimates, before?.Body, body),
            .. before is null ? [] : ReviewRules.CheckUpdate(before, body),
            .. FieldRules.Check(before, body, readings),
            .. StageRules.CheckCloseDate(before, body, call.Now),
            .. StageRules.CheckStage(before, body, call.World.LaunchNeedsAccount),
        ];
        if (errors.Length > 0)
            throw AwsError.Refused(errors);
    }

    // The Sandbox sends the invitation that AWS would; the record is the partner's, under this id, once it accepts.
    static JsonObject CreateReferral(Call call, JsonObject body)
    {
        var id = call.World.Ids.Opportunity();
        Referrals.Invite(call.World, call.Catalog, body, call.Now + InvitationRules.Stands, id);
        return new JsonObject { ["Id"] = id, ["LastModifiedDate"] = TimeText(call.Now) };
    }

    static JsonObject Get(Call call)
    {
        var opportunity = Find(call.Catalog, call["Identifier"]);
        return IsVisible(call, opportunity) ? View(call.World, call.Catalog, opportunity) : throw AwsError.NotFound("Opportunity", opportunity.Id);
    }

    /// <summary>Reads may come to know of a creation later than writes do.</summary>
    public static bool IsVisible(Call call, Opportunity opportunity) => call.Now >= opportunity.VisibleFrom;

    // The whole record is replaced: a member that is left out becomes null (operation text of UpdateOpportunity).
    static JsonObject Update(Call call)
    {
        var opportunity = Find(call.Catalog, call["Identifier"]);
        if (DateTimeOffset.Parse(call["LastModifiedDate"], System.Globalization.CultureInfo.InvariantCulture) != opportunity.Modified)
            throw AwsError.Conflict("The opportunity was changed since it was read: LastModifiedDate differs.");
        var body = Body(call.Input);
        var played = ReviewRules.Played(call.Catalog, opportunity, call.Input);
        ReviewRules.CheckLock(opportunity, played is not null);
        Settle(call, opportunity, body);
        var steps = (body["LifeCycle"] as JsonObject)?["NextSteps"]?.GetValue<string>();
        if (steps is not null && steps != opportunity.LifeCycle["NextSteps"]?.GetValue<string>())
            opportunity.NextStepsHistory.Insert(0, new JsonObject { ["Time"] = TimeText(call.Now), ["Value"] = steps });
        opportunity.Body = body;
        // Integrators have seen it: left out, the status is gone, and with it the way to submit. Of the statuses of a review nothing is known, and they stay.
        if (opportunity.ReviewStatus == ReviewRules.PendingSubmission && (call.Input["LifeCycle"] as JsonObject)?["ReviewStatus"] is null)
            opportunity.ReviewStatus = null;
        // What AWS asked for goes back into review (operation text of LifeCycle.ReviewStatus).
        if (opportunity.ReviewStatus == ReviewRules.ActionRequired)
            opportunity.ReviewStatus = ReviewRules.Submitted;
        if (played is null)
            Touch(call.World, call.Catalog, opportunity);
        else
            Review.Decide(call.World, call.Catalog, opportunity, played, (call.Input["LifeCycle"] as JsonObject)?["ReviewComments"]?.GetValue<string>(), null);
        return new JsonObject { ["Id"] = opportunity.Id, ["LastModifiedDate"] = TimeText(opportunity.Modified) };
    }

    static JsonObject Summary(Call call)
    {
        var opportunity = Find(call.Catalog, call["RelatedOpportunityIdentifier"]);
        // AWS has no view of a record it was never shown.
        var summary = opportunity.Summary?.DeepClone().AsObject() ?? throw AwsError.NotFound("The AWS summary of opportunity", opportunity.Id);
        summary["Catalog"] = call.Catalog.Name;
        summary["RelatedOpportunityId"] = opportunity.Id;
        summary["Origin"] = opportunity.Origin;
        if (opportunity.InvolvementType is { } involvement)
            summary["InvolvementType"] = involvement;
        if (opportunity.Visibility is { } visibility)
            summary["Visibility"] = visibility;
        return summary;
    }

    static JsonObject Submit(Call call)
    {
        var opportunity = Find(call.Catalog, call["Identifier"]);
        StageRules.CheckSubmission(opportunity, call.Now, call.World.Readings, call["InvolvementType"]);
        MarkSubmitted(call.World, call.Catalog, opportunity, call["InvolvementType"], call.Text("Visibility"));
        return [];
    }

    /// <summary>It is with AWS now.</summary>
    public static void MarkSubmitted(World world, Catalog catalog, Opportunity opportunity, string involvement, string? visibility)
    {
        opportunity.ReviewStatus = ReviewRules.Submitted;
        opportunity.InvolvementType = involvement;
        opportunity.Visibility = visibility ?? "Full";
        opportunity.Summary ??= [];
        Touch(world, catalog, opportunity);
    }

    /// <summary>The record changed: its date moves, an event tells.</summary>
    public static void Touch(World world, Catalog catalog, Opportunity opportunity)
    {
        // Two changes never have one date, or the second would be invisible to whoever compares dates.
        var now = world.Clock.Now;
        opportunity.Modified = now > opportunity.Modified ? now : opportunity.Modified.AddTicks(10_000);
        Remember(world, catalog, opportunity, now);
        TellUpdated(world, catalog, opportunity);
    }

    static void Tell(World world, Catalog catalog, Opportunity opportunity, string what) =>
        world.Bus.Put(what, new JsonObject { ["schemaVersion"] = "1", ["catalog"] = catalog.Name, ["opportunity"] = new JsonObject { ["identifier"] = opportunity.Id } }, version: "1");

    static JsonObject Body(JsonObject input)
    {
        var body = input.DeepClone().AsObject();
        foreach (var name in NotInBody)
            body.Remove(name);
        foreach (var name in body.Where(m => m.Value is null).Select(m => m.Key).ToList())
            body.Remove(name);
        if (body["LifeCycle"] is JsonObject lifeCycle)
        {
            foreach (var name in WrittenByAws)
                lifeCycle.Remove(name);
        }

        return body;
    }
}
