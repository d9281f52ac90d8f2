using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using LambdaSync.Commands;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>Leads of the CRM that a command gives to AWS.</summary>
[Trait("Row", "A24")]
public sealed class LeadCreationTests : IDisposable
{
    const string Create = "CreateEngagement";

    readonly LeadRig _leads = new();

    static CancellationToken None => TestContext.Current.CancellationToken;

    SyncRig Rig => _leads.Rig;

    public void Dispose() => _leads.Dispose();

    [Fact]
    public async Task A_lead_of_the_CRM_is_created_at_AWS_and_linked()
    {
        var crmId = await NewLead("Fresh Ltd", "ann@fresh.example.com");
        await Rig.Tick();
        // Only a command creates a lead.
        Assert.Empty(_leads.Writes);
        await Request(crmId);
        await _leads.Rounds();
        Assert.Equal([Create], _leads.Writes);
        var id = await AwsId(crmId);
        Assert.StartsWith("eng-", id, StringComparison.Ordinal);
        var lead = _leads.Aws(id);
        Assert.Equal(("Fresh Ltd", "US"), (lead["Customer"]!["CompanyName"]!.GetValue<string>(), lead["Customer"]!["Address"]!["CountryCode"]!.GetValue<string>()));
        var contact = lead["Interactions"]![0]!["Contact"]!;
        Assert.Equal(("Ann", "Fresh", "ann@fresh.example.com", "CTO"), (contact["FirstName"]!.GetValue<string>(), contact["LastName"]!.GetValue<string>(), contact["Email"]!.GetValue<string>(), contact["BusinessTitle"]!.GetValue<string>()));
        Assert.Equal("\"Synced\"", await _leads.Field(id, "AWS_Sync_Status__c"));
        Assert.Equal(1, await _leads.Leads());
        Assert.Contains(await _leads.Issues(id), i => i.Code == IssueCodes.LeadCreation);

        await _leads.Edit(id, """{"AWS_qualificationStatus__c":"Qualified","Sync_with_AWS__c":true}""");
        await _leads.Rounds();
        Assert.Equal("Qualified", _leads.Aws(id)["QualificationStatus"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_lead_that_lacks_what_AWS_requires_is_held_with_the_names()
    {
        var crmId = await NewLead("Fresh Ltd", null);
        await Request(crmId);
        await _leads.Rounds();
        Assert.Empty(_leads.Writes);
        Assert.Contains((await Details(crmId)).SelectMany(d => d.Issues), i => i is { Code: IssueCodes.Required, Field: "lead:Contacts[0].Email" });

        await Rig.Crm.Set("Lead", crmId, Encoding.UTF8.GetBytes("""{"AWS_email__c":"ann@fresh.example.com"}"""), None);
        await Request(crmId);
        await _leads.Rounds();
        Assert.Equal([Create], _leads.Writes);
    }

    [Fact]
    public async Task A_creation_whose_answer_is_lost_is_one_lead()
    {
        var crmId = await NewLead("Fresh Ltd", "ann@fresh.example.com");
        await Request(crmId);
        var isLost = false;
        Rig.Http.Loses = operation => operation == Create && !isLost && (isLost = true);
        await _leads.Rounds(5);
        Assert.Single(Engagements());
        Assert.Equal(Engagements()[0], await AwsId(crmId));
    }

    [Fact]
    public async Task A_creation_whose_token_AWS_has_forgotten_is_found_by_its_title()
    {
        var crmId = await NewLead("Fresh Ltd", "ann@fresh.example.com");
        await Request(crmId);
        var isLost = false;
        Rig.Http.Loses = operation => operation == Create && !isLost && (isLost = true);
        await Rig.Tick();
        Rig.Time.Ahead += TimeSpan.FromHours(1);
        await _leads.Rounds(4);
        Assert.Equal([Create], _leads.Writes);
        Assert.Equal(Assert.Single(Engagements()), await AwsId(crmId));
    }

    [Fact]
    [Trait("Row", "L-14")]
    public async Task The_same_leads_twice_a_day_are_created_once_and_reported_as_there()
    {
        var ids = new List<string>();
        for (var i = 0; i < 80; i++)
            ids.Add(await NewLead(string.Create(CultureInfo.InvariantCulture, $"Company {i} Ltd"), string.Create(CultureInfo.InvariantCulture, $"p{i}@example.com")));
        Assert.Empty((await Import(ids, "first")).Issues);
        await _leads.Rounds();
        Assert.Equal(80, _leads.Writes.Count(o => o == Create));
        Assert.Equal(80, Engagements().Count);

        var receipt = await Import(ids, "second");
        await _leads.Rounds();
        Assert.Equal(80, receipt.Issues.Count(i => i.Code == IssueCodes.LeadThere));
        Assert.Equal(80, _leads.Writes.Count(o => o == Create));
        Assert.Equal((80, 80), (Engagements().Count, await _leads.Leads()));
    }

    // Another tool has uploaded the lead.
    [Fact]
    [Trait("Row", "L-14")]
    public async Task A_lead_that_AWS_has_from_another_tool_is_not_created_again()
    {
        Rig.Answer(Create, JsonNode.Parse("""
            {"Catalog":"AWS","ClientToken":"t","Title":"Fresh Ltd","Contexts":[{"Type":"Lead","Payload":{"Lead":{"Customer":{"CompanyName":"Fresh Ltd"},"Interactions":[
              {"Contact":{"Email":"Ann@fresh.example.com","FirstName":"Ann","LastName":"Fresh","BusinessTitle":"CTO"}}]}}}]}
            """)!.AsObject());
        Rig.Drain();
        Rig.Forget();
        var crmId = await NewLead("Fresh Ltd", "ann@fresh.example.com");
        await Request(crmId);
        await _leads.Rounds();
        Assert.Empty(_leads.Writes);
        Assert.Contains((await Details(crmId)).SelectMany(d => d.Issues), i => i.Code == IssueCodes.LeadThere);
    }

    [Fact]
    [Trait("Row", "L-15")]
    public async Task An_account_that_is_not_enabled_says_so_once()
    {
        var ids = new List<string>();
        for (var i = 0; i < 80; i++)
            ids.Add(await NewLead(string.Create(CultureInfo.InvariantCulture, $"Company {i} Ltd"), string.Create(CultureInfo.InvariantCulture, $"p{i}@example.com")));
        Rig.Http.Refuses = operation => operation == Create ? "PARTNER_LEAD_CREATION_NOT_ENABLED" : null;
        await Import(ids, "import");
        await _leads.Rounds();
        Assert.Equal([Create], _leads.Writes);
        var details = new List<JobDetail>();
        foreach (var id in ids)
            details.AddRange(await Details(id));
        var failed = Assert.Single(details, d => d.Outcome == Outcome.Failed);
        Assert.Equal("AWS has not enabled this account to create leads, so no lead was created", Assert.Single(failed.Issues).Rule);
        Assert.Equal(79, details.Count(d => d.Outcome == Outcome.Skipped && d.Issues.Any(i => i.Code == IssueCodes.LeadCreationOff)));
    }

    Task<CommandReceipt> Import(IReadOnlyList<string> ids, string id) => new CommandIntake(Rig.Store, "AWS", "Opportunity", Rig.Time, "Lead").Store(
        new CommandDocument(CommandVerbs.CreateLead, ids, new Dictionary<string, string>()) { Id = id }, new CommandCaller("test", "cli", ""), None);

    // What AWS does not have is listed by its job only.
    async Task<IReadOnlyList<JobDetail>> Details(string crmId)
    {
        var found = new List<JobDetail>();
        foreach (var job in await Rig.Store.ListJobs(Rig.Time.GetUtcNow() - TimeSpan.FromDays(1), Rig.Time.GetUtcNow(), null, 1000, None))
            found.AddRange((await Rig.Store.ListDetails(job.Id, 0, 200, None)).Where(d => d.CrmId == crmId && d.Outcome != Outcome.Requested));
        return found;
    }

    Task Request(string crmId) => Rig.Store.Wake(
        [new Wake(WorkKey.Crm("AWS", "Lead", crmId), DealRig.RequestOf(RequestVerbs.CreateLead).ToReason(), Lane.Person, Rig.Time.GetUtcNow())], None);

    async Task<string> AwsId(string crmId) => Mapping.Scalars.TextOf(new FlatRecord((await Rig.Crm.Get("Lead", crmId, None))!.Fields)["APN_CRM_Unique_Identifier__c"]!)!;

    List<string> Engagements() => [.. Rig.Answer("ListEngagements", new JsonObject { ["Catalog"] = "AWS" })["EngagementSummaryList"]!.AsArray().Select(e => e!["Id"]!.GetValue<string>())];

    async Task<string> NewLead(string company, string? email)
    {
        var made = await Rig.Crm.Import("Lead", Encoding.UTF8.GetBytes(new JsonObject
        {
            ["Company"] = company,
            ["LastName"] = "Fresh",
            ["AWS_company__c"] = company,
            ["AWS_firstName__c"] = "Ann",
            ["AWS_lastName__c"] = "Fresh",
            ["AWS_email__c"] = email,
            ["AWS_title__c"] = "CTO",
            ["AWS_countryCode__c"] = "US",
            ["Sync_with_AWS__c"] = true,
        }.ToJsonString()), None);
        Assert.True(made.Written, string.Join("; ", made.Issues.Select(i => $"{i.Field}: {i.Rule}")));
        return made.Id!;
    }
}
