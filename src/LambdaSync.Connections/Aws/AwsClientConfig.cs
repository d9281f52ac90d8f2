using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Util.Internal;

namespace LambdaSync.Connections.Aws;

/// <summary>The SDK's settings for one API. Its retries are off: every attempt costs quota, which only the caller counts.</summary>
sealed class AwsClientConfig : ClientConfig
{
    static readonly string ProductVersion = typeof(AwsClientConfig).Assembly.GetName().Version!.ToString(3);

    static readonly DefaultConfiguration Standard =
        new() { Name = DefaultConfigurationMode.Standard, RetryMode = RequestRetryMode.Standard };

    readonly AwsApi _api;

    public AwsClientConfig(AwsApi api, AwsSettings settings, BufferedHttp http)
        : base(new DefaultConfigurationProvider([Standard]))
    {
        _api = api;
        ServiceId = api.ServiceId;
        AuthenticationServiceName = api.SigningName;
        AuthenticationRegion = settings.Region;
        RegionEndpoint = RegionEndpoint.GetBySystemName(settings.Region);
        if (settings.Endpoint is { } endpoint)
            ServiceURL = endpoint.AbsoluteUri;
        EndpointProvider = new FixedEndpoint(ServiceURL is { Length: > 0 } url ? url : api.Endpoint(settings.Region).AbsoluteUri);
        DefaultConfigurationMode = DefaultConfigurationMode.Standard;
        RetryMode = RequestRetryMode.Standard;
        MaxErrorRetry = 0;
        MaxStaleConnectionRetries = 0;
        ThrottleRetries = false;
        HttpClientFactory = http;
        ClientAppId = "LambdaSync";
    }

    public override string ServiceVersion => "";

    // A service id has spaces, which part a user agent's entries.
    public override string UserAgent => InternalSDKUtils.BuildUserAgentString(_api.ServiceId.Replace(' ', '_'), ProductVersion);

    public override string RegionEndpointServiceName => _api.HostPrefix;

    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) =>
        EndpointProvider.ResolveEndpoint(null);

    sealed class FixedEndpoint(string url) : IEndpointProvider
    {
        public Endpoint ResolveEndpoint(EndpointParameters? parameters) => new(url);
    }
}
