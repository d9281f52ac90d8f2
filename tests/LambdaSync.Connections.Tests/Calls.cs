using System.Text;
using Amazon.Runtime;
using LambdaSync.Connections.Aws;
using Xunit;

namespace LambdaSync.Connections.Tests;

/// <summary>What every test about calls needs.</summary>
static class Calls
{
    public const string AccessKey = "AKIDEXAMPLE";
    public const string SecretKey = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    public static readonly AWSCredentials Credentials = new BasicAWSCredentials(AccessKey, SecretKey);

    public static AwsSettings At(WireServer server) => new() { Endpoint = server.Address, Credentials = Credentials };

    public static AwsClient Selling(WireServer server) => new(AwsApi.PartnerCentralSelling, At(server));

    public static ReadOnlyMemory<byte> Utf8(string json) => Encoding.UTF8.GetBytes(json);

    public static string Text(ReadOnlyMemory<byte> json) => Encoding.UTF8.GetString(json.Span);

    public static CancellationToken Now => TestContext.Current.CancellationToken;
}
