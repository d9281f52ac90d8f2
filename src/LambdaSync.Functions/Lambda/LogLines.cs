using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Amazon.Lambda.Core;

namespace LambdaSync.Functions.Lambda;

/// <summary>
/// One JSON line an entry on the function's output, under the key names that AWS's Powertools use
/// (docs.aws.amazon.com/powertools/dotnet/core/logging). Payloads and field values never get here.
/// </summary>
sealed class LogLines(Stream output, LogLevel least, string service, TimeProvider time)
{
    readonly ArrayBufferWriter<byte> _line = new(1024);
    readonly Lock _turn = new();
    ILambdaContext? _context;
    bool _coldStart = true;
    bool _started;

    /// <summary>The invocation that the following lines belong to.</summary>
    public void Begin(ILambdaContext context)
    {
        _context = context;
        _coldStart = !_started;
        _started = true;
    }

    public bool IsEnabled(LogLevel level) => level >= least && level != LogLevel.None;

    /// <param name="fields">The message's named parts: ids and counts.</param>
    public void Write(LogLevel level, string name, string message, IEnumerable<KeyValuePair<string, object?>> fields, Exception? failed)
    {
        lock (_turn)
        {
            _line.ResetWrittenCount();
            using (var json = new Utf8JsonWriter(_line))
            {
                json.WriteStartObject();
                json.WriteString("timestamp", time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
                json.WriteString("level", NameOf(level));
                json.WriteString("service", service);
                json.WriteString("name", name);
                json.WriteString("message", message);
                Invocation(json);
                foreach (var (key, value) in fields)
                    Field(json, key, value);
                if (failed is not null)
                    Exception(json, failed);
                json.WriteEndObject();
            }

            _line.Write("\n"u8);
            output.Write(_line.WrittenSpan);
            output.Flush();
        }
    }

    void Invocation(Utf8JsonWriter json)
    {
        json.WriteBoolean("cold_start", _coldStart);
        if (_context is null)
            return;
        json.WriteString("function_name", _context.FunctionName);
        json.WriteString("function_version", _context.FunctionVersion);
        json.WriteString("function_arn", _context.InvokedFunctionArn);
        json.WriteNumber("function_memory_size", _context.MemoryLimitInMB);
        json.WriteString("function_request_id", _context.AwsRequestId);
        if (TraceId() is { } trace)
            json.WriteString("xray_trace_id", trace);
    }

    // "Root=1-...;Parent=...;Sampled=1": the root names the trace.
    static string? TraceId() => Environment.GetEnvironmentVariable("_X_AMZN_TRACE_ID") is { } header
        ? header.Split(';').FirstOrDefault(part => part.StartsWith("Root=", StringComparison.Ordinal))?["Root=".Length..] : null;

    static void Field(Utf8JsonWriter json, string key, object? value)
    {
        if (key == "{OriginalFormat}")
            return;
        switch (value)
        {
            case int number: json.WriteNumber(key, number); break;
            case long number: json.WriteNumber(key, number); break;
            case bool flag: json.WriteBoolean(key, flag); break;
            default: json.WriteString(key, Convert.ToString(value, CultureInfo.InvariantCulture)); break;
        }
    }

    // The text of a strange exception may quote a value ("The input string 'x' ..."), so only our own messages are logged.
    static void Exception(Utf8JsonWriter json, Exception failed)
    {
        json.WriteStartObject("exception");
        json.WriteString("type", failed.GetType().FullName);
        if (SafeErrors.TellsNoValue(failed))
            json.WriteString("message", failed.Message);
        if (failed.InnerException is { } inner)
            json.WriteString("inner_type", inner.GetType().FullName);
        json.WriteString("stack_trace", failed.StackTrace);
        json.WriteEndObject();
    }

    static string NameOf(LogLevel level) => level switch
    {
        LogLevel.Trace => "TRACE",
        LogLevel.Debug => "DEBUG",
        LogLevel.Information => "INFO",
        LogLevel.Warning => "WARN",
        LogLevel.Error => "ERROR",
        _ => "FATAL",
    };
}
