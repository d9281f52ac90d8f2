using System.Text;
using System.Text.Json.Nodes;
using LambdaSync.Simulation.Models.Sync.Watching;
using LambdaSync.Simulation.Stories;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;

namespace LambdaSync.Simulation.Models.Sync.Sales;

/// <summary>A person makes a CRM record with all, or nearly all, that AWS wants of a submission.</summary>
sealed record SaleCreateStep(TimeSpan At, int Deal, string? Solutions, bool IsFlagged, bool IsComplete) : Step(At)
{
    protected override string Says => $"sale {Deal} is made in the CRM, solutions '{Solutions}'{(IsFlagged ? ", to be submitted" : "")}{(IsComplete ? "" : ", not complete")}";

    public override void Do(World world)
    {
        var deal = new Deal(Deal) { Made = world.Pump.Now, Sale = new Sale() };
        var fields = JsonNode.Parse(SyncSteps.CrmBody($"Deal {Deal}", shared: true))!.AsObject();
        fields["AWS_customerCompanyName__c"] = $"Customer {Deal} Ltd";
        foreach (var (name, value) in Complete)
            fields[name] = value;
        Give(Sale.UseCase, IsComplete ? Sale.AnyUseCase : null);
        Give(Sale.Solutions, Solutions);
        var made = world.Crm.Import("Opportunity", Encoding.UTF8.GetBytes(fields.ToJsonString()), CancellationToken.None).Now();
        deal.CrmId = made.Id ?? throw new Kernel.KernelException(made.Issues[0].ToString());
        world.Own<Deals>().All[Deal] = deal;
        world.Tally.Records++;
        if (IsFlagged && world.Own<Submissions>().IsOnCommand)
            new RequestStep(At, Deal, RequestVerbs.Submit, $"job-of-{Deal}").Do(world);

        void Give(string name, string? value)
        {
            if (value is null)
                return;
            deal.Sale!.Given[name] = (world.Pump.Now, value);
            fields[name] = value;
        }
    }

    static readonly IReadOnlyList<(string, string)> Complete =
    [
        ("AWS_deliveryModel__c", "SaaS or PaaS"), ("AWS_state__c", "Washington"), ("AWS_opportunityType__c", "Net New Business"), ("AWS_doesOppBelongToNatSec__c", "No"),
        ("AWS_salesActivities__c", "Initialized discussions with customer"), ("AWS_partnerPrimaryNeedFromAws__c", "Co-Sell - Architectural Validation"), ("AWS_IsOppFromMarketingActivity__c", "None"),
    ];
}

/// <summary>A person changes a CRM field that no update carries, or one that says what is to happen.</summary>
sealed record SaleEditStep(TimeSpan At, int Deal, string Field, string? Value) : Step(At)
{
    protected override string Says => $"the CRM's {Field} of sale {Deal} becomes '{Value}'";

    public override void Do(World world)
    {
        if (!world.Own<Deals>().All.TryGetValue(Deal, out var deal) || deal.FindCrm(world) is not { } id)
            return;
        if (!SyncSteps.SetInCrm(world, id, Field, Value))
            return;
        deal.Sale!.Given[Field] = (world.Pump.Now, Value);
        world.Own<Witness>().Reach(Field == Sale.Solutions ? Reaches.SolutionsEdit : Field == Sale.Owner ? Reaches.OwnerEdit : Reaches.CrmEdit);
        world.Tally.Edits++;
    }
}

/// <summary>A command has requested something of a record.</summary>
sealed record RequestStep(TimeSpan At, int Deal, string Verb, string Job) : Step(At)
{
    protected override string Says => $"{Verb} of sale {Deal} is requested, {Job}";

    public override void Do(World world)
    {
        if (!world.Own<Deals>().All.TryGetValue(Deal, out var deal) || deal.FindCrm(world) is not { } crm)
            return;
        var request = new RecordRequest(Verb, new Dictionary<string, string>(StringComparer.Ordinal) { ["by"] = "somebody", ["job"] = Job });
        // A command goes to the opportunity where the record has its link.
        var key = world.Store.FindByCrmId(SyncModel.Catalog, "Opportunity", crm, CancellationToken.None).Now() ?? WorkKey.Crm(SyncModel.Catalog, "Opportunity", crm);
        world.Store.Wake([new Wake(key, request.ToReason(), Lane.Person, world.Pump.Now)], CancellationToken.None).GetAwaiter().GetResult();
        deal.Sale!.Requests[Job] = world.Pump.Now;
        world.Own<Witness>().Reach(Reaches.Requested);
    }
}

