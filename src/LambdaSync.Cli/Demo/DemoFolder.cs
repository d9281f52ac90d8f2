namespace LambdaSync.Cli.Demo;

/// <summary>Where a demo keeps its data: the folder that was named, or a temporary one that is deleted at the end.</summary>
sealed class DemoFolder(DirectoryInfo? named) : IDisposable
{
    public DirectoryInfo Data { get; } = named ?? Directory.CreateTempSubdirectory("lambdasync-demo-");

    /// <summary>Whether the data are still there when the demo has ended.</summary>
    public bool IsKept => named is not null;

    public void Dispose()
    {
        if (!IsKept)
            Data.Delete(recursive: true);
    }
}
