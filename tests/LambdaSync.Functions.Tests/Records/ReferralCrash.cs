using System.Text.Json.Nodes;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>A referral: shown in the CRM, accepted there, and its opportunity takes over the record.</summary>
/// <param name="isKnown">Kills are tried from the answer on, not from the invitation on.</param>
sealed class ReferralCrash(bool isKnown) : ICrashJourney
{
    static readonly CancellationToken None = CancellationToken.None;

    string _invitation = "";

    public async Task Begin(CrashRig rig)
    {
        rig.Rig.Simulator.Control.Do("settings", new JsonObject { ["taskSeconds"] = 2 });
        _invitation = rig.Rig.Simulator.Control.Do("invite", new JsonObject { ["company"] = "Globex", ["title"] = "Data lake" })["id"]!.GetValue<string>();
        if (!isKnown)
            return;
        await rig.Run();
        await rig.Rig.Edit(_invitation, """{"AWS_partnerAcceptanceStatus__c":"Accepted"}""");
    }

    public async Task Edit(CrashRig rig)
    {
        foreach (var record in await rig.Rig.Crm.List("Opportunity", 10, null, None))
            await rig.Rig.Crm.Set("Opportunity", record.Id, """{"AWS_nextStep__c":"Sign"}"""u8.ToArray(), None);
    }

    public Task<bool> AfterEdit(CrashRig rig) => rig.Run();

    public async Task<IReadOnlyList<string>> Problems(CrashRig rig, bool isEdited)
    {
        var problems = new List<string>();
        if (!isKnown)
            await Accept(rig);
        var records = await rig.Rig.Crm.List("Opportunity", 10, null, None);
        if (records.Count != 1)
            return [$"{records.Count} CRM records"];
        var crm = new FlatRecord(records[0].Fields);
        var opportunities = rig.Rig.Simulator.Control.Do("show", [])["opportunities"]!.AsArray();
        Same("the opportunities", 1, opportunities.Count);
        var id = opportunities[0]!["Id"]!.GetValue<string>();
        Same("the record's identifier", $"\"{id}\"", crm["APN_CRM_Unique_Identifier__c"]);
        Same("the contact", "\"buyer@customer.example.com\"", crm["AWS_customerEmail__c"]);
        Same("the answer", "\"Accepted\"", crm["AWS_partnerAcceptanceStatus__c"]);
        Same("the status", "\"Synced\"", crm["AWS_Sync_Status__c"]);
        Same("the acceptances", 1, rig.Rig.Answer("ListEngagementByAcceptingInvitationTasks", new JsonObject { ["Catalog"] = "AWS" })["TaskSummaries"]!.AsArray().Count);
        Same("the link", WorkKey.Opportunity("AWS", id), await rig.Rig.Store.FindByCrmId("AWS", "Opportunity", records[0].Id, None));
        if (isEdited)
            Same("the next step at AWS", "Sign", (string?)opportunities[0]!["LifeCycle"]!["NextSteps"]);
        foreach (var failed in (await rig.Rig.Log(_invitation)).Concat(await rig.Rig.Log(id)).Where(entry => entry.Outcome == Outcome.Failed))
            problems.Add($"failed: {(failed.Issues is [var first, ..] ? first.Code : "")}");
        return problems;

        void Same(string what, object expected, object? found)
        {
            if (!expected.Equals(found))
                problems.Add($"{what}: {found} instead of {expected}");
        }
    }

    async Task Accept(CrashRig rig)
    {
        await rig.Rig.Edit(_invitation, """{"AWS_partnerAcceptanceStatus__c":"Accepted"}""");
        await rig.Run();
    }
}
