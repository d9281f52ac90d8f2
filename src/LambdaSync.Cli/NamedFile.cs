using LambdaSync.Local.Buckets;

namespace LambdaSync.Cli;

/// <summary>A file that a command line names.</summary>
static class NamedFile
{
    /// <summary>
    /// Its bytes, or no bytes where it has more than <paramref name="maxBytes"/>; null where it can't be read, with the reason. What is no file is
    /// not opened: a pipe would block.
    /// </summary>
    public static (byte[] Bytes, long Length)? Read(FileInfo info, int maxBytes, Action<Issue> tell)
    {
        try
        {
            var type = EntryTypes.Of(info.FullName);
            // A link that is named is meant, unlike one that lies in the landing folder.
            if (type == EntryType.Link)
                type = EntryTypes.Of(info.ResolveLinkTarget(returnFinalTarget: true)!.FullName);
            switch (type)
            {
                case EntryType.File:
                    return Read(info, maxBytes);
                case EntryType.Missing:
                    tell(Issue.Error(IssueCodes.ObjectMissing, null, null, "the file does not exist", "check the path"));
                    return null;
                default:
                    tell(Issue.Error(IssueCodes.FilePassedOver, null, null, type == EntryType.Folder ? "it is a folder, not a file" : "it is a pipe, a socket or a device, not a file", "name a file"));
                    return null;
            }
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            tell(PassedOver.Unreadable(info.Name, "", failed).Issue with { Severity = Severity.Error });
            return null;
        }
    }

    /// <summary>The folder tells results files from others, so it belongs to the key.</summary>
    public static string Key(FileInfo info) => info.Directory is { } folder ? folder.Name + "/" + info.Name : info.Name;

    static (byte[] Bytes, long Length) Read(FileInfo info, int maxBytes)
    {
        using var handle = File.OpenHandle(info.FullName);
        var length = RandomAccess.GetLength(handle);
        if (length > maxBytes)
            return ([], length);
        var bytes = new byte[length];
        var at = 0;
        while (at < bytes.Length && RandomAccess.Read(handle, bytes.AsSpan(at), at) is var read and > 0)
            at += read;
        // The whole array as it is: the largest files have no room for a copy.
        return (at == bytes.Length ? bytes : bytes[..at], at);
    }
}
