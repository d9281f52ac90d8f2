namespace Amazon.Lambda.Core;

/// <summary>Writes to the function's log (docs.aws.amazon.com/lambda/latest/dg/csharp-logging.html).</summary>
public interface ILambdaLogger
{
    void Log(string message);

    void LogLine(string message);
}
