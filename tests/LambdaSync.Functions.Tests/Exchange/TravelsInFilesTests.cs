using System.Net;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using LambdaSync.Commands;
using LambdaSync.Connections;
using LambdaSync.Connections.Aws;
using LambdaSync.Fields;
using LambdaSync.Functions.Lambda;
using LambdaSync.Functions.Tests.Records;
using LambdaSync.Mapping;
using LambdaSync.Sync;
using LambdaSync.Sync.Schedules;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.Exchange;

/// <summary>While an object travels in files, the API creates nothing of it.</summary>
[Trait("Row", "B10")]
public sealed class TravelsInFilesTests
{
    static readonly Transports OpportunitiesInFiles = new(Transport.Files, Transport.Api), LeadsInFiles = new(Transport.Api, Transport.Files);

    static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Row", "A3")]
    public async Task A_referral_of_the_API_that_the_CRM_has_is_not_answered()
    {
        using var rig = new SyncRig();
        var id = Invite(rig, "Initech");
        await Rounds(rig);
        Assert.Equal(1, await rig.Count());
        rig.Restart(rig.Settings with { Transports = OpportunitiesInFiles });
        await rig.Edit(id, """{"AWS_partnerAcceptanceStatus__c":"Accepted"}""");
        await Rounds(rig);
        Assert.Contains("opportunities travel in files", await rig.Field(id, "AWS_Last_Error__c"), StringComparison.Ordinal);
        await rig.Edit(id, """{"AWS_partnerAcceptanceStatus__c":"Rejected","AWS_rejectionReason__c":"Unable to support"}""");
        await Rounds(rig);
        // One that came through another door before the opportunities travelled in files.
        await rig.Store.Wake([new Wake(WorkKey.Invitation("AWS", id), DealRig.RequestOf(RequestVerbs.Accept, []).ToReason(), Lane.Person, rig.Time.GetUtcNow())], None);
        await Rounds(rig);
        Assert.DoesNotContain(rig.Http.Operations, operation => operation.StartsWith("Start", StringComparison.Ordinal) || operation.StartsWith("Accept", StringComparison.Ordinal) || operation.StartsWith("Reject", StringComparison.Ordinal));
        Assert.Equal("PENDING", rig.Answer("GetEngagementInvitation", new JsonObject { ["Catalog"] = "AWS", ["Identifier"] = id })["Status"]!.GetValue<string>());
        // Each of the three answers has its entry.
        Assert.Equal(3, (await rig.Log(id)).Count(d => d.Outcome == Outcome.Failed && d.Issues.Any(issue => issue.Code == IssueCodes.TravelsInFiles)));
        for (var day = 0; day < 16; day++)
        {
            rig.Time.Ahead += TimeSpan.FromDays(1);
            await rig.Tick();
        }

        var reminder = (await rig.Log(id)).SelectMany(d => d.Issues).First(issue => issue.Code == IssueCodes.InvitationEnding);
        Assert.Equal("answer the record that AWS's file brings", reminder.Fix);
    }

    /// <summary>AWS's file brings the same customer: the CRM gets one record of it.</summary>
    [Fact]
    [Trait("Row", "A3")]
    public async Task A_referral_becomes_a_record_when_opportunities_are_back_on_the_API()
    {
        var mapping = SyncRig.BuiltIn();
        var invitation = mapping.Opportunity!.Invitation! with { AutoAccept = [new Condition("Customer.Account.CompanyName", null, Comparison.Equal, ["\"Globex\""])] };
        using var rig = new SyncRig(mapping with { Opportunity = mapping.Opportunity with { Invitation = invitation } }, transports: OpportunitiesInFiles);
        rig.Restart(rig.Settings with { SendsNotices = true });
        // An event names two, of which a rule would accept one; a sweep finds the third.
        IReadOnlyList<string> ids = [Invite(rig, "Globex"), Invite(rig, "Initech")];
        await Rounds(rig);
        ids = [.. ids, Invite(rig, "Umbrella")];
        rig.Drain();
        await rig.Sweep(TimeSpan.FromHours(1));
        Assert.Equal(0, rig.CrmCalls["Notify"]);
        // A command, an event and sweeps come later, and nothing new is to be said.
        await rig.Store.Wake([.. ids.Select(id => new Wake(WorkKey.Invitation("AWS", id), Reason.Event, Lane.Event, rig.Time.GetUtcNow()))], None);
        await rig.Store.Wake([new Wake(WorkKey.Invitation("AWS", ids[1]), DealRig.RequestOf(RequestVerbs.Accept, []).ToReason(), Lane.Person, rig.Time.GetUtcNow())], None);
        await Rounds(rig);
        await rig.Sweep(TimeSpan.FromHours(1));
        Assert.Equal(0, await rig.Count());
        foreach (var id in ids)
        {
            Assert.Single(await rig.Log(id), d => d.Outcome == Outcome.Skipped && d.Issues.Any(issue => issue.Rule.StartsWith("opportunities travel in files, so the invitation has no CRM record", StringComparison.Ordinal)));
            Assert.Equal("PENDING", rig.Answer("GetEngagementInvitation", new JsonObject { ["Catalog"] = "AWS", ["Identifier"] = id })["Status"]!.GetValue<string>());
        }

        Assert.Single(await rig.Log(ids[1]), d => d.Outcome == Outcome.Failed && d.Issues.Any(issue => issue.Code == IssueCodes.TravelsInFiles));
        rig.Restart(rig.Settings with { Transports = Transports.Api });
        rig.Forget();
        await rig.Sweep(TimeSpan.FromHours(1));
        Assert.Equal(3, await rig.Count());
        Assert.True(rig.CrmCalls["Notify"] > 0);
        rig.Forget();
        await rig.Sweep(TimeSpan.FromHours(1));
        Assert.DoesNotContain("GetEngagementInvitation", rig.Http.Operations);
    }

