using System.Runtime.CompilerServices;
using System.Text.Json;
using LambdaSync.Connections.Aws;
using LambdaSync.Connections.PartnerCentral;
using LambdaSync.Json;

namespace LambdaSync.Connections.Marketplace;

/// <summary>What both Marketplace clients share: whole bodies in, canonical JSON out, pages. Each call is at most one request, but one that AWS throttles in a lane of the quota.</summary>
sealed class MarketplaceCalls : IDisposable
{
    static readonly Dictionary<string, string> NoQuery = [];

    readonly AwsClient _aws;
    readonly Func<MarketplaceOperation, CancellationToken, Task>? _before;
    readonly QuotaTurn? _turn;

    // Agreement's names begin with a small letter.
    readonly bool _isCatalog;

    // Where there is no HTTP, all members are in the body.
    readonly bool _isInside;

    public MarketplaceCalls(AwsApi api, AwsSettings settings, Func<MarketplaceOperation, CancellationToken, Task>? before, HttpMessageHandler? handler, Action<AwsCallEnd>? ended) =>
        (_aws, _before, _isCatalog) = (new AwsClient(api, settings, handler, ended), before, api.Protocol == AwsProtocol.RestJson);

    /// <param name="end">Answers in place of AWS.</param>
    public MarketplaceCalls(AwsApi api, AwsEnd end, Func<MarketplaceOperation, CancellationToken, Task>? before) =>
        (_aws, _before, _isCatalog, _isInside) = (new AwsClient(api, end), before, api.Protocol == AwsProtocol.RestJson, true);

    // The same connections, in a lane of the quota.
    MarketplaceCalls(MarketplaceCalls whole, QuotaTurn turn) => (_aws, _before, _isCatalog, _isInside, _turn) = (whole._aws, whole._before, whole._isCatalog, whole._isInside, turn);

    /// <summary>These calls with every request in a lane of the quota; they share the connections and need not be disposed of.</summary>
    public MarketplaceCalls In(QuotaTurn turn) => new(this, turn);

    /// <returns>Canonical JSON; <c>{}</c> where AWS answers with nothing.</returns>
    public async Task<ReadOnlyMemory<byte>> Call(MarketplaceOperation operation, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        var answer = await Send(operation, body, cancellation).ConfigureAwait(false);
        if (answer.IsEmpty)
            return "{}"u8.ToArray();
        try
        {
            var json = CanonicalJson.ToArray(answer.Span);
            return json[0] == '{' ? json : throw Malformed(operation, "NotJson");
        }
        catch (JsonException)
        {
            throw Malformed(operation, "NotJson");
        }
    }

    /// <summary>All items of a list; a page is asked for when its first item is.</summary>
    /// <param name="filter">The request without page size and token.</param>
    /// <exception cref="AwsServiceException">Also when the answer has no list (NoList) or the list has no end (RepeatedNextToken, EndlessEmptyPages).</exception>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> List(MarketplaceOperation operation, ReadOnlyMemory<byte> filter, int pageSize, [EnumeratorCancellation] CancellationToken cancellation)
    {
        string? token = null;
        var progress = new PageProgress();
        do
        {
            var body = SellingJson.WithPage(filter, Math.Clamp(pageSize, 1, operation.LargestPage), token, camelCase: !_isCatalog);
            var page = SellingJson.ReadPage(await Send(operation, body, cancellation).ConfigureAwait(false), operation.Items!, camelCase: !_isCatalog) ?? throw Malformed(operation, "NoList");
            if (progress.Problem(token, page) is { } problem)
                throw Malformed(operation, problem);
            foreach (var item in page.Items)
                yield return item;
            token = page.NextToken;
        }
        while (token is not null);
    }

    public void Dispose()
    {
        if (_turn is null)
            _aws.Dispose();
    }

    // A throttled request goes out again after the pause, as AWS did nothing.
    async Task<ReadOnlyMemory<byte>> Send(MarketplaceOperation operation, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        if (_turn is null)
            return await SendNow(operation, body, cancellation).ConfigureAwait(false);
        for (var turn = _turn.Begin(operation.Quota); ;)
        {
            await turn.Take(cancellation).ConfigureAwait(false);
            try
            {
                return await SendNow(operation, body, cancellation).ConfigureAwait(false);
            }
            catch (AwsServiceException e) when (e.Fault == AwsFault.Throttled)
            {
                await turn.Pause(cancellation).ConfigureAwait(false);
            }
        }
    }

    async Task<ReadOnlyMemory<byte>> SendNow(MarketplaceOperation operation, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        if (_before is not null)
            await _before(operation, cancellation).ConfigureAwait(false);
        if (!_isCatalog)
            return await _aws.Call(operation.Name, body, cancellation).ConfigureAwait(false);
        var isQuery = operation.Method != "POST" && !_isInside;
        return await _aws.Call(operation.Name, new HttpMethod(operation.Method), "/" + operation.Name, isQuery ? Query(body) : NoQuery, isQuery ? default : body, cancellation).ConfigureAwait(false);
    }

    // The query has the members' names in camel case (the model's locationName).
    static Dictionary<string, string> Query(ReadOnlyMemory<byte> body)
    {
        using var json = JsonDocument.Parse(body);
        return json.RootElement.EnumerateObject().ToDictionary(m => char.ToLowerInvariant(m.Name[0]) + m.Name[1..], m => m.Value.GetString()!, StringComparer.Ordinal);
    }

    // A success that AWS can't have meant: the caller asks again.
    static AwsServiceException Malformed(MarketplaceOperation operation, string code) => new(operation.Name, new AwsError(200, code, "", "", [], ""), AwsFault.Unavailable);
}
