using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace LambdaSync.Connections.Aws;

/// <summary>Makes the pipeline's request of a call: target header or path and query, content type, body bytes as they are.</summary>
sealed class CallMarshaller(AwsApi api) : IMarshaller<IRequest, AmazonWebServiceRequest>
{
    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var call = (AwsCall)input;
        var request = new DefaultRequest(call, api.ServiceId)
        {
            HttpMethod = call.Method.Method,
            ResourcePath = call.Path,
        };
        if (api.Protocol != AwsProtocol.RestJson)
            request.Headers["X-Amz-Target"] = $"{api.TargetPrefix}.{call.Operation}";
        foreach (var (name, value) in call.Query)
            request.Parameters[name] = value;
        request.UseQueryString = call.Query.Count > 0;
        if (call.Body.Length > 0)
        {
            request.Headers["Content-Type"] = api.Protocol switch
            {
                AwsProtocol.Json10 => "application/x-amz-json-1.0",
                AwsProtocol.Json11 => "application/x-amz-json-1.1",
                _ => "application/json",
            };
            request.Content = call.Body.ToArray();
        }

        return request;
    }
}
