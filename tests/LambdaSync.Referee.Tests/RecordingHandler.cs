using System.Text.Json.Nodes;

namespace LambdaSync.Referee.Tests;

/// <summary>Keeps every request of our client, as it goes out, and passes it on.</summary>
sealed class RecordingHandler(HttpMessageHandler next) : DelegatingHandler(next)
{
    /// <summary>A JSON object each, as referee.py reads them.</summary>
    public List<string> Requests { get; } = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        var headers = new JsonObject();
        foreach (var (name, values) in request.Headers.Concat(request.Content?.Headers.AsEnumerable() ?? []))
            headers[name] = string.Join(",", values);
        Requests.Add(new JsonObject
        {
            ["method"] = request.Method.Method,
            ["url"] = request.RequestUri!.AbsoluteUri,
            ["headers"] = headers,
            ["body"] = Convert.ToBase64String(body),
        }.ToJsonString());
        return await base.SendAsync(request, cancellationToken);
    }
}
