using System.Text.Json.Nodes;
using LambdaSync.Simulator.Operations;
using LambdaSync.Simulator.Rules;
using LambdaSync.Simulator.State;
using Verb = System.Func<LambdaSync.Simulator.State.World, System.Text.Json.Nodes.JsonObject, System.Text.Json.Nodes.JsonObject>;

namespace LambdaSync.Simulator.Control;

/// <summary>What each verb of the control endpoint does.</summary>
static class ControlVerbs
{
    public static IReadOnlyDictionary<string, Verb> All { get; } = new Dictionary<string, Verb>(StringComparer.Ordinal)
    {
        // As AWS's reviewers.
        ["review"] = (world, input) => Review(world, input, ReviewRules.InReview),
        ["approve"] = (world, input) => Review(world, input, ReviewRules.Approved),
        ["require-action"] = (world, input) => Review(world, input, ReviewRules.ActionRequired),
        ["reject"] = (world, input) => Review(world, input, ReviewRules.Rejected),
        ["edit-summary"] = EditSummary,
        ["add-solution"] = AddSolution,
        ["add-entity"] = AddEntity,
        ["add-member"] = AddMember,
        ["add-value"] = AddValue,
        ["add-key"] = AddKey,
        ["add-role"] = AddRole,
        ["empty-sandbox"] = EmptySandbox,
        ["seed"] = Seed.Plant,

        // Faults.
        ["fault"] = AddFault,
        ["events-fault"] = EventsFault,

        // Time and settings.
        ["clock"] = SetClock,
        ["settings"] = SettingVerbs.Set,
        ["events"] = (world, _) => new JsonObject { ["events"] = new JsonArray([.. world.Bus.Drain()]) },
    }.Concat(EngagementVerbs.All).Concat(LeadVerbs.All).Concat(RecordVerbs.All).Concat(PartnerVerbs.All).Concat(Marketplace.MarketVerbs.All).ToDictionary(StringComparer.Ordinal);

    // {"id": "O1", "comment": "...", "reason": "..."}
    static JsonObject Review(World world, JsonObject input, string status)
    {
        var catalog = Inputs.CatalogOf(world, input);
        var opportunity = OpportunityOperations.Find(catalog, input.Needed("id"));
        if (opportunity.ReviewStatus is not (ReviewRules.Submitted or ReviewRules.InReview or ReviewRules.ActionRequired))
            throw new ArgumentException($"{opportunity.Id} is {opportunity.ReviewStatus}: there is nothing to review.");
        Operations.Review.Decide(world, catalog, opportunity, status, input.Text("comment"), input.Text("reason"));
        return OpportunityOperations.View(world, catalog, opportunity);
    }

    // {"id": "O1", "summary": {...}, "silent": true}: members are merged; the record's date stays (nothing says that it moves).
    static JsonObject EditSummary(World world, JsonObject input)
    {
        var catalog = Inputs.CatalogOf(world, input);
        var opportunity = OpportunityOperations.Find(catalog, input.Needed("id"));
        var summary = opportunity.Summary ??= [];
        foreach (var (name, value) in input["summary"] as JsonObject ?? throw new ArgumentException("summary is missing."))
            summary[name] = value?.DeepClone();
        if (input["silent"]?.GetValue<bool>() != true)
        {
            OpportunityOperations.TellUpdated(world, catalog, opportunity);
            SnapshotOperations.TakeAwsView(world, catalog, opportunity);
        }

        return summary.DeepClone().AsObject();
    }

    // {"id": "S-0000001", "name": "...", "status": "Active", "marketplaceArn": "..."}
    static JsonObject AddSolution(World world, JsonObject input)
    {
        var id = input.Needed("id");
        Inputs.CatalogOf(world, input).Solutions[id] = new Solution(
            id, input.Needed("name"), input.Text("status") ?? "Active", input.Text("category") ?? "Software Product", world.Clock.Now, input.Text("marketplaceArn"));
        return [];
    }

    // {"arn": "arn:aws:aws-marketplace:...", "status": "Draft"}: a Marketplace entity that is not public, or is of a connected account.
    static JsonObject AddEntity(World world, JsonObject input)
    {
        var arn = MarketplaceArn.Parse(input.Needed("arn")) is null ? throw new ArgumentException("arn is not one of a Marketplace entity.") : input.Needed("arn");
        Inputs.CatalogOf(world, input).MarketplaceEntities[arn] = input.Text("status") ?? "Public";
        return [];
    }

    // {"shape": "RelatedEntityType", "value": "AwsMarketplaceBundles"}: AWS's API takes a new value.
    static JsonObject AddValue(World world, JsonObject input)
    {
        if (!world.Model.Shapes.TryGetValue(input.Needed("shape"), out var shape) || shape.Values.Count == 0)
            throw new ArgumentException("shape is not an enumeration of the model.");
        shape.Values.Add(input.Needed("value"));
        return [];
    }

    // {"shape": "Project", "member": "NewThing", "type": "String"}: a release of AWS's API that this model does not have.
    static JsonObject AddMember(World world, JsonObject input)
    {
        var type = input.Text("type") ?? "String";
        if (!world.Model.Shapes.TryGetValue(input.Needed("shape"), out var shape) || !world.Model.Shapes.ContainsKey(type))
            throw new ArgumentException("shape or type is not in the model.");
        shape.Members[input.Needed("member")] = type;
        return [];
    }

    static JsonObject EmptySandbox(World world, JsonObject input)
    {
        world.EmptySandbox();
        return [];
    }

    // {"arn": "arn:aws:iam::222233334444:role/lambdasync", "externalId": "..."}
    static JsonObject AddRole(World world, JsonObject input)
    {
        var arn = input.Needed("arn");
        world.Roles[arn] = input.Text("externalId");
        if (arn.Split(':') is [_, _, _, _, { Length: 12 } account, ..])
            world.Market.Sellers.Add(account);
        return [];
    }

    // {"accessKey": "AKIA...", "secret": "..."}: credentials of another caller.
    static JsonObject AddKey(World world, JsonObject input)
    {
        world.Secrets[input.Needed("accessKey")] = input.Needed("secret");
        return [];
    }

    // {"kind": "ReplyLost", "operation": "UpdateOpportunity", "count": 1, "seconds": 0}
    static JsonObject AddFault(World world, JsonObject input)
    {
        if (!Enum.TryParse<FaultKind>(input.Needed("kind"), out var kind))
            throw new ArgumentException($"kind takes one of: {string.Join(", ", Enum.GetNames<FaultKind>())}.");
        world.Faults.Add(new Fault(kind, input.Text("operation"), input["count"]?.GetValue<int>() ?? 1, input.Seconds("seconds") ?? default));
        return [];
    }

    // {"lose": 2, "double": 1, "reorder": true}
    static JsonObject EventsFault(World world, JsonObject input)
    {
        world.Bus.Lose = input["lose"]?.GetValue<int>() ?? world.Bus.Lose;
        world.Bus.Double = input["double"]?.GetValue<int>() ?? world.Bus.Double;
        world.Bus.Reorder = input["reorder"]?.GetValue<bool>() ?? world.Bus.Reorder;
        return [];
    }

    // {"now": "2026-01-01T00:00:00Z"} or {"advanceSeconds": 60}
    static JsonObject SetClock(World world, JsonObject input)
    {
        if (input.Time("now") is { } now)
            world.Clock.Set(now);
        if (input.Seconds("advanceSeconds") is { } seconds)
            world.Clock.Advance(seconds);
        return new JsonObject { ["now"] = OpportunityOperations.TimeText(world.Clock.Now) };
    }
}
