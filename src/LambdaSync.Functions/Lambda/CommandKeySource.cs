using LambdaSync.Commands;
using LambdaSync.Connections;
using LambdaSync.Connections.Aws;
using Microsoft.Extensions.Logging;

namespace LambdaSync.Functions.Lambda;

/// <summary>
/// The keys of the function URL: a SecureString of SSM, read again when it is some minutes old, or when a request comes whose key or
/// signature is not known. A parameter that is missing or has errors is no key at all: every request is refused.
/// </summary>
sealed partial class CommandKeySource(string parameter, AwsSettings settings, TimeProvider time, ILogger<CommandKeySource> log) : IDisposable
{
    static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);

    // Whoever sends rubbish can't make SSM throttle the function.
    static readonly TimeSpan Shortest = TimeSpan.FromSeconds(10);

    readonly ParameterStore _parameters = new(settings);
    CommandKeys? _keys;
    DateTimeOffset _read;

    /// <param name="again">The keys may have changed since they were read.</param>
    /// <exception cref="ConnectionException">SSM can't be reached or refuses, and no keys are known.</exception>
    public async Task<CommandKeys> Current(bool again)
    {
        var now = time.GetUtcNow();
        if (_keys is not null && now - _read < (again ? Shortest : Fresh))
            return _keys;
        try
        {
            (_keys, _read) = (await Read(), now);
        }
        catch (AwsServiceException failed) when (_keys is not null && failed.Transient)
        {
            LogAway(log, failed, parameter);
        }
        catch (AwsServiceException failed)
        {
            throw new ConnectionException($"SSM (parameter {parameter}): {failed.Code}. Fix: check the function's role and the parameter's key.", failed.Transient, failed);
        }

        return _keys;
    }

    public void Dispose() => _parameters.Dispose();

    async Task<CommandKeys> Read()
    {
        if (await _parameters.Get(parameter, CancellationToken.None) is not { } value)
        {
            LogMissing(log, parameter);
            return CommandKeys.None;
        }

        if (CommandKeys.Read(System.Text.Encoding.UTF8.GetBytes(value), out var wrong) is { } keys)
            return keys;
        LogWrong(log, parameter, wrong!);
        return CommandKeys.None;
    }

    [LoggerMessage(1, LogLevel.Warning, "The parameter {Parameter} does not exist, so no request can be authenticated. Fix: create it (docs/security.md)")]
    static partial void LogMissing(ILogger log, string parameter);

    [LoggerMessage(2, LogLevel.Error, "The parameter {Parameter} can't be used: {Wrong}. No request can be authenticated. Fix: correct it (docs/security.md)")]
    static partial void LogWrong(ILogger log, string parameter, string wrong);

    [LoggerMessage(3, LogLevel.Warning, "The parameter {Parameter} can't be read now; the keys read before are used")]
    static partial void LogAway(ILogger log, Exception failed, string parameter);
}
