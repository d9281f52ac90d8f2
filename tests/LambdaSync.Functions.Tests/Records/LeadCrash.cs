using System.Text.Json.Nodes;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>A lead of AWS's: its invitation is accepted by a command, or it is converted from the CRM.</summary>
/// <param name="converts">Kills are tried from the conversion on, not from the acceptance on.</param>
sealed class LeadCrash(bool converts) : ICrashJourney
{
    static readonly CancellationToken None = CancellationToken.None;

    readonly List<string> _problems = [];
    string _invitation = "", _engagement = "";
    bool _isEdited;

    public async Task Begin(CrashRig rig)
    {
        rig.Rig.Simulator.Control.Do("settings", new JsonObject { ["taskSeconds"] = 2 });
        var invited = rig.Rig.Simulator.Control.Do("invite-lead", new JsonObject { ["company"] = "Globex" });
        (_invitation, _engagement) = (invited["id"]!.GetValue<string>(), invited["engagementId"]!.GetValue<string>());
        await rig.Run();
        await rig.Rig.Store.Wake([new Wake(WorkKey.Invitation("AWS", _invitation), DealRig.RequestOf(RequestVerbs.Accept).ToReason(), Lane.Person, rig.Rig.Time.GetUtcNow())], None);
        if (!converts)
            return;
        await rig.Run();
        await rig.Rig.Crm.Set("Lead", _engagement, """{"Convert_at_AWS__c":true}"""u8.ToArray(), None);
    }

    // Before the acceptance there may be no record to edit.
    public async Task Edit(CrashRig rig)
    {
        foreach (var record in await rig.Rig.Crm.List("Lead", 10, null, None))
        {
            await rig.Rig.Crm.Set("Lead", record.Id, """{"AWS_city__c":"Portland"}"""u8.ToArray(), None);
            _isEdited = true;
        }
    }

    public Task<bool> AfterEdit(CrashRig rig) => rig.Run();

    public async Task<IReadOnlyList<string>> Problems(CrashRig rig, bool isEdited)
    {
        var sync = rig.Rig;
        var leads = await sync.Crm.List("Lead", 10, null, None);
        if (leads.Count != 1)
            return [$"{leads.Count} CRM leads"];
        var lead = new FlatRecord(leads[0].Fields);
        Same("the acceptance", "ACCEPTED", Answer(rig, "GetEngagementInvitation", _invitation)["Status"]!.GetValue<string>());
        Same("the members", 2, Answer(rig, "ListEngagementMembers", _engagement)["EngagementMemberList"]!.AsArray().Count);
        Same("the lead's identifier", $"\"{_engagement}\"", lead["APN_CRM_Unique_Identifier__c"]);
        Same("the lead's status", "\"Synced\"", lead["AWS_Sync_Status__c"]);
        Same("the lead's link", LeadRig.Key(_engagement), await sync.Store.FindByCrmId("AWS", "Lead", leads[0].Id, None));
        var city = (string?)SyncRig.Lead(Answer(rig, "GetEngagement", _engagement))["Customer"]!["Address"]!["City"];
        Same("the city in the CRM", $"\"{city}\"", lead["AWS_city__c"]);
        var opportunity = await Opportunity(rig, lead);
        await Log(rig, opportunity, city);
        Same("what waits", "", string.Join(", ", (await rig.Waiting()).Select(item => $"{item.Key} {item.Due:u} {item.Cause}")));
        Same("the warnings in the handlers' log", "", sync.Told.ToString());
        return _problems;
    }

    // One at AWS and one in the CRM, linked, and the lead names it; or none.
    async Task<string?> Opportunity(CrashRig rig, FlatRecord lead)
    {
        var sync = rig.Rig;
        var (atAws, inCrm) = (sync.Simulator.Control.Do("show", [])["opportunities"]!.AsArray(), await sync.Crm.List("Opportunity", 10, null, None));
        Same("the opportunities", converts ? (1, 1) : (0, 0), (atAws.Count, inCrm.Count));
        if (!converts || _problems.Count > 0)
            return null;
        var id = atAws[0]!["Id"]!.GetValue<string>();
        var record = new FlatRecord(inCrm[0].Fields);
        Same("the opportunity of the lead", $"\"{id}\"", lead["AWS_opportunity__c"]);
        Same("the opportunity's identifier", $"\"{id}\"", record["APN_CRM_Unique_Identifier__c"]);
        Same("the opportunity's status", "\"Draft\"", record["AWS_Sync_Status__c"]);
        Same("the opportunity's link", WorkKey.Opportunity("AWS", id), await sync.Store.FindByCrmId("AWS", "Opportunity", inCrm[0].Id, None));
        Same("the conversions", 1, sync.Answer("ListOpportunityFromEngagementTasks", new JsonObject { ["Catalog"] = "AWS" })["TaskSummaries"]!.AsArray().Count);
        return id;
    }

    // Each step once, and nothing that failed.
    async Task Log(CrashRig rig, string? opportunity, string? city)
    {
        var entries = (await rig.Rig.Log(_invitation)).Concat(await rig.Rig.Log(_engagement)).Concat(opportunity is null ? [] : await rig.Rig.Log(opportunity)).ToList();
        Same("the entries that failed", "", string.Join(", ", entries.Where(e => e.Outcome == Outcome.Failed).Select(e => string.Join(' ', e.Issues.Select(i => i.Code)))));
        // A record whose creation was not settled is found by its identifier: it is linked, or updated where a value differs.
        Same("the log of the lead's record", true, Arrived(_engagement));
        Same("the log of the opportunity's record", converts, opportunity is not null && Arrived(opportunity));
        Same("the entries of the acceptance", 1, entries.Count(e => e.Issues.Any(i => i.Code == IssueCodes.InvitationAnswered)));
        Same("the entries of the conversion's start", converts ? 1 : 0, entries.Count(e => e.Issues.Any(i => i.Code == IssueCodes.Conversion && i.Rule.StartsWith("AWS was asked", StringComparison.Ordinal))));
        Same("the entries of the conversion's end", converts ? 1 : 0, entries.Count(e => e.Issues.Any(i => i.Code == IssueCodes.Conversion && i.Value == opportunity)));
        if (!_isEdited)
            return;
        // Sent once; or, edited before the link was stored, replaced by AWS's value as the mapping's owner says, and shown in the log.
        Same("the entries of the edit at AWS", city == "Portland" ? 1 : 0, entries.Count(e => e.Changes.Any(c => c.Field.EndsWith("Address.City", StringComparison.Ordinal))));
        Same("the entries of the edit", true, entries.Any(e => e.Changes.Any(c => c.Old == "\"Portland\"" || c.New == "\"Portland\"")));

        bool Arrived(string awsId) => entries.Any(e => e.AwsId == awsId && e.CrmId is not null && e.Outcome is Outcome.Created or Outcome.Linked or Outcome.Updated);
    }

    static JsonObject Answer(CrashRig rig, string operation, string id) => rig.Rig.Answer(operation, new JsonObject { ["Catalog"] = "AWS", ["Identifier"] = id });

    void Same<T>(string what, T expected, T found)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, found))
            _problems.Add($"{what}: {found} instead of {expected}");
    }
}
