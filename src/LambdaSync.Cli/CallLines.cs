using System.Globalization;
using LambdaSync.Connections.Aws;

namespace LambdaSync.Cli;

/// <summary>Requests to Partner Central as lines on the error stream (row D9), at the level of <see cref="Variable"/>; without it, none.</summary>
static class CallLines
{
    public const string Variable = "LAMBDASYNC_CALL_LOG_LEVEL";

    /// <returns>Null: no line is wanted. The verbs report what fails themselves.</returns>
    public static Action<AwsCallEnd>? Of(TextWriter error) => Environment.GetEnvironmentVariable(Variable)?.ToUpperInvariant() switch
    {
        "ERROR" => call => Write(error, call, call.Fault is not null && !call.IsTransient),
        "WARN" => call => Write(error, call, call.Fault is not null),
        "INFO" or "DEBUG" or "TRACE" => call => Write(error, call, true),
        _ => null,
    };

    static void Write(TextWriter error, AwsCallEnd call, bool isWanted)
    {
        if (isWanted)
            error.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"call: {call.Operation}{(call.Record is { } record ? " of " + record : "")}: {(call.Fault is null ? "succeeded" : call.Code.Length > 0 ? call.Code : "no answer")}, HTTP {call.Status}, {call.Took.TotalMilliseconds:0} ms, request {(call.RequestId.Length > 0 ? call.RequestId : "-")}"));
    }
}
