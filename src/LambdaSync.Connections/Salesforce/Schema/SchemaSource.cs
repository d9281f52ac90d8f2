using System.Globalization;
using System.Text.Json;

namespace LambdaSync.Connections.Salesforce;

/// <summary>
/// The objects' descriptions, kept for an hour in this process and then asked for by <c>If-Modified-Since</c>: the check also sees permissions
/// and profiles (REST resources-sobject-describe-ifmodified). Several objects are one call. Safe for concurrent use.
/// </summary>
sealed class SchemaSource(TimeProvider time) : IDisposable
{
    static readonly TimeSpan Fresh = TimeSpan.FromHours(1);

    readonly SemaphoreSlim _one = new(1, 1);
    readonly Dictionary<string, (SObject? Object, DateTimeOffset Read)> _known = new(StringComparer.Ordinal);

    /// <exception cref="ConnectionException">The integration user does not see the object.</exception>
    public async Task<SObject> Get(SalesforceApi api, string name, CancellationToken cancellation) =>
        (await Load(api, [name], cancellation).ConfigureAwait(false))[name]
        ?? throw new ConnectionException($"Salesforce has no object {name} that the integration user sees. Fix: deploy infra/salesforce, assign the permission set LambdaSync_Integration, or correct the mapping.", transient: false);

    /// <summary>The objects by name; null: the integration user does not see it.</summary>
    public async Task<IReadOnlyDictionary<string, SObject?>> Load(SalesforceApi api, IReadOnlyCollection<string> names, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var now = time.GetUtcNow();
            var due = names.Where(name => !_known.TryGetValue(name, out var known) || now - known.Read >= Fresh).Distinct().ToList();
            // The call takes along what would be due soon: from then on all objects are due at the same time.
            if (due.Count > 0)
                due = [.. due.Union(_known.Where(known => known.Value.Object is not null && now - known.Value.Read >= Fresh / 2).Select(known => known.Key)).Take(Math.Max(due.Count, SalesforceApi.MaxParts))];
            foreach (var part in due.Chunk(SalesforceApi.MaxParts))
                await Describe(api, part, cancellation).ConfigureAwait(false);
            return names.Distinct().ToDictionary(name => name, name => _known[name].Object, StringComparer.Ordinal);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>The paths' fields, with the objects that they lead through; null: there is no such field, or it is hidden.</summary>
    public async Task<IReadOnlyDictionary<string, SPath?>> Resolve(SalesforceApi api, SObject from, IEnumerable<string> paths, CancellationToken cancellation)
    {
        var all = paths.Distinct().ToList();
        var loaded = new Dictionary<string, SObject?>(StringComparer.Ordinal) { [from.Name] = from };
        for (var depth = 0; depth < Mapping.CrmMetadata.MaxRelations; depth++)
        {
            var missing = all.Select(path => SPath.Missing(from, path, loaded)).OfType<string>().Distinct().ToList();
            if (missing.Count == 0)
                break;
            foreach (var (name, found) in await Load(api, missing, cancellation).ConfigureAwait(false))
                loaded[name] = found;
        }

        return all.ToDictionary(path => path, path => SPath.Of(from, path, loaded), StringComparer.Ordinal);
    }

    /// <summary>An answer contradicts the description: a permission or the object has changed.</summary>
    public void Forget(string name)
    {
        _one.Wait();
        try
        {
            _known.Remove(name);
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    async Task Describe(SalesforceApi api, IReadOnlyList<string> names, CancellationToken cancellation)
    {
        var parts = names.Select((name, i) => new ApiPart("d" + i.ToString(CultureInfo.InvariantCulture), HttpMethod.Get, $"/sobjects/{Soql.Name(name)}/describe")
        {
            Headers = _known.GetValueOrDefault(name).Object?.Version is { } version ? [("If-Modified-Since", version.ToString("R", CultureInfo.InvariantCulture))] : [],
        }).ToList();
        var (answers, sent) = await api.Composite(parts, isRepeatable: true, cancellation).ConfigureAwait(false);
        foreach (var (name, answer) in names.Zip(answers))
        {
            var now = time.GetUtcNow();
            if (answer.Status == 304)
                _known[name] = (_known[name].Object, now);
            else if (answer.IsSuccess && answer.Body.ValueKind == JsonValueKind.Object)
                _known[name] = (DescribeReader.Read(answer.Body, sent), now);
            else if (answer.Status == 404 || answer.Errors is [{ Code: "NOT_FOUND" or "INVALID_TYPE" }, ..])
                _known[name] = (null, now);
            else
                answer.Checked("describe");
        }
    }
}
