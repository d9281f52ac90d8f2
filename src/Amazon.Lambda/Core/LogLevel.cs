namespace Amazon.Lambda.Core;

/// <summary>The level of a log entry (docs.aws.amazon.com/lambda/latest/dg/csharp-logging.html).</summary>
public enum LogLevel
{
    Trace = 0,
    Debug = 1,
    Information = 2,
    Warning = 3,
    Error = 4,
    Critical = 5,
}
