using System.Runtime.InteropServices;
using System.Text;

namespace LambdaSync.Local.Buckets;

/// <summary>What an entry of a folder is. A link is a link, whatever it leads to.</summary>
public enum EntryType
{
    Missing,
    File,
    Folder,
    Link,

    /// <summary>A pipe, socket or device. Opening one may block for ever.</summary>
    Special,
}

/// <summary>Finds out what an entry is without opening it.</summary>
public static class EntryTypes
{
    // From linux/fcntl.h, linux/stat.h and sys/stat.h: the same on all processors.
    const int CurrentFolder = -100, NoFollow = 0x100, TypeOnly = 1;
    const int LinuxModeAt = 28, MacModeAt = 4, StatSize = 256;
    const int TypeBits = 0xF000, Regular = 0x8000;

    /// <exception cref="UnauthorizedAccessException">A folder on the way can't be searched.</exception>
    /// <exception cref="IOException">Its attributes can't be read.</exception>
    public static EntryType Of(string path)
    {
        try
        {
            var attributes = File.GetAttributes(path);
            if (attributes.HasFlag(FileAttributes.ReparsePoint))
                return EntryType.Link;
            if (attributes.HasFlag(FileAttributes.Directory))
                return EntryType.Folder;
            return attributes.HasFlag(FileAttributes.Device) || IsSpecial(path) ? EntryType.Special : EntryType.File;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return EntryType.Missing;
        }
    }

    // .NET tells pipes, sockets and devices from files only after it has opened them.
    static bool IsSpecial(string path)
    {
        var stat = new byte[StatSize];
        var name = Encoding.UTF8.GetBytes(path + '\0');
        try
        {
            if (OperatingSystem.IsLinux())
                return StatX(CurrentFolder, name, NoFollow, TypeOnly, stat) == 0 && Type(stat, LinuxModeAt) != Regular;
            return OperatingSystem.IsMacOS() && MacStat(name, stat) == 0 && Type(stat, MacModeAt) != Regular;
        }
        catch (EntryPointNotFoundException)
        {
            // A C library without statx (musl before 1.2.5): what is no folder and no link is taken for a file.
            return false;
        }
    }

    static int Type(byte[] stat, int at) => BitConverter.ToUInt16(stat, at) & TypeBits;

    static int MacStat(byte[] name, byte[] stat) =>
        RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? Stat(name, stat) : Stat64(name, stat);

    [DllImport("libc", EntryPoint = "statx"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int StatX(int folder, byte[] name, int flags, uint mask, [Out] byte[] stat);

    [DllImport("libc", EntryPoint = "lstat"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int Stat(byte[] name, [Out] byte[] stat);

    [DllImport("libc", EntryPoint = "lstat$INODE64"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int Stat64(byte[] name, [Out] byte[] stat);
}
