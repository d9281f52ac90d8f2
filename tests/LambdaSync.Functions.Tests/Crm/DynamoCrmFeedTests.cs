using System.Net;
using System.Net.Sockets;
using System.Text;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using LambdaSync.Connections;
using LambdaSync.Connections.Crm;
using LambdaSync.Connections.BuiltIn;
using LambdaSync.Functions.Tests.Aws;
using LambdaSync.Testing;
using Xunit;

namespace LambdaSync.Functions.Tests.Crm;

/// <summary>No change is lost between writers whose clocks differ, or that are stored in another order than that of their times.</summary>
[Trait("Row", "H4")]
public sealed class DynamoCrmFeedTests(Moto moto) : IAsyncLifetime
{
    static readonly DateTimeOffset Start = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    Deployment _deployment = null!;

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Writers_whose_clocks_differ_hide_none_of_each_others_changes()
    {
        var (reader, fast, slow) = (At(0), At(50), At(-50));
        var (told, after, added) = (new HashSet<string>(), (string?)null, new HashSet<string>());
        for (var tick = 0; tick < 4; tick++)
        {
            added.Add(await Add(tick % 2 == 0 ? fast : slow));
            after = await ReadAll(reader, after, 2, told);
            added.Add(await Add(tick % 2 == 0 ? slow : fast));
            foreach (var clock in (Clock[])[reader, fast, slow])
                clock.By += TimeSpan.FromSeconds(30);
        }

        after = await ReadAll(reader, after, 2, told);
        Assert.Equal(added.Order(), told.Order());

        reader.By += TimeSpan.FromMinutes(5);
        after = await ReadAll(reader, after, 2, told);
        var quiet = await reader.Crm.Changed("Opportunity", CrmInterest.All, after, 10, Cancellation);
        Assert.Equal((0, after, false), (quiet.Ids.Count, quiet.Next, quiet.More));
    }

    [Fact]
    public async Task A_clock_that_is_an_hour_fast_hides_no_later_change()
    {
        var (reader, fast) = (At(0), At(3600));
        var told = new HashSet<string>();
        await Add(fast);
        var after = await ReadAll(reader, null, 10, told);
        reader.By += TimeSpan.FromMinutes(20);
        var later = await Add(reader);

        await ReadAll(reader, after, 10, told);

        Assert.Contains(later, told);
    }

    [Fact]
    public async Task A_change_stored_behind_a_pass_that_was_left_halfway_is_told()
    {
        var (reader, slow) = (At(0), At(-10));
        await Add(reader);
        reader.By += TimeSpan.FromSeconds(1);
        await Add(reader);
        var half = await reader.Crm.Changed("Opportunity", CrmInterest.All, null, 1, Cancellation);
        Assert.True(half.More);

        // Behind the place where the pass stands.
        var late = await Add(slow);
        reader.By += TimeSpan.FromHours(3);
        await Add(reader);
        var told = new HashSet<string>();
        var after = await ReadAll(reader, half.Next, 1, told);
        await ReadAll(reader, after, 1, told);

        Assert.Contains(late, told);
    }

    [Fact]
    public async Task A_change_stored_after_a_later_one_was_told_is_told()
    {
        var (reader, slow) = (At(0), At(-60));
        await Add(reader);
        var told = new HashSet<string>();
        var after = await ReadAll(reader, null, 10, told);
        var late = await Add(slow);
        reader.By += TimeSpan.FromDays(2);

        await ReadAll(reader, after, 10, told);

        Assert.Contains(late, told);
    }

    [Fact]
    public async Task Many_changes_of_one_moment_are_paged_to_an_end()
    {
        var reader = At(0);
        var added = new List<string>();
        for (var i = 0; i < 7; i++)
            added.Add(await Add(reader));
        var told = new HashSet<string>();
        var after = await ReadAll(reader, null, 2, told);
        Assert.Equal(added.Order(), told.Order());

        // Inside the overlap they come again, and that ends too.
        told.Clear();
        Assert.Equal(after, await ReadAll(reader, after, 2, told));
        Assert.True(told.Count <= added.Count);
    }

    [Fact]
    public async Task A_change_that_is_not_stored_in_time_is_given_up()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var dynamo = new AmazonDynamoDBClient(
            new BasicAWSCredentials("test", "test"), new AmazonDynamoDBConfig { ServiceURL = $"http://{silent.LocalEndpoint}", AuthenticationRegion = "us-east-1" });
        var crm = new DynamoCrm(dynamo, _deployment.CrmTable, _deployment.S3, _deployment.DataBucket, new HurriedTime());

        var given = crm.Delete("Opportunity", "006000000000001AAA", Cancellation).WaitAsync(TimeSpan.FromSeconds(20), Cancellation);

        Assert.True((await Assert.ThrowsAsync<ConnectionException>(() => given)).Transient);
    }

    public async ValueTask InitializeAsync() => _deployment = await Deployment.Create(moto.Server);

    public ValueTask DisposeAsync()
    {
        _deployment.Dispose();
        return ValueTask.CompletedTask;
    }

    Clock At(int seconds)
    {
        var time = new VirtualTime(Start).Skewed(TimeSpan.FromSeconds(seconds));
        return new Clock(time, new DynamoCrm(_deployment.Dynamo, _deployment.CrmTable, _deployment.S3, _deployment.DataBucket, time));
    }

    static async Task<string> Add(Clock writer) => (await writer.Crm.Import(
        "Opportunity", Encoding.UTF8.GetBytes("""{"CloseDate":"2026-12-31","Name":"Deal","StageName":"Prospecting"}"""), Cancellation)).Id!;

    /// <summary>Reads to the end of a pass.</summary>
    static async Task<string?> ReadAll(Clock reader, string? after, int limit, HashSet<string> told)
    {
        for (var pages = 0; pages < 50; pages++)
        {
            var page = await reader.Crm.Changed("Opportunity", CrmInterest.All, after, limit, Cancellation);
            Assert.True(page.Ids.Count <= limit && page.Ids.Distinct().Count() == page.Ids.Count);
            told.UnionWith(page.Ids);
            after = page.Next;
            if (!page.More)
                return after;
        }

        throw new InvalidOperationException("The feed has no end.");
    }

    sealed record Clock(VirtualTime.SkewedTime Time, DynamoCrm Crm)
    {
        public TimeSpan By
        {
            get => Time.By;
            set => Time.By = value;
        }
    }

    // A minute's timer ends after a tenth of a second.
    sealed class HurriedTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? dueTime / 600 : dueTime, period);
    }
}
