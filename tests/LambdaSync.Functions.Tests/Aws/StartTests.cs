using System.Text.Json;
using LambdaSync.Testing;
using Xunit;

namespace LambdaSync.Functions.Tests.Aws;

/// <summary>What a function says when it starts, fails to, and works.</summary>
public sealed class StartTests(Moto moto)
{
    [Fact]
    [Trait("Row", "G4")]
    public async Task Every_wrong_setting_is_told_at_once()
    {
        await using var rig = await LambdaRig.Start(
            moto.Server, null, "InboundFiles", ("LAMBDASYNC_TABLE", null), ("LAMBDASYNC_CATALOG", "aws"), ("LAMBDASYNC_BATCH_SIZE", "501"),
            ("LAMBDASYNC_ACCOUNT", "12345"), ("LAMBDASYNC_QUOTA_SHARE_PERCENT", "0"), ("LAMBDASYNC_MAX_CHANGES", "many"), ("LAMBDASYNC_STUCK_AFTER_MINUTES", "30"),
            ("LAMBDASYNC_SELLER_ROLES", "arn:aws:iam::222233334444:role/seller"),
            ("LAMBDASYNC_DEAD_LETTERS", "partner-events=https://sqs/q,outbound=https://sqs/q,inbound-files=q"));

        var failed = await rig.Api.InitError.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        // Amazon's package sends no header with the type here: the body says it.
        Assert.Null(failed.ErrorType);
        Assert.Equal("SettingsException", JsonDocument.Parse(failed.Body).RootElement.GetProperty("errorType").GetString());
        foreach (var told in new[]
        {
            "LAMBDASYNC_TABLE is not set", "LAMBDASYNC_CATALOG is 'aws'", "LAMBDASYNC_BATCH_SIZE is '501' and must be from 1 to 500", "LAMBDASYNC_ACCOUNT is '12345'",
            "LAMBDASYNC_QUOTA_SHARE_PERCENT is '0' and must be from 1 to 100", "LAMBDASYNC_MAX_CHANGES is 'many'", "LAMBDASYNC_STUCK_AFTER_MINUTES is '30' and must be from 31",
            "LAMBDASYNC_DEAD_LETTERS contains 'outbound=https://sqs/q'", "LAMBDASYNC_DEAD_LETTERS contains 'inbound-files=q'",
            "LAMBDASYNC_SELLER_EXTERNAL_IDS has 0 entries and LAMBDASYNC_SELLER_ROLES 1",
        })
            Assert.Contains(told, JsonDocument.Parse(failed.Body).RootElement.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
        await rig.Process.WaitForExit(TestContext.Current.CancellationToken);
        Assert.NotEqual(0, rig.Process.ExitCode);
    }

    [Fact]
    public async Task An_unknown_function_and_a_missing_table_are_told()
    {
        await using var unknown = await LambdaRig.Start(moto.Server, null, "Outbund");
        await using var missing = await LambdaRig.Start(moto.Server, null, "InboundFiles", ("LAMBDASYNC_TABLE", "no-such-table"));

        Assert.Contains("Outbund", (await unknown.Api.InitError.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken)).Body, StringComparison.Ordinal);
        Assert.Contains("table is missing", (await missing.Api.InitError.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_that_cannot_be_read_is_told_by_the_kind_of_failure_only()
    {
        await using var rig = await LambdaRig.Start(moto.Server);
        var failed = await rig.Invoke("""{"Records":{"secret.person@example.com":1}}""");
        var told = JsonDocument.Parse(failed.Body).RootElement;
        Assert.Equal((true, "RedactedException"), (failed.IsError, failed.ErrorType));
        Assert.Equal("Amazon.Lambda.Serialization.SystemTextJson.JsonSerializerException (message omitted because it may quote a value)", told.GetProperty("errorMessage").GetString());
        Assert.Contains(told.GetProperty("stackTrace").EnumerateArray(), line => line.GetString()!.Contains("Json", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_function_of_the_template_starts_with_lines_to_S3_and_DynamoDB_open_and_nothing_else()
    {
        foreach (var function in new StackTemplate().Functions())
        {
            await using var recorder = await RecordingProxy.Start(moto.Server);
            await using var rig = await LambdaRig.Start(moto.Server, recorder.Address, function.Value.GetProperty("Properties").GetProperty("Handler").GetString()!);
            var first = await Task.WhenAny(rig.Api.Ready, rig.Api.InitError.Task).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
            Assert.True(first == rig.Api.Ready, $"{function.Name} does not start");
            Assert.Equal(["dynamodb:GetItem", "s3:GetObject"], recorder.Requests.Select(r => r.Operation).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task It_logs_JSON_lines_and_metrics_without_a_value_of_a_record()
    {
        await using var rig = await LambdaRig.Start(moto.Server);
        var body = await rig.Stack.Land("opportunity-outbound/a.json", InboundRig.File(
            InboundRig.Record("O1", ",\"customerEmail\":\"secret.person@example.com\""), InboundRig.Record("O2", ",\"customerEmail\":\"secret person\",\"targetCloseDate\":\"someday\"")));
        await rig.Deliver(null, body, "{\"Records\":[{\"s3\":\"secret text\"}]}");
        await rig.Deliver(null, body);

        var lines = rig.Process.Lines.Select(line => JsonDocument.Parse(line).RootElement).ToList();
        var job = Assert.Single(lines, l => l.TryGetProperty("JobId", out _));
        Assert.Equal("INFO", job.GetProperty("level").GetString());
        Assert.Equal(("lambdasync", "InboundFiles", true), (job.GetProperty("service").GetString(), job.GetProperty("name").GetString(), job.GetProperty("cold_start").GetBoolean()));
        Assert.Equal("1-5759e988-bd862e3fe1be46a994272793", job.GetProperty("xray_trace_id").GetString());
        Assert.Equal(RuntimeApiServer.FunctionArn, job.GetProperty("function_arn").GetString());
        Assert.Equal(512, job.GetProperty("function_memory_size").GetInt32());
        Assert.True(Guid.TryParse(job.GetProperty("function_request_id").GetString(), out _));
        Assert.True(job.GetProperty("timestamp").TryGetDateTimeOffset(out _));
        Assert.Equal(2, job.GetProperty("Records").GetInt32());

        var metrics = Assert.Single(lines, l => l.TryGetProperty("_aws", out _));
        var directive = metrics.GetProperty("_aws").GetProperty("CloudWatchMetrics")[0];
        Assert.Equal("LambdaSync", directive.GetProperty("Namespace").GetString());
        foreach (var metric in directive.GetProperty("Metrics").EnumerateArray())
            Assert.True(metrics.TryGetProperty(metric.GetProperty("Name").GetString()!, out _));
        foreach (var dimension in directive.GetProperty("Dimensions")[0].EnumerateArray())
            Assert.True(metrics.TryGetProperty(dimension.GetString()!, out _));
        Assert.Equal(2, metrics.GetProperty("RecordsSucceeded").GetInt32() + metrics.GetProperty("RecordsFailed").GetInt32());

        Assert.Contains(lines, l => l.TryGetProperty("exception", out _));
        Assert.DoesNotContain(rig.Process.Lines, line => line.Contains("secret", StringComparison.OrdinalIgnoreCase) || line.Contains("someday", StringComparison.Ordinal));
    }
}