    [Fact]
    [Trait("Row", "A17")]
    public async Task A_lead_becomes_a_record_when_leads_are_back_on_the_API()
    {
        // This mapping offers an invited lead in the CRM before it is accepted.
        using var leads = new LeadRig(MappingReader.Read(LambdaSync.Cli.Demo.DemoRun.Mapping(), new List<Issue>()), transports: LeadsInFiles);
        var rig = leads.Rig;
        var invitation = rig.Simulator.Control.Do("invite-lead", new JsonObject { ["company"] = "Initech" })["id"]!.GetValue<string>();
        IReadOnlyList<string> ids = [await leads.Lead("Globex"), await leads.Lead("Umbrella")];
        await leads.Rounds();
        leads.AwsEdits(ids[0], """{"QualificationStatus":"Qualified"}""");
        await leads.Rounds();
        await leads.Request(ids[0], RequestVerbs.Qualify, ("qualificationStatus", "Qualified"));
        await leads.Rounds();
        await rig.Sweep(TimeSpan.FromHours(2));
        Assert.Equal(0, await leads.Leads());
        Assert.Empty(leads.Writes);
        foreach (var id in ids)
            Assert.Single(await leads.Issues(id), issue => issue.Rule.StartsWith("leads travel in files", StringComparison.Ordinal));
        Assert.Single((await rig.Log(invitation)).SelectMany(d => d.Issues), issue => issue.Rule.StartsWith("leads travel in files", StringComparison.Ordinal));
        Assert.Contains(await leads.Issues(ids[0]), issue => issue.Code == IssueCodes.ConvertedLead);
        rig.Restart(rig.Settings with { Transports = Transports.Api });
        await rig.Sweep(TimeSpan.FromHours(2));
        Assert.Equal(3, await leads.Leads());
        rig.Forget();
        await rig.Sweep(TimeSpan.FromHours(2));
        Assert.DoesNotContain("GetEngagement", rig.Http.Operations);
    }

    [Theory]
    [InlineData("opportunity", false, true)]
    [InlineData("opportunity", true, false)]
    [InlineData("lead", true, true)]
    [InlineData("lead", false, false)]
    public async Task A_command_s_answer_is_refused_for_the_object_that_travels_in_files(string inFiles, bool isLead, bool isRefused)
    {
        var transports = inFiles == "lead" ? LeadsInFiles : OpportunitiesInFiles;
        using var rig = new SyncRig(transports: transports);
        var id = isLead ? rig.Simulator.Control.Do("invite-lead", new JsonObject { ["company"] = "Initech" })["id"]!.GetValue<string>() : Invite(rig, "Initech");
        await Rounds(rig);
        var receipt = await Send(rig, transports, CommandVerbs.Accept, id);
        Assert.Equal(isRefused, receipt.Issues.Any(issue => issue.Rule.Contains("travels in files", StringComparison.Ordinal)));
        await Rounds(rig);
        Assert.Equal(isRefused ? "PENDING" : "ACCEPTED", rig.Answer("GetEngagementInvitation", new JsonObject { ["Catalog"] = "AWS", ["Identifier"] = id })["Status"]!.GetValue<string>());
    }

