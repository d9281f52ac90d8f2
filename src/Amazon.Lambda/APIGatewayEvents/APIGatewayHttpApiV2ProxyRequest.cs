namespace Amazon.Lambda.APIGatewayEvents;

/// <summary>A request of a function URL (docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html: payload format 2.0).</summary>
public class APIGatewayHttpApiV2ProxyRequest
{
    public string RawPath { get; set; } = "";

    /// <summary>Names in lower case; several values of one name are separated by commas.</summary>
    public IDictionary<string, string> Headers { get; set; } = new Dictionary<string, string>();

    public ProxyRequestContext RequestContext { get; set; } = new();

    public string Body { get; set; } = "";

    public bool IsBase64Encoded { get; set; }

    public class ProxyRequestContext
    {
        public HttpDescription Http { get; set; } = new();
    }

    public class HttpDescription
    {
        public string Method { get; set; } = "";
    }
}
