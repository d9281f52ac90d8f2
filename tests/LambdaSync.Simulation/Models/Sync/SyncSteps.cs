using System.Text;
using System.Text.Json.Nodes;
using Amazon.Lambda.CloudWatchEvents.ScheduledEvents;
using LambdaSync.Functions;
using LambdaSync.Simulation.Models.Marketplace;
using LambdaSync.Simulation.Models.Sync.Sales;
using LambdaSync.Simulation.Models.Sync.Watching;
using LambdaSync.Simulation.Stories;
using LambdaSync.Sync.Work;

namespace LambdaSync.Simulation.Models.Sync;

/// <summary>What the steps have in common.</summary>
static class SyncSteps
{
    /// <summary>A person gives a field of an Opportunity record a value; false: the CRM refuses.</summary>
    public static bool SetInCrm(World world, string id, string field, string? value) =>
        world.Crm.Set("Opportunity", id, Encoding.UTF8.GetBytes(new JsonObject { [field] = value }.ToJsonString()), CancellationToken.None).Now().Written;

    /// <summary>Acts as AWS. What AWS does not let happen just then does not happen.</summary>
    public static JsonObject? Control(World world, string verb, JsonObject input)
    {
        try
        {
            return world.PartnerCentral.Control.Do(verb, input);
        }
        catch (ArgumentException)
        {
            return null;
        }
        finally
        {
            Drain(world);
        }
    }

    /// <summary>AWS's events go into the queue.</summary>
    public static void Drain(World world)
    {
        foreach (var envelope in world.PartnerCentral.Control.Do("events", [])["events"]!.AsArray())
        {
            var body = envelope!.ToJsonString();
            if (world.Own<MarketWorld>().Takes(world, envelope, body))
                continue;
            world.Own<Deals>().Events.Add((envelope["id"]!.GetValue<string>(), body));
            var queue = world.Queues[SyncModel.Queue];
            var lost = queue.Lost.Count;
            queue.Send(body);
            world.Own<Witness>().Deadlines.Told(envelope, queue.Lost.Count > lost ? null : queue.Messages[^1]);
        }
    }

    public static JsonObject Nested(string path, JsonNode? value)
    {
        var steps = path.Split('.');
        for (var i = steps.Length - 1; i >= 0; i--)
            value = new JsonObject { [steps[i]] = value };
        return value!.AsObject();
    }

    public static JsonObject Body(string title, string? partnerId)
    {
        var body = JsonNode.Parse("""
            {"Customer":{"Account":{"CompanyName":"Example Ltd","WebsiteUrl":"https://example.com","Industry":"Travel","Address":{"CountryCode":"US","PostalCode":"98101","City":"Seattle"}}},
             "LifeCycle":{"Stage":"Qualified","TargetCloseDate":"2027-03-15","NextSteps":"Call"},
             "Project":{"DeliveryModels":["SaaS or PaaS"],"CustomerBusinessProblem":"A problem that is long enough to be described here.",
               "ExpectedCustomerSpend":[{"Amount":"1000.40","CurrencyCode":"USD","Frequency":"Monthly","TargetCompany":"AWS"}]},"Marketing":{"Source":"None"}}
            """)!.AsObject();
        body["Project"]!["Title"] = title;
        if (partnerId is not null)
            body["PartnerOpportunityIdentifier"] = partnerId;
        return body;
    }

