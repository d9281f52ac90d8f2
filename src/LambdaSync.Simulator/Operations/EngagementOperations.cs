using System.Globalization;
using System.Text.Json.Nodes;
using LambdaSync.Simulator.Rules;
using LambdaSync.Simulator.State;
using LambdaSync.Simulator.Wire;

namespace LambdaSync.Simulator.Operations;

/// <summary>Engagements, their members, contexts and opportunities.</summary>
static class EngagementOperations
{
    public const int MaxContexts = 5;

    const int MaxInteractions = 10;

    public static IReadOnlyDictionary<string, Func<Call, JsonObject>> All { get; } = new Dictionary<string, Func<Call, JsonObject>>
    {
        ["CreateEngagement"] = Create,
        ["GetEngagement"] = Get,
        ["ListEngagements"] = List,
        ["ListEngagementMembers"] = Members,
        ["ListEngagementResourceAssociations"] = Associations,
        ["CreateEngagementContext"] = CreateContext,
        ["UpdateEngagementContext"] = UpdateContext,
    };

    public static string Arn(Catalog catalog, Engagement engagement) => Ids.Arn(catalog.Name, "engagement/" + engagement.Id);

    static JsonObject Create(Call call)
    {
        var engagement = new Engagement(call.World.Ids.Engagement(), World.Account, call.Now) { Title = call.Text("Title"), Description = call.Text("Description") };
        engagement.Members.Add(EngagementMember.Partner);
        foreach (var context in call.Input["Contexts"] as JsonArray ?? [])
            Add(engagement, context!["Type"]!.GetValue<string>(), context["Payload"] as JsonObject);
        call.Catalog.Engagements.Add(engagement.Id, engagement);
        EngagementEvents.TellCreated(call.World, call.Catalog, engagement);
        return new JsonObject { ["Id"] = engagement.Id, ["Arn"] = Arn(call.Catalog, engagement), ["ModifiedAt"] = EngagementDates.Text(call.World, engagement.Modified) };
    }

    static JsonObject Get(Call call)
    {
        var engagement = Lists.Engagement(call, "Identifier");
        var view = Summary(call.World, call.Catalog, engagement);
        view.Remove("ContextTypes");
        if (engagement.Description is { } description)
            view["Description"] = description;
        view["Contexts"] = new JsonArray([.. engagement.Contexts.Select(c => new JsonObject { ["Id"] = c.Id, ["Type"] = c.Type, ["Payload"] = c.Payload.DeepClone() })]);
        return view;
    }

    static JsonObject List(Call call)
    {
        var (without, creators) = (call.Texts("ExcludeContextTypes"), call.Texts("ExcludeCreatedBy"));
        var found = call.Catalog.Engagements.Values.Where(e => e.HasMember(World.Account)
            && call.Has("EngagementIdentifier", e.Id) && call.Has("CreatedBy", e.CreatedBy) && !creators.Contains(e.CreatedBy)
            && (call.Texts("ContextTypes").Count == 0 || e.Contexts.Any(c => call.Has("ContextTypes", c.Type))) && !e.Contexts.Any(c => without.Contains(c.Type)));
        return Paging.Of(call, "EngagementSummaryList", Lists.Sorted(call, found, e => e.Created, e => e.Id).Select(e => Summary(call.World, call.Catalog, e)));
    }

    static JsonObject Members(Call call) => Paging.Of(
        call,
        "EngagementMemberList",
        Lists.Engagement(call, "Identifier").Members.Select(m => new JsonObject { ["AccountId"] = m.AccountId, ["CompanyName"] = m.CompanyName, ["WebsiteUrl"] = m.WebsiteUrl }));

    // Accepted elsewhere: this is how the opportunity of an engagement is found.
    static JsonObject Associations(Call call)
    {
        var found = from engagement in call.Catalog.Engagements.Values
                    where engagement.HasMember(World.Account) && call.Is("EngagementIdentifier", engagement.Id) && call.Is("ResourceType", "Opportunity")
                    from resource in engagement.Associations
                    where call.Is("ResourceIdentifier", resource.OpportunityId) && call.Is("CreatedBy", resource.CreatedBy)
                    select new JsonObject
                    {
                        ["Catalog"] = call.Catalog.Name,
                        ["EngagementId"] = engagement.Id,
                        ["ResourceType"] = "Opportunity",
                        ["ResourceId"] = resource.OpportunityId,
                        ["CreatedBy"] = resource.CreatedBy,
                    };
        return Paging.Of(call, "EngagementResourceAssociationSummaries", found);
    }

