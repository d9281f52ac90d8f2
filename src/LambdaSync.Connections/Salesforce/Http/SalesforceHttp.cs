using System.Net;
using System.Net.Http.Headers;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace LambdaSync.Connections.Salesforce;

/// <summary>
/// Sends requests to one organization: login, headers, retries of what may pass, and the count of calls. A refused session is renewed once.
/// Safe for concurrent use.
/// </summary>
sealed class SalesforceHttp : IDisposable
{
    const int Retries = 4, PageSize = 2000, LargestAnswer = 64 << 20;

    static readonly TimeSpan Base = TimeSpan.FromMilliseconds(500), BusyBase = TimeSpan.FromSeconds(3), MaxDelay = TimeSpan.FromSeconds(20);

    readonly SalesforceSettings _settings;
    readonly TimeProvider _time;
    readonly Action<SalesforceCall>? _ended;
    readonly HttpClient _http;
    readonly SalesforceLogin _login;
    readonly ResiliencePipeline _pipeline;

    /// <param name="random">From 0 to below 1.</param>
    /// <param name="handler">Where requests end instead of on the network, or null. It is not disposed of.</param>
    /// <param name="ended">Called after each request, successful or not. May be null.</param>
    /// <param name="calls">Adds calls of this process, and gives those of all processes within 24 hours; null: this one is alone.</param>
    public SalesforceHttp(
        SalesforceSettings settings, Func<bool, CancellationToken, Task<SalesforceSecret>> secret, TimeProvider time, Func<double> random, HttpMessageHandler? handler, Action<SalesforceCall>? ended,
        Func<int, CancellationToken, Task<int>>? calls = null)
    {
        (_settings, _time, _ended) = (settings, time, ended);
        // No redirect is followed: the token would go along.
        _http = new HttpClient(
            handler ?? new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, AutomaticDecompression = DecompressionMethods.GZip, PooledConnectionLifetime = TimeSpan.FromMinutes(5) },
            disposeHandler: handler is null)
        { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = LargestAnswer };
        _login = new SalesforceLogin(settings, secret, _http, time);
        Budget = new CallBudget(settings.DayShare, time, calls);
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddTimeout(new TimeoutStrategyOptions { Timeout = settings.TotalTimeout })
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = Retries,
                ShouldHandle = args => ValueTask.FromResult(MayRepeat(args.Outcome.Exception, args.Context)),
                DelayGenerator = args => ValueTask.FromResult<TimeSpan?>(Delay(args.AttemptNumber, args.Outcome.Exception, random())),
            })
            .AddTimeout(new TimeoutStrategyOptions { Timeout = settings.Timeout })
            .Build();
    }

    static ResiliencePropertyKey<SalesforceRequest> Key { get; } = new("request");

    public CallBudget Budget { get; }

    public DateTimeOffset? CertificateEnds => _login.CertificateEnds;

    /// <summary>The session, for the ids of organization and user.</summary>
    public Task<SalesforceSession> Session(CancellationToken cancellation) => _login.Current(null, cancellation);

    /// <exception cref="SalesforceException">Salesforce refused, or could not be reached, also after retries.</exception>
    public async Task<SalesforceReply> Send(SalesforceRequest request, CancellationToken cancellation)
    {
        await Budget.Share(cancellation).ConfigureAwait(false);
        var context = ResilienceContextPool.Shared.Get(cancellation);
        context.Properties.Set(Key, request);
        try
        {
            return await _pipeline.ExecuteAsync(static async (context, self) => await self.Once(context.Properties.GetValue(Key, null!), context.CancellationToken).ConfigureAwait(false), context, this).ConfigureAwait(false);
        }
        catch (TimeoutRejectedException)
        {
            throw new SalesforceException(request.Name, 0, []);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    public void Dispose()
    {
        _login.Dispose();
        _http.Dispose();
    }

    /// <summary>A random time up to a limit that doubles with each try (full jitter, aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter).</summary>
    public static TimeSpan Backoff(int attempt, TimeSpan first, double random) =>
        TimeSpan.FromTicks((long)(Math.Min(MaxDelay.Ticks, first.Ticks * Math.Pow(2, Math.Min(attempt, 20))) * random));

    static TimeSpan Delay(int attempt, Exception? failed, double random) =>
        failed is SalesforceException { RetryAfter: { } asked } && asked <= MaxDelay
            ? asked
            : Backoff(attempt, failed is SalesforceException { Fault: SalesforceFault.Busy } ? BusyBase : Base, random);

    static bool MayRepeat(Exception? failed, ResilienceContext context)
    {
        var repeatable = context.Properties.GetValue(Key, null!).IsRepeatable;
        return failed switch
        {
            SalesforceException { Fault: SalesforceFault.Again or SalesforceFault.Busy } refused => repeatable || refused.NothingDone,
            TimeoutRejectedException => repeatable,
            _ => false,
        };
    }

    async Task<SalesforceReply> Once(SalesforceRequest request, CancellationToken cancellation)
    {
        Budget.Check(request.Lane, request.Name);
        if (request.IsPublic)
            return Checked(request, await Exchange(request, null, cancellation).ConfigureAwait(false));
        var session = await _login.Current(null, cancellation).ConfigureAwait(false);
        var reply = await Exchange(request, session, cancellation).ConfigureAwait(false);
        if (reply.Status == 401)
        {
            // Expired, or revoked: one more login. A second refusal is no expiry.
            session = await _login.Current(session, cancellation).ConfigureAwait(false);
            reply = await Exchange(request, session, cancellation).ConfigureAwait(false);
        }

        return Checked(request, reply);
    }

    SalesforceReply Checked(SalesforceRequest request, SalesforceReply reply)
    {
        if (reply.Status is >= 200 and < 300 || request.Expected.Contains(reply.Status))
            return reply;
        var failed = reply.Failure(request.Name);
        if (failed.Fault == SalesforceFault.DailyLimit)
            Budget.Exceeded();
        throw failed;
    }

    async Task<SalesforceReply> Exchange(SalesforceRequest request, SalesforceSession? session, CancellationToken cancellation)
    {
        using var message = Message(request, session);
        var start = _time.GetTimestamp();
        Budget.Sent();
        try
        {
            var reply = await SalesforceReply.Read(_http, request.Name, message, _time, cancellation).ConfigureAwait(false) with { Took = _time.GetElapsedTime(start) };
            if (reply.Usage is { } usage)
                Budget.Answered(usage);
            if (_ended is not null)
                _ended(new SalesforceCall(request.Name, _time.GetElapsedTime(start), reply.Status, reply.Status >= 400 && ErrorReader.Read(reply.Body) is [var first, ..] ? first.Code : ""));
            return reply;
        }
        catch (SalesforceException)
        {
            _ended?.Invoke(new SalesforceCall(request.Name, _time.GetElapsedTime(start), 0, ""));
            throw;
        }
    }

    HttpRequestMessage Message(SalesforceRequest request, SalesforceSession? session)
    {
        var path = request.Path.StartsWith("/services/", StringComparison.Ordinal) ? request.Path : $"/services/data/v{_settings.ApiVersion}{request.Path}";
        // An answer's next page is a path; anything else could carry the token to another host.
        if (path.StartsWith("//", StringComparison.Ordinal))
            throw new SalesforceException(request.Name, 502, []);
        var message = new HttpRequestMessage(request.Method, new Uri(session?.Instance ?? _settings.Host, path));
        if (session is not null)
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", session.Token);
        message.Headers.Add("Sforce-Auto-Assign", _settings.AssignsOwners ? "TRUE" : "FALSE");
        message.Headers.Add("Sforce-Call-Options", "client=LambdaSync");
        message.Headers.Add("Sforce-Query-Options", $"batchSize={PageSize}");
        if (_settings.SavesDuplicates)
            message.Headers.Add("Sforce-Duplicate-Rule-Header", "allowSave=true");
        foreach (var (name, value) in request.Headers)
            message.Headers.TryAddWithoutValidation(name, value);
        if (!request.Body.IsEmpty)
            message.Content = new ReadOnlyMemoryContent(request.Body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        return message;
    }
}