    public static byte[] CrmBody(string title, bool shared) => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["Name"] = title,
        ["Sync_with_AWS__c"] = shared,
        ["StageName"] = "Qualification",
        ["CloseDate"] = "2027-03-15",
        ["AWS_customerCompanyName__c"] = "Example Ltd",
        ["AWS_customerWebsite__c"] = "https://example.com",
        ["AWS_industry__c"] = "Travel",
        ["AWS_country__c"] = "US",
        ["AWS_postalCode__c"] = "98101",
        ["AWS_city__c"] = "Seattle",
        ["AWS_nextStep__c"] = "Call",
        ["AWS_additionalComments__c"] = "None",
        ["AWS_projectDescription__c"] = "A problem that is long enough to be described here.",
        ["AWS_expectedMonthlyAwsRevenue__c"] = 1000,
    }.ToJsonString());

    public static JsonObject WithMember(this JsonObject input, string name, JsonNode value)
    {
        input[name] = value;
        return input;
    }

    public static JsonObject WithCatalog(this JsonObject input, string catalog)
    {
        input["catalog"] = catalog;
        return input;
    }
}

/// <summary>A colleague makes an opportunity in Partner Central's pages; it may name a CRM record.</summary>
sealed record AwsCreateStep(TimeSpan At, int Deal, string Status, bool NamesCrm) : Step(At)
{
    protected override string Says => $"deal {Deal} is made at AWS, {Status}{(NamesCrm ? ", naming its CRM record" : "")}";

    public override void Do(World world)
    {
        var deals = world.Own<Deals>();
        if (!deals.All.TryGetValue(Deal, out var deal))
            deals.All[Deal] = deal = new Deal(Deal) { Made = world.Pump.Now };
        if (deal.AwsId is not null || (NamesCrm && (deal.CrmId is null || deal.IsDeleted)))
            return;
        var input = new JsonObject { ["body"] = SyncSteps.Body($"Deal {Deal}", NamesCrm ? deal.CrmId : null), ["reviewStatus"] = Status };
        // There it becomes a record of its own.
        if (world.Parts.HasSalesforce)
            input["body"]!["Customer"]!["Contacts"] = new JsonArray(new JsonObject { ["Email"] = $"contact{Deal}@example.com", ["FirstName"] = "Contact", ["LastName"] = $"Of {Deal}" });
        deal.AwsId = SyncSteps.Control(world, "create-opportunity", input)!["id"]!.GetValue<string>();
        deal.WasReviewed |= Status != "Pending Submission";
        deal.IsNamed = NamesCrm;
        world.Tally.Records++;
    }
}

/// <summary>An opportunity of the other catalog.</summary>
sealed record SandboxStep(TimeSpan At) : Step(At)
{
    protected override string Says => "somebody tries something in the Sandbox";

    public override void Do(World world) =>
        SyncSteps.Control(world, "create-opportunity", new JsonObject { ["body"] = SyncSteps.Body("Sandbox", null) }.WithCatalog("Sandbox"));
}

/// <summary>A person makes a CRM record.</summary>
sealed record CrmCreateStep(TimeSpan At, int Deal, bool Shared) : Step(At)
{
    protected override string Says => $"deal {Deal} is made in the CRM{(Shared ? "" : ", not to be shared")}";

    public override void Do(World world)
    {
        var made = world.Crm.Import("Opportunity", SyncSteps.CrmBody($"Deal {Deal}", Shared), CancellationToken.None).Now();
        world.Own<Deals>().All[Deal] = new Deal(Deal) { Made = world.Pump.Now, CrmId = made.Id ?? throw new Kernel.KernelException(made.Issues[0].ToString()) };
        world.Tally.Records++;
    }
}

/// <summary>AWS, or a colleague, changes a field of the partner's side.</summary>
sealed record AwsEditStep(TimeSpan At, int Deal, SyncField Field, string? Value) : Step(At)
{
    protected override string Says => $"AWS changes {Field.Aws} of deal {Deal} to '{Value}'";

    public override void Do(World world)
    {
        if (!world.Own<Deals>().All.TryGetValue(Deal, out var deal) || deal.FindAws(world) is not { } id)
            return;
        SyncSteps.Control(world, "edit-opportunity", new JsonObject { ["id"] = id, ["body"] = SyncSteps.Nested(Field.Aws, Value) });
        deal.Edited(world, Field.Aws, atAws: true, Value);
    }
}

