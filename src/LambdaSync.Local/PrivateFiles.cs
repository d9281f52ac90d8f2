using LambdaSync.Connections;

namespace LambdaSync.Local;

/// <summary>Files and folders that only their owner may read: they hold a company's customers. On Windows the folder's own rights count.</summary>
public static class PrivateFiles
{
    const UnixFileMode OwnFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    const UnixFileMode OwnFolder = OwnFile | UnixFileMode.UserExecute;

    /// <summary>Makes the folder for its owner alone. One that exists keeps its rights: it may hold other things, or be shared on purpose.</summary>
    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, OwnFolder);
    }

    /// <summary>Makes the file, empty, for its owner alone. One that exists and others may read becomes so.</summary>
    /// <exception cref="ConnectionException">It can't be made, or it is another user's and others may read it.</exception>
    public static void CreateFile(string path)
    {
        if (OperatingSystem.IsWindows())
            return;
        try
        {
            if (!File.Exists(path))
                new FileStream(path, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite, UnixCreateMode = OwnFile }).Dispose();
            // SQLite gives its -wal and -shm files the rights of the database; those that an older release left behind have its own.
            foreach (var file in (string[])[path, path + "-wal", path + "-shm"])
            {
                if (File.Exists(file) && (File.GetUnixFileMode(file) & ~OwnFile) != 0)
                    File.SetUnixFileMode(file, OwnFile);
            }
        }
        catch (DirectoryNotFoundException)
        {
            // SQLite's own error says so: a folder that is missing may come later.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConnectionException($"{path} can't be opened as a private file: {Sentence.Of(e.Message)} Fix: give this user the folder and its files, or choose another folder with --data.", transient: false, e);
        }
    }
}
