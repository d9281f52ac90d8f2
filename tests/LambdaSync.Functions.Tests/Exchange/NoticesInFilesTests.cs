using System.Text.Json.Nodes;
using LambdaSync.Cli.Demo;
using LambdaSync.Connections.Crm;
using LambdaSync.Functions.Tests.Crm;
using LambdaSync.Mapping;
using LambdaSync.Simulator.AceExchange;
using Xunit;

namespace LambdaSync.Functions.Tests.Exchange;

/// <summary>What travels in files is noticed in the CRM as what the API brings.</summary>
[Trait("Row", "G1")]
public sealed class NoticesInFilesTests : IDisposable
{
    readonly SalesforceRig _salesforce = new();
    readonly ExchangeRig _rig;

    public NoticesInFilesTests()
    {
        _rig = new ExchangeRig(other: (_salesforce.Crm, MappingReader.Read(DemoRun.Mapping(SimulatedSalesforce.Mapping()), new List<Issue>())!, _salesforce.Time));
        _rig.Settings = _rig.Settings with { SendsNotices = true };
        _rig.Restart();
    }

    IEnumerable<string> Kinds => _salesforce.Notices().Select(n => n.Kind);

    public void Dispose()
    {
        _rig.Dispose();
        _salesforce.Dispose();
    }

    [Fact]
    public async Task A_referral_a_correction_and_a_failure_that_came_in_files_are_published_once_each()
    {
        var record = _rig.Aws.Refer(false, ExchangeRig.Referral(), _rig.Now);
        await Rounds(4);
        Assert.Equal([(CrmNoticeKinds.ReferralReceived + "-" + record.Id, CrmNoticeKinds.ReferralReceived)], _salesforce.Notices());

        // AWS sends the record again, with another value.
        _rig.Aws.Change(record.Id, "customerCompanyName", "Renamed Ltd", _rig.Now);
        await Rounds(4);
        Assert.Equal([CrmNoticeKinds.ReferralReceived], Kinds);
        _rig.Aws.Change(record.Id, "status", "Action Required", _rig.Now);
        await Rounds(4);
        Assert.Equal([CrmNoticeKinds.ReferralReceived, CrmNoticeKinds.ActionRequired], Kinds);

        // Salesforce refuses the row of two files.
        _salesforce.Do("validation-rule", new JsonObject { ["object"] = "Opportunity", ["when"] = "AWS_nextStep__c = 'Forbidden'", ["message"] = "not this", ["field"] = "AWS_nextStep__c" });
        foreach (var company in (string[])["One Ltd", "Two Ltd"])
        {
            _rig.Aws.Change(record.Id, "customerCompanyName", company, _rig.Now);
            _rig.Aws.Change(record.Id, "nextStep", "Forbidden", _rig.Now);
            await Rounds(4);
        }

        Assert.Equal([CrmNoticeKinds.ReferralReceived, CrmNoticeKinds.ActionRequired, CrmNoticeKinds.Failed], Kinds);
        Assert.All(_salesforce.Notices(), n => Assert.True(n.Key.Length <= 80, n.Key));
    }

    [Fact]
    public async Task What_AWS_refuses_of_a_file_is_published_with_one_key()
    {
        _rig.Aws.Terms = new AceTerms { Bad = 1 };
        var draft = Deal.Draft(DateOnly.FromDateTime(_rig.Now.UtcDateTime));
        draft["AWS_solutionOffered__c"] = Deal.Solution;
        draft["Sync_with_AWS__c"] = true;
        _salesforce.Do("create", new JsonObject { ["object"] = "Opportunity", ["fields"] = draft });
        await Rounds(6);
        // Salesforce reports the record's creation again for 15 minutes, so that it goes a second time: the same notice.
        Assert.Equal([CrmNoticeKinds.Failed], Kinds.Distinct());
        Assert.Single(_salesforce.Notices().Select(n => n.Key).Distinct());
    }

    async Task Rounds(int count)
    {
        for (var i = 0; i < count; i++)
            await _rig.Round();
    }
}
