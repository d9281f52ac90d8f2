using System.Text;
using System.Text.Json;
using LambdaSync.Functions.Lambda;
using Xunit;

namespace LambdaSync.Functions.Tests.Aws;

/// <summary>Measured values in CloudWatch's embedded metric format.</summary>
[Trait("Row", "G5")]
public sealed class MetricLinesTests
{
    // Other tests measure at the same time: these values are only this test's.
    const double First = 9_000_000;

    [Fact]
    public void All_values_are_written_and_no_more_than_a_hundred_in_a_line()
    {
        using var output = new MemoryStream();
        using (var lines = new MetricLines(output, "lambdasync", TimeProvider.System))
        {
            for (var i = 0; i < 250; i++)
                Telemetry.RowWritten(DateTimeOffset.UnixEpoch.AddSeconds(First + i), [DateTimeOffset.UnixEpoch]);
            // A clock that is behind AWS's.
            Telemetry.RowWritten(DateTimeOffset.UnixEpoch, [DateTimeOffset.UnixEpoch.AddSeconds(5)]);
            lines.Flush("partner-events");
            Telemetry.RowWritten(DateTimeOffset.UnixEpoch.AddSeconds(First + 250), [DateTimeOffset.UnixEpoch]);
            lines.Flush("partner-events");
        }

        var written = Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        var values = written.Where(line => line.TryGetProperty("FreshnessSeconds", out _)).Select(line => line.GetProperty("FreshnessSeconds").EnumerateArray().Select(v => v.GetDouble()).ToList()).ToList();
        Assert.All(values, line => Assert.InRange(line.Count, 1, 100));
        Assert.Equal(Enumerable.Range(0, 251).Select(i => First + i), values.SelectMany(line => line).Where(v => v >= First).Order());
        Assert.DoesNotContain(values.SelectMany(line => line), v => v < 0);
        var metrics = written[0].GetProperty("_aws").GetProperty("CloudWatchMetrics")[0].GetProperty("Metrics").EnumerateArray().ToDictionary(m => m.GetProperty("Name").GetString()!, m => m.GetProperty("Unit").GetString());
        Assert.Equal("Seconds", metrics["FreshnessSeconds"]);
        Assert.All(written, line => Assert.Equal("partner-events", line.GetProperty("function_name").GetString()));
    }
}
