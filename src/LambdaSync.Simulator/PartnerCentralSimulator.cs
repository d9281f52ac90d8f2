using System.Text.Json;
using System.Text.Json.Nodes;
using LambdaSync.Simulator.Control;
using LambdaSync.Simulator.Model;
using LambdaSync.Simulator.Operations;
using LambdaSync.Simulator.Rules;
using LambdaSync.Simulator.State;
using LambdaSync.Simulator.Wire;

namespace LambdaSync.Simulator;

/// <summary>
/// AWS Partner Central's Selling API, played by its published rules: one function from HTTP request to HTTP response. It speaks AWS
/// JSON 1.0 on <c>POST /</c>; under <c>/_control/</c> a test or a person acts as AWS.
/// </summary>
public sealed class PartnerCentralSimulator : IDisposable
{
    const string TargetPrefix = "AWSPartnerCentralSelling.";
    const string Service = "partnercentral-selling";

    // A member twice is no JSON that anybody means.
    static readonly JsonDocumentOptions Once = new() { AllowDuplicateProperties = false };

    readonly TimeProvider _time;
    readonly SemaphoreSlim _turn = new(1, 1);
    World _world;
    int _requests;

    /// <param name="time">The machine's time: signatures are checked by it, and the simulated clock starts from it.</param>
    public PartnerCentralSimulator(TimeProvider time)
    {
        _time = time;
        _world = new World(time);
        Control = new ControlPanel(() => _world, () => _world = new World(time) { Changes = _world.Changes + 1 }, _turn);
    }

    /// <summary>Acting as AWS, faults, the clock.</summary>
    public ControlPanel Control { get; }

