namespace Amazon.Lambda.Core;

/// <summary>What Lambda tells a handler about the invocation (docs.aws.amazon.com/lambda/latest/dg/csharp-context.html).</summary>
public interface ILambdaContext
{
    string AwsRequestId { get; }

    string FunctionName { get; }

    string FunctionVersion { get; }

    string InvokedFunctionArn { get; }

    int MemoryLimitInMB { get; }

    string LogGroupName { get; }

    string LogStreamName { get; }

    /// <summary>Time left before Lambda ends the invocation.</summary>
    TimeSpan RemainingTime { get; }

    ILambdaLogger Logger { get; }
}