/// <summary>A person changes a field in the CRM.</summary>
sealed record CrmEditStep(TimeSpan At, int Deal, SyncField Field, string? Value) : Step(At)
{
    protected override string Says => $"the CRM's {Field.Crm} of deal {Deal} becomes '{Value}'";

    public override void Do(World world)
    {
        if (!world.Own<Deals>().All.TryGetValue(Deal, out var deal) || deal.IsDeleted || deal.FindCrm(world) is not { } id)
            return;
        if (!SyncSteps.SetInCrm(world, id, Field.Crm, Value))
            return;
        deal.Edited(world, Field.Aws, atAws: false, Value);
    }
}

/// <summary>A person deletes a CRM record.</summary>
sealed record CrmDeleteStep(TimeSpan At, int Deal) : Step(At)
{
    protected override string Says => $"the CRM record of deal {Deal} is deleted";

    public override void Do(World world)
    {
        if (!world.Own<Deals>().All.TryGetValue(Deal, out var deal) || deal.IsDeleted || deal.FindCrm(world) is not { } id)
            return;
        // Nobody can know of one that goes before it was linked: the opportunity that names it is a new one then.
        if (deal.IsNamed && world.Store.FindByCrmId(SyncModel.Catalog, "Opportunity", id, CancellationToken.None).Now() is null)
            return;
        deal.FindAws(world);
        deal.IsDeleted = world.Crm.Delete("Opportunity", id, CancellationToken.None).Now();
        world.Tally.Edits++;
    }
}

/// <summary>AWS changes its own view, with an event or without.</summary>
sealed record SummaryStep(TimeSpan At, int Deal, string Stage, bool Silent) : Step(At)
{
    protected override string Says => $"AWS's own stage of deal {Deal} becomes {Stage}{(Silent ? ", silently" : "")}";

    public override void Do(World world)
    {
        if (!world.Own<Deals>().All.TryGetValue(Deal, out var deal) || deal.FindAws(world) is not { } id)
            return;
        var summary = SyncSteps.Nested("LifeCycle.Stage", Stage);
        SyncSteps.Control(world, "edit-summary", new JsonObject { ["id"] = id, ["silent"] = Silent, ["summary"] = summary });
        (deal.StageBefore, deal.AwsStage) = (deal.AwsStage, Stage);
        world.Tally.Edits++;
    }
}

/// <summary>AWS takes its last stage back, without an event.</summary>
sealed record SummaryBackStep(TimeSpan At, int Deal) : Step(At)
{
    protected override string Says => $"AWS's own stage of deal {Deal} goes back, silently";

    public override void Do(World world)
    {
        if (world.Own<Deals>().All.TryGetValue(Deal, out var deal) && deal.StageBefore is { } before)
            new SummaryStep(At, Deal, before, Silent: true).Do(world);
    }
}

/// <summary>AWS reviews.</summary>
sealed record ReviewStep(TimeSpan At, int Deal, string Verb) : Step(At)
{
    protected override string Says => $"deal {Deal}: {Verb}";

    public override void Do(World world)
    {
        if (world.Own<Deals>().All.TryGetValue(Deal, out var deal) && deal.FindAws(world) is { } id && SyncSteps.Control(world, Verb, new JsonObject { ["id"] = id }) is not null)
        {
            deal.WasReviewed = true;
            deal.LastReview = world.Pump.Now;
            if (deal.Sale is not null)
                Submissions.Moved(world, deal);
            world.Own<Witness>().Touched(deal);
        }
    }
}

/// <summary>AWS, or a partner, invites us; to an opportunity or with a lead.</summary>
sealed record InviteStep(TimeSpan At, int Number, bool Lead) : Step(At)
{
    protected override string Says => $"invitation {Number}{(Lead ? " with a lead" : "")}";

