using System.Security.Cryptography;
using LambdaSync.Connections.Buckets;
using LambdaSync.Simulation.Kernel;
using LambdaSync.Simulator.AceExchange;

namespace LambdaSync.Simulation.Models.Exchange;

/// <summary>The bucket of the exchange in memory, as both sides see it.</summary>
sealed class MemoryExchange(Pump pump) : IExchangeBucket, IAceBucket
{
    // A list has more than one page sooner than at AWS.
    const int Page = 5;

    readonly SortedDictionary<string, (byte[] Body, DateTimeOffset At)> _objects = new(StringComparer.Ordinal);

    public string Name => "ace-exchange";

    public Task<ExchangePage> List(string prefix, string? after, CancellationToken cancellation)
    {
        var found = _objects.Where(o => o.Key.StartsWith(prefix, StringComparison.Ordinal) && (after is null || string.CompareOrdinal(o.Key, after) > 0)).Take(Page + 1).ToList();
        return Task.FromResult(new ExchangePage([.. found.Take(Page).Select(o => new ExchangeObject(o.Key, Tag(o.Value.Body), o.Value.Body.Length, o.Value.At))], found.Count > Page));
    }

    public Task<BucketObject?> Get(string key, int maxBytes, CancellationToken cancellation) => Task.FromResult(
        _objects.TryGetValue(key, out var found) ? new BucketObject(key, Tag(found.Body), found.Body.Length, found.Body.Length > maxBytes ? default : found.Body) : null);

    public Task Put(string key, byte[] json, CancellationToken cancellation)
    {
        Write(key, json);
        return Task.CompletedTask;
    }

    public Task Delete(string key, CancellationToken cancellation)
    {
        Delete(key);
        return Task.CompletedTask;
    }

    public IReadOnlyList<string> Keys(string prefix) => [.. _objects.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal))];

    public byte[]? Read(string key) => _objects.TryGetValue(key, out var found) ? found.Body : null;

    public void Write(string key, byte[] content) => _objects[key] = (content, pump.Now);

    public void Delete(string key) => _objects.Remove(key);

    static string Tag(byte[] body) => Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 8));
}

/// <summary>The landing bucket, whose uploads are notified to the queue of the import.</summary>
sealed class NotifyingLanding(World world) : ILandingBucket
{
    public string Name => world.Landing.Name;

    public Task<BucketObject?> Get(string key, string? version, int maxBytes, CancellationToken cancellation) => world.Landing.Get(key, version, maxBytes, cancellation);

    public Task Put(string key, byte[] json, CancellationToken cancellation)
    {
        var version = world.Landing.Put(key, json);
        world.Queues[ExchangeModel.Queue].Send(FileStep.Notification(Name, key, version, json.Length));
        return Task.CompletedTask;
    }
}
