using System.Text.Json;
using LambdaSync.Connections.PartnerCentral;
using LambdaSync.Connections.State;
using LambdaSync.Sync.Work;

namespace LambdaSync.Functions;

/// <summary>What a backfill would look at: AWS's list of opportunities, read page by page and counted. Nothing is written (row A15).</summary>
/// <param name="onlyUnlinked">The backfill passes over what is linked.</param>
public sealed class OpportunityCount(PartnerCentralClient aws, ISyncStore store, bool onlyUnlinked = false)
{
    const int PageSize = 100;

    readonly SortedDictionary<string, int> _stages = new(StringComparer.Ordinal);
    readonly SortedDictionary<string, int> _reviews = new(StringComparer.Ordinal);

    /// <summary>Opportunities by stage.</summary>
    public IReadOnlyDictionary<string, int> Stages => _stages;

    /// <summary>Opportunities by review status.</summary>
    public IReadOnlyDictionary<string, int> ReviewStatuses => _reviews;

    public int Pages { get; private set; }

    public int Opportunities { get; private set; }

    /// <summary>Entries of AWS's list without an id: they are in no other count.</summary>
    public int Unreadable { get; private set; }

    /// <summary>Those that are linked to a CRM record.</summary>
    public int Linked { get; private set; }

    /// <summary>Those whose CRM record was deleted: nothing is done for them any more.</summary>
    public int Closed { get; private set; }

    public int Unlinked => Opportunities - Linked - Closed;

    /// <summary>Those that a backfill would compare.</summary>
    public int Compared => Unlinked + (onlyUnlinked ? 0 : Linked);

    public string? OldestModified { get; private set; }

    public string? NewestModified { get; private set; }

    /// <param name="filter">ListOpportunities' request without Sort, page size and token.</param>
    /// <param name="progress">Called after each page.</param>
    /// <exception cref="Connections.Aws.AwsServiceException">AWS refuses or can't be reached.</exception>
    public async Task Run(string catalog, ReadOnlyMemory<byte> filter, Action<OpportunityCount>? progress, CancellationToken cancellation)
    {
        string? token = null;
        var pages = new PageProgress();
        do
        {
            var page = await aws.Page(SellingOperations.ListOpportunities, filter, PageSize, token, pages, cancellation);
            var keys = page.Items.Select(item => Count(item)).OfType<string>().Select(id => WorkKey.Opportunity(catalog, id)).ToList();
            var states = keys.Count == 0 ? [] : await store.GetRecords(keys, cancellation);
            Closed += states.Count(state => state.Closed);
            Linked += states.Count(state => !state.Closed);
            Pages++;
            progress?.Invoke(this);
            token = page.NextToken;
        }
        while (token is not null);
    }

    // Null: without an id it can't be compared.
    string? Count(ReadOnlyMemory<byte> summary)
    {
        using var json = JsonDocument.Parse(summary);
        if (Text(json.RootElement, "Id") is not { Length: > 0 } id)
        {
            Unreadable++;
            return null;
        }

        Opportunities++;
        var lifeCycle = json.RootElement.TryGetProperty("LifeCycle", out var found) ? found : default;
        Add(_stages, lifeCycle, "Stage");
        Add(_reviews, lifeCycle, "ReviewStatus");
        if (Text(json.RootElement, "LastModifiedDate") is { } date)
        {
            // AWS's times have one form and zone, so their texts are in the order of time.
            OldestModified = OldestModified is null || string.CompareOrdinal(date, OldestModified) < 0 ? date : OldestModified;
            NewestModified = NewestModified is null || string.CompareOrdinal(date, NewestModified) > 0 ? date : NewestModified;
        }

        return id;
    }

    static void Add(SortedDictionary<string, int> counts, JsonElement lifeCycle, string name)
    {
        var value = Text(lifeCycle, name) ?? "(none)";
        counts[value] = counts.GetValueOrDefault(value) + 1;
    }

    static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
