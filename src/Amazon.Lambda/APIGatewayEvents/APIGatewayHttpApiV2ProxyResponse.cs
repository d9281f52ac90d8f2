namespace Amazon.Lambda.APIGatewayEvents;

/// <summary>The answer of a function URL (docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html: payload format 2.0).</summary>
public class APIGatewayHttpApiV2ProxyResponse
{
    public int StatusCode { get; set; }

    public IDictionary<string, string> Headers { get; set; } = new Dictionary<string, string>();

    public string Body { get; set; } = "";
}
