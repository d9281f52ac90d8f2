using System.Buffers;
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

    /// <summary>Opens a file. What is wrong with it as a whole is in <see cref="Issues"/>.</summary>
    /// <param name="key">The object's key or file name; the folder and extension tell results files and others apart.</param>
    public static AceFile Open(string key, ReadOnlyMemory<byte> content) => throw new NotImplementedException();

    public AceObject Object => throw new NotImplementedException();

    /// <summary>Payload version: 1 or 2 (the number before the point).</summary>
    public int Version => throw new NotImplementedException();

    /// <summary>Issues of the file as a whole.</summary>
    public IReadOnlyList<Issue> Issues => throw new NotImplementedException();

    /// <summary>No record of it may be used.</summary>
    public bool Refused => throw new NotImplementedException();

    /// <summary>It has an error as a whole (cut off, trailing data): its good records count, the file stays.</summary>
    public bool Failed => throw new NotImplementedException();

    /// <summary>Whole records found.</summary>
    public int Count => throw new NotImplementedException();

    /// <summary>Reads one record into a document (canonical UTF-8, written to the caller's buffer).</summary>
    public AceRecord Read(int index, IBufferWriter<byte> document) => throw new NotImplementedException();
}
