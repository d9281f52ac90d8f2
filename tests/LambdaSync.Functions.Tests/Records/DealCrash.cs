using System.Text.Json.Nodes;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>A new deal: created, associated with two solutions, submitted, and AWS's task followed to its end.</summary>
sealed class DealCrash : ICrashJourney
{
    const string Asked = "AWS was asked to take the opportunity", Taken = "AWS has taken the submission";

    static readonly string[] Steps = [Taken, Asked, "Created", "related:Solutions=\"S-1234567\"", "related:Solutions=\"S-7654321\""];

    string _crmId = "";

    public async Task Begin(CrashRig rig)
    {
        rig.Rig.Simulator.Control.Do("settings", new JsonObject { ["taskSeconds"] = 2 });
        _crmId = await rig.Deal.New("S-1234567;S-7654321");
    }

    public Task Edit(CrashRig rig) => rig.Rig.Crm.Set("Opportunity", _crmId, """{"AWS_nextStep__c":"Sign"}"""u8.ToArray(), CancellationToken.None);

    public Task<bool> AfterEdit(CrashRig rig)
    {
        rig.Deal.Approve("O1000001");
        return rig.Run();
    }

    public async Task<IReadOnlyList<string>> Problems(CrashRig rig, bool isEdited)
    {
        var outcome = await CrashOutcome.Of(rig);
        var aws = outcome.Opportunities[0];
        outcome.Same("the review status", isEdited ? "Approved" : "Submitted", (string?)aws["LifeCycle"]!["ReviewStatus"]);
        outcome.Same("the next step", isEdited ? "Sign" : "Call", (string?)aws["LifeCycle"]!["NextSteps"]);
        outcome.Same("the solutions", "S-1234567 S-7654321", string.Join(' ', rig.Deal.Solutions("O1000001").Order(StringComparer.Ordinal)));
        outcome.Same("the number of submissions", 1, Count(rig, "ListEngagementFromOpportunityTasks", "TaskSummaries"));
        outcome.Same("the number of engagements", 1, Count(rig, "ListEngagements", "EngagementSummaryList"));
        // The edit is in the creation, or an update of its own.
        outcome.Same("the log of what was sent", string.Join(", ", Steps), string.Join(", ", outcome.Sent.Where(step => !isEdited || step != "LifeCycle.NextSteps=\"Sign\"")));
        return outcome.Problems;
    }

    static int Count(CrashRig rig, string operation, string list) => rig.Rig.Answer(operation, new JsonObject { ["Catalog"] = "AWS" })[list]!.AsArray().Count;
}
