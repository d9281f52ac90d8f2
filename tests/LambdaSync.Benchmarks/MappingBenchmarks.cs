using BenchmarkDotNet.Attributes;
using LambdaSync.Json;
using LambdaSync.Mapping;

namespace LambdaSync.Benchmarks;

/// <summary>One full record through the mapping, both ways, as ratios to the rival on the record's bytes.</summary>
[MemoryDiagnoser]
public class MappingBenchmarks
{
    static readonly DateOnly Today = new(2026, 11, 1);

    readonly Rival _rival = new();
    readonly Utf8Buffer _output = new(1 << 16);
    readonly List<Issue> _issues = [];
    byte[] _document = [];
    byte[] _crm = [];
    CompiledMapping _mapping = null!;

    [GlobalSetup]
    public void Setup()
    {
        (_document, _mapping) = FullRecord.Build();
        _mapping.MapInbound(_document, _output, _issues);
        _crm = _output.Written.ToArray();
        // The record is a good one, so what is measured is mapping and checking, not the wording of issues.
        _ = MapOutbound();
        if (_issues.FirstOrDefault(issue => issue.Code != IssueCodes.ReadOnlyField) is { } bad)
            throw new InvalidOperationException(bad.ToString());
    }

    [Benchmark(Baseline = true)]
    public int ParseAndWrite() => _rival.Run(_document);

    [Benchmark]
    public int MapInbound()
    {
        _output.Clear();
        _issues.Clear();
        _mapping.MapInbound(_document, _output, _issues);
        return _output.Length;
    }

    /// <summary>The CRM holds what AWS has: every line is compared, none is sent.</summary>
    [Benchmark]
    public int MapOutboundUnchanged() => Outbound(_crm, _document);

    /// <summary>A new opportunity: every line is mapped, checked against AWS's rules and written.</summary>
    [Benchmark]
    public int MapOutbound() => Outbound(_crm, "{}"u8);

    int Outbound(byte[] crm, ReadOnlySpan<byte> document)
    {
        _output.Clear();
        _issues.Clear();
        _mapping.MapOutbound(crm, document, Today, _output, _issues);
        return _output.Length;
    }
}