    static JsonObject CreateContext(Call call)
    {
        var engagement = Lists.Engagement(call, "EngagementIdentifier");
        var context = Add(engagement, call["Type"], call.Input["Payload"] as JsonObject);
        return Changed(call, engagement, context.Id);
    }

    // The engagement's date is the lock: who did not read the latest state does not write (operation text of UpdateEngagementContext).
    static JsonObject UpdateContext(Call call)
    {
        var engagement = Lists.Engagement(call, "EngagementIdentifier");
        var index = engagement.Contexts.FindIndex(c => c.Id == call["ContextIdentifier"]);
        if (index < 0)
            throw AwsError.NotFound("Context", call["ContextIdentifier"]);
        if (!EngagementDates.Same(call["EngagementLastModifiedAt"], EngagementDates.Text(call.World, engagement.Modified)))
            throw AwsError.Conflict("The engagement was changed since it was read: EngagementLastModifiedAt differs.");
        var context = engagement.Contexts[index];
        var update = call.Input["Payload"]!.AsObject();
        if (call["Type"] != context.Type || update[context.Type] is not JsonObject next)
            throw AwsError.Refused(FieldError.Invalid("Type", $"Context {context.Id} is of type {context.Type}."));
        engagement.Contexts[index] = context with { Payload = new JsonObject { [context.Type] = context.Type == "Lead" ? Lead(context.Payload["Lead"]!.AsObject(), next) : next.DeepClone() } };
        return Changed(call, engagement, context.Id);
    }

    /// <summary>An update names one interaction, a lead has several: it is added (shapes UpdateLeadContext and LeadContext).</summary>
    public static JsonObject Lead(JsonObject before, JsonObject update)
    {
        var lead = before.DeepClone().AsObject();
        foreach (var (name, value) in update.Where(m => m.Value is not null))
        {
            if (name == "Interaction")
                Add(lead["Interactions"]!.AsArray(), value!);
            else
                lead[name] = value!.DeepClone();
        }

        return lead;
    }

    // Shape LeadInteractionList: at most ten.
    static void Add(JsonArray interactions, JsonNode interaction)
    {
        if (interactions.Count >= MaxInteractions)
            throw AwsError.Refused(new FieldError("Payload.Lead.Interaction", "TOO_MANY_VALUES", $"A lead has at most {MaxInteractions} interactions."));
        interactions.Add(interaction.DeepClone());
    }

    /// <summary>Adds a context of a type that its payload bears out.</summary>
    public static EngagementContext Add(Engagement engagement, string type, JsonObject? payload)
    {
        if (payload?[type] is null)
            throw AwsError.Refused(FieldError.Invalid("Payload", $"A context of type {type} needs the payload {type}."));
        if (engagement.Contexts.Count >= MaxContexts)
            throw AwsError.QuotaExceeded($"An engagement has at most {MaxContexts} contexts.");
        var context = new EngagementContext((engagement.Contexts.Count + 1).ToString(CultureInfo.InvariantCulture), type, new JsonObject { [type] = payload[type]!.DeepClone() });
        engagement.Contexts.Add(context);
        return context;
    }

    static JsonObject Changed(Call call, Engagement engagement, string contextId)
    {
        engagement.Touch(World.Account, call.Now);
        EngagementEvents.TellUpdated(call.World, call.Catalog, engagement);
        return new JsonObject
        {
            ["EngagementId"] = engagement.Id,
            ["EngagementArn"] = Arn(call.Catalog, engagement),
            ["EngagementLastModifiedAt"] = EngagementDates.Text(call.World, engagement.Modified),
            ["ContextId"] = contextId,
        };
    }

    static JsonObject Summary(World world, Catalog catalog, Engagement engagement) => new JsonObject
    {
        ["Id"] = engagement.Id,
        ["Arn"] = Arn(catalog, engagement),
        ["Title"] = engagement.Title,
        ["CreatedAt"] = EngagementDates.Text(world, engagement.Created),
        ["CreatedBy"] = engagement.CreatedBy,
        ["MemberCount"] = engagement.Members.Count,
        ["ModifiedAt"] = EngagementDates.Text(world, engagement.Modified),
        ["ModifiedBy"] = engagement.ModifiedBy,
        ["ContextTypes"] = Lists.Array(engagement.Contexts.Select(c => c.Type).Distinct()),
    }.Drop();
}
