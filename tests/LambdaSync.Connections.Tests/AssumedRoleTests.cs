using System.Text.Json.Nodes;
using Amazon.Runtime;
using LambdaSync.Connections.Aws;
using LambdaSync.Connections.Marketplace;
using LambdaSync.Simulator;
using Xunit;

namespace LambdaSync.Connections.Tests;

/// <summary>Calls as another role: AssumeRole of AWS STS, whose credentials sign them.</summary>
[Trait("Row", "F1")]
public sealed class AssumedRoleTests : IDisposable
{
    const string Role = "arn:aws:iam::222233334444:role/seller";

    readonly PartnerCentralSimulator _simulator = new(TimeProvider.System);
    readonly Seen _http;

    public AssumedRoleTests() => _http = new Seen(new SimulatorHandler(_simulator));

    static AwsSettings Aws => new() { Endpoint = new Uri("http://aws.test"), Credentials = new BasicAWSCredentials("test", "test") };

    public void Dispose()
    {
        _http.Dispose();
        _simulator.Dispose();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("shared-secret")]
    public async Task The_roles_credentials_sign_and_are_asked_for_once(string? externalId)
    {
        _simulator.Control.Do("add-role", new JsonObject { ["arn"] = Role, ["externalId"] = externalId });
        using var role = new AssumedRole(Aws, Role, externalId, _http);
        using var client = new AgreementClient(Aws with { Credentials = role }, handler: _http);
        for (var call = 0; call < 2; call++)
        {
            await foreach (var _ in client.SearchAgreements([], TestContext.Current.CancellationToken))
            {
            }
        }

        Assert.Equal(["sts", "aws-marketplace", "aws-marketplace"], _http.Scopes.Select(scope => scope.Split('/')[3]));
        Assert.All(_http.Scopes.Skip(1), scope => Assert.StartsWith("ASIA", scope, StringComparison.Ordinal));
        Assert.All(_http.Tokens.Skip(1), Assert.NotEmpty);
    }

    [Fact]
    public async Task A_role_that_may_not_be_assumed_is_a_missing_right()
    {
        _simulator.Control.Do("add-role", new JsonObject { ["arn"] = Role, ["externalId"] = "shared-secret" });
        using var role = new AssumedRole(Aws, Role, "another", _http);
        using var client = new AgreementClient(Aws with { Credentials = role }, handler: _http);
        var refused = await Assert.ThrowsAsync<AwsServiceException>(() => client.DescribeAgreement("agmt-1", TestContext.Current.CancellationToken));
        Assert.Equal(("AssumeRole", "AccessDenied", true, false), (refused.Operation, refused.Code, refused.IsAccess, refused.IsCredentials));
        Assert.Single(_http.Scopes);
    }

    sealed class Seen(HttpMessageHandler target) : DelegatingHandler(target)
    {
        public List<string> Scopes { get; } = [];

        public List<string> Tokens { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var header = request.Headers.NonValidated["Authorization"].ToString();
            Scopes.Add(header[(header.IndexOf("Credential=", StringComparison.Ordinal) + 11)..].Split(',')[0]);
            Tokens.Add(request.Headers.TryGetValues("X-Amz-Security-Token", out var tokens) ? tokens.First() : "");
            return base.SendAsync(request, cancellationToken);
        }
    }
}
