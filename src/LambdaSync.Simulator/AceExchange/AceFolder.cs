namespace LambdaSync.Simulator.AceExchange;

/// <summary>A folder as the bucket.</summary>
public sealed class AceFolder(string root) : IAceBucket
{
    public IReadOnlyList<string> Keys(string prefix)
    {
        var folder = Path.Combine(root, prefix);
        if (!Directory.Exists(folder))
            return [];
        // A file that is being written has a hidden name.
        return [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(path => Path.GetFileName(path)[0] != '.')
            .Select(path => Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/')).Order(StringComparer.Ordinal)];
    }

    public byte[]? Read(string key) => File.Exists(Path.Combine(root, key)) ? File.ReadAllBytes(Path.Combine(root, key)) : null;

    public void Write(string key, byte[] content)
    {
        var path = Path.Combine(root, key);
        var folder = Directory.CreateDirectory(Path.GetDirectoryName(path)!).FullName;
        var whole = Path.Combine(folder, "." + Path.GetRandomFileName());
        File.WriteAllBytes(whole, content);
        File.Move(whole, path, overwrite: true);
    }

    public void Delete(string key) => File.Delete(Path.Combine(root, key));
}
