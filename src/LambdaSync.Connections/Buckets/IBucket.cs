namespace LambdaSync.Connections.Buckets;

/// <summary>A place for files: a folder on one machine, an S3 bucket in AWS.</summary>
public interface IBucket
{
    /// <summary>The object's bytes, or null when there is no such object or version.</summary>
    /// <param name="version">The version to read, or null for the newest.</param>
    /// <param name="maxBytes">A larger object is not read; <see cref="BucketObject.Length"/> says its size and <see cref="BucketObject.Body"/> is empty.</param>
    /// <exception cref="ConnectionException">The bucket can't be reached or refuses.</exception>
    Task<BucketObject?> Get(string key, string? version, int maxBytes, CancellationToken cancellation);
}

/// <summary>One object of a bucket.</summary>
/// <param name="Version">The version read: S3's version id, or a hash of the content where the store keeps no versions.</param>
/// <param name="Length">Size in bytes.</param>
public sealed record BucketObject(string Key, string Version, long Length, ReadOnlyMemory<byte> Body);
