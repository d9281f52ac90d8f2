using System.Buffers;
using System.Diagnostics.Metrics;
using System.Text.Json;

namespace LambdaSync.Functions.Lambda;

/// <summary>
/// What was counted during an invocation, as one line that CloudWatch turns into metrics
/// (docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html).
/// </summary>
sealed class MetricLines : IDisposable
{
    readonly Stream _output;
    readonly string _service;
    readonly TimeProvider _time;
    readonly MeterListener _listener = new();
    readonly SortedDictionary<string, long> _counted = new(StringComparer.Ordinal);

    /// <param name="service">The one dimension.</param>
    public MetricLines(Stream output, string service, TimeProvider time)
    {
        (_output, _service, _time) = (output, service, time);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == Telemetry.Meter)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, count, _, _) =>
        {
            lock (_counted)
                _counted[instrument.Name] = _counted.GetValueOrDefault(instrument.Name) + count;
        });
        _listener.Start();
    }

    /// <summary>Writes the line, if anything was counted, and starts anew.</summary>
    public void Flush(string functionName)
    {
        KeyValuePair<string, long>[] counted;
        lock (_counted)
        {
            counted = [.. _counted];
            _counted.Clear();
        }

        if (counted.Length == 0)
            return;
        var line = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(line))
            Write(json, counted, functionName);
        line.Write("\n"u8);
        _output.Write(line.WrittenSpan);
        _output.Flush();
    }

    public void Dispose() => _listener.Dispose();

    void Write(Utf8JsonWriter json, KeyValuePair<string, long>[] counted, string functionName)
    {
        json.WriteStartObject();
        json.WriteStartObject("_aws");
        json.WriteNumber("Timestamp", _time.GetUtcNow().ToUnixTimeMilliseconds());
        json.WriteStartArray("CloudWatchMetrics");
        json.WriteStartObject();
        json.WriteString("Namespace", Telemetry.Meter);
        json.WriteStartArray("Dimensions");
        json.WriteStartArray();
        json.WriteStringValue("service");
        json.WriteEndArray();
        json.WriteEndArray();
        json.WriteStartArray("Metrics");
        foreach (var (name, _) in counted)
        {
            json.WriteStartObject();
            json.WriteString("Name", name);
            json.WriteString("Unit", "Count");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteString("service", _service);
        json.WriteString("function_name", functionName);
        foreach (var (name, count) in counted)
            json.WriteNumber(name, count);
        json.WriteEndObject();
    }
}
