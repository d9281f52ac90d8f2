namespace LambdaSync.Testing;

/// <summary>Where the repository is checked out.</summary>
public static class RepositoryFolder
{
    public static string Path { get; } = Find();

    public static string File(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!System.IO.File.Exists(System.IO.Path.Combine(folder!.FullName, "serverless.template")))
            folder = folder.Parent ?? throw new InvalidOperationException("serverless.template is in no folder above the tests.");
        return folder.FullName;
    }
}
