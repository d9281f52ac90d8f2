using System.Collections.Frozen;

namespace LambdaSync.Fields;

/// <summary>
/// A published list of values in the API's spelling, with the file exchange's spelling where that differs
/// ("Software and Internet" / "Software &amp; Internet", "US" / "United States").
/// </summary>
public sealed class ValueList
{
    readonly FrozenDictionary<string, string> _fromFile;
    readonly FrozenSet<string> _values;

    /// <param name="fileSpellings">File spelling to API value, also for the values that are the same in both.</param>
    public ValueList(string name, IReadOnlyList<string> values, IReadOnlyDictionary<string, string> fileSpellings)
    {
        Name = name;
        Values = values;
        _values = values.ToFrozenSet(StringComparer.Ordinal);
        _fromFile = fileSpellings.ToFrozenDictionary(StringComparer.Ordinal);
    }

    public string Name { get; }

    /// <summary>API spellings in published order.</summary>
    public IReadOnlyList<string> Values { get; }

    /// <summary>Every file spelling with the API value it stands for.</summary>
    public IReadOnlyDictionary<string, string> FileSpellings => _fromFile;

    public bool Contains(string value) => _values.Contains(value);

    /// <summary>The API value that a file's spelling stands for, or null when the list does not have it.</summary>
    public string? FromFile(string fileSpelling) => _fromFile.GetValueOrDefault(fileSpelling);
}
