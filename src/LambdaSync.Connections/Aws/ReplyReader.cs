using System.Net;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;

namespace LambdaSync.Connections.Aws;

/// <summary>Takes an answer's bytes out of the pipeline: a success unread, anything else as <see cref="RefusedException"/>.</summary>
sealed class ReplyReader : JsonResponseUnmarshaller
{
    public static readonly ReplyReader Instance = new();

    public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext input) => new AwsReply { Body = Bytes(input), RequestId = RequestId(input.ResponseData) };

    public override AmazonServiceException UnmarshallException(
        JsonUnmarshallerContext input, Exception innerException, HttpStatusCode statusCode)
    {
        var head = input.ResponseData;
        return new RefusedException(AwsErrorReader.Read((int)statusCode, Header(head, "x-amzn-ErrorType"), RequestId(head), Bytes(input)));
    }

    // The content was read into memory before it came here (BufferedHttp), so this waits for nothing.
    static byte[] Bytes(JsonUnmarshallerContext input)
    {
        using var bytes = new MemoryStream();
        input.Stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    static string RequestId(IWebResponseData head) =>
        Header(head, "x-amzn-RequestId") is { Length: > 0 } id ? id : Header(head, "x-amz-request-id");

    static string Header(IWebResponseData head, string name)
    {
        foreach (var candidate in head.GetHeaderNames())
        {
            if (string.Equals(candidate, name, StringComparison.OrdinalIgnoreCase))
                return head.GetHeaderValue(candidate);
        }

        return "";
    }
}
