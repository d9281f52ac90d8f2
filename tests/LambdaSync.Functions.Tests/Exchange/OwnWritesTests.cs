using System.Text.Json.Nodes;
using LambdaSync.Cli.Demo;
using LambdaSync.Functions.Tests.Crm;
using LambdaSync.Mapping;
using LambdaSync.Simulator.AceExchange;
using LambdaSync.Sync.Schedules;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.Exchange;

/// <summary>A record that LambdaSync alone has written is not sent back, and what AWS refuses is retried as the settings say.</summary>
[Trait("Row", "B7")]
public sealed class OwnWritesTests
{
    static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task What_files_wrote_into_the_CRM_is_not_sent_back()
    {
        using var rig = new ExchangeRig();
        var deal = await rig.NewInCrm("Deal");
        for (var i = 0; i < 5; i++)
            await rig.Round();
        var awsId = (await rig.AwsId(deal))!;
        var referred = rig.Aws.Refer(false, ExchangeRig.Referral(isAccepted: true), rig.Now);
        rig.Aws.Refer(true, new JsonObject { ["company"] = "Example Ltd", ["fullName"] = "Ex Ample", ["status"] = "Open", ["email"] = "contact@example.com", ["currentLeadStage"] = null }, rig.Now);
        rig.Aws.Change(awsId, "additionalComments", "From AWS", rig.Now);
        for (var i = 0; i < 5; i++)
            await rig.Round();
        Assert.Equal("From AWS", await rig.Field(deal, "AWS_additionalComments__c"));
        var referral = (await rig.Crm.Get("Opportunity", referred.Id, None))!.Id;
        rig.Aws.Change(referred.Id, "customerCompanyName", "Renamed Ltd", rig.Now);
        for (var i = 0; i < 5; i++)
            await rig.Round();
        Assert.Equal("Renamed Ltd", await rig.Field(referral, "AWS_customerCompanyName__c"));
        // The creation alone.
        Assert.Single(rig.Aws.Names);
        Assert.Equal(0, rig.Aws.Records[awsId].Updates);
        Assert.DoesNotContain(await rig.Store.ListWork("AWS", 100, None), item => item.Key.IsOpportunity || item.Key.IsLead || item.Key.IsCrmRecord);
    }

    /// <summary>A rule by the last modifier alone would lose the edit.</summary>
    [Fact]
    public async Task A_person_s_edit_goes_although_a_file_was_the_last_to_write_the_record()
    {
        using var rig = new ExchangeRig();
        var deal = await rig.NewInCrm("Deal");
        for (var i = 0; i < 5; i++)
            await rig.Round();
        var awsId = (await rig.AwsId(deal))!;
        await rig.Edit(deal, """{"AWS_nextStep__c":"Call"}""");
        rig.Aws.Change(awsId, "additionalComments", "From AWS", rig.Now);
        rig.Aws.Export(rig.Now);
        rig.Time.Ahead += TimeSpan.FromMinutes(6);
        await rig.Pull.Handle(new(), rig.Context);
        await rig.Import();
        Assert.Equal("From AWS", await rig.Field(deal, "AWS_additionalComments__c"));
        for (var i = 0; i < 5; i++)
            await rig.Round();
        Assert.Equal("Call", rig.Aws.Records[awsId].Fields["nextStep"]?.GetValue<string>());
        Assert.Equal(1, rig.Aws.Records[awsId].Updates);
    }

    [Fact]
    [Trait("Row", "H1")]
    public async Task Salesforce_reports_LambdaSync_s_writes_too_and_none_is_sent_back()
    {
        using var salesforce = new SalesforceRig();
        using var rig = new ExchangeRig(other: (salesforce.Crm, MappingReader.Read(DemoRun.Mapping(SimulatedSalesforce.Mapping()), new List<Issue>())!, salesforce.Time));
        var record = rig.Aws.Refer(false, ExchangeRig.Referral(isAccepted: true), rig.Now);
        for (var i = 0; i < 4; i++)
            await rig.Round();
        rig.Aws.Change(record.Id, "customerCompanyName", "Renamed Ltd", rig.Now);
        for (var i = 0; i < 4; i++)
            await rig.Round();
        var inCrm = Assert.Single(salesforce.Records("Opportunity"), r => r["APN_CRM_Unique_Identifier__c"]?.GetValue<string>() == record.Id);
        Assert.Equal("Renamed Ltd", inCrm["AWS_customerCompanyName__c"]?.GetValue<string>());
        // The organization's change feed has had the writes of the integration user.
        Assert.True(Schedule.Read((await rig.Store.GetWork(WorkKey.Schedule("AWS", Schedules.CrmChanges), None))!.Data!).Seen > 0);
        Assert.Empty(rig.Aws.Names);

        salesforce.Do("edit", new JsonObject { ["id"] = inCrm["Id"]!.GetValue<string>(), ["fields"] = new JsonObject { ["AWS_nextStep__c"] = "Call" } });
        for (var i = 0; i < 5; i++)
            await rig.Round();
        Assert.Equal("Call", record.Fields["nextStep"]?.GetValue<string>());
        Assert.Single(rig.Aws.Names);
        Assert.Empty(rig.Aws.Faults);
    }

