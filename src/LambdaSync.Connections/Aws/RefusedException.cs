using Amazon.Runtime;

namespace LambdaSync.Connections.Aws;

/// <summary>Carries an error answer through the pipeline, which knows no other way; it never leaves this folder.</summary>
sealed class RefusedException(AwsError error) : AmazonServiceException(error.Code)
{
    public AwsError Error { get; } = error;
}
