using Amazon.Lambda.Core;

namespace Amazon.Lambda.TestUtilities;

/// <summary>A context to call a handler with outside Lambda. What is not set is null, as in the package (github.com/aws/aws-lambda-dotnet, Libraries/src/Amazon.Lambda.TestUtilities).</summary>
public class TestLambdaContext : ILambdaContext
{
    public string AwsRequestId { get; set; } = null!;

    public IClientContext ClientContext { get; set; } = null!;

    public string FunctionName { get; set; } = null!;

    public string FunctionVersion { get; set; } = null!;

    public ICognitoIdentity Identity { get; set; } = null!;

    public string InvokedFunctionArn { get; set; } = null!;

    public int MemoryLimitInMB { get; set; }

    public string LogGroupName { get; set; } = null!;

    public string LogStreamName { get; set; } = null!;

    public TimeSpan RemainingTime { get; set; }

    public ILambdaLogger Logger { get; set; } = new TestLambdaLogger();
}