    /// <summary>Salesforce knows deletions of two weeks; an older position is lost, and no sweep of the API compares what travels in files.</summary>
    [Fact]
    [Trait("Row", "H1")]
    public async Task An_edit_before_a_lost_position_of_the_CRM_goes_too()
    {
        using var salesforce = new SalesforceRig();
        using var rig = new ExchangeRig(other: (salesforce.Crm, MappingReader.Read(DemoRun.Mapping(SimulatedSalesforce.Mapping()), new List<Issue>())!, salesforce.Time));
        var record = rig.Aws.Refer(false, ExchangeRig.Referral(isAccepted: true), rig.Now);
        for (var i = 0; i < 4; i++)
            await rig.Round();
        var id = Assert.Single(salesforce.Records("Opportunity"), r => r["APN_CRM_Unique_Identifier__c"]?.GetValue<string>() == record.Id)["Id"]!.GetValue<string>();
        salesforce.Do("edit", new JsonObject { ["id"] = id, ["fields"] = new JsonObject { ["AWS_nextStep__c"] = "Call" } });
        rig.Time.Ahead += TimeSpan.FromDays(20);
        for (var i = 0; i < 5; i++)
            await rig.Round();
        Assert.Equal("Call", record.Fields["nextStep"]?.GetValue<string>());
        Assert.DoesNotContain(await rig.Store.ListWork("AWS", 100, None), item => item.Key.Id.StartsWith(Schedules.BackfillPrefix, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(2, 3)]
    public async Task What_may_pass_is_sent_again_as_often_as_the_retry_count_says(int retries, int files)
    {
        using var rig = Refusing(retries, TimeSpan.FromDays(30));
        var deal = await rig.NewInCrm("Deal");
        for (var i = 0; i < 12; i++)
            await rig.Round(TimeSpan.FromHours(1));
        Assert.Equal(files, rig.Aws.Names.Count);
        Assert.True((await rig.Work(deal))!.Parked);
        // After a person's edit the attempts are counted from one.
        rig.Aws.Terms = new AceTerms();
        await rig.Edit(deal, """{"AWS_nextStep__c":"Call"}""");
        for (var i = 0; i < 4; i++)
            await rig.Round();
        Assert.NotNull(await rig.AwsId(deal));
    }

    [Fact]
    public async Task What_may_pass_is_not_sent_after_the_cut_off()
    {
        using var rig = Refusing(1_000, TimeSpan.FromDays(1));
        var deal = await rig.NewInCrm("Deal");
        for (var i = 0; i < 10; i++)
            await rig.Round(TimeSpan.FromHours(6));
        Assert.InRange(rig.Aws.Names.Count, 3, 6);
        var item = await rig.Work(deal);
        Assert.True(item!.Parked, item.Cause);
        var sent = rig.Aws.Names.Count;
        for (var i = 0; i < 4; i++)
            await rig.Round(TimeSpan.FromHours(6));
        Assert.Equal(sent, rig.Aws.Names.Count);
    }

    // AWS is busy, whatever is sent.
    static ExchangeRig Refusing(int retries, TimeSpan cutOff)
    {
        var rig = new ExchangeRig(new AceTerms { Refuses = _ => "Unable to obtain exclusive access to this record" });
        rig.Settings = rig.Settings with { Retry = rig.Settings.Retry with { RetryCount = retries, CutOff = cutOff } };
        rig.Restart();
        return rig;
    }
}
