using LambdaSync.Connections.Buckets;

namespace LambdaSync.Local.Buckets;

/// <summary>A folder as the exchange's bucket, for one machine and for trying out: a synchronized folder, or a side of AWS that is simulated.</summary>
public sealed class FolderExchange(string root) : IExchangeBucket
{
    const int Page = 1000;

    readonly FolderBucket _bucket = new(root);

    public string Name { get; } = Path.GetFileName(Path.GetFullPath(root));

    public async Task<ExchangePage> List(string prefix, string? after, CancellationToken cancellation)
    {
        var files = _bucket.List(prefix).Files.Where(file => after is null || string.CompareOrdinal(file.Key, after) > 0).OrderBy(file => file.Key, StringComparer.Ordinal).Take(Page + 1).ToList();
        var objects = new List<ExchangeObject>();
        foreach (var file in files.Take(Page))
        {
            if (await _bucket.VersionOf(file.Key, cancellation).ConfigureAwait(false) is { } tag)
                objects.Add(new ExchangeObject(file.Key, tag, file.Length, file.Modified));
        }

        return new ExchangePage(objects, files.Count > Page);
    }

    public Task<BucketObject?> Get(string key, int maxBytes, CancellationToken cancellation) => _bucket.Get(key, null, maxBytes, cancellation);

    public Task Put(string key, byte[] json, CancellationToken cancellation) => _bucket.Put(key, json, cancellation);

    public Task Delete(string key, CancellationToken cancellation)
    {
        _bucket.Delete(key);
        return Task.CompletedTask;
    }
}
