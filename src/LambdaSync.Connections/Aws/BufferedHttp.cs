using Amazon.Runtime;

namespace LambdaSync.Connections.Aws;

/// <summary>
/// The HTTP connections of one client. An answer's content is read here, where waiting can be cancelled and times out; the pipeline
/// would read it without either.
/// </summary>
sealed class BufferedHttp : HttpClientFactory, IDisposable
{
    /// <summary>Bytes of an answer's body. AWS's largest, a page of summaries, is far below; more is not read.</summary>
    public const long LargestAnswer = 4 << 20;

    readonly HttpClient _client;

    /// <param name="handler">Where requests end instead of on the network, or null.</param>
    public BufferedHttp(TimeSpan timeout, HttpMessageHandler? handler)
    {
        var last = handler ?? new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        _client = new HttpClient(new Reader { InnerHandler = last }, disposeHandler: handler is null) { Timeout = timeout };
    }

    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => _client;

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;

    public void Dispose() => _client.Dispose();

    sealed class Reader : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            try
            {
                await response.Content.LoadIntoBufferAsync(LargestAnswer, cancellationToken).ConfigureAwait(false);
                return response;
            }
            catch (HttpRequestException large) when (large.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
            {
                using (response)
                    throw new RefusedException(new AwsError((int)response.StatusCode, "AnswerTooLarge", "", $"the answer has more than {LargestAnswer} bytes", [], ""));
            }
        }
    }
}
