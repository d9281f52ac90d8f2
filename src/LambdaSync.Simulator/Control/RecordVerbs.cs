using System.Text.Json.Nodes;
using LambdaSync.Simulator.Operations;
using LambdaSync.Simulator.Rules;
using LambdaSync.Simulator.State;
using Verb = System.Func<LambdaSync.Simulator.State.World, System.Text.Json.Nodes.JsonObject, System.Text.Json.Nodes.JsonObject>;

namespace LambdaSync.Simulator.Control;

/// <summary>Verbs of others' work on the same records: a colleague in Partner Central's own pages, or AWS. Each takes "catalog", AWS unless given.</summary>
static class RecordVerbs
{
    public static IReadOnlyDictionary<string, Verb> All { get; } = new Dictionary<string, Verb>(StringComparer.Ordinal)
    {
        ["create-opportunity"] = Create,
        ["edit-opportunity"] = Edit,
        ["edit-lead"] = EditLead,
        ["event"] = Tell,
        ["show"] = Show,
    };

    // {"body": {...}, "origin": "Partner Referral", "reviewStatus": "Approved"}: in Partner Central's pages.
    static JsonObject Create(World world, JsonObject input)
    {
        var catalog = Inputs.CatalogOf(world, input);
        var opportunity = new Opportunity(world.Ids.Opportunity(), world.Clock.Now)
        {
            Body = Member(input, "body"),
            Origin = input.Text("origin") ?? "Partner Referral",
            ReviewStatus = input.Text("reviewStatus") ?? ReviewRules.PendingSubmission,
        };
        OpportunityOperations.Add(world, catalog, opportunity);
        return new JsonObject { ["id"] = opportunity.Id };
    }

    // {"id": "O1", "body": {"LifeCycle": {"Stage": "Committed"}, "Marketing": null}}: members are merged, null takes one away. No rule is asked:
    // "AWS may occasionally update attributes in the partner's opportunity directly" (DG working-with-opportunity-updates).
    static JsonObject Edit(World world, JsonObject input)
    {
        var catalog = Inputs.CatalogOf(world, input);
        var opportunity = OpportunityOperations.Find(catalog, input.Needed("id"));
        var body = opportunity.Body.DeepClone().AsObject();
        Merge(body, Member(input, "body"));
        opportunity.Body = body;
        OpportunityOperations.Touch(world, catalog, opportunity);
        return OpportunityOperations.View(world, catalog, opportunity);
    }

    // {"engagementId": "eng-1", "lead": {"Insights": {...}, "Interaction": {...}}}: "AWS may update lead information" (DG working-with-your-leads).
    static JsonObject EditLead(World world, JsonObject input)
    {
        var catalog = Inputs.CatalogOf(world, input);
        var engagement = catalog.Engagements.GetValueOrDefault(input.Needed("engagementId")) ?? throw new ArgumentException("There is no such engagement.");
        var index = engagement.Contexts.FindIndex(c => c.Type == "Lead");
        if (index < 0)
            throw new ArgumentException("The engagement has no lead.");
        var context = engagement.Contexts[index];
        engagement.Contexts[index] = context with { Payload = new JsonObject { ["Lead"] = EngagementOperations.Lead(context.Payload["Lead"]!.AsObject(), Member(input, "lead")) } };
        engagement.Touch(EngagementMember.Aws, world.Clock.Now);
        EngagementEvents.TellUpdated(world, catalog, engagement);
        return [];
    }

    // {}: all opportunities as GetOpportunity gives them, each with AWS's own side under "Summary"; costs no quota.
    static JsonObject Show(World world, JsonObject input)
    {
        var catalog = Inputs.CatalogOf(world, input);
        var all = new JsonArray();
        foreach (var opportunity in catalog.Opportunities.Values)
        {
            var view = OpportunityOperations.View(world, catalog, opportunity);
            view["Summary"] = opportunity.Summary?.DeepClone();
            all.Add((JsonNode)view);
        }

        return new JsonObject { ["opportunities"] = all };
    }

    // {"detailType": "Opportunity Accepted", "detail": {...}, "version": "0", "resources": ["arn:..."]}: any event, of types that are known by name only too.
    static JsonObject Tell(World world, JsonObject input)
    {
        string[] resources = input["resources"] is JsonArray list ? [.. list.Select(r => r!.GetValue<string>())] : [];
        world.Bus.Put(input.Needed("detailType"), Member(input, "detail"), input.Text("version") ?? "0", resources);
        return [];
    }

    static JsonObject Member(JsonObject input, string name) => input[name] is JsonObject json ? json.DeepClone().AsObject() : throw new ArgumentException($"{name} is missing.");

    static void Merge(JsonObject into, JsonObject from)
    {
        foreach (var (name, value) in from)
        {
            if (value is null)
                into.Remove(name);
            else if (value is JsonObject inner && into[name] is JsonObject there)
                Merge(there, inner);
            else
                into[name] = value.DeepClone();
        }
    }
}