/// <summary>The next submission's task fails, or runs until it is released.</summary>
/// <param name="Reason">A ReasonCode; null: it runs on.</param>
sealed record TaskStep(TimeSpan At, string? Reason) : Step(At)
{
    public const string Start = "StartEngagementFromOpportunityTask";

    protected override string Says => Reason is null ? "AWS holds the next submission" : $"AWS's next submission fails: {Reason}";

    public override void Do(World world)
    {
        var input = new JsonObject { ["operation"] = Start };
        if (Reason is not null)
            input["reasonCode"] = Reason;
        SyncSteps.Control(world, Reason is null ? "hold-task" : "fail-task", input);
        world.Own<Witness>().Reach(Reason is null ? Reaches.TaskHeld : Reaches.TaskFails);
    }
}

/// <summary>AWS ends the submissions that it held.</summary>
sealed record ReleaseStep(TimeSpan At) : Step(At)
{
    protected override string Says => "AWS ends the submissions that it held";

    public override void Do(World world) => Submissions.Release(world);
}

/// <summary>AWS, or a colleague, brings a whole opportunity.</summary>
sealed record AwsSaleStep(TimeSpan At, int Deal, bool IsReferral) : Step(At)
{
    protected override string Says => $"sale {Deal} is made at AWS{(IsReferral ? ", AWS's own referral" : "")}";

    public override void Do(World world)
    {
        var body = SyncSteps.Body($"Deal {Deal}", null);
        (body["Customer"]!["Account"]!["CompanyName"], body["Customer"]!["Account"]!["Address"]!["StateOrRegion"]) = ($"Customer {Deal} Ltd", "Washington");
        (body["OpportunityType"], body["NationalSecurity"], body["PrimaryNeedsFromAws"]) = ("Net New Business", "No", new JsonArray("Co-Sell - Architectural Validation"));
        (body["Project"]!["CustomerUseCase"], body["Project"]!["SalesActivities"]) = (Sale.AnyUseCase, new JsonArray("Initialized discussions with customer"));
        var id = SyncSteps.Control(world, "create-opportunity", new JsonObject { ["body"] = body, ["reviewStatus"] = "Pending Submission", ["origin"] = IsReferral ? "AWS Referral" : "Partner Referral" })!["id"]!.GetValue<string>();
        world.Own<Deals>().All[Deal] = new Deal(Deal) { Made = world.Pump.Now, AwsId = id, Sale = new Sale { IsReferral = IsReferral, IsOfAws = true, ChangedAtAws = world.Pump.Now } };
        // AWS has a view of its own of what it refers.
        if (IsReferral)
            SyncSteps.Control(world, "edit-summary", new JsonObject { ["id"] = id, ["silent"] = true, ["summary"] = SyncSteps.Nested("LifeCycle.Stage", "Qualified") });
        new ColleagueStep(At, Deal, "AssociateOpportunity", Sale.Known[0]).Do(world);
        world.Tally.Records++;
    }
}

/// <summary>A colleague associates or removes a solution, or submits, in Partner Central's pages.</summary>
sealed record ColleagueStep(TimeSpan At, int Deal, string Operation, string Solution) : Step(At)
{
    protected override string Says => $"a colleague: {Operation} {Solution} of sale {Deal}";

    public override void Do(World world)
    {
        if (!world.Own<Deals>().All.TryGetValue(Deal, out var deal) || deal.FindAws(world) is not { } id)
            return;
        var input = Operation == TaskStep.Start
            ? new JsonObject { ["Identifier"] = id, ["ClientToken"] = $"colleague-{Deal}-{At.Ticks}", ["AwsSubmission"] = new JsonObject { ["InvolvementType"] = "Co-Sell", ["Visibility"] = "Full" } }
            : new JsonObject { ["OpportunityIdentifier"] = id, ["RelatedEntityType"] = "Solutions", ["RelatedEntityIdentifier"] = Solution };
        if (Colleague.Do(world, Operation, input.WithMember("Catalog", SyncModel.Catalog)) is null)
            return;
        SyncSteps.Drain(world);
        deal.Sale!.ChangedAtAws = world.Pump.Now;
        Submissions.Moved(world, deal);
        world.Own<Witness>().Touched(deal);
        // AWS finishes tasks without a request; the simulator does so at the next request.
        if (Operation == TaskStep.Start)
            world.Pump.After(TimeSpan.FromSeconds(10), world.Pump.World, () => Submissions.CatchUp(world, deal));
        world.Own<Witness>().Reach(Operation == TaskStep.Start ? Reaches.SubmittedElsewhere : Reaches.AssociatedElsewhere);
    }
}
