using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LambdaSync.Connections.State;
using LambdaSync.Simulation.Kernel;
using LambdaSync.Simulation.Outsides;
using LambdaSync.Sync.Work;

namespace LambdaSync.Simulation.Interleavings;

/// <summary>One worker that waits before each of its calls until it is let through.</summary>
sealed class Actor(string name)
{
    readonly IncrementalHash _heard = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    TaskCompletionSource? _waiting;
    Task? _run;

    public string Name => name;

    /// <summary>The call that it is about to make, or null when it has ended.</summary>
    public string? Next { get; private set; }

    public int Calls { get; private set; }

    /// <summary>All that it has heard: what it does from here on follows from that.</summary>
    public string Heard => Convert.ToHexStringLower(_heard.GetCurrentHash().AsSpan(0, 12));

    public void Start(Func<Task> work)
    {
        _run = work();
        Check();
    }

    /// <summary>Its call is made; it comes back when it is about to make another one, or has ended.</summary>
    public void Step()
    {
        var waiting = _waiting!;
        (_waiting, Next) = (null, null);
        Calls++;
        waiting.SetResult();
        Check();
    }

    public T Reach<T>(T target) where T : class => Intercept.Of(target, call =>
    {
        // Its own schedule is nobody else's: when it is read and written makes no difference.
        if (IsOwn(call))
            return call.Proceed();
        var answered = call.ReturnType;
        return answered == typeof(Task) ? Pass(call.Method, async () => { await (Task)call.Proceed()!; return "done"; })
            : typeof(Waits).GetMethod(nameof(Waits.Pass))!.MakeGenericMethod(answered.GenericTypeArguments[0]).Invoke(null, [this, call]);
    });

    static bool IsOwn(Intercepted call) => call.Method switch
    {
        nameof(ISyncStore.Claim) => ((IReadOnlyList<WorkKey>)call.Arguments[0]!).All(key => key.Kind == WorkKind.Schedule),
        nameof(ISyncStore.Settle) => ((IReadOnlyList<Settlement>)call.Arguments[0]!).All(s => s.Claim?.Key.Kind == WorkKind.Schedule),
        _ => false,
    };

    public HttpMessageHandler Reach(HttpMessageHandler target) => new Line(this, target);

    async Task<T> Pass<T>(string method, Func<Task<T>> effect)
    {
        if (_waiting is not null)
            throw new KernelException($"{name} makes two calls at once");
        (_waiting, Next) = (new TaskCompletionSource(), method);
        await _waiting.Task;
        var answer = await effect();
        _heard.AppendData(Encoding.UTF8.GetBytes(method));
        _heard.AppendData(answer is string text ? Encoding.UTF8.GetBytes(text) : JsonSerializer.SerializeToUtf8Bytes(answer));
        return answer;
    }

    void Check()
    {
        if (_run is { IsFaulted: true })
            throw new KernelException($"{name} failed: {_run.Exception!.InnerException}");
        if (_waiting is null && _run is { IsCompleted: false })
            throw new KernelException($"{name} waits for something that is no call");
    }

    static class Waits
    {
        public static Task<T> Pass<T>(Actor actor, Intercepted call) => actor.Pass(call.Method, () => (Task<T>)call.Proceed()!);
    }

    sealed class Line(Actor actor, HttpMessageHandler target) : HttpMessageHandler
    {
        readonly HttpMessageInvoker _target = new(target, disposeHandler: false);

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            HttpResponseMessage? answer = null;
            await actor.Pass(request.Headers.GetValues("X-Amz-Target").First().Split('.')[^1], async () =>
            {
                answer = await _target.SendAsync(request, CancellationToken.None);
                await answer.Content.LoadIntoBufferAsync(CancellationToken.None);
                return $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(CancellationToken.None)}";
            });
            return answer!;
        }
    }
}
