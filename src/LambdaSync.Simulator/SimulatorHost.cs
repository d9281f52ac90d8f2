using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LambdaSync.Simulator;

/// <summary>The simulator on a loopback port.</summary>
public sealed class SimulatorHost : IAsyncDisposable
{
    readonly WebApplication _app;

    SimulatorHost(WebApplication app, PartnerCentralSimulator simulator) => (_app, Simulator) = (app, simulator);

    public PartnerCentralSimulator Simulator { get; }

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <param name="port">0 takes a free one.</param>
    public static async Task<SimulatorHost> Start(PartnerCentralSimulator simulator, int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        var app = builder.Build();
        app.Run(http => Pass(simulator, http));
        await app.StartAsync();
        return new SimulatorHost(app, simulator);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    static async Task Pass(PartnerCentralSimulator simulator, HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        using var request = new HttpRequestMessage(new HttpMethod(http.Request.Method), $"{http.Request.Scheme}://{http.Request.Host}{http.Request.Path.ToUriComponent()}{http.Request.QueryString.ToUriComponent()}")
        {
            Content = new ByteArrayContent(body.ToArray()),
        };
        foreach (var (name, values) in http.Request.Headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values))
                request.Content.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values);
        }

        HttpResponseMessage answer;
        try
        {
            answer = await simulator.Answer(request, http.RequestAborted);
        }
        catch (HttpRequestException)
        {
            http.Abort();
            return;
        }

        using (answer)
        {
            http.Response.StatusCode = (int)answer.StatusCode;
            foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers))
                http.Response.Headers[name] = values.ToArray();
            await answer.Content.CopyToAsync(http.Response.Body, http.RequestAborted);
        }
    }
}
