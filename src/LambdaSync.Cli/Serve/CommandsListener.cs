using System.Net;
using System.Text;
using Amazon.Lambda.APIGatewayEvents;
using LambdaSync.Commands;
using LambdaSync.Functions;
using LambdaSync.Local;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LambdaSync.Cli;

/// <summary>What a function URL does in AWS, on one machine: a request of the loopback interface becomes the same event, and the handler's answer the response.</summary>
sealed class CommandsListener : IAsyncDisposable
{
    /// <summary>The keys, in the data folder: the document that a stack has in SSM.</summary>
    public const string KeysFile = "command-keys.json";

    // As the function of a stack.
    static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    readonly WebApplication _app;

    // A compiled mapping serves one at a time.
    readonly SemaphoreSlim _turn = new(1);

    CommandsListener(WebApplication app) => _app = app;

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <param name="port">0 takes a free one.</param>
    /// <exception cref="IOException">The port is in use.</exception>
    public static async Task<CommandsListener> Start(int port, DirectoryInfo data, Functions.Commands commands, TextWriter error, TimeProvider time)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = CommandLimits.MaxBytes;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        var listener = new CommandsListener(builder.Build());
        var handler = new CommandsUrl(commands, _ => Keys(data, error), time, new ErrorLog<CommandsUrl>(error));
        listener._app.Run(http => listener.Pass(http, handler, error, time));
        await listener._app.StartAsync();
        return listener;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _turn.Dispose();
    }

    async Task Pass(HttpContext http, CommandsUrl handler, TextWriter error, TimeProvider time)
    {
        var answer = await Read(http.Request) is { } request ? await Handle(request, handler, error, time) : Status(StatusCodes.Status413PayloadTooLarge);
        http.Response.StatusCode = answer.StatusCode;
        foreach (var (name, value) in answer.Headers)
            http.Response.Headers[name] = value;
        await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(answer.Body));
    }

    async Task<APIGatewayHttpApiV2ProxyResponse> Handle(APIGatewayHttpApiV2ProxyRequest request, CommandsUrl handler, TextWriter error, TimeProvider time)
    {
        await _turn.WaitAsync();
        try
        {
            return await handler.Handle(request, new Invocation($"{Service.OwnerPrefix}commands", Limit, time, CancellationToken.None));
        }
        catch (Exception failed) when (failed is not OutOfMemoryException)
        {
            // Lambda answers so too. The text may quote a record.
            await error.WriteLineAsync(Trouble.Line("commands", failed));
            return Status(StatusCodes.Status502BadGateway);
        }
        finally
        {
            _turn.Release();
        }
    }

    // Null: the body is too large.
    static async Task<APIGatewayHttpApiV2ProxyRequest?> Read(HttpRequest request)
    {
        using var body = new MemoryStream();
        try
        {
            await request.Body.CopyToAsync(body);
        }
        catch (BadHttpRequestException tooLarge) when (tooLarge.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return null;
        }

        return new APIGatewayHttpApiV2ProxyRequest
        {
            RawPath = request.Path,
            Headers = request.Headers.ToDictionary(h => h.Key.ToLowerInvariant(), h => h.Value.ToString()),
            RequestContext = new() { Http = new() { Method = request.Method } },
            Body = Convert.ToBase64String(body.ToArray()),
            IsBase64Encoded = true,
        };
    }

    static APIGatewayHttpApiV2ProxyResponse Status(int status) => new() { StatusCode = status };

    // Read at each request: a key that is added or removed counts at once.
    static async Task<CommandKeys> Keys(DirectoryInfo data, TextWriter error)
    {
        var path = Path.Combine(data.FullName, KeysFile);
        if (!File.Exists(path))
            return CommandKeys.None;
        PrivateFiles.CreateFile(path);
        if (CommandKeys.Read(await File.ReadAllBytesAsync(path), out var wrong) is { } keys)
            return keys;
        await error.WriteLineAsync($"error: {path} can't be used: {wrong}. No request can be authenticated. Fix: correct it (docs/security.md).");
        return CommandKeys.None;
    }
}
