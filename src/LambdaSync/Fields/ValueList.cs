namespace LambdaSync.Fields;

/// <summary>
/// A published list of values in the API's spelling, with the file exchange's spelling where that differs
/// ("Software and Internet" / "Software &amp; Internet", "US" / "United States").
/// </summary>
public sealed class ValueList
{
    readonly Dictionary<string, string> _fromFile;
    readonly Dictionary<string, string> _toFile;
    readonly HashSet<string> _values;
    readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _valueSpans;

    /// <param name="fileSpellings">
    /// File spelling to API value, also for the values that are the same in both; of several spellings of one value, the one to
    /// write comes first.
    /// </param>
    public ValueList(string name, IReadOnlyList<string> values, IReadOnlyDictionary<string, string> fileSpellings)
    {
        Name = name;
        Values = values;
        _values = new HashSet<string>(values, StringComparer.Ordinal);
        _valueSpans = _values.GetAlternateLookup<ReadOnlySpan<char>>();
        _fromFile = new Dictionary<string, string>(fileSpellings, StringComparer.Ordinal);
        _toFile = new Dictionary<string, string>(fileSpellings.Count, StringComparer.Ordinal);
        foreach (var (spelling, value) in fileSpellings)
            _toFile.TryAdd(value, spelling);
    }

    public string Name { get; }

    /// <summary>API spellings in published order.</summary>
    public IReadOnlyList<string> Values { get; }

    /// <summary>Every file spelling with the API value it stands for.</summary>
    public IReadOnlyDictionary<string, string> FileSpellings => _fromFile;

    public bool Contains(string value) => _values.Contains(value);

    public bool Contains(ReadOnlySpan<char> value) => _valueSpans.Contains(value);

    /// <summary>The API value that a file's spelling stands for, or null when the list does not have it.</summary>
    public string? FromFile(string fileSpelling) => _fromFile.GetValueOrDefault(fileSpelling);

    /// <summary>How a file spells an API value, or null when files have no word for it.</summary>
    public string? ToFile(string value) => _toFile.GetValueOrDefault(value);
}
