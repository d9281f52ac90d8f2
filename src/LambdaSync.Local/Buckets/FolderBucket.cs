using System.Security.Cryptography;
using LambdaSync.Connections;
using LambdaSync.Connections.Buckets;

namespace LambdaSync.Local.Buckets;

/// <summary>A folder as a bucket. It keeps no versions: an object's version is a hash of its content.</summary>
public sealed class FolderBucket(string root) : IBucket
{
    const int VersionDigits = 32;

    readonly string _root = Path.GetFullPath(root);

    public async Task<BucketObject?> Get(string key, string? version, int maxBytes, CancellationToken cancellation)
    {
        try
        {
            using var file = Open(PathOf(key));
            if (file is null)
                return null;
            var length = file.Length;
            var body = Array.Empty<byte>();
            string found;
            if (length > maxBytes)
            {
                found = Version(await SHA256.HashDataAsync(file, cancellation).ConfigureAwait(false));
            }
            else
            {
                body = GC.AllocateUninitializedArray<byte>((int)length);
                if (await file.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false) < length
                    || file.Length != length)
                    throw new ConnectionException($"{key} changed while it was read.", transient: true);
                found = Version(SHA256.HashData(body));
            }

            return version is null || version == found ? new BucketObject(key, found, length, body) : null;
        }
        catch (IOException e)
        {
            throw new ConnectionException($"{key} can't be read: {e.GetType().Name}.", transient: true, e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new ConnectionException($"{key} can't be read: no permission.", transient: false, e);
        }
    }

    /// <summary>The version an object has now, or null when there is none. Reads it in small pieces, whatever its size.</summary>
    /// <exception cref="ConnectionException">The folder can't be read.</exception>
    public async Task<string?> VersionOf(string key, CancellationToken cancellation) =>
        (await Get(key, null, -1, cancellation).ConfigureAwait(false))?.Version;

    /// <summary>The objects whose key starts with the prefix, the oldest first, of one time by key; nothing hidden: files being written and version control live there.</summary>
    /// <exception cref="ConnectionException">The folder can't be read.</exception>
    public IReadOnlyList<(string Key, long Length, DateTimeOffset Modified)> List(string prefix)
    {
        try
        {
            if (prefix.Length > 0)
                PathOf(prefix + "_");
            // The folder part of the prefix is where the walk starts: a watcher of one folder doesn't read the others.
            var folder = new DirectoryInfo(Path.Combine(_root, prefix[..(prefix.LastIndexOf('/') + 1)]));
            if (!folder.Exists)
                return [];
            return
            [
                .. folder.EnumerateFiles("*", SearchOption.AllDirectories)
                    .Select(f => (Key: KeyOf(f), f.Length, new DateTimeOffset(f.LastWriteTimeUtc)))
                    .Where(f => f.Key.StartsWith(prefix, StringComparison.Ordinal) && f.Key[0] != '.' && !f.Key.Contains("/.", StringComparison.Ordinal))
                    .OrderBy(f => f.Item3).ThenBy(f => f.Key, StringComparer.Ordinal),
            ];
        }
        catch (IOException e)
        {
            throw new ConnectionException($"The folder can't be listed: {e.GetType().Name}.", transient: true, e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new ConnectionException("The folder can't be listed: no permission.", transient: false, e);
        }
    }

    static string Version(byte[] hash) => Convert.ToHexStringLower(hash)[..VersionDigits];

    static FileStream? Open(string path)
    {
        try
        {
            return Directory.Exists(path)
                ? null
                : new FileStream(path, new FileStreamOptions
                {
                    Access = FileAccess.Read,
                    Share = FileShare.ReadWrite | FileShare.Delete,
                    BufferSize = 0,
                    Options = FileOptions.SequentialScan,
                });
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    string KeyOf(FileInfo file) => Path.GetRelativePath(_root, file.FullName).Replace('\\', '/');

    string PathOf(string key)
    {
        var inside = key.Length > 0 && !Path.IsPathRooted(key) && !key.Contains('\0', StringComparison.Ordinal)
            && !key.Split('/', '\\').Any(step => step is ".." or "." or "");
        return inside
            ? Path.Combine(_root, key)
            : throw new ConnectionException($"'{key}' is not a key inside the bucket.", transient: false);
    }
}
