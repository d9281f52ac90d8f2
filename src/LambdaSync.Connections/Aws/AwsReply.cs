using Amazon.Runtime;

namespace LambdaSync.Connections.Aws;

/// <summary>A successful answer's bytes as they came.</summary>
sealed class AwsReply : AmazonWebServiceResponse
{
    public byte[] Body { get; init; } = [];

    public string RequestId { get; init; } = "";
}
