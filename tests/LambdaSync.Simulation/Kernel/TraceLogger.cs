using Microsoft.Extensions.Logging;

namespace LambdaSync.Simulation.Kernel;

/// <summary>What a handler logs goes into the trace; an error that nobody planned for is a surprise.</summary>
sealed class TraceLogger<T>(World world, Incarnation process) : ILogger<T>
{
    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        world.Trace.Write($"{process} {logLevel}: {formatter(state, exception)}{(exception is null ? "" : $" [{exception.GetType().Name}: {exception.Message}]")}");
        if (exception is not null)
            world.Surprises.Tell(process, exception);
    }
}
