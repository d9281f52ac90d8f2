using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using Amazon.SQS;
using LambdaSync.Functions.Tests.Aws;
using LambdaSync.Functions.Tests.Records;
using LambdaSync.Local.State;
using LambdaSync.Simulator;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.Cli;

/// <summary><c>serve --partner-central</c>: one machine between its folder, Partner Central's simulator and a queue on moto.</summary>
[Trait("Row", "H4")]
public sealed class ServePartnerCentralTests(Moto moto) : IAsyncLifetime
{
    readonly TempFolder _folder = new();
    readonly PartnerCentralSimulator _simulator = new(TimeProvider.System);
    SimulatorHost _host = null!;
    AmazonSQSClient _sqs = null!;
    string _queue = "";

    static CancellationToken None => TestContext.Current.CancellationToken;

    Dictionary<string, string> Environment => new()
    {
        ["AWS_ENDPOINT_URL_PARTNERCENTRAL_SELLING"] = _host.Address.ToString().TrimEnd('/'),
        ["AWS_ENDPOINT_URL_SQS"] = moto.Server.Address.ToString(),
        ["AWS_ACCESS_KEY_ID"] = "test",
        ["AWS_SECRET_ACCESS_KEY"] = "test",
        ["AWS_REGION"] = "us-east-1",
    };

    public async ValueTask InitializeAsync()
    {
        _host = await SimulatorHost.Start(_simulator);
        _sqs = new AmazonSQSClient(new BasicAWSCredentials("test", "test"), new AmazonSQSConfig { ServiceURL = moto.Server.Address.ToString(), AuthenticationRegion = "us-east-1" });
        _queue = (await _sqs.CreateQueueAsync($"events-{Guid.NewGuid():N}", None)).QueueUrl;
    }

    public async ValueTask DisposeAsync()
    {
        _sqs.Dispose();
        await _host.DisposeAsync();
        _simulator.Dispose();
        _folder.Dispose();
    }

    [Fact]
    [Trait("Row", "A8")]
    public async Task Once_works_off_the_events_of_its_queue()
    {
        await NoSweeps();
        var told = Make("Told");
        await SendEvents();
        Assert.Equal(0, (await Run("serve", "--once", "--partner-central", "--events-queue", _queue)).Exit);
        Assert.Contains("Told", (await Run("crm", "show", "Opportunity", told, "--output", "json")).Output, StringComparison.Ordinal);
        Assert.Contains(told, (await Run("notification", "list", "--output", "csv")).Output, StringComparison.Ordinal);
        Assert.Equal(0, await Left());
    }

