using System.Text.Json.Nodes;
using LambdaSync.Connections;
using LambdaSync.Connections.State;
using LambdaSync.Functions.Exchange;
using LambdaSync.Sync.Schedules;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.Exchange;

/// <summary>Each object has a schedule of its own in each direction.</summary>
[Trait("Row", "E1")]
public sealed class ObjectSchedulesTests
{
    static readonly ObjectPeriods LeadsDaily = new(TimeSpan.FromMinutes(5), TimeSpan.FromDays(1));

    [Fact]
    public async Task Opportunities_go_every_five_minutes_and_leads_once_a_day()
    {
        using var rig = new ExchangeRig();
        rig.SendTerms = rig.SendTerms with { Every = LeadsDaily };
        rig.Restart();
        var lead = await LeadInCrm(rig);
        // The day's run of leads was just now.
        await Answer(rig, lead);
        await rig.NewInCrm("Deal");
        await rig.Round();
        await rig.Round();
        Assert.Equal(["opportunity"], Sent(rig));
        await rig.Round(TimeSpan.FromDays(1));
        await rig.Round();
        Assert.Contains("lead", Sent(rig));
        Assert.Equal("Accepted", Assert.Single(rig.Aws.Records.Values, record => record.IsLead).Fields["currentLeadStage"]?.GetValue<string>());
    }

    [Fact]
    public async Task The_files_of_an_object_that_is_off_stay_at_AWS()
    {
        using var rig = new ExchangeRig(pull: new ExchangeTerms("landing") { Every = new ObjectPeriods(TimeSpan.FromMinutes(5), null) });
        rig.Put("opportunity-outbound/a.json", InboundRig.File(InboundRig.Record("O1")));
        rig.Aws.Refer(true, Lead(), rig.Now, "email");
        await rig.Round();
        await rig.Round();
        Assert.Empty(await rig.Crm.List("Lead", 10, null, CancellationToken.None));
        Assert.Single(rig.Keys("lead-outbound/"));
        Assert.NotNull(await rig.Crm.Get("Opportunity", "O1", CancellationToken.None));
        Assert.Null((await Item(rig, Schedules.PullLeads))!.Due);
    }

    [Fact]
    [Trait("Row", "E3")]
    public async Task A_call_runs_the_object_that_it_names_although_its_schedules_are_off()
    {
        using var rig = new ExchangeRig(pull: new ExchangeTerms("landing") { Every = new ObjectPeriods(null, null) });
        rig.SendTerms = rig.SendTerms with { Every = new ObjectPeriods(null, null) };
        rig.Restart();
        rig.Put("opportunity-outbound/a.json", InboundRig.File(InboundRig.Record("O1")));
        rig.Aws.Refer(true, Lead(), rig.Now);
        rig.Aws.Export(rig.Now);
        await rig.Round(awsRuns: false);
        Assert.Empty(rig.Landing.List("").Files);

        await rig.Pull.Handle(Call("lead"), rig.Context);
        await rig.Import();
        Assert.Single(rig.Landing.List("").Files);
        var lead = Assert.Single(await rig.Crm.List("Lead", 10, null, CancellationToken.None)).Id;
        await Answer(rig, lead);
        var deal = await rig.NewInCrm("Deal");
        await rig.Round(awsRuns: false);
        await rig.Send.Handle(Call("lead"), rig.Context);
        Assert.StartsWith("lead-inbound/", Assert.Single(rig.Keys("lead-inbound/").Concat(rig.Keys("opportunity-inbound/"))), StringComparison.Ordinal);
        Assert.True((await rig.Work(deal))!.Due <= rig.Now);
        // They are still off.
        Assert.All(Schedules.OfExchange, name => Assert.True(Schedule.Read(Item(rig, name).GetAwaiter().GetResult()!.Data!).IsOff));
        await rig.Send.Handle(Call("opportunity", "lead"), rig.Context);
        Assert.Single(rig.Keys("opportunity-inbound/"));
        await Assert.ThrowsAsync<ConnectionException>(() => rig.Send.Handle(Call("contact"), rig.Context));
    }

    [Fact]
    [Trait("Row", "E3")]
    public async Task A_command_makes_one_schedule_due()
    {
        using var rig = new ExchangeRig();
        rig.SendTerms = rig.SendTerms with { Every = new ObjectPeriods(TimeSpan.FromDays(1), TimeSpan.FromDays(1)) };
        rig.Restart();
        await rig.Round();
        await rig.NewInCrm("Deal");
        await rig.Round();
        Assert.Empty(rig.Aws.Names);
        await rig.Commands.Handle(new() { Records = [new() { MessageId = "c1", EventSource = "aws:sqs", Body = """{"verb":"run","ids":["send-opportunities"]}""" }] }, rig.Context);
        await rig.Round();
        Assert.Single(rig.Aws.Names);
    }

