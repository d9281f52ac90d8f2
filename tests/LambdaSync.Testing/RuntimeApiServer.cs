using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LambdaSync.Testing;

/// <summary>Lambda's side of the Runtime API (docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html): hands out events, takes the answers.</summary>
public sealed class RuntimeApiServer : IAsyncDisposable
{
    public const string FunctionArn = "arn:aws:lambda:us-east-1:123456789012:function:inbound-files";

    readonly WebApplication _app;
    readonly BlockingCollection<Waiting> _events = [];
    readonly ConcurrentDictionary<string, Waiting> _handedOut = new();
    readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    int _process;

    RuntimeApiServer(WebApplication app) => _app = app;

    /// <summary>host:port, the value of AWS_LAMBDA_RUNTIME_API.</summary>
    public string Address { get; private set; } = "";

    /// <summary>What the function reported when it could not start.</summary>
    public TaskCompletionSource<Answer> InitError { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The function has asked for its first event.</summary>
    public Task Ready => _ready.Task;

    public static async Task<RuntimeApiServer> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var port = LoopbackPort.Free();
        builder.WebHost.UseUrls(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        var server = new RuntimeApiServer(builder.Build()) { Address = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}") };
        server._app.MapGet("/2018-06-01/runtime/invocation/next", server.Next);
        server._app.MapPost("/2018-06-01/runtime/invocation/{id}/response", (HttpContext http, string id) => server.Take(http, id, isError: false));
        server._app.MapPost("/2018-06-01/runtime/invocation/{id}/error", (HttpContext http, string id) => server.Take(http, id, isError: true));
        server._app.MapPost("/2018-06-01/runtime/init/error", server.Init);
        await server._app.StartAsync();
        return server;
    }

    /// <summary>Hands the event to the next function that asks.</summary>
    /// <param name="timeLimit">What the function is told of its deadline.</param>
    public Task<Answer> Invoke(string json, TimeSpan? timeLimit = null, string? requestId = null)
    {
        var waiting = new Waiting(requestId ?? Guid.NewGuid().ToString(), json, timeLimit ?? TimeSpan.FromMinutes(5));
        _events.Add(waiting);
        return waiting.Answer.Task;
    }

    /// <summary>The process that asked until now was ended. Its last request may still wait, and no event is handed to it.</summary>
    public void Forget() => Interlocked.Increment(ref _process);

    public async ValueTask DisposeAsync()
    {
        _events.CompleteAdding();
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
        _events.Dispose();
    }

    async Task Next(HttpContext http)
    {
        _ready.TrySetResult();
        var process = Volatile.Read(ref _process);
        Waiting waiting;
        try
        {
            waiting = await Task.Run(() => _events.Take(http.RequestAborted), http.RequestAborted);
        }
        catch (Exception e) when (e is OperationCanceledException or InvalidOperationException)
        {
            return; // the function ended, or the test
        }

        if (http.RequestAborted.IsCancellationRequested || process != Volatile.Read(ref _process))
        {
            _events.Add(waiting); // for the process that is started after this one
            return;
        }

        _handedOut[waiting.Id] = waiting;
        var headers = http.Response.Headers;
        headers["Lambda-Runtime-Aws-Request-Id"] = waiting.Id;
        headers["Lambda-Runtime-Deadline-Ms"] = (DateTimeOffset.UtcNow + waiting.TimeLimit).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        headers["Lambda-Runtime-Invoked-Function-Arn"] = FunctionArn;
        headers["Lambda-Runtime-Trace-Id"] = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(waiting.Json);
    }

    async Task Take(HttpContext http, string id, bool isError)
    {
        var isHandedOut = _handedOut.TryRemove(id, out var waiting);
        var answer = await Read(http, isError);
        await Reply(http, isHandedOut ? StatusCodes.Status202Accepted : StatusCodes.Status400BadRequest);
        waiting?.Answer.TrySetResult(answer);
    }

    async Task Init(HttpContext http)
    {
        var answer = await Read(http, isError: true);
        await Reply(http, StatusCodes.Status202Accepted);
        InitError.TrySetResult(answer);
    }

    // Amazon's client of this API reads the body, and ends the process if it is no JSON.
    static Task Reply(HttpContext http, int status)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync(status == StatusCodes.Status202Accepted ? """{"status":"OK"}""" : """{"errorMessage":"Unknown request id","errorType":"InvalidRequestID"}""");
    }

    static async Task<Answer> Read(HttpContext http, bool isError)
    {
        using var reader = new StreamReader(http.Request.Body);
        return new Answer(isError, await reader.ReadToEndAsync(), http.Request.Headers["Lambda-Runtime-Function-Error-Type"]);
    }

    /// <param name="ErrorType">The error type header.</param>
    public sealed record Answer(bool IsError, string Body, string? ErrorType);

    sealed record Waiting(string Id, string Json, TimeSpan TimeLimit)
    {
        public TaskCompletionSource<Answer> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
