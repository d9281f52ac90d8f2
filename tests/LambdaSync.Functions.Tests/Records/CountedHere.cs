using System.Diagnostics.Metrics;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>What one counter of the handlers counts in this test; other tests run beside it.</summary>
sealed class CountedHere : IDisposable
{
    readonly AsyncLocal<bool> _isHere = new() { Value = true };
    readonly MeterListener _listener = new();
    long _sum;

    public CountedHere(string name)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == Telemetry.Meter && instrument.Name == name)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((_, count, _, _) => Interlocked.Add(ref _sum, _isHere.Value ? count : 0));
        _listener.Start();
    }

    public long Sum => Interlocked.Read(ref _sum);

    public void Dispose() => _listener.Dispose();
}
