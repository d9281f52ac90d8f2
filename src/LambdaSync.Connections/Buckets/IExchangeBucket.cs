namespace LambdaSync.Connections.Buckets;

/// <summary>The bucket of the file exchange: AWS's own, or a folder that plays it. Every method throws <see cref="ConnectionException"/> when it can't be reached or refuses.</summary>
public interface IExchangeBucket
{
    string Name { get; }

    /// <summary>Objects under a prefix whose key comes after another one, in the order of their keys' bytes.</summary>
    /// <param name="after">The last key of the page before, or null.</param>
    Task<ExchangePage> List(string prefix, string? after, CancellationToken cancellation);

    /// <summary>The object, with its entity tag as version; null when there is none.</summary>
    /// <param name="maxBytes">A larger object is not read; <see cref="BucketObject.Length"/> says its size and <see cref="BucketObject.Body"/> is empty.</param>
    Task<BucketObject?> Get(string key, int maxBytes, CancellationToken cancellation);

    /// <summary>Stores a file for AWS, which gets full control of it.</summary>
    Task Put(string key, byte[] json, CancellationToken cancellation);

    /// <summary>Deletes an object; one that is gone is deleted.</summary>
    Task Delete(string key, CancellationToken cancellation);
}

/// <summary>One object of a list.</summary>
/// <param name="Tag">The entity tag without its quotes: another content has another one.</param>
/// <param name="Modified">When it was stored.</param>
public sealed record ExchangeObject(string Key, string Tag, long Length, DateTimeOffset Modified);

/// <summary>A part of a list.</summary>
/// <param name="More">There are more objects after the last one.</param>
public sealed record ExchangePage(IReadOnlyList<ExchangeObject> Objects, bool More);
