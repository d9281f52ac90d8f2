using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using LambdaSync.Connections.Crm;
using LambdaSync.Connections.State;
using LambdaSync.Simulation.Kernel;
using LambdaSync.Simulation.Outsides;
using LambdaSync.Sync.Work;

namespace LambdaSync.Simulation.Interleavings;

/// <summary>
/// One worker that waits before each of its calls until it is let through; but for those that nobody else can notice: what only the
/// owner of the record's claim asks or writes, and what no worker can change. That it has the claim, and that the answer is always the
/// same, is checked each time.
/// </summary>
/// <param name="owns">Whether it has the record's claim. Null with a guard off, because a claim may mean nothing then.</param>
sealed partial class Actor(string name, Func<bool>? owns)
{
    static readonly ConcurrentDictionary<string, string> Told = new(StringComparer.Ordinal);

    // Made by the claim's owner alone.
    static readonly HashSet<string> Owned = [nameof(ISyncStore.StoreIntents), nameof(ICrm.Find), nameof(ICrm.Write), "GetOpportunity"];

    readonly IncrementalHash _heard = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    int _rounds;
    bool _told;
    TaskCompletionSource? _waiting;
    Task? _run;

    public string Name => name;

    /// <summary>The call that it is about to make, or null when it has ended.</summary>
    public string? Next { get; private set; }

    /// <summary>All its calls so far; in brackets those that it did not wait before.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>
    /// All that it knows: what it does from here on follows from that. Into a claim or a wake it takes the record's key alone; of a round
    /// it keeps that it was one, and whether what it was to tell is stored. With a guard off it keeps every answer, counters included.
    /// </summary>
    public string Heard => string.Create(CultureInfo.InvariantCulture, $"{_rounds} {_told} {Convert.ToHexStringLower(_heard.GetCurrentHash().AsSpan(0, 12))}");

    /// <summary>How often the record had been woken when it was claimed last: a claim's end asks whether it was again.</summary>
    public long Wakes { get; private set; }

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
        waiting.SetResult();
        Check();
    }

    public T Reach<T>(T target) where T : class => Intercept.Of(target, call =>
    {
        // Its own schedule is nobody else's: when it is read and written makes no difference.
        if (IsOwn(call))
            return call.Proceed();
        if (call.Method == nameof(ISyncStore.FindByCrmId))
            return call.Proceed<WorkKey?>(answer => Unchanging(call.Method, answer));
        if (call.Method is nameof(ISyncStore.StoreIntents) or nameof(ICrm.Find) or nameof(ICrm.Write))
            CheckOwner(call.Method);
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

    /// <summary>Without counters, which are other numbers after another order of the same things.</summary>
    public static string Uncounted(string json) => Counter().Replace(json, "");

    string Text(string json) => Sorted(owns is null ? json : Uncounted(json));

    // Reasons are a set.
    static string Sorted(string json) => ReasonsOf().Replace(json, reasons => string.Join(',', reasons.Value.Split(',').Order(StringComparer.Ordinal)));

    [GeneratedRegex("""(?<="Reasons":\[)[^\]]*""")]
    private static partial Regex ReasonsOf();

    [GeneratedRegex(""""(Epoch|Version|Wakes)":\d+|rec-[0-9a-f]{16}|#\d+(?=["/])"""")]
    private static partial Regex Counter();

    // What no worker can change is the same whenever it is asked for. That it is the same is checked.
    static T Unchanging<T>(string method, T answer)
    {
        var text = answer is string told ? told : JsonSerializer.Serialize(answer);
        if (Told.GetOrAdd(method, text) != text)
            throw new KernelException($"{method} was told {text} and then {Told[method]}: it does not always answer alike");
        return answer;
    }

    void CheckOwner(string method)
    {
        if (owns?.Invoke() == false)
            throw new KernelException($"{name} calls {method} without having the record's claim");
    }

    async Task<T> Pass<T>(string method, Func<Task<T>> effect)
    {
        if (_waiting is not null)
            throw new KernelException($"{name} makes two calls at once");
        var waits = !Owned.Contains(method);
        Calls.Add(waits ? method : $"({method})");
        if (waits)
        {
            if (owns is not null && method is (nameof(ISyncStore.Claim) or nameof(ISyncStore.Wake)))
                _ = _heard.GetHashAndReset();
            (_waiting, Next) = (new TaskCompletionSource(), method);
            await _waiting.Task;
        }

        var answer = await effect();
        if (answer is IReadOnlyList<Claimed?> claims && claims.OfType<Claimed>().FirstOrDefault() is { } claim)
            Wakes = claim.Wakes;
        var heard = Encoding.UTF8.GetBytes($"{method} {(answer is string text ? text : Text(JsonSerializer.Serialize(answer)))};");
        _heard.AppendData(heard);
        if (answer is IReadOnlyList<Settled> settled)
        {
            _rounds++;
            _told |= settled.Any(s => s != Settled.Lost);
            if (owns is not null)
                _ = _heard.GetHashAndReset();
        }

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
            var operation = request.Headers.GetValues("X-Amz-Target").First().Split('.')[^1];
            if (operation == "GetOpportunity")
                actor.CheckOwner(operation);
            if (operation == "GetAwsOpportunitySummary")
                Unchanging(operation, await Ask());
            else
                await actor.Pass(operation, Ask);
            return answer!;

            async Task<string> Ask()
            {
                answer = await _target.SendAsync(request, CancellationToken.None);
                await answer.Content.LoadIntoBufferAsync(CancellationToken.None);
                return $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(CancellationToken.None)}";
            }
        }
    }
}
