namespace LambdaSync.Connections.Buckets;

/// <summary>A bucket of our own that files can be put into.</summary>
public interface ILandingBucket : IBucket
{
    /// <summary>Stores an object of UTF-8 JSON, in place of one with the same key.</summary>
    /// <exception cref="ConnectionException">The bucket can't be reached or refuses.</exception>
    Task Put(string key, byte[] json, CancellationToken cancellation);
}
