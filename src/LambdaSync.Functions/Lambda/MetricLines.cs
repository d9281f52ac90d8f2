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
    // A metric has at most 100 values in a line.
    const int MaxValues = 100;

    readonly Stream _output;
    readonly string _service;
    readonly TimeProvider _time;
    readonly MeterListener _listener = new();
    readonly SortedDictionary<string, long> _counted = new(StringComparer.Ordinal);
    readonly SortedDictionary<string, List<double>> _measured = new(StringComparer.Ordinal);

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
        _listener.SetMeasurementEventCallback<double>((instrument, value, _, _) =>
        {
            lock (_counted)
            {
                if (!_measured.TryGetValue(instrument.Name, out var values))
                    _measured[instrument.Name] = values = [];
                values.Add(value);
            }
        });
        _listener.Start();
    }

    /// <summary>Writes the line, if anything was counted, and starts anew. Values that do not fit get lines of their own.</summary>
    public void Flush(string functionName)
    {
        KeyValuePair<string, long>[] counted;
        KeyValuePair<string, double[]>[] measured;
        lock (_counted)
        {
            counted = [.. _counted];
            measured = [.. _measured.SelectMany(m => m.Value.Chunk(MaxValues).Select(values => KeyValuePair.Create(m.Key, values)))];
            _counted.Clear();
            _measured.Clear();
        }

        var first = measured.DistinctBy(m => m.Key).ToArray();
        if (counted.Length > 0 || first.Length > 0)
            WriteLine(counted, first, functionName);
        foreach (var more in measured.Except(first))
            WriteLine([], [more], functionName);
    }

    public void Dispose() => _listener.Dispose();

    void WriteLine(KeyValuePair<string, long>[] counted, KeyValuePair<string, double[]>[] measured, string functionName)
    {
        var line = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(line))
            Write(json, counted, measured, functionName);
        line.Write("\n"u8);
        _output.Write(line.WrittenSpan);
        _output.Flush();
    }

    void Write(Utf8JsonWriter json, KeyValuePair<string, long>[] counted, KeyValuePair<string, double[]>[] measured, string functionName)
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
        foreach (var (name, unit) in counted.Select(c => (c.Key, "Count")).Concat(measured.Select(m => (m.Key, "Seconds"))))
        {
            json.WriteStartObject();
            json.WriteString("Name", name);
            json.WriteString("Unit", unit);
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
        foreach (var (name, values) in measured)
        {
            json.WriteStartArray(name);
            foreach (var value in values)
                json.WriteNumberValue(Math.Round(value, 3));
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