    [Fact]
    public async Task A_setting_that_was_changed_replaces_the_schedule_and_what_a_person_set_stays_otherwise()
    {
        using var rig = new ExchangeRig();
        await rig.Round();
        await Change(rig, Schedules.SendLeads, schedule => schedule with { Every = TimeSpan.FromHours(2) });
        await Change(rig, Schedules.PullLeads, schedule => schedule with { IsOff = true });
        rig.Restart();
        await rig.Round();
        Assert.Equal(TimeSpan.FromHours(2), (await Of(rig, Schedules.SendLeads)).Every);
        Assert.True((await Of(rig, Schedules.PullLeads)).IsOff);

        rig.SendTerms = rig.SendTerms with { Every = LeadsDaily };
        rig.PullTerms = rig.PullTerms with { Every = LeadsDaily };
        rig.Restart();
        await rig.Round();
        Assert.Equal(TimeSpan.FromDays(1), (await Of(rig, Schedules.SendLeads)).Every);
        Assert.Equal((TimeSpan.FromDays(1), false), ((await Of(rig, Schedules.PullLeads)).Every, (await Of(rig, Schedules.PullLeads)).IsOff));
        Assert.Equal(TimeSpan.FromMinutes(5), (await Of(rig, Schedules.SendOpportunities)).Every);
    }

    /// <summary>A failed call of results must not make an object's files go before their time.</summary>
    [Fact]
    public async Task A_failure_makes_nothing_due_that_was_not()
    {
        using var rig = new ExchangeRig();
        rig.SendTerms = rig.SendTerms with { Every = LeadsDaily };
        rig.Restart();
        await rig.Round();
        var due = (await Item(rig, Schedules.SendLeads))!.Due;
        rig.Exchange.Breaks = name => name == "List" ? false : null;
        rig.Time.Ahead += TimeSpan.FromMinutes(6);
        await Assert.ThrowsAsync<ConnectionException>(() => rig.Send.Handle(new(), rig.Context));
        Assert.Equal(due, (await Item(rig, Schedules.SendLeads))!.Due);
        Assert.True((await Item(rig, Schedules.SendOpportunities))!.Due <= rig.Now.AddMinutes(5));
    }

    static ExchangeTick Call(params string[] objects) => new() { Objects = objects };

    static Task<WorkItem?> Item(ExchangeRig rig, string name) => rig.Store.GetWork(WorkKey.Schedule("AWS", name), CancellationToken.None);

    static async Task<Schedule> Of(ExchangeRig rig, string name) => Schedule.Read((await Item(rig, name))!.Data!);

    static async Task Change(ExchangeRig rig, string name, Func<Schedule, Schedule> change)
    {
        var key = WorkKey.Schedule("AWS", name);
        var claim = (await rig.Store.Claim([key], new ClaimTerms("person", rig.Now, rig.Now.AddMinutes(1), true), CancellationToken.None))[0]!;
        var changed = change(Schedule.Read(claim.Data));
        await rig.Store.Settle([new Settlement { Claim = claim, Data = changed.ToJson(), Next = changed.IsOff ? WorkNext.Finished : new WorkNext.Again(rig.Now, null, Counts: false, [Reason.Timer]) }], CancellationToken.None);
    }

    static IEnumerable<string> Sent(ExchangeRig rig) => rig.Aws.Names.Select(name => name.Split('-', '_')[1]).Distinct();

    static async Task<string> LeadInCrm(ExchangeRig rig)
    {
        rig.Aws.Refer(true, Lead(), rig.Now, "email");
        await rig.Round();
        await rig.Round();
        return Assert.Single(await rig.Crm.List("Lead", 10, null, CancellationToken.None)).Id;
    }

    static async Task Answer(ExchangeRig rig, string lead) => await rig.Crm.Set("Lead", lead, """{"AWS_currentLeadStage__c":"Accepted"}"""u8.ToArray(), CancellationToken.None);

    static JsonObject Lead() => new() { ["company"] = "Example Ltd", ["fullName"] = "Ex Ample", ["status"] = "Open", ["email"] = "contact@example.com", ["currentLeadStage"] = null };
}
