using System.Globalization;
using LambdaSync.Connections.Buckets;

namespace LambdaSync.Simulation.Outsides;

/// <summary>A bucket with versions, in memory.</summary>
sealed class MemoryBucket(string name) : IBucket
{
    readonly Dictionary<string, List<byte[]>> _objects = new(StringComparer.Ordinal);

    public string Name => name;

    /// <returns>The version id.</returns>
    public string Put(string key, byte[] body)
    {
        if (!_objects.TryGetValue(key, out var versions))
            _objects[key] = versions = [];
        versions.Add(body);
        return Version(versions.Count);
    }

    public Task<BucketObject?> Get(string key, string? version, int maxBytes, CancellationToken cancellation)
    {
        if (!_objects.TryGetValue(key, out var versions))
            return Task.FromResult<BucketObject?>(null);
        var number = version is null ? versions.Count : int.Parse(version.AsSpan(1), CultureInfo.InvariantCulture);
        if (number > versions.Count)
            return Task.FromResult<BucketObject?>(null);
        var body = versions[number - 1];
        return Task.FromResult<BucketObject?>(new BucketObject(key, Version(number), body.Length, body.Length > maxBytes ? default : body));
    }

    static string Version(int number) => string.Create(CultureInfo.InvariantCulture, $"v{number}");
}
