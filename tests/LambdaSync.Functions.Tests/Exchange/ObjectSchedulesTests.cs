using System.Globalization;
using System.Text.Json.Nodes;
using LambdaSync.Connections;
using LambdaSync.Connections.State;
using LambdaSync.Functions.Exchange;
using LambdaSync.Sync;
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

    /// <summary>A release before had one schedule of a direction for both objects.</summary>
    [Fact]
    public async Task The_former_schedules_are_taken_over_once()
    {
        using var rig = new ExchangeRig(pull: new ExchangeTerms("landing"));
        rig.SendTerms = rig.SendTerms with { Every = ObjectPeriods.Hourly };
        rig.Restart();
        var last = rig.Now.AddSeconds(20);
        await Stored(rig, Schedules.FormerPull, new Schedule(TimeSpan.FromHours(4), Cursor: "lead-outbound/a.json"), rig.Now.AddHours(1));
        await Stored(rig, Schedules.FormerSend, new Schedule(TimeSpan.FromHours(2), IsOff: true, Cursor: last.ToString("O", CultureInfo.InvariantCulture), Changed: 7, ChangedOn: DateOnly.FromDateTime(rig.Now.UtcDateTime)), null);
        await rig.NewInCrm("Deal");
        rig.Put("opportunity-outbound/a.json", InboundRig.File(InboundRig.Record("O1")));
        await rig.Round();
        // Off, and due as before.
        Assert.Empty(rig.Aws.Names);
        Assert.Empty(rig.Landing.List("").Files);
        Assert.All([Schedules.PullLeads, Schedules.PullOpportunities], name => Assert.Equal((TimeSpan.FromHours(4), false, null), Parts(rig, name)));
        Assert.All([Schedules.SendLeads, Schedules.SendOpportunities], name => Assert.Equal((TimeSpan.FromHours(2), true, last.ToString("O", CultureInfo.InvariantCulture)), Parts(rig, name)));
        Assert.Equal(7, (await Of(rig, Schedules.SendOpportunities)).ChangedToday(rig.Now));
        Assert.All([Schedules.FormerPull, Schedules.FormerSend], name => Assert.True(Item(rig, name).GetAwaiter().GetResult() is { Due: null, Parked: false, Owner: null }));

        // A person changes one; nothing of the former schedules comes back.
        await Change(rig, Schedules.SendOpportunities, schedule => schedule with { IsOff = false, Every = TimeSpan.FromMinutes(5) });
        rig.Restart();
        await rig.Round(TimeSpan.FromHours(4));
        Assert.Single(rig.Aws.Names);
        Assert.NotEmpty(rig.Landing.List("").Files);
        Assert.False((await Of(rig, Schedules.SendOpportunities)).IsOff);
        Assert.True((await Of(rig, Schedules.SendLeads)).IsOff);
        // What is over goes with the log.
        await rig.Store.RemoveExpired(rig.Now.AddDays(90), CancellationToken.None);
        Assert.All([Schedules.FormerPull, Schedules.FormerSend], name => Assert.Null(Item(rig, name).GetAwaiter().GetResult()));
        Assert.All(Schedules.OfExchange, name => Assert.NotNull(Item(rig, name).GetAwaiter().GetResult()));
    }

    [Fact]
    public async Task A_setting_of_an_object_counts_more_than_the_former_schedule()
    {
        using var rig = new ExchangeRig(pull: new ExchangeTerms("landing") { Every = LeadsDaily });
        await Stored(rig, Schedules.FormerPull, new Schedule(TimeSpan.FromHours(4)), rig.Now);
        await rig.Round();
        Assert.Equal(TimeSpan.FromMinutes(5), (await Of(rig, Schedules.PullOpportunities)).Every);
        Assert.Equal(TimeSpan.FromDays(1), (await Of(rig, Schedules.PullLeads)).Every);
    }

    [Fact]
    public async Task While_a_worker_of_a_former_release_has_the_former_schedule_nothing_is_sent()
    {
        using var rig = new ExchangeRig();
        await Stored(rig, Schedules.FormerSend, new Schedule(TimeSpan.FromMinutes(5)), rig.Now);
        await rig.NewInCrm("Deal");
        await rig.Outbound.Handle(new(), rig.Context);
        var key = WorkKey.Schedule("AWS", Schedules.FormerSend);
        var claim = (await rig.Store.Claim([key], new ClaimTerms("former", rig.Now, rig.Now.AddMinutes(2), true), CancellationToken.None))[0]!;
        await rig.Send.Handle(new(), rig.Context);
        Assert.Empty(rig.Keys("opportunity-inbound/"));
        Assert.Null(await Item(rig, Schedules.SendOpportunities));
        // It was stopped after it stored the next name.
        var name = rig.Now.AddMinutes(30);
        await rig.Store.StoreIntents([(claim, new Schedule(TimeSpan.FromMinutes(5), Cursor: name.ToString("O", CultureInfo.InvariantCulture)).ToJson())], CancellationToken.None);
        rig.Time.Ahead += TimeSpan.FromMinutes(3);
        await rig.Send.Handle(new(), rig.Context);
        var sent = Assert.Single(rig.Keys("opportunity-inbound/"));
        Assert.True(DateTimeOffset.Parse((await Of(rig, Schedules.SendOpportunities)).Cursor!, CultureInfo.InvariantCulture) > name, sent);
    }

    static async Task Stored(ExchangeRig rig, string name, Schedule schedule, DateTimeOffset? due)
    {
        var key = WorkKey.Schedule("AWS", name);
        await rig.Store.Wake([new Wake(key, Reason.Timer, Lane.Sweep, due ?? rig.Now, schedule.ToJson())], CancellationToken.None);
        if (due is not null)
            return;
        var claim = (await rig.Store.Claim([key], new ClaimTerms("former", rig.Now, rig.Now.AddMinutes(1), true), CancellationToken.None))[0]!;
        await rig.Store.Settle([new Settlement { Claim = claim, Next = WorkNext.Finished }], CancellationToken.None);
    }

    static (TimeSpan Every, bool IsOff, string? Cursor) Parts(ExchangeRig rig, string name) =>
        Of(rig, name).GetAwaiter().GetResult() is var schedule ? (schedule.Every, schedule.IsOff, schedule.Cursor) : default;

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
