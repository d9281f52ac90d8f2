namespace Amazon.Lambda.Core;

/// <summary>What Lambda tells a handler about the invocation (docs.aws.amazon.com/lambda/latest/dg/csharp-context.html).</summary>
public interface ILambdaContext
{
    string AwsRequestId { get; }

    /// <summary>The mobile application that invoked the function, or null.</summary>
    IClientContext ClientContext { get; }

    string FunctionName { get; }

    string FunctionVersion { get; }

    /// <summary>The Amazon Cognito identity that invoked the function, or null.</summary>
    ICognitoIdentity Identity { get; }

    string InvokedFunctionArn { get; }

    int MemoryLimitInMB { get; }

    string LogGroupName { get; }

    string LogStreamName { get; }

    /// <summary>Time left before Lambda ends the invocation.</summary>
    TimeSpan RemainingTime { get; }

    ILambdaLogger Logger { get; }
}
