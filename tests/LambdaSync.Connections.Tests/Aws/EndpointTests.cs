using Amazon.Runtime.Internal;
using LambdaSync.Connections.Aws;
using Xunit;

namespace LambdaSync.Connections.Tests.Aws;

/// <summary>Where a call goes and what region it is signed for; what the environment may say. The variables are the process's: these tests run alone.</summary>
[Collection(nameof(EndpointTests))]
[CollectionDefinition(nameof(EndpointTests), DisableParallelization = true)]
public sealed class EndpointTests : IDisposable
{
    static readonly string[] Names =
        ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_PARTNERCENTRAL_SELLING", "AWS_ENDPOINT_URL_MARKETPLACE_CATALOG", "AWS_ENDPOINT_URL_MARKETPLACE_AGREEMENT",
        "AWS_RETRY_MODE", "AWS_MAX_ATTEMPTS", "AWS_DEFAULTS_MODE", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_USE_FIPS_ENDPOINT", "AWS_USE_DUALSTACK_ENDPOINT"];

    readonly Dictionary<string, string?> _before = Names.ToDictionary(name => name, Environment.GetEnvironmentVariable);

    public EndpointTests() => Array.ForEach(Names, name => Set(name, null));

    public void Dispose()
    {
        foreach (var (name, value) in _before)
            Set(name, value);
    }

    static void Set(string name, string? value)
    {
        Environment.SetEnvironmentVariable(name, value);
        FallbackInternalConfigurationFactory.Reset();
    }

    /// <summary>Ends a request before it gets on the network.</summary>
    sealed class Seen : HttpMessageHandler
    {
        public HttpRequestMessage? Request { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Request = request;
            return Task.FromResult(new HttpResponseMessage { Content = new StringContent("{}") });
        }
    }

    static async Task<HttpRequestMessage> Send(AwsApi api, AwsSettings settings)
    {
        using var seen = new Seen();
        using var client = new AwsClient(api, settings with { Credentials = Calls.Credentials }, seen);
        if (api.Protocol == AwsProtocol.Json10)
            await client.Call("Any", Calls.Utf8("{}"), Calls.Now);
        else
            await client.Call("Any", HttpMethod.Post, "/Any", new Dictionary<string, string>(), Calls.Utf8("{}"), Calls.Now);
        return seen.Request!;
    }

    public static TheoryData<AwsApi, string, string, string> Hosts => new()
    {
        { AwsApi.PartnerCentralSelling, "us-east-1", "https://partnercentral-selling.us-east-1.api.aws/", "partnercentral-selling" },
        { AwsApi.PartnerCentralSelling, "eusc-de-east-1", "https://partnercentral-selling.eusc-de-east-1.api.amazonwebservices.eu/", "partnercentral-selling" },
        { AwsApi.MarketplaceCatalog, "us-east-1", "https://catalog.marketplace.us-east-1.amazonaws.com/Any", "aws-marketplace" },
        { AwsApi.MarketplaceAgreement, "us-east-1", "https://agreement-marketplace.us-east-1.amazonaws.com/", "aws-marketplace" },
    };

    [Theory]
    [MemberData(nameof(Hosts), DisableDiscoveryEnumeration = true)]
    public async Task Without_variables_it_is_the_regions_public_host(AwsApi api, string region, string uri, string service)
    {
        var request = await Send(api, new AwsSettings { Region = region });
        Assert.Equal(uri, request.RequestUri!.AbsoluteUri);
        var authorization = string.Join("", request.Headers.GetValues("Authorization"));
        Assert.Contains($"/{region}/{service}/aws4_request", authorization, StringComparison.Ordinal);
    }

    // Partner Central and AWS Marketplace are in one region, without a FIPS variant.
    [Theory]
    [Trait("Row", "S-27")]
    [MemberData(nameof(Hosts), DisableDiscoveryEnumeration = true)]
    public async Task The_environments_region_and_fips_change_nothing(AwsApi api, string region, string uri, string service)
    {
        Set("AWS_REGION", "eu-west-1");
        Set("AWS_DEFAULT_REGION", "eu-west-1");
        Set("AWS_USE_FIPS_ENDPOINT", "true");
        Set("AWS_USE_DUALSTACK_ENDPOINT", "true");
        var request = await Send(api, region == "us-east-1" ? new AwsSettings() : new AwsSettings { Region = region });
        Assert.Equal(uri, request.RequestUri!.AbsoluteUri);
        Assert.Contains($"/{region}/{service}/aws4_request", string.Join("", request.Headers.GetValues("Authorization")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_general_variable_counts_and_the_services_own_before_it()
    {
        Set("AWS_ENDPOINT_URL", "http://all.example:1/");
        Assert.Equal("all.example", (await Send(AwsApi.PartnerCentralSelling, new AwsSettings())).RequestUri!.Host);
        Set("AWS_ENDPOINT_URL_PARTNERCENTRAL_SELLING", "http://selling.example:2/");
        Set("AWS_ENDPOINT_URL_MARKETPLACE_CATALOG", "http://catalog.example:3/");
        Set("AWS_ENDPOINT_URL_MARKETPLACE_AGREEMENT", "http://agreement.example:4/");
        Assert.Equal("http://selling.example:2/", (await Send(AwsApi.PartnerCentralSelling, new AwsSettings())).RequestUri!.AbsoluteUri);
        Assert.Equal("http://catalog.example:3/Any", (await Send(AwsApi.MarketplaceCatalog, new AwsSettings())).RequestUri!.AbsoluteUri);
        Assert.Equal("http://agreement.example:4/", (await Send(AwsApi.MarketplaceAgreement, new AwsSettings())).RequestUri!.AbsoluteUri);
    }

    [Theory]
    [InlineData("adaptive", "auto")]
    [InlineData("standard", "in-region")]
    public async Task The_sdks_variables_for_retries_bring_none_back(string retryMode, string defaultsMode)
    {
        Set("AWS_RETRY_MODE", retryMode);
        Set("AWS_MAX_ATTEMPTS", "5");
        Set("AWS_DEFAULTS_MODE", defaultsMode);
        await using var server = new WireServer(WireReply.Error(500, "InternalServerException"));
        using var client = Calls.Selling(server);
        await Assert.ThrowsAsync<AwsServiceException>(() => client.Call("Any", Calls.Utf8("{}"), Calls.Now));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_given_address_counts_before_the_variables_and_the_region_still_signs()
    {
        Set("AWS_ENDPOINT_URL_PARTNERCENTRAL_SELLING", "http://selling.example:2/");
        var request = await Send(AwsApi.PartnerCentralSelling, new AwsSettings { Endpoint = new Uri("http://given.example:5"), Region = "eusc-de-east-1" });
        Assert.Equal("http://given.example:5/", request.RequestUri!.AbsoluteUri);
        Assert.Contains("/eusc-de-east-1/", string.Join("", request.Headers.GetValues("Authorization")), StringComparison.Ordinal);
    }
}