    /// <exception cref="HttpRequestException">The connection was cut: a fault that was asked for.</exception>
    public async Task<HttpResponseMessage> Answer(HttpRequestMessage request, CancellationToken cancellation)
    {
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellation);
        var requestId = NextRequestId();
        if (_world.Jitter > TimeSpan.Zero && !request.RequestUri!.AbsolutePath.StartsWith(ControlPanel.Path, StringComparison.Ordinal))
            await Task.Delay(_world.Jitter * Random.Shared.NextDouble(), _time, cancellation);
        // One request at a time: what happens depends on the order alone.
        await _turn.WaitAsync(cancellation);
        try
        {
            if (request.RequestUri!.AbsolutePath.StartsWith(ControlPanel.Path, StringComparison.Ordinal))
                return Control.Answer(request.RequestUri.AbsolutePath[ControlPanel.Path.Length..], body, requestId);
            if (request.RequestUri.AbsolutePath == "/" && !request.Headers.Contains("X-Amz-Target") && Sts.Answer(_world, request, body, requestId, _time.GetUtcNow()) is { } session)
                return session;
            return Marketplace.MarketRequest.Of(request, body) is { } market ? await Operate(market, request, body, requestId, cancellation) : await Operate(request, body, requestId, cancellation);
        }
        catch (AwsError error)
        {
            return Answers.Error(error, requestId);
        }
        catch (ConnectionCut cut)
        {
            throw new HttpRequestException(HttpRequestError.ResponseEnded, cut.Message, cut);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The same without HTTP, of Marketplace's two APIs too: no signature, no jitter. For callers in the process, which are not to pay for the wire.</summary>
    /// <exception cref="HttpRequestException">The connection was cut: a fault that was asked for.</exception>
    public async Task<SimulatorAnswer> Call(string operation, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        var requestId = NextRequestId();
        await _turn.WaitAsync(cancellation);
        try
        {
            if (Marketplace.MarketRequest.Of(operation, body) is { } market)
                return await Operate(market, requestId, cancellation);
            if (!_world.Model.Operations.TryGetValue(operation, out var known))
                throw Unknown(operation);
            var answer = await Operate(known, body, cancellation);
            return new SimulatorAnswer(200, "", requestId, answer is null ? [] : Answers.Bytes(answer));
        }
        catch (AwsError error)
        {
            return new SimulatorAnswer(error.Status, error.Type, requestId, Answers.Bytes(Answers.Body(error)));
        }
        catch (ConnectionCut cut)
        {
            throw new HttpRequestException(HttpRequestError.ResponseEnded, cut.Message, cut);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    string NextRequestId() => new Guid(Interlocked.Increment(ref _requests), 0, 0x4000, [0x80, 0, 0, 0, 0, 0, 0, 1]).ToString();

    static AwsError Unknown(string target) => new("UnknownOperationException", $"'{target}' is no operation of this service.", 404);

    async Task<HttpResponseMessage> Operate(HttpRequestMessage request, byte[] body, string requestId, CancellationToken cancellation)
    {
        var target = request.Headers.TryGetValues("X-Amz-Target", out var targets) ? targets.First() : "";
        if (request.Method != HttpMethod.Post || !target.StartsWith(TargetPrefix, StringComparison.Ordinal) || !_world.Model.Operations.TryGetValue(target[TargetPrefix.Length..], out var operation))
            throw Unknown(target);
        SigV4.Check(request, body, Service, key => _world.Secrets.GetValueOrDefault(key), _time.GetUtcNow());
        return await Operate(operation, body, cancellation) is { } answer ? Answers.Json(answer, requestId) : Answers.Empty(requestId);
    }

    async Task<HttpResponseMessage> Operate(Marketplace.MarketRequest request, HttpRequestMessage message, byte[] body, string requestId, CancellationToken cancellation)
    {
        try
        {
            var key = SigV4.Check(message, body, Marketplace.MarketRequest.SigningName, key => _world.Secrets.GetValueOrDefault(key), _time.GetUtcNow());
            return request.Answer(await OperateAs(request, _world.KeyAccounts.GetValueOrDefault(key, World.Account), cancellation), requestId);
        }
        catch (AwsError error)
        {
            return request.Answer(error, requestId);
        }
    }

    async Task<SimulatorAnswer> Operate(Marketplace.MarketRequest request, string requestId, CancellationToken cancellation)
    {
        try
        {
            return new SimulatorAnswer(200, "", requestId, Answers.Bytes(await OperateAs(request, World.Account, cancellation)));
        }
        catch (AwsError error)
        {
            return request.Inside(error, requestId);
        }
    }

    async ValueTask<JsonObject> OperateAs(Marketplace.MarketRequest request, string account, CancellationToken cancellation)
    {
        var fault = _world.Faults.Take(request.Operation);
        if (fault is { Kind: FaultKind.Latency })
            await Late(fault.Delay, cancellation);
        Before(fault, request.InternalError);
        Clockwork.CatchUp(_world);
        _world.Market.Account = account;
        var answer = request.Run(_world);
        After(fault, request.InternalError);
        return answer;
    }

    // Null: the operation has no output.
    ValueTask<JsonObject?> Operate(ApiModel.Operation operation, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        var fault = _world.Faults.Take(operation.Name);
        return fault is { Kind: FaultKind.Latency } ? OperateLate(operation, body, fault, cancellation) : new(Operate(operation, body, fault));
    }

    async ValueTask<JsonObject?> OperateLate(ApiModel.Operation operation, ReadOnlyMemory<byte> body, Fault fault, CancellationToken cancellation)
    {
        await Late(fault.Delay, cancellation);
        return Operate(operation, body, fault);
    }

    JsonObject? Operate(ApiModel.Operation operation, ReadOnlyMemory<byte> body, Fault? fault)
    {
        Before(fault);
        _world.Quotas.Take(operation.Name);
        var answer = Handle(operation, Parse(body.Span));
        After(fault);
        return operation.Output is null ? null : answer;
    }

    // The slow request gives its turn away: others are answered meanwhile.
    async Task Late(TimeSpan delay, CancellationToken cancellation)
    {
        _turn.Release();
        try
        {
            await Task.Delay(delay, _time, cancellation);
        }
        finally
        {
            await _turn.WaitAsync(CancellationToken.None);
        }
    }

    JsonObject Handle(ApiModel.Operation operation, JsonObject input)
    {
        Clockwork.CatchUp(_world);
        if (RequestCheck.Of(_world.Model, operation.Input, input) is { Count: > 0 } errors)
            throw AwsError.BadRequest(errors);
        // Only the names AWS and Sandbox are published (DG testing).
        if (!_world.Catalogs.TryGetValue(input["Catalog"]?.GetValue<string>() ?? "AWS", out var catalog))
            throw AwsError.BadRequest([FieldError.Invalid("Catalog", "Catalog takes AWS or Sandbox.")]);
        if (!Handlers.All.TryGetValue(operation.Name, out var handler))
            throw new AwsError("UnknownOperationException", $"This simulator does not implement {operation.Name}.", 501);

        if (!IsRead(operation.Name))
            _world.Changes++;
        var token = operation.Token is { } member ? input[member]?.GetValue<string>() : null;
        if (token is not null && _world.Tokens.Known(operation.Name, catalog.Name, token, input) is { } known)
            return TaskOperations.Latest(catalog, known);
        var answer = handler(new Call(_world, catalog, operation.Name, input));
        if (token is not null)
            _world.Tokens.Remember(operation.Name, catalog.Name, token, input, answer);
        return answer;
    }

    static bool IsRead(string operation) => operation.StartsWith("Get", StringComparison.Ordinal) || operation.StartsWith("List", StringComparison.Ordinal);

    static JsonObject Parse(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonNode.Parse(body, documentOptions: Once) as JsonObject ?? throw new JsonException();
        }
        catch (JsonException)
        {
            throw new AwsError("SerializationException", "The body is not a JSON object.");
        }
    }

    static void Before(Fault? fault, string internalError = "InternalServerException")
    {
        switch (fault?.Kind)
        {
            case FaultKind.Error500: throw new AwsError(internalError, "An internal error occurred.", 500);
            case FaultKind.Throttle: throw AwsError.Throttled("Rate exceeded.");
            case FaultKind.CutBefore: throw new ConnectionCut();
        }
    }

    static void After(Fault? fault, string internalError = "InternalServerException")
    {
        switch (fault?.Kind)
        {
            case FaultKind.ReplyLost: throw new AwsError(internalError, "An internal error occurred.", 500);
            case FaultKind.CutAfter: throw new ConnectionCut();
        }
    }
}
