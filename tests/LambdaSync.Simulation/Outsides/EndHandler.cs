using System.Net;
using LambdaSync.Connections.Aws;

namespace LambdaSync.Simulation.Outsides;

/// <summary>An end inside the process as the far end of HTTP, for what is written against HTTP; <see cref="HandlerEnd"/> is the way back.</summary>
sealed class EndHandler(AwsEnd end) : HttpMessageHandler
{
    public const string Target = "X-Amz-Target", ErrorType = "x-amzn-ErrorType", RequestId = "x-amzn-RequestId";

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var operation = request.Headers.GetValues(Target).First().Split('.')[^1];
        var answer = await end(operation, await request.Content!.ReadAsByteArrayAsync(cancellationToken), cancellationToken);
        var response = new HttpResponseMessage((HttpStatusCode)answer.Status) { Content = new ReadOnlyMemoryContent(answer.Body) };
        response.Headers.TryAddWithoutValidation(ErrorType, answer.ErrorType);
        response.Headers.TryAddWithoutValidation(RequestId, answer.RequestId);
        return response;
    }
}

/// <summary>A handler of HTTP as an end inside the process: without a signature.</summary>
sealed class HandlerEnd(HttpMessageHandler handler)
{
    public async Task<AwsAnswer> Call(string operation, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        using var invoker = new HttpMessageInvoker(handler, disposeHandler: false);
        using var request = new HttpRequestMessage(HttpMethod.Post, "http://partner-central.test/") { Content = new ReadOnlyMemoryContent(body) };
        request.Headers.TryAddWithoutValidation(EndHandler.Target, AwsApi.PartnerCentralSelling.TargetPrefix + "." + operation);
        using var answer = await invoker.SendAsync(request, cancellation);
        return new AwsAnswer((int)answer.StatusCode, Header(EndHandler.ErrorType), Header(EndHandler.RequestId), await answer.Content.ReadAsByteArrayAsync(cancellation));

        string Header(string name) => answer.Headers.TryGetValues(name, out var values) ? values.First() : "";
    }
}