    public override void Do(World world)
    {
        var made = SyncSteps.Control(world, Lead ? "invite-lead" : "invite", new JsonObject { ["company"] = $"Company {Number}", ["title"] = $"Referral {Number}" });
        if (made?["id"]?.GetValue<string>() is not { } id)
            return;
        world.Own<Deals>().Invitations.Add(id);
        if (Lead)
            world.Own<Deals>().Leads[Number] = new Lead(id, made["engagementId"]!.GetValue<string>());
    }
}

/// <summary>A colleague submits from the pages: AWS tells us of the invitation that we sent.</summary>
sealed record OwnInvitationStep(TimeSpan At, int Number) : Step(At)
{
    protected override string Says => $"invitation {Number} that we sent ourselves";

    public override void Do(World world)
    {
        var id = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"engi-0000000own{Number}");
        world.Own<Deals>().OwnInvitations.Add(id);
        SyncSteps.Control(world, "event", new JsonObject
        {
            ["detailType"] = "Engagement Invitation Created",
            ["detail"] = new JsonObject
            {
                ["schemaVersion"] = "1",
                ["catalog"] = "AWS",
                ["engagementInvitation"] = new JsonObject { ["id"] = id, ["participantType"] = "Sender" },
            },
        });
    }
}

/// <summary>AWS's lists show changes so much later, of each record or of some.</summary>
sealed record LagStep(TimeSpan At, TimeSpan Lag, int Every) : Step(At)
{
    protected override string Says => $"lists lag by {Lag.TotalSeconds:F0} s for one record of {Every}";

    public override void Do(World world)
    {
        SyncSteps.Control(world, "settings", new JsonObject { ["listDelaySeconds"] = Lag.TotalSeconds, ["listDelayEvery"] = Every });
        world.Own<Witness>().Deadlines.LaggedUntil = Lag > TimeSpan.Zero ? DateTimeOffset.MaxValue : world.Pump.Now;
    }
}

/// <summary>A tick between the others.</summary>
sealed record TickStep(TimeSpan At, string Function) : Step(At)
{
    protected override string Says => $"a tick of {Function}";

    public override void Do(World world)
    {
        var tick = new ScheduledEvent();
        if (world.Functions[Function] is Kernel.Function<Outbound> { HasRoom: true } outbound)
            _ = outbound.Invoke(async (handler, context) => { await handler.Handle(tick, context); return true; });
        else if (world.Functions[Function] is Kernel.Function<Reconcile> { HasRoom: true } reconcile)
            _ = reconcile.Invoke(async (handler, context) => { await handler.Handle(tick, context); return true; });
    }
}

/// <summary>Both sides give a field different values at the same moment.</summary>
sealed record ClashStep(TimeSpan At, int Deal, SyncField Field, string AtAws, string InCrm) : Step(At)
{
    protected override string Says => $"{Field.Aws} of deal {Deal} becomes '{AtAws}' at AWS and '{InCrm}' in the CRM";

    public override void Do(World world)
    {
        if (!world.Own<Deals>().All.TryGetValue(Deal, out var deal) || deal.IsDeleted || deal.FindAws(world) is not { } id || deal.FindCrm(world) is null)
            return;
        var before = deal.Edits.Where(e => e.Key.Field == Field.Aws).Select(e => e.Value.At).DefaultIfEmpty(deal.Made).Max();
        // Whoever works on it just now has read one side and not the other one, perhaps.
        var isBusy = world.Store.GetWork(new WorkKey(SyncModel.Catalog, WorkKind.Opportunity, id), CancellationToken.None).Now() is { Owner: not null };
        new AwsEditStep(At, Deal, Field, AtAws).Do(world);
        new CrmEditStep(At, Deal, Field, InCrm).Do(world);
        if (isBusy)
            deal.Clashes.Remove(Field.Aws);
        else
            deal.Clashes[Field.Aws] = (before, world.Pump.Now, Field.Owner == "aws" ? AtAws : InCrm);
    }
}
