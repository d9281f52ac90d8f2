namespace LambdaSync.Connections.Aws;

/// <summary>The far end of an AWS JSON API inside the process: what a request comes to behind signature and HTTP.</summary>
/// <exception cref="HttpRequestException">No answer came.</exception>
delegate Task<AwsAnswer> AwsEnd(string operation, ReadOnlyMemory<byte> body, CancellationToken cancellation);

/// <summary>What AWS answers.</summary>
/// <param name="ErrorType">The header <c>x-amzn-ErrorType</c>; empty when there is none.</param>
/// <param name="RequestId">The header <c>x-amzn-RequestId</c>.</param>
readonly record struct AwsAnswer(int Status, string ErrorType, string RequestId, ReadOnlyMemory<byte> Body)
{
    /// <summary>What an answer that is no success says.</summary>
    public AwsError Error() => AwsErrorReader.Read(Status, ErrorType, RequestId, Body.Span);
}
