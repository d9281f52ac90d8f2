using System.Text;
using System.Text.Json.Nodes;
using LambdaSync.Simulation.Stories;

namespace LambdaSync.Simulation.Models.Sync;

/// <summary>A colleague makes an opportunity in Partner Central's pages that names a CRM record as another one does: a clone.</summary>
sealed record TwinStep(TimeSpan At, int Number, string Which) : Step(At)
{
    protected override string Says => $"twin {Which} of {Number} is made at AWS, naming their CRM record";

    public override void Do(World world)
    {
        var deals = world.Own<Deals>();
        if (!deals.Twins.TryGetValue(Number, out var twins))
        {
            var fields = JsonNode.Parse(SyncSteps.CrmBody($"Twins {Number}", shared: false))!.AsObject();
            fields.Remove("AWS_nextStep__c");
            var made = world.Crm.Import("Opportunity", Encoding.UTF8.GetBytes(fields.ToJsonString()), CancellationToken.None).Now();
            deals.Twins[Number] = twins = new Twins(made.Id ?? throw new Kernel.KernelException(made.Issues[0].ToString()));
        }

        var body = SyncSteps.Body($"Twins {Number}", twins.CrmId);
        body["LifeCycle"]!["NextSteps"] = Which;
        var id = SyncSteps.Control(world, "create-opportunity", new JsonObject { ["body"] = body, ["reviewStatus"] = "Pending Submission" })!["id"]!.GetValue<string>();
        twins.NextSteps[id] = Which;
        world.Tally.Records++;
    }
}
