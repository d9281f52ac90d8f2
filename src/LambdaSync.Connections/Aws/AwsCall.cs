using Amazon.Runtime;

namespace LambdaSync.Connections.Aws;

/// <summary>One request as it is sent; the pipeline adds signature, host and user agent.</summary>
/// <param name="operation">AWS's name of the operation.</param>
sealed class AwsCall(string operation) : AmazonWebServiceRequest
{
    public string Operation { get; } = operation;

    public required HttpMethod Method { get; init; }

    /// <summary>Begins with <c>/</c>, not escaped.</summary>
    public required string Path { get; init; }

    public IReadOnlyDictionary<string, string> Query { get; init; } = new Dictionary<string, string>();

    public required ReadOnlyMemory<byte> Body { get; init; }
}
