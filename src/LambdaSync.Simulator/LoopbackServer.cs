using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Answer = System.Func<System.Net.Http.HttpRequestMessage, System.Threading.CancellationToken, System.Threading.Tasks.Task<System.Net.Http.HttpResponseMessage>>;

namespace LambdaSync.Simulator;

/// <summary>A function from request to response on a loopback port.</summary>
sealed class LoopbackServer : IAsyncDisposable
{
    readonly WebApplication _app;

    LoopbackServer(WebApplication app) => _app = app;

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <param name="port">0 takes a free one.</param>
    public static async Task<LoopbackServer> Start(Answer answer, int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        var app = builder.Build();
        app.Run(http => Pass(answer, http));
        await app.StartAsync();
        return new LoopbackServer(app);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    static async Task Pass(Answer answer, HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        using var request = new HttpRequestMessage(new HttpMethod(http.Request.Method), $"{http.Request.Scheme}://{http.Request.Host}{http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget}")
        {
            Content = new ByteArrayContent(body.ToArray()),
        };
        foreach (var (name, values) in http.Request.Headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values))
                request.Content.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values);
        }

        HttpResponseMessage message;
        try
        {
            message = await answer(request, http.RequestAborted);
        }
        catch (HttpRequestException)
        {
            http.Abort();
            return;
        }

        using (message)
        {
            http.Response.StatusCode = (int)message.StatusCode;
            foreach (var (name, values) in message.Headers.Concat(message.Content.Headers))
                http.Response.Headers[name] = values.ToArray();
            // 204 and 304 have no body, and Kestrel takes no write of one.
            if (message.Content.Headers.ContentLength != 0)
                await message.Content.CopyToAsync(http.Response.Body, http.RequestAborted);
        }
    }
}