    [Fact]
    [Trait("Row", "A1")]
    [Trait("Row", "A15")]
    public async Task A_tick_finds_what_no_event_told_and_sends_what_a_person_edited()
    {
        Assert.Equal(0, (await Run("serve", "--once")).Exit);
        var edited = Make("Edited");
        Assert.Equal(0, (await Run("record", "refresh", edited)).Exit);
        Assert.Equal(0, (await Run("crm", "set", "Opportunity", edited, "AWS_nextStep__c=Sign at last")).Exit);
        var silent = Make("Silent");

        var (exit, output) = await Run("serve", "--once", "--partner-central");

        Assert.True(exit == 0, output);
        Assert.Contains("synchronizing with Partner Central's catalog AWS", output, StringComparison.Ordinal);
        Assert.Contains("Silent", (await Run("crm", "show", "Opportunity", silent, "--output", "json")).Output, StringComparison.Ordinal);
        Assert.Contains("Sign at last", (await Run("opportunity", "show", edited)).Output, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Row", "A15")]
    public async Task A_schedule_that_breaks_is_told_and_ends_nothing()
    {
        Assert.Equal(0, (await Run("serve", "--once")).Exit);
        var edited = Make("Edited");
        Assert.Equal(0, (await Run("record", "refresh", edited)).Exit);
        Assert.Equal(0, (await Run("crm", "set", "Opportunity", edited, "AWS_nextStep__c=Sign at last")).Exit);
        using (var store = new SqliteSyncStore(_folder.File("data/sync.db")))
            await store.Wake([new Wake(new WorkKey("AWS", WorkKind.Schedule, "backfill-broken"), Reason.Timer, Lane.Sweep, DateTimeOffset.UtcNow, "[]"u8.ToArray())], None);

        var (exit, output) = await Run("serve", "--once", "--partner-central");

        Assert.True(exit == 3, output);
        Assert.Contains("error: sweeps: unexpected error (JsonException)", output, StringComparison.Ordinal);
        Assert.Contains("Sign at last", (await Run("opportunity", "show", edited)).Output, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Row", "A13")]
    public async Task The_sandbox_is_another_catalog()
    {
        var (live, sandbox) = (Make("Live"), Make("Trial", "Sandbox"));
        Assert.Equal(0, (await Run("serve", "--once", "--partner-central", "--catalog", "Sandbox")).Exit);
        Assert.Contains("Trial", (await Run("crm", "show", "Opportunity", sandbox, "--output", "json")).Output, StringComparison.Ordinal);
        Assert.NotEqual(live, sandbox);
        Assert.NotEqual(0, (await Run("crm", "show", "Opportunity", live, "--output", "json")).Exit);
    }

    [Fact]
    public async Task Files_alone_leave_Partner_Central_alone_and_say_so()
    {
        var id = Make("Deal");
        var (exit, output) = await Run("serve", "--once");
        Assert.Equal(0, exit);
        Assert.Contains("importing files only", output, StringComparison.Ordinal);
        Assert.NotEqual(0, (await Run("crm", "show", "Opportunity", id, "--output", "json")).Exit);
    }

    [Fact]
    public async Task An_event_that_cannot_be_read_stays_in_the_queue_and_stops_no_other()
    {
        var id = Make("Told");
        await _sqs.SendMessageAsync(_queue, "no event", None);
        await SendEvents();
        var (exit, output) = await Run("serve", "--once", "--partner-central", "--events-queue", _queue);
        Assert.Equal(3, exit);
        Assert.Contains("1 events failed", output, StringComparison.Ordinal);
        Assert.Contains("Told", (await Run("crm", "show", "Opportunity", id, "--output", "json")).Output, StringComparison.Ordinal);
        Assert.Equal(1, await Left());
    }

    [Theory]
    [InlineData("--events-queue", "https://sqs.us-east-1.amazonaws.com/123456789012/q")]
    [InlineData("--partner-central", "--events-queue", "q")]
    [InlineData("--partner-central", "--catalog", "Production")]
    public async Task What_makes_no_sense_is_wrong_usage(params string[] options) => Assert.Equal(2, (await Run(["serve", "--once", .. options])).Exit);

    [Fact]
    public async Task A_queue_that_does_not_exist_ends_the_command_at_its_start()
    {
        var id = Make("Silent");
        var (exit, output) = await Run("serve", "--once", "--partner-central", "--events-queue", _queue + "-none");
        Assert.Equal((1, "error: SQS: the queue does not exist. Fix: check the URL of --events-queue, and that the credentials allow sqs:ReceiveMessage and sqs:DeleteMessage.\n"), (exit, output));
        Assert.NotEqual(0, (await Run("crm", "show", "Opportunity", id, "--output", "json")).Exit);
    }

    [Fact]
    [Trait("Row", "A8")]
    public async Task While_it_watches_an_event_reaches_the_CRM_within_seconds_and_it_ends_when_told()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "the test ends the service with a signal");
        await NoSweeps();
        using var serve = CliProcess.Start(Environment, "serve", "--partner-central", "--events-queue", _queue, "--interval", "60", "--data", _folder.File("data"));
        Assert.Contains("watching", await serve.StandardError.ReadLineAsync(None), StringComparison.Ordinal);
        var id = Make("Told");
        await SendEvents();

        var shown = "";
        for (var clock = Stopwatch.StartNew(); !shown.Contains("Told", StringComparison.Ordinal) && clock.Elapsed < TimeSpan.FromSeconds(30);)
            shown = (await Run("crm", "show", "Opportunity", id, "--output", "json")).Output;
        Assert.Contains("Told", shown, StringComparison.Ordinal);

        using var signal = Process.Start("kill", ["-INT", serve.Id.ToString(CultureInfo.InvariantCulture)]);
        await serve.WaitForExitAsync(None).WaitAsync(TimeSpan.FromSeconds(20), None);
        Assert.Equal(0, serve.ExitCode);
    }

    // What then comes, came by an event.
    async Task NoSweeps()
    {
        Assert.Equal(0, (await Run("serve", "--once")).Exit);
        Assert.Equal(0, (await Run("schedule", "off", "--all")).Exit);
    }

    string Make(string title, string catalog = "AWS") =>
        _simulator.Control.Do("create-opportunity", new JsonObject { ["catalog"] = catalog, ["body"] = SyncRig.Body(title) })["id"]!.GetValue<string>();

    async Task SendEvents()
    {
        foreach (var told in _simulator.Control.Do("events", [])["events"]!.AsArray())
            await _sqs.SendMessageAsync(_queue, told!.ToJsonString(), None);
    }

    async Task<int> Left()
    {
        var left = await _sqs.GetQueueAttributesAsync(_queue, ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"], None);
        return left.ApproximateNumberOfMessages + left.ApproximateNumberOfMessagesNotVisible;
    }

    Task<(int Exit, string Output)> Run(params string[] arguments)
    {
        string[] where = arguments[0] == "opportunity" ? [] : ["--data", _folder.File("data")];
        return CliProcess.Run(Environment, null, [.. arguments, .. where]);
    }
}
