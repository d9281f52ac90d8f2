using Amazon.Runtime;
using LambdaSync.Connections.Dynamo;
using Xunit;

namespace LambdaSync.Connections.Tests.Aws;

public sealed class DynamoClientsTests
{
    [Fact]
    public void A_stalled_request_ends_long_before_a_claim_does()
    {
        var config = DynamoClients.Config(_ => null);
        Assert.Equal((TimeSpan.FromSeconds(10), RequestRetryMode.Standard), (config.Timeout!.Value, config.RetryMode));
    }

    [Theory]
    [InlineData("AWS_ENDPOINT_URL")]
    [InlineData("AWS_ENDPOINT_URL_DYNAMODB")]
    public void An_emulator_has_the_time_that_the_SDK_gives_it(string variable) =>
        Assert.Null(DynamoClients.Config(name => name == variable ? "http://127.0.0.1:1" : null).Timeout);
}
