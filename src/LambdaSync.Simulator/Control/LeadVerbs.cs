using System.Text.Json.Nodes;
using LambdaSync.Simulator.Operations;
using LambdaSync.Simulator.State;
using Verb = System.Func<LambdaSync.Simulator.State.World, System.Text.Json.Nodes.JsonObject, System.Text.Json.Nodes.JsonObject>;

namespace LambdaSync.Simulator.Control;

/// <summary>AWS's leads. Each verb takes "catalog", AWS unless given.</summary>
static class LeadVerbs
{
    public static IReadOnlyDictionary<string, Verb> All { get; } = new Dictionary<string, Verb>(StringComparer.Ordinal) { ["invite-lead"] = Invite };

    // {"company": "...", "contact": {...}, "status": "...", "expires": "...", "sparse": true, "customer": {"Industry": "Fishing, mostly"}, "interaction": {"SourceType": "AWS Marketplace"}}:
    // a sparse lead has only what its shapes require, and its engagement no title; "customer" and "interaction" give members of LeadCustomer and of the
    // invitation's interaction, of which most are free text.
    static JsonObject Invite(World world, JsonObject input)
    {
        var catalog = Inputs.CatalogOf(world, input);
        var sparse = input.Flag("sparse") ?? false;
        var contact = input["contact"]?.DeepClone().AsObject() ?? EngagementVerbs.Contact();
        var (customer, interaction) = (Customer(input, sparse), Interaction(input, sparse));
        var engagement = Referrals.StartedBy(EngagementMember.Amazon, world, catalog, sparse ? null : "Lead: " + input.Needed("company"));
        var full = interaction.DeepClone().AsObject();
        full["Contact"] = contact;
        if (!sparse)
            (full["CustomerAction"], full["BusinessProblem"]) = ("Visited the booth", "The customer wants out of the data centre.");
        EngagementOperations.Add(engagement, "Lead", new JsonObject
        {
            ["Lead"] = new JsonObject { ["QualificationStatus"] = input.Text("status"), ["Customer"] = customer, ["Interactions"] = new JsonArray(full) }.Drop(),
        });
        interaction["ContactBusinessTitle"] = contact["BusinessTitle"]?.DeepClone() ?? "";
        var invitation = new Invitation(world.Ids.Of("engi-"), engagement, world.Clock.Now)
        {
            Expires = EngagementVerbs.Expires(world, input),
            Sender = EngagementMember.Amazon,
            Receiver = World.Account,
            PayloadType = Invitation.OfLead,
            Payload = new JsonObject { ["Customer"] = Shown(customer), ["Interaction"] = interaction },
            Message = "AWS has a lead for you.",
        };
        InvitationOperations.Send(world, catalog, invitation);
        return EngagementVerbs.Answer(invitation);
    }

    static JsonObject Customer(JsonObject input, bool sparse)
    {
        var customer = new JsonObject { ["CompanyName"] = input.Needed("company") };
        if (!sparse)
        {
            (customer["Industry"], customer["WebsiteUrl"], customer["MarketSegment"]) = ("Software and Internet", "https://customer.example.com", "Medium");
            customer["Address"] = new JsonObject { ["City"] = "Seattle", ["PostalCode"] = "98101", ["StateOrRegion"] = "Washington", ["CountryCode"] = "US" };
        }

        foreach (var (name, value) in input["customer"] as JsonObject ?? [])
            customer[name] = value?.DeepClone();
        return customer.Drop();
    }

    static JsonObject Interaction(JsonObject input, bool sparse)
    {
        var interaction = sparse ? [] : new JsonObject { ["SourceType"] = "Event", ["SourceId"] = "source-1", ["SourceName"] = "A summit", ["Usecase"] = "Migration" };
        foreach (var (name, value) in input["interaction"] as JsonObject ?? [])
            interaction[name] = value?.DeepClone();
        return interaction.Drop();
    }

    // The members of shape LeadInvitationCustomer.
    static JsonObject Shown(JsonObject customer) => new JsonObject
    {
        ["CompanyName"] = customer["CompanyName"]!.DeepClone(),
        ["CountryCode"] = customer["Address"]?["CountryCode"]?.DeepClone(),
        ["Industry"] = customer["Industry"]?.DeepClone(),
        ["MarketSegment"] = customer["MarketSegment"]?.DeepClone(),
        ["WebsiteUrl"] = customer["WebsiteUrl"]?.DeepClone(),
        ["AwsMaturity"] = customer["AwsMaturity"]?.DeepClone(),
    }.Drop();
}
