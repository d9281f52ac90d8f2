using System.Text.Json.Nodes;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>An edit of an approved deal.</summary>
sealed class UpdateCrash : ICrashJourney
{
    const string Id = "O1000001", Sign = "LifeCycle.NextSteps=\"Sign\"", Date = "LifeCycle.TargetCloseDate=\"2097-04-30\"";

    readonly DealCrash _deal = new();

    public async Task Begin(CrashRig rig)
    {
        await _deal.Begin(rig);
        await rig.Run();
        rig.Deal.Approve(Id);
        await rig.Run();
        await rig.Rig.Edit(Id, """{"AWS_nextStep__c":"Sign"}""");
    }

    public Task Edit(CrashRig rig) => rig.Rig.Edit(Id, """{"CloseDate":"2097-04-30"}""");

    public Task<bool> AfterEdit(CrashRig rig) => rig.Run();

    public async Task<IReadOnlyList<string>> Problems(CrashRig rig, bool isEdited)
    {
        var outcome = await CrashOutcome.Of(rig);
        var cycle = outcome.Opportunities[0]["LifeCycle"]!;
        outcome.Same("the next step", "Sign", (string?)cycle["NextSteps"]);
        outcome.Same("the close date", isEdited ? "2097-04-30" : "2097-03-15", (string?)cycle["TargetCloseDate"]);
        outcome.Same("the times that AWS took the next step", 1, cycle["NextStepsHistory"] is JsonArray history ? history.Count(step => (string?)step!["Value"] == "Sign") : 0);
        outcome.Same("the log of the edits", string.Join(", ", isEdited ? [Sign, Date] : (string[])[Sign]), string.Join(", ", outcome.Sent.Where(step => step is Sign or Date)));
        return outcome.Problems;
    }
}
