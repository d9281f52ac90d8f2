using System.Text;
using LambdaSync.Connections.State;
using LambdaSync.Local.State;
using LambdaSync.Sync;
using LambdaSync.Sync.Corrections;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.Cli;

/// <summary><c>log edit</c> and <c>log replay</c>: the original is kept, the correction is the record's own until AWS changes the value.</summary>
[Trait("Row", "D4")]
public sealed class LogCorrectionTests : IDisposable
{
    const string Payload = """{"opportunity":{"Customer":{"Account":{"WebsiteUrl":"bad"}},"Project":{"Amount":10}}}""";

    static readonly DateTimeOffset At = TimeProvider.System.GetUtcNow().AddHours(-1);

    readonly TempFolder _folder = new();

    static CancellationToken None => TestContext.Current.CancellationToken;

    string Data => _folder.File("d");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_correction_is_stored_with_the_record_and_the_log_keeps_the_original()
    {
        await Log(("rec-1", "O1", Outcome.Failed));

        var ran = await Run("log", "edit", "rec-1", "Customer.Account.WebsiteUrl=https://example.com", "Project.Amount=12.50");

        Assert.True(ran.Exit == 0, ran.Error);
        Assert.Matches("^O1: 2 corrections stored, reconciling is requested, job cor-[0-9a-f]{16}\n$", ran.Out);
        using var store = Store();
        var work = (await store.GetWork(WorkKey.Opportunity("AWS", "O1"), None))!;
        Assert.Equal([Reason.Refresh], work.Reasons);
        Assert.NotNull(work.Due);
        var (document, left) = RecordCorrections.Apply(Encoding.UTF8.GetBytes(Payload), RecordCorrections.Read(work.Data));
        Assert.Equal("""{"opportunity":{"Customer":{"Account":{"WebsiteUrl":"https://example.com"}},"Project":{"Amount":12.5}}}""", Encoding.UTF8.GetString(document.Span));
        Assert.All(left, c => Assert.Equal(("rec-1", Environment.UserName), (c.Job, c.By)));
        // Once AWS has another value, the correction is out.
        Assert.Single(RecordCorrections.Apply(Encoding.UTF8.GetBytes(Payload.Replace("bad", "new", StringComparison.Ordinal)), left).Left);
        Assert.Equal(Payload, Encoding.UTF8.GetString((await store.ListDetails("rec-1", 0, 1, None))[0].Payload));
        var shown = await Run("log", "show", ran.Out.Trim().Split(' ')[^1], "--output", "csv");
        Assert.Contains("opportunity.Customer.Account.WebsiteUrl", shown.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_correction_joins_the_first_and_the_original_value_ends_it()
    {
        await Log(("rec-1", "O1", Outcome.Failed));
        await Run("log", "edit", "rec-1", "Project.Amount=11");
        await Run("log", "edit", "rec-1/0", "Customer.Account.WebsiteUrl=");
        using (var store = Store())
            Assert.Equal([("opportunity.Project.Amount", "11"), ("opportunity.Customer.Account.WebsiteUrl", null)], RecordCorrections.Read((await store.GetWork(WorkKey.Opportunity("AWS", "O1"), None))!.Data).Select(c => (c.Path, c.Value)));

        await Run("log", "edit", "rec-1", "Project.Amount=10");

        using var after = Store();
        Assert.Equal("opportunity.Customer.Account.WebsiteUrl", Assert.Single(RecordCorrections.Read((await after.GetWork(WorkKey.Opportunity("AWS", "O1"), None))!.Data)).Path);
    }

    [Theory]
    [InlineData("rec-2", "Project.Amount=1", 1)]
    [InlineData("rec-1/5", "Project.Amount=1", 1)]
    [InlineData("rec-1", "Nowhere.At.All=1", 1)]
    [InlineData("rec-1", "Nowhere=1", 1)]
    [InlineData("rec-1", "Project.Tilte=A title", 1)]
    [InlineData("rec-1", "Project.Amount", 2)]
    [InlineData("rec-lead", "Project.Amount=1", 1)]
    public async Task What_can_t_be_corrected_changes_nothing(string entry, string field, int exit)
    {
        await Log(("rec-1", "O1", Outcome.Failed), ("rec-lead", "L1", Outcome.Failed));

        var ran = await Run("log", "edit", entry, field);

        Assert.Equal((exit, ""), (ran.Exit, ran.Out));
        using var store = Store();
        Assert.Null(await store.GetWork(WorkKey.Opportunity("AWS", "O1"), None));
    }

    [Fact]
    public async Task A_field_of_AWSs_that_the_payload_lacks_can_be_filled()
    {
        await Log(("rec-1", "O1", Outcome.Failed));
        var ran = await Run("log", "edit", "rec-1", "Project.Title=A title", "Customer.Account.Duns=123456789");
        Assert.Equal((0, ""), (ran.Exit, ran.Error));
        Assert.StartsWith("O1: 2 corrections stored", ran.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_in_work_is_not_corrected_under_its_hands()
    {
        await Log(("rec-1", "O1", Outcome.Failed));
        using (var store = Store())
        {
            var now = TimeProvider.System.GetUtcNow();
            Assert.NotNull(Assert.Single(await store.Claim([WorkKey.Opportunity("AWS", "O1")], new ClaimTerms("another", now, now.AddMinutes(2), true), None)));
        }

        var ran = await Run("log", "edit", "rec-1", "Project.Amount=11");

        Assert.Equal(1, ran.Exit);
        Assert.Contains("another worker", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Row", "O-3")]
    public async Task A_replay_is_a_refresh_of_what_failed()
    {
        await Log(("rec-1", "O1", Outcome.Failed), ("rec-2", "O2", Outcome.Updated), ("rec-3", "O3", Outcome.Failed), ("rec-lead", "L1", Outcome.Failed));

        var one = await Run("log", "replay", "rec-1");
        Assert.True(one.Exit == 0, one.Error);
        Assert.StartsWith("requested: 1 record, job cmd-", one.Out, StringComparison.Ordinal);
        var refused = await Run("log", "replay", "--all-failed");
        Assert.Equal(2, refused.Exit);
        Assert.Contains("replay: 2 records that failed", refused.Error, StringComparison.Ordinal);

        var all = await Run("log", "replay", "--all-failed", "--yes", "--reason", "mapping corrected");

        Assert.True(all.Exit == 0, all.Error);
        // The first waits for its replay already.
        Assert.StartsWith("requested: 1 record, job cmd-", all.Out, StringComparison.Ordinal);
        Assert.Contains("waits to be reconciled already", all.Error, StringComparison.Ordinal);
        using var store = Store();
        Assert.Equal(["O1", "O3"], (await store.ListWork("AWS", 10, None)).Select(w => w.Key.Id).Order());
        Assert.Equal(1, (await Run("log", "replay", "rec-lead")).Exit);
        Assert.Equal(1, (await Run("log", "replay", "rec-9")).Exit);
        Assert.Equal(3, (await Run("log", "replay", "rec-9", "rec-2")).Exit);
    }

    async Task Log(params (string Job, string AwsId, Outcome Outcome)[] entries)
    {
        PrivateFolder();
        using var store = Store();
        await store.Settle(
            [
                .. entries.Select(e => new Settlement
                {
                    Entries =
                    [
                        new LogEntry(
                            new JobDetail(e.Job, 0, e.AwsId, null, e.Outcome, At, Encoding.UTF8.GetBytes(Payload), []),
                            new Job(e.Job, "Event", "inbound", "s", At, At, e.Outcome == Outcome.Failed ? JobStatus.Error : JobStatus.Processed, 1, 0, 1, [])),
                    ],
                }),
            ], None);
    }

    void PrivateFolder() => Directory.CreateDirectory(Data);

    SqliteSyncStore Store() => new(Path.Combine(Data, "sync.db"));

    Task<Ran> Run(params string[] arguments) => Ran.Of([.. arguments, "--data", Data]);
}
