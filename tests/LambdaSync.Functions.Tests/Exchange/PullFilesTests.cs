using Amazon.Lambda.CloudWatchEvents.ScheduledEvents;
using LambdaSync.Functions.Exchange;
using LambdaSync.Sync;
using LambdaSync.Sync.Schedules;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.Exchange;

[Trait("Row", "B1")]
public sealed class PullFilesTests
{
    static Task Tick(ExchangeRig rig)
    {
        rig.Time.Ahead += TimeSpan.FromMinutes(6);
        return rig.Pull.Handle(new ScheduledEvent(), rig.Context);
    }

    [Fact]
    public async Task A_file_is_copied_once_and_deleted_at_AWS_after_its_import()
    {
        using var rig = new ExchangeRig();
        rig.Put("opportunity-outbound/a.json", InboundRig.File(InboundRig.Record("O1")));
        rig.Put("lead-outbound/b.json", """{"version":"1","leads":[{"apnCrmUniqueIdentifier":"L1","company":"Example","fullName":"Ex Ample","status":"Open","city":"Oslo","lastModifiedDate":"2026-02-01T10:00:00.000Z"}]}""");
        await Tick(rig);
        await Tick(rig);
        Assert.Equal(2, rig.Landing.List("").Files.Count);
        Assert.Equal(["opportunity-outbound/a.json"], rig.Keys("opportunity-outbound/"));
        await rig.Import();
        await Tick(rig);
        Assert.Empty(rig.Keys("opportunity-outbound/"));
        Assert.Empty(rig.Keys("lead-outbound/"));
        Assert.Equal([JobStatus.Processed, JobStatus.Processed], (await rig.Jobs()).Where(job => job.Kind == PullFiles.JobKind).Select(job => job.Status));
    }

    [Fact]
    public async Task A_file_that_can_not_be_read_as_a_whole_stays_at_AWS_and_is_reported()
    {
        using var rig = new ExchangeRig();
        rig.Put("opportunity-outbound/a.json", InboundRig.File(InboundRig.Record("O1"))[..^2]);
        await Tick(rig);
        await rig.Import();
        await Tick(rig);
        await Tick(rig);
        Assert.Single(rig.Keys("opportunity-outbound/"));
        var job = Assert.Single(await rig.Jobs(JobStatus.Error), job => job.Kind == PullFiles.JobKind);
        Assert.Equal(IssueCodes.FilePassedOver, Assert.Single(job.Issues).Code);
        // The record before the cut was imported.
        Assert.Equal("O1", (await rig.Crm.Get("Opportunity", "O1", CancellationToken.None)) is null ? null : "O1");
    }

    [Theory]
    [InlineData("opportunity-outbound/a.json", "", IssueCodes.EmptyFile)]
    [InlineData("opportunity-outbound/a.pdf", "x", IssueCodes.WrongExtension)]
    [InlineData("lead-outbound/a_result.json", "{}", IssueCodes.ResultsFile)]
    public async Task What_is_none_of_AWS_s_files_is_set_aside_and_reported_once(string key, string content, string code)
    {
        using var rig = new ExchangeRig();
        rig.Put(key, content);
        rig.Put("opportunity-outbound/good.json", InboundRig.File(InboundRig.Record("O1")));
        await Tick(rig);
        await Tick(rig);
        var job = Assert.Single(await rig.Jobs(JobStatus.Error));
        Assert.Equal(code, Assert.Single(job.Issues).Code);
        Assert.Single(rig.Landing.List("").Files);
        Assert.Contains(key, rig.Keys(key[..(key.IndexOf('/', StringComparison.Ordinal) + 1)]));
    }

    [Fact]
    public async Task A_file_over_5_megabytes_is_not_fetched()
    {
        using var rig = new ExchangeRig();
        rig.Put("opportunity-outbound/a.json", new string('x', Files.AceFile.MaxBytes + 1));
        await Tick(rig);
        Assert.Empty(rig.Landing.List("").Files);
        Assert.Equal(IssueCodes.TooLarge, Assert.Single(Assert.Single(await rig.Jobs(JobStatus.Error)).Issues).Code);
    }

    [Fact]
    public async Task Files_before_the_cut_over_are_left_alone()
    {
        using var rig = new ExchangeRig(pull: new ExchangeTerms("landing", DateTimeOffset.UtcNow.AddHours(1)) { Every = ExchangeRig.FiveMinutes });
        rig.Put("opportunity-outbound/a.json", InboundRig.File(InboundRig.Record("O1")));
        await Tick(rig);
        Assert.Empty(rig.Landing.List("").Files);
        Assert.Empty(await rig.Jobs());
    }

    [Fact]
    public async Task All_pages_are_read()
    {
        using var rig = new ExchangeRig();
        for (var i = 0; i < 1_005; i++)
            rig.Put($"opportunity-outbound/{i:D5}.json", InboundRig.File(InboundRig.Record($"O{i}")));
        await Tick(rig);
        Assert.Equal(1_005, rig.Landing.List("").Files.Count);
    }

    [Fact]
    public async Task An_archive_is_read_again_when_it_is_asked_for_and_nothing_of_it_is_deleted()
    {
        using var rig = new ExchangeRig();
        rig.Put("opportunity-outbound-archive/2026/a.json", InboundRig.File(InboundRig.Record("O1")));
        await Tick(rig);
        Assert.Empty(rig.Landing.List("").Files);
        var key = WorkKey.Schedule("AWS", Schedules.PullArchivePrefix + "opportunity-1");
        await rig.Store.Wake([new Wake(key, Reason.Timer, Lane.Person, rig.Now, new Schedule(TimeSpan.Zero).ToJson())], CancellationToken.None);
        await Tick(rig);
        await rig.Import();
        await Tick(rig);
        Assert.Single(rig.Landing.List("").Files);
        Assert.Single(rig.Keys("opportunity-outbound-archive/"));
        Assert.NotNull(await rig.Crm.Get("Opportunity", "O1", CancellationToken.None));
        Assert.Null((await rig.Store.GetWork(key, CancellationToken.None))?.Due);
    }
}
