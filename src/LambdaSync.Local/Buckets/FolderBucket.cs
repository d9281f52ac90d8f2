using System.Security.Cryptography;
using LambdaSync.Connections;
using LambdaSync.Connections.Buckets;

namespace LambdaSync.Local.Buckets;

/// <summary>A folder as a bucket. It keeps no versions: an object's version is a hash of its content.</summary>
public sealed class FolderBucket(string root) : ILandingBucket
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

    public async Task Put(string key, byte[] json, CancellationToken cancellation)
    {
        var path = PathOf(key);
        try
        {
            var folder = Directory.CreateDirectory(Path.GetDirectoryName(path)!).FullName;
            // Under a hidden name until it is whole: a list leaves those out.
            var whole = Path.Combine(folder, "." + Path.GetRandomFileName());
            await File.WriteAllBytesAsync(whole, json, cancellation).ConfigureAwait(false);
            File.Move(whole, path, overwrite: true);
        }
        catch (IOException e)
        {
            throw new ConnectionException($"{key} can't be written: {e.GetType().Name}.", transient: true, e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new ConnectionException($"{key} can't be written: no permission.", transient: false, e);
        }
    }

    /// <summary>Deletes an object; one that is gone is deleted.</summary>
    /// <exception cref="ConnectionException">The folder refuses.</exception>
    public void Delete(string key)
    {
        var path = PathOf(key);
        try
        {
            if (IsFile(path))
                File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConnectionException($"{key} can't be deleted: {e.GetType().Name}.", transient: e is IOException, e);
        }
    }

    /// <summary>The version an object has now, or null when there is none. Reads it in small pieces, whatever its size.</summary>
    /// <exception cref="ConnectionException">The folder can't be read.</exception>
    public async Task<string?> VersionOf(string key, CancellationToken cancellation) =>
        (await Get(key, null, -1, cancellation).ConfigureAwait(false))?.Version;

    /// <summary>
    /// The files whose key starts with the prefix, the oldest first, of one time by key, and what can't be read as a file: nothing of that is opened, and it hides no neighbour.
    /// Hidden entries are left out: files being written and version control live there.
    /// </summary>
    /// <exception cref="ConnectionException">The prefix leads out of the folder.</exception>
    public FolderListing List(string prefix)
    {
        if (prefix.Length > 0)
            PathOf(prefix + "_");
        var (files, passedOver) = (new List<FolderFile>(), new List<PassedOver>());
        // The folder part of the prefix is where the walk starts: a watcher of one folder doesn't read the others.
        var folders = new Stack<string>([Path.Combine(_root, prefix[..(prefix.LastIndexOf('/') + 1)])]);
        while (folders.TryPop(out var folder))
        {
            foreach (var path in Entries(folder, passedOver))
                Look(path);
        }

        files.Sort((a, b) => a.Modified != b.Modified ? a.Modified.CompareTo(b.Modified) : string.CompareOrdinal(a.Key, b.Key));
        return new FolderListing(files, passedOver);

        void Look(string path)
        {
            var key = KeyOf(path);
            if (Path.GetFileName(path)[0] == '.' || !(key.StartsWith(prefix, StringComparison.Ordinal) || prefix.StartsWith(key + "/", StringComparison.Ordinal)))
                return;
            try
            {
                switch (EntryTypes.Of(path))
                {
                    case EntryType.File or EntryType.Folder when !IsKey(key):
                        passedOver.Add(PassedOver.NoKey(key));
                        break;
                    case EntryType.Folder when path.EndsWith(".json", StringComparison.OrdinalIgnoreCase):
                        passedOver.Add(PassedOver.FolderOfFileName(key));
                        break;
                    case EntryType.Folder:
                        folders.Push(path);
                        break;
                    case EntryType.Link:
                        passedOver.Add(PassedOver.Link(key));
                        break;
                    case EntryType.Special:
                        passedOver.Add(PassedOver.Special(key));
                        break;
                    case EntryType.File when new FileInfo(path) is { Exists: true } file:
                        files.Add(new FolderFile(key, file.Length, new DateTimeOffset(file.LastWriteTimeUtc)));
                        break;
                    // .NET shows bytes that are not UTF-8 as U+FFFD, and then finds no such name. Anything else has vanished since.
                    case EntryType.Missing when key.Contains('\uFFFD', StringComparison.Ordinal):
                        passedOver.Add(PassedOver.NotUtf8(key));
                        break;
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                if (e is not (FileNotFoundException or DirectoryNotFoundException))
                    passedOver.Add(PassedOver.Unreadable(key, e.GetType().Name, e));
            }
        }
    }

    // The paths in one folder; of one that can't be listed those that were found before.
    List<string> Entries(string folder, List<PassedOver> passedOver)
    {
        var found = new List<string>();
        try
        {
            foreach (var path in Directory.EnumerateFileSystemEntries(folder))
                found.Add(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (e is not (FileNotFoundException or DirectoryNotFoundException))
                passedOver.Add(PassedOver.Unreadable(KeyOf(folder) + "/", e.GetType().Name, e));
        }

        return found;
    }

    static string Version(byte[] hash) => Convert.ToHexStringLower(hash)[..VersionDigits];

    // A link, or what only looks like a file, is not opened: a pipe would block for ever, and a link leads out of the folder.
    FileStream? Open(string path)
    {
        try
        {
            return !IsFile(path)
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

    // On the way from the root there are folders only.
    bool IsFile(string path)
    {
        if (EntryTypes.Of(path) != EntryType.File)
            return false;
        for (var folder = Path.GetDirectoryName(path)!; folder.Length > _root.Length; folder = Path.GetDirectoryName(folder)!)
        {
            if (EntryTypes.Of(folder) != EntryType.Folder)
                return false;
        }

        return true;
    }

    string KeyOf(string path) => Path.GetRelativePath(_root, path).Replace(Path.DirectorySeparatorChar, '/');

    string PathOf(string key) => IsKey(key)
        ? Path.Combine(_root, key)
        : throw new ConnectionException($"'{key}' is not a key inside the bucket.", transient: false);

    static bool IsKey(string key) =>
        key.Length > 0 && !Path.IsPathRooted(key) && !key.Contains('\0', StringComparison.Ordinal)
        && !key.Split('/', '\\').Any(step => step is ".." or "." or "");
}
