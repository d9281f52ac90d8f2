using System.Globalization;
using System.Net.Http.Headers;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>The HTTP interface between Lambda and a runtime, version 2018-06-01 (docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html).</summary>
sealed class RuntimeApi : IDisposable
{
    const string ErrorTypeHeader = "Lambda-Runtime-Function-Error-Type";

    static readonly MediaTypeHeaderValue Json = new("application/json");

    readonly HttpClient _http;

    RuntimeApi(string address)
    {
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false })
        {
            BaseAddress = new Uri($"http://{address}/2018-06-01/runtime/"),
            // The next event may be hours away: Lambda freezes the process meanwhile.
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _http.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", "LambdaSync-runtime/1.0");
    }

    public static RuntimeApi FromEnvironment() => new(
        Environment.GetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API") is { Length: > 0 } address
            ? address
            : throw new InvalidOperationException("AWS_LAMBDA_RUNTIME_API is not set: this program is started by AWS Lambda."));

    public async Task<Invocation> Next(CancellationToken cancellation)
    {
        using var answer = await _http.GetAsync("invocation/next", cancellation).ConfigureAwait(false);
        answer.EnsureSuccessStatusCode();
        var body = new MemoryStream(await answer.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false), writable: false);
        var deadline = long.Parse(Header("Lambda-Runtime-Deadline-Ms") ?? "0", CultureInfo.InvariantCulture);
        return new Invocation(
            body,
            new LambdaContext(
                Header("Lambda-Runtime-Aws-Request-Id") ?? throw new InvalidOperationException("The Runtime API gave an event without a request id."),
                Header("Lambda-Runtime-Invoked-Function-Arn") ?? "",
                DateTimeOffset.FromUnixTimeMilliseconds(deadline)),
            Header("Lambda-Runtime-Trace-Id"));

        string? Header(string name) => answer.Headers.TryGetValues(name, out var values) ? values.First() : null;
    }

    public Task Answer(string requestId, Stream answer, CancellationToken cancellation) =>
        Post($"invocation/{requestId}/response", new StreamContent(answer), null, cancellation);

    public Task Failed(string requestId, Exception failed, CancellationToken cancellation) =>
        Post($"invocation/{requestId}/error", new ByteArrayContent(RuntimeError.ToJson(failed)), RuntimeError.TypeOf(failed), cancellation);

    // As the package does, without the type's header: the body says it.
    public Task InitializationFailed(Exception failed, CancellationToken cancellation) =>
        Post("init/error", new ByteArrayContent(RuntimeError.ToJson(failed)), null, cancellation);

    public void Dispose() => _http.Dispose();

    async Task Post(string path, HttpContent content, string? errorType, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        content.Headers.ContentType = Json;
        if (errorType is not null)
            request.Headers.TryAddWithoutValidation(ErrorTypeHeader, errorType);
        using var answer = await _http.SendAsync(request, cancellation).ConfigureAwait(false);
        answer.EnsureSuccessStatusCode();
    }
}
