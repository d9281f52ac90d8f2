using System.Globalization;
using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>The context as the Runtime API's headers and the function's environment give it.</summary>
sealed class LambdaContext(string requestId, string functionArn, DateTimeOffset deadline) : ILambdaContext
{
    static readonly ILambdaLogger Console = new ConsoleLogger();

    public string AwsRequestId => requestId;

    /// <summary>Null: only AWS's Mobile SDK sets it.</summary>
    public IClientContext ClientContext => null!;

    /// <summary>Null: only AWS's Mobile SDK sets it.</summary>
    public ICognitoIdentity Identity => null!;

    public string FunctionName { get; } = Variable("AWS_LAMBDA_FUNCTION_NAME");

    public string FunctionVersion { get; } = Variable("AWS_LAMBDA_FUNCTION_VERSION");

    public string InvokedFunctionArn => functionArn;

    public int MemoryLimitInMB { get; } =
        int.TryParse(Variable("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"), NumberStyles.None, CultureInfo.InvariantCulture, out var megabytes) ? megabytes : 0;

    public string LogGroupName { get; } = Variable("AWS_LAMBDA_LOG_GROUP_NAME");

    public string LogStreamName { get; } = Variable("AWS_LAMBDA_LOG_STREAM_NAME");

    public TimeSpan RemainingTime => deadline - DateTimeOffset.UtcNow;

    public ILambdaLogger Logger => Console;

    static string Variable(string name) => Environment.GetEnvironmentVariable(name) ?? "";

    sealed class ConsoleLogger : ILambdaLogger
    {
        public void Log(string message) => System.Console.Write(message);

        public void LogLine(string message) => System.Console.WriteLine(message);
    }
}
