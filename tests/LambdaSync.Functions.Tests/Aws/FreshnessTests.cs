using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.SQS.Model;
using Xunit;

namespace LambdaSync.Functions.Tests.Aws;

/// <summary>How long a change at AWS takes to the CRM: one event at a time, from the queue to the row, on an idle stack on moto.</summary>
[Trait("Row", "A8")]
[Trait("Row", "G5")]
public sealed class FreshnessTests(Moto moto)
{
    const int Changes = 20;

    static readonly TimeSpan Aim = TimeSpan.FromSeconds(3);

    static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task From_an_event_in_the_queue_to_the_row_in_the_CRM()
    {
        await using var rig = await PartnerRig.Start(moto.Server, "PartnerEvents", "partner-events");
        var id = rig.Make("Deal");
        await rig.Lambda.Deliver(null, rig.Events());
        var before = (await Freshness(rig, 1)).Count;
        var (times, ages) = (new List<TimeSpan>(), new List<TimeSpan>());
        for (var i = 0; i < Changes; i++)
        {
            var begin = Stopwatch.GetTimestamp();
            rig.Simulator.Control.Do("edit-opportunity", new JsonObject { ["id"] = id, ["body"] = JsonNode.Parse($$"""{"LifeCycle":{"NextSteps":"Step {{i}}"} }""") });
            foreach (var body in rig.Events())
                await rig.Lambda.Stack.Sqs.SendMessageAsync(rig.Queues[0], body, None);
            var queued = Stopwatch.GetTimestamp();
            await DeliverQueued(rig);
            times.Add(Stopwatch.GetElapsedTime(queued));
            ages.Add(Stopwatch.GetElapsedTime(begin));
            Assert.Contains($"Step {i}\"", await rig.Fields(id), StringComparison.Ordinal);
        }

        // AWS's event times are whole seconds.
        var measured = (await Freshness(rig, before + Changes))[before..];
        Assert.All(measured.Zip(ages), m => Assert.InRange(m.First, 0, m.Second.TotalSeconds + 1.1));
        Show(times, measured);
    }

    // As an event source mapping does: receive, invoke, delete what the answer does not name.
    static async Task DeliverQueued(PartnerRig rig)
    {
        var (sqs, queue) = (rig.Lambda.Stack.Sqs, rig.Queues[0]);
        var received = await sqs.ReceiveMessageAsync(new ReceiveMessageRequest { QueueUrl = queue, MaxNumberOfMessages = 10, WaitTimeSeconds = 1 }, None);
        var messages = received.Messages;
        Assert.Single(messages);
        Assert.Empty((await rig.Lambda.Deliver(null, messages[0].Body)).BatchItemFailures);
        await sqs.DeleteMessageAsync(queue, messages[0].ReceiptHandle, None);
    }

    // The values of the metric so far; the pipe may bring the last line after the answer.
    static async Task<List<double>> Freshness(PartnerRig rig, int expected)
    {
        var values = new List<double>();
        for (var tries = 0; tries < 100; tries++)
        {
            values = [.. rig.Lambda.Process.Lines.Where(l => l.StartsWith("{\"_aws\"", StringComparison.Ordinal)).SelectMany(Values)];
            if (values.Count >= expected)
                break;
            await Task.Delay(50, None);
        }

        Assert.Equal(expected, values.Count);
        return values;
    }

    static IEnumerable<double> Values(string line)
    {
        var root = JsonDocument.Parse(line).RootElement;
        return root.TryGetProperty("FreshnessSeconds", out var values) ? values.EnumerateArray().Select(v => v.GetDouble()).ToList() : [];
    }

    static void Show(List<TimeSpan> times, List<double> measured)
    {
        var (p50, p95) = (Percentile(times, 0.5), Percentile(times, 0.95));
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"event in the queue to CRM row: p50 {p50.TotalMilliseconds:F0} ms, p95 {p95.TotalMilliseconds:F0} ms of {times.Count} (aim {Aim.TotalSeconds:F0} s: {(p95 <= Aim ? "met" : "missed")}); FreshnessSeconds up to {measured.Max():F3}");
        TestContext.Current.TestOutputHelper?.WriteLine(line);
        TestContext.Current.SendDiagnosticMessage(line);
    }

    static TimeSpan Percentile(List<TimeSpan> times, double share) => times.Order().ElementAt((int)Math.Ceiling(share * times.Count) - 1);
}
