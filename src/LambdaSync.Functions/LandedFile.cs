namespace LambdaSync.Functions;

/// <summary>An object that landed.</summary>
/// <param name="Key">The key, decoded.</param>
/// <param name="Version">S3's version id, or null where the bucket keeps none.</param>
/// <param name="Size">In bytes, or <see cref="S3Notification.UnknownSize"/>.</param>
sealed record LandedFile(string Bucket, string Key, string? Version, long Size)
{
    /// <summary>The file that a job's source names (<c>bucket/key@version</c>), or null when it names none.</summary>
    public static LandedFile? FromSource(string source)
    {
        var (slash, at) = (source.IndexOf('/', StringComparison.Ordinal), source.LastIndexOf('@'));
        if (slash < 1 || at < slash + 2)
            return null;
        var version = source[(at + 1)..];
        return new LandedFile(source[..slash], source[(slash + 1)..at], version.Length == 0 ? null : version, S3Notification.UnknownSize);
    }

    /// <param name="version">The version that was found; the notification may not have named it.</param>
    public string Source(string version) => $"{Bucket}/{Key}@{version}";
}
