using System.Text;
using LambdaSync.Connections.BuiltIn;
using LambdaSync.Mapping;
using LambdaSync.Sync;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace LambdaSync.Functions.Tests;

/// <summary>Deals of one company in a file, in four spellings: one account, which one deal's later name does not rename.</summary>
[Trait("Row", "C15")]
public sealed class SharedAccountTests : IDisposable
{
    readonly InboundRig _rig = new();

    static CancellationToken None => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task One_company_is_one_account_and_a_shared_account_keeps_its_name()
    {
        string[] companies = ["Nordlicht GmbH", "Nordlicht GmbH", "nordlicht gmbh ", "Nordlicht  GmbH", "Südlicht AG"];
        await Deliver("f1.json", [.. companies.Select((company, i) => Deal(i + 1, company, "2026-10-01"))]);
        Assert.Equal(["\"Nordlicht GmbH\"", "\"Südlicht AG\""], await Accounts());

        // Deal 2 is moved to the other company's account, and then AWS changes its company's name.
        var other = (await _rig.CrmFields("O0000005"))["AccountId"]!;
        Assert.True((await _rig.BuiltIn.Set("Opportunity", "O0000002", Encoding.UTF8.GetBytes($"{{\"AccountId\":{other}}}"), None)).Written);
        await Deliver("f3.json", Deal(2, "N. (typo)", "2026-10-03"));

        Assert.Equal(["\"Nordlicht GmbH\"", "\"Südlicht AG\""], await Accounts());
        var deal = await _rig.CrmFields("O0000002");
        Assert.Equal((other, "\"N. (typo)\""), (deal["AccountId"], deal["AWS_customerCompanyName__c"]));
        var jobs = await _rig.Store.ListJobs(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, null, 10, None);
        var details = new List<JobDetail>();
        foreach (var job in jobs)
            details.AddRange(await _rig.Store.ListDetails(job.Id, 0, 100, None));
        Assert.Contains(details.SelectMany(d => d.Issues), i => i is { Code: IssueCodes.RelatedKept, Field: "Account.Name", Value: "N. (typo)" });
        Assert.All(jobs, job => Assert.Equal(JobStatus.Processed, job.Status));
    }

    static string Deal(int number, string company, string day) =>
        InboundRig.Record($"O000000{number}", $",\"customerCompanyName\":\"{company}\"").Replace("2026-02-01T10:00:00.000Z", $"{day}T08:00:00.000Z", StringComparison.Ordinal);

    async Task<IReadOnlyList<string?>> Accounts() =>
        [.. (await _rig.BuiltIn.List("Account", 100, null, None)).Select(a => new FlatRecord(a.Fields)["Name"]).Order(StringComparer.Ordinal)];

    // With the mapping that ships: AWS owns what has no owner of its own.
    async Task Deliver(string key, params string[] records)
    {
        _rig.Put(key, InboundRig.File(records));
        var mapping = MappingReader.Read(BuiltInMapping.Json(), new List<Issue>())!;
        var handler = new InboundFiles(_rig.Bucket, _rig.Store, _rig.BuiltIn, mapping, SyncSettings.Default, TimeProvider.System, NullLogger<InboundFiles>.Instance);
        Assert.Empty((await handler.Handle(InboundRig.Message(key), InboundRig.Context)).BatchItemFailures);
    }
}
