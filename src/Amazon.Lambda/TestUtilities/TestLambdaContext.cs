using Amazon.Lambda.Core;

namespace Amazon.Lambda.TestUtilities;

/// <summary>A context to call a handler with outside Lambda (github.com/aws/aws-lambda-dotnet, Libraries/src/Amazon.Lambda.TestUtilities).</summary>
public class TestLambdaContext : ILambdaContext
{
    public string AwsRequestId { get; set; } = "";

    public string FunctionName { get; set; } = "";

    public string FunctionVersion { get; set; } = "";

    public string InvokedFunctionArn { get; set; } = "";

    public int MemoryLimitInMB { get; set; }

    public string LogGroupName { get; set; } = "";

    public string LogStreamName { get; set; } = "";

    public TimeSpan RemainingTime { get; set; }

    public ILambdaLogger Logger { get; set; } = new TestLambdaLogger();
}
