using System.Runtime.CompilerServices;
using System.Text.Json;
using LambdaSync.Connections.Aws;
using LambdaSync.Fields;
using LambdaSync.Json;
using LambdaSync.Sync;

namespace LambdaSync.Connections.PartnerCentral;

/// <summary>
/// Partner Central's Selling API. Bodies and answers are canonical JSON in AWS's own shape; unknown members and values pass both ways.
/// A changing operation takes its whole body, so that the bytes sent are the bytes stored as intent (the operations of the core make
/// it). Each call is at most one request; retry, quota and idempotency tokens are the caller's. All methods throw
/// <see cref="AwsServiceException"/> when AWS refuses or can't be reached and <see cref="RequestHeldException"/> when a firm rule or a
/// masked value stops the request here. Safe for concurrent use.
/// </summary>
public sealed partial class PartnerCentralClient : IDisposable
{
    readonly AwsClient _aws;
    readonly Func<SellingOperation, CancellationToken, Task>? _before;
    readonly QuotaTurn? _turn;

    /// <param name="before">
    /// Awaited before each request goes out, each page's too: the place to take a token of the operation's quota. May be null.
    /// </param>
    /// <param name="ended">Called after each request, successful or not: the place to log it. May be null.</param>
    public PartnerCentralClient(
        AwsSettings settings, Func<SellingOperation, CancellationToken, Task>? before = null, HttpMessageHandler? handler = null, Action<AwsCallEnd>? ended = null)
    {
        _aws = new AwsClient(AwsApi.PartnerCentralSelling, settings, handler, ended);
        _before = before;
    }

    /// <param name="end">Answers in place of Partner Central.</param>
    internal PartnerCentralClient(AwsEnd end) => _aws = new AwsClient(AwsApi.PartnerCentralSelling, end);

    PartnerCentralClient(PartnerCentralClient whole, QuotaGate gate, Lane lane, Func<TimeSpan> patience)
    {
        _aws = whole._aws;
        _before = whole._before;
        _turn = new QuotaTurn(gate, lane, patience);
    }

    /// <summary>
    /// This client with every request in a lane of the quota: a request waits until it may go out, and a throttled one pauses its quota
    /// group in all instances and goes out again after the pause, as AWS did nothing. It shares the connections and need not be disposed
    /// of. Besides this client's exceptions its methods throw <see cref="QuotaUsedUpException"/> when the patience does not cover the wait,
    /// and <see cref="ConnectionException"/> when the quota's store can't be reached. In both cases AWS has done nothing.
    /// </summary>
    /// <param name="patience">The longest that one request waits, after throttles too.</param>
    public PartnerCentralClient In(QuotaGate gate, Lane lane, TimeSpan patience) => In(gate, lane, () => patience);

    /// <summary>The same with a patience that is asked for at each request.</summary>
    public PartnerCentralClient In(QuotaGate gate, Lane lane, Func<TimeSpan> patience) => new(this, gate, lane, patience);

    /// <summary>Calls any operation with a whole body; the other methods are this one with a name.</summary>
    /// <returns>Canonical JSON; <c>{}</c> where AWS answers with nothing.</returns>
    /// <param name="atAws">The same request with what AWS has now, or empty: what AWS has itself is not judged.</param>
    public async Task<ReadOnlyMemory<byte>> Call(
        SellingOperation operation, ReadOnlyMemory<byte> body, CancellationToken cancellation, ReadOnlyMemory<byte> atAws = default) =>
        Canonical(operation, (await InTurn(operation, body, atAws, cancellation).ConfigureAwait(false)).Span);

    Task<ReadOnlyMemory<byte>> InTurn(SellingOperation operation, ReadOnlyMemory<byte> body, ReadOnlyMemory<byte> atAws, CancellationToken cancellation)
    {
        var issues = RequestCheck.Check(operation.Name, body, atAws);
        return issues.Any(issue => issue.Severity == Severity.Error)
            ? Task.FromException<ReadOnlyMemory<byte>>(new RequestHeldException(operation.Name, issues))
            : _turn is null ? Send(operation, body, cancellation) : InTurn(_turn, operation, body, cancellation);
    }

