using LambdaSync.Connections.Buckets;
using LambdaSync.Simulator.AceExchange;

namespace LambdaSync.Functions.Tests.Exchange;

/// <summary>The partner's bucket as AWS's side sees it, over the same protocol.</summary>
sealed class AceBucketOf(IExchangeBucket bucket) : IAceBucket
{
    public IReadOnlyList<string> Keys(string prefix)
    {
        var (keys, more) = (new List<string>(), true);
        while (more)
        {
            var page = bucket.List(prefix, keys.Count == 0 ? null : keys[^1], CancellationToken.None).GetAwaiter().GetResult();
            keys.AddRange(page.Objects.Select(found => found.Key));
            more = page.More;
        }

        return keys;
    }

    public byte[]? Read(string key) => bucket.Get(key, int.MaxValue, CancellationToken.None).GetAwaiter().GetResult()?.Body.ToArray();

    public void Write(string key, byte[] content) => bucket.Put(key, content, CancellationToken.None).GetAwaiter().GetResult();

    public void Delete(string key) => bucket.Delete(key, CancellationToken.None).GetAwaiter().GetResult();
}
