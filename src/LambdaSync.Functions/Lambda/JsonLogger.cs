using Microsoft.Extensions.Logging;

namespace LambdaSync.Functions.Lambda;

/// <summary>A handler's logger in Lambda.</summary>
sealed class JsonLogger<T>(LogLines lines) : ILogger<T>
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => lines.IsEnabled(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
            lines.Write(logLevel, typeof(T).Name, formatter(state, exception), state as IEnumerable<KeyValuePair<string, object?>> ?? [], exception);
    }
}