    async Task<ReadOnlyMemory<byte>> InTurn(QuotaTurn quota, SellingOperation operation, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        for (var turn = quota.Begin(operation.Quota); ;)
        {
            await turn.Take(cancellation).ConfigureAwait(false);
            try
            {
                return await Send(operation, body, cancellation).ConfigureAwait(false);
            }
            catch (AwsServiceException e) when (e.Fault == AwsFault.Throttled)
            {
                await turn.Pause(cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>One page of any list.</summary>
    /// <param name="filter">The request without page size and token: Catalog, filters, Sort.</param>
    /// <param name="pageSize">Cut to what the operation allows.</param>
    /// <param name="nextToken">From the page before, or null for the first.</param>
    /// <param name="progress">Of all pages of this list.</param>
    /// <exception cref="AwsServiceException">Also when the answer has no list (NoList) or the list has no end (RepeatedNextToken, EndlessEmptyPages).</exception>
    public async Task<SellingPage> Page(
        SellingOperation operation, ReadOnlyMemory<byte> filter, int pageSize, string? nextToken, PageProgress progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(operation.Items);
        var body = SellingJson.WithPage(filter, Math.Clamp(pageSize, 1, operation.LargestPage), nextToken);
        var page = SellingJson.ReadPage(await InTurn(operation, body, default, cancellation).ConfigureAwait(false), operation.Items)
            ?? throw MalformedResponse(operation, "NoList");
        return progress.Problem(nextToken, page) is { } problem ? throw MalformedResponse(operation, problem) : page;
    }

    /// <summary>All items of any list.</summary>
    /// <param name="filter">The request without page size and token: Catalog, filters, Sort.</param>
    public IAsyncEnumerable<ReadOnlyMemory<byte>> List(SellingOperation operation, ReadOnlyMemory<byte> filter, int pageSize, CancellationToken cancellation) =>
        Items(operation, filter, pageSize, cancellation);

    /// <summary>Closes the connections; nothing in a view.</summary>
    public void Dispose()
    {
        if (_turn is null)
            _aws.Dispose();
    }

    Task<ReadOnlyMemory<byte>> Send(SellingOperation operation, ReadOnlyMemory<byte> body, CancellationToken cancellation) =>
        _before is null ? _aws.Call(operation.Name, body, cancellation) : Send(_before, operation, body, cancellation);

    async Task<ReadOnlyMemory<byte>> Send(Func<SellingOperation, CancellationToken, Task> before, SellingOperation operation, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        await before(operation, cancellation).ConfigureAwait(false);
        return await _aws.Call(operation.Name, body, cancellation).ConfigureAwait(false);
    }

    // All pages' items; a page is asked for when its first item is.
    async IAsyncEnumerable<ReadOnlyMemory<byte>> Items(
        SellingOperation operation, ReadOnlyMemory<byte> filter, int pageSize, [EnumeratorCancellation] CancellationToken cancellation)
    {
        string? token = null;
        var progress = new PageProgress();
        do
        {
            var page = await Page(operation, filter, pageSize, token, progress, cancellation).ConfigureAwait(false);
            foreach (var item in page.Items)
                yield return item;
            token = page.NextToken;
        }
        while (token is not null);
    }

    static ReadOnlyMemory<byte> Canonical(SellingOperation operation, ReadOnlySpan<byte> answer)
    {
        if (answer.IsEmpty)
            return "{}"u8.ToArray();
        try
        {
            var json = CanonicalJson.ToArray(answer);
            return json[0] == '{' ? json : throw MalformedResponse(operation, "NotJson");
        }
        catch (JsonException)
        {
            throw MalformedResponse(operation, "NotJson");
        }
    }

    // A success that AWS can't have meant: the caller asks again.
    static AwsServiceException MalformedResponse(SellingOperation operation, string code) =>
        new(operation.Name, new AwsError(200, code, "", "", [], ""), AwsFault.Unavailable);
}
