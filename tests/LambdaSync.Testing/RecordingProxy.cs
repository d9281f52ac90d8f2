using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LambdaSync.Testing;

/// <summary>Passes requests on to moto, or another stand-in, and keeps them.</summary>
public sealed class RecordingProxy : IAsyncDisposable
{
    readonly WebApplication _app;
    readonly HttpClient _http;

    RecordingProxy(WebApplication app, Uri target)
    {
        _app = app;
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { BaseAddress = target };
    }

    public Uri Address { get; private set; } = null!;

    public ConcurrentQueue<Recorded> Requests { get; } = [];

    /// <summary>Asked for each request's path and query: the body that it is refused with (HTTP 400), or null: it is passed on.</summary>
    public Func<string, string?> Refuses { get; set; } = _ => null;

    public static Task<RecordingProxy> Start(MotoServer moto) => Start(moto.Address);

    public static async Task<RecordingProxy> Start(Uri target)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{LoopbackPort.Free()}"));
        builder.WebHost.UseUrls(address.ToString());
        var proxy = new RecordingProxy(builder.Build(), target) { Address = address };
        proxy._app.Run(proxy.Pass);
        await proxy._app.StartAsync();
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
        _http.Dispose();
    }

    async Task Pass(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        var path = http.Request.Path.ToUriComponent() + http.Request.QueryString.ToUriComponent();
        Requests.Enqueue(new Recorded(http.Request.Method, path, http.Request.Headers["X-Amz-Target"], body.ToArray(), http.Request.Headers["x-amz-expected-bucket-owner"], http.Request.Headers.Authorization));

        if (Refuses(path) is { } refusal)
        {
            http.Response.StatusCode = 400;
            await http.Response.WriteAsync(refusal);
            return;
        }

        using var request = new HttpRequestMessage(new HttpMethod(http.Request.Method), path) { Content = new ByteArrayContent(body.ToArray()) };
        foreach (var (name, values) in http.Request.Headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values))
                request.Content.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values);
        }

        using var answer = await _http.SendAsync(request);
        http.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers).Where(h => h.Key is not "Transfer-Encoding" and not "Connection"))
            http.Response.Headers[name] = values.ToArray();
        await answer.Content.CopyToAsync(http.Response.Body);
    }

    /// <param name="Target">AWS JSON's operation (<c>DynamoDB_20120810.Query</c>), or null for S3.</param>
    /// <param name="Authorization">The signature, with the access key that signed.</param>
    /// <param name="ExpectedOwner">The account that owns the bucket, as a request to S3 names it.</param>
    public sealed record Recorded(string Method, string Path, string? Target, byte[] Body, string? ExpectedOwner = null, string? Authorization = null)
    {
        /// <summary>As IAM names it: <c>dynamodb:Query</c>, <c>s3:GetObject</c>, <c>partnercentral:GetOpportunity</c>.</summary>
        public string Operation => Target?.Split('.') switch
        {
            ["AmazonSQS", var name] => "sqs:" + name,
            ["AWSPartnerCentralSelling", var name] => "partnercentral:" + name,
            ["AmazonSSM", var name] => "ssm:" + name,
            [.., var name] when name.Length > 0 => "dynamodb:" + name,
            _ => "s3:" + S3Operation,
        };

        // Keys of objects come after the bucket's name.
        string S3Operation => (Method, Path.Contains("versionId=", StringComparison.Ordinal)) switch
        {
            ("GET", true) => "GetObjectVersion",
            ("GET", false) => "GetObject",
            ("PUT", _) => "PutObject",
            ("DELETE", _) => "DeleteObject",
            _ => Method,
        };
    }
}
