using System.Text;
using LambdaSync.Local.State;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.Cli;

[Trait("Row", "G5")]
[Trait("Row", "H4")]
public sealed class DeadLetterTests : IDisposable
{
    const string Message = """{"queue":"nobody","body":"{\"name\":\"Ann, Ltd\"}","messageId":"1","sent":"2026-01-01T00:00:00Z"}""";

    readonly TempFolder _folder = new();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Serve_tries_again_what_its_inbox_gave_up()
    {
        Directory.CreateDirectory(_folder.File("data/landing"));
        await File.WriteAllTextAsync(_folder.File("data/landing/a b+1.json"), InboundRig.File(InboundRig.Record("O1")), Cancellation);
        using (var inbox = new SqliteInbox(_folder.File("data/inbox.db")))
        {
            var version = (await new LambdaSync.Local.Buckets.FolderBucket(_folder.File("data/landing")).VersionOf("a b+1.json", Cancellation))!;
            await inbox.Offer("a b+1.json", version, DateTimeOffset.UtcNow, Cancellation);
            await inbox.Failed("a b+1.json", version, "failed", Cancellation);
        }

        var ran = await Run("serve", "--once");

        Assert.True(ran.Exit == 0, ran.Out + ran.Error);
        Assert.Contains("Processed,1,1,0", ran.Out, StringComparison.Ordinal);
        Assert.Empty((await Run("deadletter", "list", "--output", "json")).Lines);
        Assert.Single((await Run("serve", "--once")).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task What_is_parked_is_listed_and_sent_again_by_its_id()
    {
        await Wake(new Wake(new WorkKey("AWS", WorkKind.Message, "nobody/1"), Reason.DeadLetter, Lane.Sweep, DateTimeOffset.UtcNow, Encoding.UTF8.GetBytes(Message)));
        var served = await Run("serve", "--once");
        Assert.Equal(3, served.Exit);
        Assert.Contains("1 files or messages wait", served.Error, StringComparison.Ordinal);

        var line = Assert.Single((await Run("deadletter", "list", "--output", "json")).Lines);
        Assert.Equal(("nobody/1", "nobody", true, 0), (line.GetProperty("id").GetString(), line.GetProperty("from").GetString(), line.GetProperty("parked").GetBoolean(), line.GetProperty("attempts").GetInt32()));
        Assert.Equal("there is no handler for messages of nobody", line.GetProperty("cause").GetString());
        Assert.Equal("""{"name":"Ann, Ltd"}""", line.GetProperty("message").GetProperty("body").GetString());
        Assert.EndsWith(",0,parked,there is no handler for messages of nobody", (await Run("deadletter", "list")).Out.TrimEnd(), StringComparison.Ordinal);

        var replayed = await Run("deadletter", "replay", "nobody/1");
        Assert.Equal((0, "1 sent again\n"), (replayed.Exit, replayed.Out));
        var item = Assert.Single(await Work());
        Assert.Equal((false, Lane.Person, 0), (item.Parked, item.Lane, item.Attempts));
        Assert.InRange(item.Due!.Value, DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow);
    }

    [Fact]
    public async Task All_are_sent_again_what_waits_too_and_records_are_not()
    {
        var later = DateTimeOffset.UtcNow.AddHours(1);
        WorkKey[] keys = [new("AWS", WorkKind.Message, "q/1"), new("AWS", WorkKind.File, "landing/a,b.json@1"), new("AWS", WorkKind.Opportunity, "O1")];
        await Wake([.. keys.Select(key => new Wake(key, Reason.Event, Lane.Sweep, later, "no JSON"u8.ToArray()))]);

        var list = (await Run("deadletter", "list")).Out;
        Assert.Contains("\"landing/a,b.json@1\",\"landing/a,b.json\",", list, StringComparison.Ordinal);
        Assert.DoesNotContain("O1", list, StringComparison.Ordinal);
        Assert.DoesNotContain("parked", list, StringComparison.Ordinal);
        Assert.Equal(2, (await Run("deadletter", "list", "--output", "json")).Lines.Count);
        Assert.Contains("landing/a,b.json@1", (await Run("deadletter", "list", "--output", "table")).Out, StringComparison.Ordinal);

        Assert.Equal((0, "2 sent again\n"), await Run("deadletter", "replay", "--all") is var ran ? (ran.Exit, ran.Out) : default);

        var work = (await Work()).ToDictionary(i => i.Key);
        Assert.All(keys[..2], key => Assert.True(work[key].Due < later && work[key].Lane == Lane.Person));
        Assert.Equal((later, Lane.Sweep), (work[keys[2]].Due, work[keys[2]].Lane));
    }

    [Fact]
    [Trait("Row", "A13")]
    public async Task Those_of_the_sandbox_are_the_sandboxs()
    {
        var later = DateTimeOffset.UtcNow.AddHours(1);
        await Wake(new Wake(new WorkKey("Sandbox", WorkKind.Message, "q/1"), Reason.DeadLetter, Lane.Sweep, later));
        Assert.Empty((await Run("deadletter", "list", "--output", "json")).Lines);
        Assert.Equal(1, (await Run("deadletter", "replay", "q/1")).Exit);
        Assert.Equal("q/1", Assert.Single((await Run("deadletter", "list", "--catalog", "Sandbox", "--output", "json")).Lines).GetProperty("id").GetString());
        Assert.Equal("1 sent again\n", (await Run("deadletter", "replay", "q/1", "--catalog", "Sandbox")).Out);
        Assert.Equal("1 sent again\n", (await Run("deadletter", "replay", "--all", "--catalog", "Sandbox")).Out);
        Assert.Equal(Lane.Person, Assert.Single(await Work("Sandbox")).Lane);
    }

    [Fact]
    public async Task An_unknown_id_is_told()
    {
        await Wake(new Wake(new WorkKey("AWS", WorkKind.Message, "q/1"), Reason.DeadLetter, Lane.Sweep, DateTimeOffset.UtcNow));

        var none = await Run("deadletter", "replay", "q/2");
        Assert.Equal((1, ""), (none.Exit, none.Out));
        Assert.Contains("q/2", none.Error, StringComparison.Ordinal);
        var some = await Run("deadletter", "replay", "q/2", "q/1");
        Assert.Equal((3, "1 sent again\n"), (some.Exit, some.Out));
        Assert.Equal(Lane.Person, Assert.Single(await Work()).Lane);
    }

    [Theory]
    [InlineData]
    [InlineData("q/1", "--all")]
    public async Task Ids_or_all_and_not_both(params string[] arguments) =>
        Assert.Equal(2, (await Run(["deadletter", "replay", .. arguments])).Exit);

    [Theory]
    [InlineData("list")]
    [InlineData("replay", "--all")]
    public async Task Looking_into_no_data_fails_and_makes_none(params string[] arguments)
    {
        Assert.Equal(1, (await Run(["deadletter", .. arguments])).Exit);
        Assert.False(Directory.Exists(_folder.File("data")));
    }

    Task<Ran> Run(params string[] arguments) => Ran.Of([.. arguments, "--data", _folder.File("data")]);

    async Task Wake(params Wake[] wakes)
    {
        Directory.CreateDirectory(_folder.File("data"));
        using var store = new SqliteSyncStore(_folder.File("data/sync.db"));
        await store.Wake(wakes, Cancellation);
    }

    async Task<IReadOnlyList<WorkItem>> Work(string catalog = "AWS")
    {
        using var store = new SqliteSyncStore(_folder.File("data/sync.db"));
        return await store.ListWork(catalog, 100, Cancellation);
    }
}
