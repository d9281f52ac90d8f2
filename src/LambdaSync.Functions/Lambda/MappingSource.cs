using LambdaSync.Connections;
using LambdaSync.Connections.BuiltIn;
using LambdaSync.Connections.Buckets;
using LambdaSync.Mapping;

namespace LambdaSync.Functions.Lambda;

/// <summary>The stack's mapping: an object of the bucket, or the built-in CRM's while there is none.</summary>
public sealed class MappingSource(IBucket bucket, string key, TimeProvider time)
{
    const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>How long a changed mapping may take to be used by a function that is warm.</summary>
    static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    string? _version;
    DateTimeOffset _read;
    MappingDocument? _mapping;

    /// <exception cref="ConnectionException">The bucket can't be read, or the mapping has errors: nothing is synced by a wrong one.</exception>
    public async Task<MappingDocument> Current(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (_mapping is not null && now - _read < Fresh)
            return _mapping;
        var found = await bucket.Get(key, null, MaxBytes, cancellation);
        if (_mapping is null || found?.Version != _version)
            _mapping = Read(found);
        (_version, _read) = (found?.Version, now);
        return _mapping;
    }

    MappingDocument Read(BucketObject? found)
    {
        if (found is { Length: > MaxBytes })
            throw new ConnectionException($"The mapping {key} has {found.Length} bytes; the limit is {MaxBytes}.", transient: false);
        var issues = new List<Issue>();
        var mapping = MappingReader.Read(found is null ? BuiltInMapping.Json() : found.Body.Span, issues);
        var errors = issues.Where(i => i.Severity == Severity.Error).ToList();
        return mapping is not null && errors.Count == 0
            ? mapping
            : throw new ConnectionException($"The mapping {key} has {errors.Count} errors, the first: {Sentence.Of(errors.FirstOrDefault()?.Rule ?? "unknown")} Fix: correct it; 'lambdasync mapping check' shows all errors.", transient: false);
    }
}
