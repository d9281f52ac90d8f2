namespace LambdaSync.Local.Buckets;

/// <summary>What a folder holds.</summary>
/// <param name="Files">By key.</param>
/// <param name="PassedOver">Entries that can't be read as files, in no order.</param>
public sealed record FolderListing(IReadOnlyList<FolderFile> Files, IReadOnlyList<PassedOver> PassedOver);

/// <summary>One file of a folder.</summary>
/// <param name="Key">Its path in the folder, with <c>/</c>.</param>
/// <param name="Length">Size in bytes.</param>
public readonly record struct FolderFile(string Key, long Length, DateTimeOffset Modified)
{
    /// <summary>Differs for another name, size or time.</summary>
    public string Stamp => $"{Key}\n{Length}\n{Modified.UtcTicks}";
}

/// <summary>An entry that was not opened.</summary>
/// <param name="Stamp">Differs for another name or another cause: whoever reports entries reports each stamp once.</param>
/// <param name="Issue">Which entry, why, and what to do.</param>
public sealed record PassedOver(string Stamp, Issue Issue)
{
    static PassedOver Of(string key, string stamp, string rule, string fix) =>
        new($"{key}\n{stamp}", Issue.Warning(IssueCodes.FilePassedOver, null, null, rule, fix) with { File = key });

    internal static PassedOver NotUtf8(string key) =>
        Of(key, "name", "the name is not valid UTF-8, so the file can't be opened; '\uFFFD' stands for the bytes that are not", "rename the file");

    internal static PassedOver NoKey(string key) =>
        Of(key, "name", "the name holds backslashes and would be a path that leads elsewhere", "rename it without backslashes");

    internal static PassedOver Link(string key) =>
        Of(key, "link", "it is a symbolic link; only files and folders that are in the folder themselves are read", "move the file into the folder, or name the link's target with --folder");

    internal static PassedOver Special(string key) => Of(key, "special", "it is a pipe, a socket or a device, not a file", "remove it from the folder");

    internal static PassedOver FolderOfFileName(string key) =>
        Of(key, "folder", "it is a folder with the name of a file; nothing in it is read", "rename the folder if its files are to be read, otherwise remove it");

    /// <summary>A file or folder that the operating system refuses to read.</summary>
    /// <param name="stamp">The file's stamp, or what else tells this failure from a later one.</param>
    public static PassedOver Unreadable(string key, string stamp, Exception failed) => failed is UnauthorizedAccessException
        ? Of(key, stamp, "there is no permission to read it", "give the user that runs this command the right to read it")
        : Of(key, stamp, $"it can't be read ({failed.GetType().Name})", "check the disk or the network drive; it is tried again at the next scan");
}
