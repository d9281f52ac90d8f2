using Amazon.Runtime;

namespace LambdaSync.Testing;

/// <summary>
/// A client's requests one after another. DynamoDB carries out each request as a whole; moto puts the table back as it was before a
/// transaction that it refuses, and what another thread wrote meanwhile is lost.
/// </summary>
sealed class OneAtATime : HttpClientFactory
{
    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new Gate());

    sealed class Gate() : DelegatingHandler(new SocketsHttpHandler { UseProxy = false })
    {
        readonly SemaphoreSlim _turn = new(1, 1);

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await _turn.WaitAsync(cancellationToken);
            try
            {
                return await base.SendAsync(request, cancellationToken);
            }
            finally
            {
                _turn.Release();
            }
        }

        protected override void Dispose(bool disposing)
        {
            _turn.Dispose();
            base.Dispose(disposing);
        }
    }
}
