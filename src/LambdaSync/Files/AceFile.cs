using System.Buffers;
using System.Globalization;
using LambdaSync.Fields;

namespace LambdaSync.Files;

/// <summary>
/// A file of opportunities or leads as AWS writes it: <c>{"version":"2.0","spmsId":"...","opportunities":[{...}]}</c>. Opening walks
/// it once (form, identifiers); records are then read one by one, each on its own, so one bad record never stops the others.
/// </summary>
public sealed class AceFile
{
    /// <summary>The exchange's limit for a file from AWS: 5 MB.</summary>
    public const int MaxBytes = 5 * 1024 * 1024;

    /// <summary>Records of one file. AWS's own are larger than the 262 bytes that this leaves to each; the rest of a longer list is not read.</summary>
    public const int MaxRecords = 20_000;

    /// <summary>Members of one record, and elements of one list of a field. AWS's records have about 70 members; a record with more is refused.</summary>
    public const int MaxMembers = 1_000;

    /// <summary>Bytes of one record as it stands in the file. AWS's own have a few thousand; a larger one is refused.</summary>
    public const int MaxRecordBytes = 512 * 1024;

    /// <summary>Bytes of the records that are worked on together: what is kept of each on its way is many times its size.</summary>
    public const int MaxBatchBytes = 1024 * 1024;

    /// <summary>Deeper records are refused; AWS's own have two levels.</summary>
    public const int MaxRecordDepth = 32;

    readonly ReadOnlyMemory<byte> _content;
    readonly RecordPlace[] _places;
    readonly string _key;
    readonly IReadOnlyList<Issue> _issues;
    RecordReader? _reader;

    AceFile(string key, ReadOnlyMemory<byte> content, IReadOnlyList<Issue> issues, RecordPlace[] places, AceObject aceObject, int version)
    {
        (_key, _content, _issues, _places, Object, Version) = (key, content, issues, places, aceObject, version);
    }

    public AceObject Object { get; }

    /// <summary>Payload version: 1 or 2 (the number before the point).</summary>
    public int Version { get; }

    /// <summary>Issues of the file as a whole.</summary>
    public IReadOnlyList<Issue> Issues => _issues;

    /// <summary>It has an error as a whole (cut off, trailing data): its good records count, the file stays.</summary>
    public bool Failed => _issues.Any(issue => issue.Severity == Severity.Error);

    /// <summary>No record of it may be used.</summary>
    public bool Refused => Failed && Count == 0;

    /// <summary>Whole records found.</summary>
    public int Count => _places.Length;

    /// <summary>Opens a file. What is wrong with it as a whole is in <see cref="Issues"/>.</summary>
    /// <param name="key">The object's key or file name; the folder and extension tell results files and others apart.</param>
    public static AceFile Open(string key, ReadOnlyMemory<byte> content)
    {
        if (RefusedByName(key, content.Length) is { } named)
            return None(key, named);
        var span = content.Span;
        if (span.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
            content = content[3..];
        else if (span.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || span.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) || (span.Length > 1 && (span[0] == 0 || span[1] == 0)))
            return None(key, FileIssues.NotUtf8(key));

        var walk = new FileWalk(key);
        walk.Run(content.Span);
        if (walk.IsResults)
            return None(key, FileIssues.Results(key));
        var version = VersionOf(walk.Version);
        if (version == 0 && walk.Object is not null)
            walk.Issues.Add(FileIssues.UnknownVersion(key, walk.Version));
        var places = walk.Places.ToArray();
        FindTwins(places);
        return new AceFile(key, content, walk.Issues.ToList(), places, walk.Object ?? AceObject.Opportunity, version == 0 ? 2 : version);
    }

    /// <summary>What the key alone says against a file, before it is fetched; null when nothing does.</summary>
    public static Issue? RefusedByName(string key, long length)
    {
        if (!key.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
            return FileIssues.WrongExtension(key);
        var name = key[(key.LastIndexOf('/') + 1)..];
        if (name.EndsWith("_result.json", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".error.json", StringComparison.OrdinalIgnoreCase)
            || key.Contains("-processed-results", StringComparison.OrdinalIgnoreCase) || key.Contains("-inbound-results", StringComparison.OrdinalIgnoreCase))
            return FileIssues.Results(key);
        if (length > MaxBytes)
            return FileIssues.TooLarge(key, length);
        return length == 0 ? FileIssues.Empty(key) : null;
    }

    /// <summary>Reads one record into a document (canonical UTF-8, written to the caller's buffer).</summary>
    public AceRecord Read(int index, IBufferWriter<byte> document)
    {
        _reader ??= new RecordReader(_key, Object, Version);
        ref readonly var place = ref _places[index];
        var issues = _reader.Read(_content.Span.Slice(place.Start, place.Length), place, index, document);
        IReadOnlyList<Issue> all = place.Twin < 0 ? issues : [.. issues, Twin(place, index)];
        return new AceRecord(index, place.AwsId, place.PartnerId, place.Modified, place.Superseded, all);
    }

    /// <summary>Records to be worked on together, in order: at most <paramref name="size"/>, and at most <see cref="MaxBatchBytes"/> unless it is one.</summary>
    /// <param name="indexes">Ascending.</param>
    public IEnumerable<IReadOnlyList<int>> Batches(IReadOnlyList<int> indexes, int size)
    {
        var (batch, bytes) = (new List<int>(), 0);
        foreach (var index in indexes)
        {
            if (batch.Count == size || (batch.Count > 0 && bytes + _places[index].Length > MaxBatchBytes))
            {
                yield return batch;
                (batch, bytes) = ([], 0);
            }

            batch.Add(index);
            bytes += _places[index].Length;
        }

        if (batch.Count > 0)
            yield return batch;
    }

    Issue Twin(in RecordPlace place, int index) => Issue.Note(
        IssueCodes.DuplicateRecord, place.AwsId is null ? "partnerCrmUniqueIdentifier" : "apnCrmUniqueIdentifier", place.AwsId ?? place.PartnerId,
        string.Create(CultureInfo.InvariantCulture, $"record {place.Twin} has the same identifier; the later lastModifiedDate counts: {(place.Superseded ? "that one" : "this one")}"),
        "nothing to do") with
    { File = _key, Record = index };

    // Of records with one identifier the latest counts, of equally late ones the last.
    static void FindTwins(RecordPlace[] places)
    {
        var best = new Dictionary<string, int>(places.Length, StringComparer.Ordinal);
        for (var i = 0; i < places.Length; i++)
        {
            places[i].Twin = -1;
            var id = places[i].AwsId ?? (places[i].PartnerId is { } partner ? "\n" + partner : null);
            if (id is null || best.TryAdd(id, i))
                continue;
            var other = best[id];
            var newer = (places[i].Modified ?? DateTimeOffset.MinValue) >= (places[other].Modified ?? DateTimeOffset.MinValue);
            var (winner, loser) = newer ? (i, other) : (other, i);
            places[loser].Superseded = true;
            places[loser].Twin = winner;
            places[winner].Twin = loser;
            best[id] = winner;
        }
    }

    static int VersionOf(string? version)
    {
        var whole = version.AsSpan();
        if (whole.IndexOf('.') is var point and > 0)
            whole = whole[..point];
        return whole is "1" ? 1 : whole is "2" ? 2 : 0;
    }

    /// <summary>A file that was not fetched because it is larger than the exchange allows.</summary>
    public static AceFile TooLarge(string key, long length) => None(key, FileIssues.TooLarge(key, length));

    static AceFile None(string key, Issue issue) => new(key, default, [issue], [], AceObject.Opportunity, 0);
}