    [Fact]
    [Trait("Row", "A17")]
    public async Task A_lead_of_the_API_is_not_converted_to_an_opportunity()
    {
        using var leads = new LeadRig(transports: OpportunitiesInFiles);
        var id = await leads.Lead();
        await leads.Rounds();
        var receipt = await Send(leads.Rig, OpportunitiesInFiles, CommandVerbs.Convert, id);
        Assert.Contains("travels to AWS in files", Assert.Single(receipt.Issues).Rule, StringComparison.Ordinal);
        await leads.Rig.Store.Wake([new Wake(WorkKey.Engagement("AWS", id), DealRig.RequestOf(RequestVerbs.Convert, []).ToReason(), Lane.Person, leads.Rig.Time.GetUtcNow())], None);
        await leads.Rounds();
        Assert.DoesNotContain("StartOpportunityFromEngagementTask", leads.Rig.Http.Operations);
        Assert.Contains((await leads.Rig.Log(id)).SelectMany(d => d.Issues), issue => issue.Rule.StartsWith("opportunities travel in files", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Row", "A16")]
    public async Task The_sweeps_of_opportunities_rest()
    {
        using var rig = new SyncRig(transports: OpportunitiesInFiles);
        var name = Schedules.BackfillPrefix + "20260101-000000-crm";
        await rig.Store.Wake([new Wake(WorkKey.Schedule("AWS", name), Reason.Timer, Lane.Sweep, rig.Time.GetUtcNow(), new Schedule(TimeSpan.Zero).ToJson())], None);
        await rig.Sweep(TimeSpan.FromDays(2));
        Assert.DoesNotContain("ListOpportunities", rig.Http.Operations);
        Assert.Contains("ListEngagementInvitations", rig.Http.Operations);
        Assert.Contains("travel in files", (await rig.Store.GetWork(WorkKey.Schedule("AWS", Schedules.Opportunities), None))!.Cause, StringComparison.Ordinal);
        Assert.True((await rig.Store.GetWork(WorkKey.Schedule("AWS", name), None))!.Parked);
    }

    [Fact]
    public async Task Only_what_travels_in_files_is_sent_in_files()
    {
        using var rig = new ExchangeRig();
        rig.Settings = rig.Settings with { Transports = LeadsInFiles };
        rig.Restart();
        await rig.NewInCrm("Deal");
        await rig.Store.Wake([new Wake(WorkKey.Opportunity("AWS", "O1000001"), Reason.Crm, Lane.Edit, rig.Now)], None);
        await rig.Send.Handle(new(), rig.Context);
        Assert.Empty(rig.Keys("opportunity-inbound/"));
        Assert.Null(await rig.Store.GetWork(WorkKey.Schedule("AWS", Schedules.SendOpportunities), None));
        Assert.NotNull(await rig.Store.GetWork(WorkKey.Schedule("AWS", Schedules.SendLeads), None));
    }

    [Theory]
    [InlineData("""{"opportunityTransport":"files","leadTransport":"api"}""", Transport.Files, Transport.Api)]
    [InlineData("""{"opportunityTransport":"api","leadTransport":"files"}""", Transport.Api, Transport.Files)]
    [InlineData("""{"opportunitiesInFiles":"yes"}""", Transport.Files, Transport.Files)]
    [InlineData("{}", Transport.Api, Transport.Api)]
    public async Task The_exchange_s_functions_follow_the_main_stack(string parameter, Transport opportunity, Transport lead)
    {
        using var stack = Stack(new JsonObject { ["Parameter"] = new JsonObject { ["Value"] = parameter } }.ToJsonString(), HttpStatusCode.OK);
        var transports = await stack.Current(None);
        Assert.Equal((opportunity, lead), (transports.Of(AceObject.Opportunity), transports.Of(AceObject.Lead)));
    }

    [Theory]
    [InlineData("""{"__type":"ParameterNotFound"}""", HttpStatusCode.BadRequest, "There is no parameter /lambdasync/main/stack")]
    [InlineData("""{"__type":"AccessDeniedException"}""", HttpStatusCode.BadRequest, "AccessDeniedException")]
    [InlineData("""{"Parameter":{"Value":"no JSON"}}""", HttpStatusCode.OK, "can't be read")]
    public async Task Without_the_main_stack_s_word_nothing_is_sent(string answer, HttpStatusCode status, string text)
    {
        using var stack = Stack(answer, status);
        Assert.Contains(text, (await Assert.ThrowsAsync<ConnectionException>(() => stack.Current(None))).Message, StringComparison.Ordinal);
    }

    static StackTransports Stack(string answer, HttpStatusCode status) =>
        new("main", new AwsSettings { Endpoint = new Uri("http://ssm.test"), Credentials = new BasicAWSCredentials("test", "test") }, new Answering(answer, status));

    static string Invite(SyncRig rig, string company)
    {
        rig.Simulator.Control.Do("settings", new JsonObject { ["taskSeconds"] = 0 });
        return rig.Simulator.Control.Do("invite", new JsonObject { ["company"] = company, ["title"] = "Data lake" })["id"]!.GetValue<string>();
    }

    static async Task Rounds(SyncRig rig)
    {
        for (var i = 0; i < 4; i++)
        {
            await rig.Deliver();
            await rig.Tick();
        }
    }

    static Task<CommandReceipt> Send(SyncRig rig, Transports transports, string verb, string id) => new CommandIntake(rig.Store, "AWS", "Opportunity", rig.Time, "Lead", transports).Store(
        new CommandDocument(verb, [id], new Dictionary<string, string>()), new CommandCaller("jane", "cli", Guid.NewGuid().ToString()), None);

    sealed class Answering(string answer, HttpStatusCode status) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(answer) });
    }
}
