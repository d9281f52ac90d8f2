using System.Runtime.CompilerServices;
using LambdaSync.Fields;
using LambdaSync.Json;

namespace LambdaSync.Files;

/// <summary>A value list for bytes: a file's spelling (canonical, without quotes) to the API's.</summary>
sealed class ValueTable
{
    readonly Utf8Table _table;
    readonly byte[][] _api;
    readonly Utf8Table _standard;

    static readonly ConditionalWeakTable<ValueList, ValueTable> Known = [];

    ValueTable(ValueList list)
    {
        _api = [.. list.Values.Select(Raw)];
        _standard = new Utf8Table(list.Values.Select((value, i) => (Raw(value), i)));
        var positions = list.Values.Select((value, i) => (value, i)).ToDictionary(p => p.value, p => p.i, StringComparer.Ordinal);
        _table = new Utf8Table(
            list.FileSpellings.Where(s => positions.ContainsKey(s.Value)).Select(s => (Raw(s.Key), positions[s.Value]))
                .Concat(list.Values.Select((value, i) => (Raw(value), i))));
    }

    /// <summary>The list's table, made once: many fields share a list, and every mapping has them.</summary>
    public static ValueTable Of(ValueList list) => Known.GetValue(list, l => new ValueTable(l));

    /// <summary>The value's place in the list, or -1.</summary>
    public int Find(ReadOnlySpan<byte> raw) => _table.Find(raw);

    /// <summary>The API's spelling of the value at a place.</summary>
    public ReadOnlySpan<byte> Api(int place) => _api[place];

    /// <summary>The API's spelling, or false when the list does not have the value.</summary>
    public bool TryGet(ReadOnlySpan<byte> raw, out ReadOnlySpan<byte> api)
    {
        var found = _table.Find(raw);
        api = found < 0 ? raw : _api[found];
        return found >= 0;
    }

    /// <summary>Whether it is a value in the API's spelling.</summary>
    public bool Knows(ReadOnlySpan<byte> raw) => _standard.Find(raw) >= 0;

    static byte[] Raw(string text) => JsonText.Quote(text)[1..^1];
}
