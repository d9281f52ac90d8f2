using LambdaSync.Local;

namespace LambdaSync.Cli;

/// <summary>One process serves a data folder: the operating system releases the lock when it ends, however it ends.</summary>
sealed class ServeLock : IDisposable
{
    const string Name = "serve.lock";

    readonly FileStream _file;

    ServeLock(FileStream file) => _file = file;

    /// <returns>The lock, or null after telling that another process has it.</returns>
    public static ServeLock? TryTake(DirectoryInfo data, Terminal terminal)
    {
        PrivateFiles.CreateFolder(data.FullName);
        var path = Path.Combine(data.FullName, Name);
        PrivateFiles.CreateFile(path);
        try
        {
            return new ServeLock(new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException)
        {
            terminal.Error.WriteLine($"error: another 'lambdasync serve' or 'lambdasync demo' works on {data.FullName}. Fix: stop it first, or name another folder with --data.");
            return null;
        }
    }

    public void Dispose() => _file.Dispose();
}
