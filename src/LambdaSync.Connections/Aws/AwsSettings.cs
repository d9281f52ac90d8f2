using Amazon.Runtime;

namespace LambdaSync.Connections.Aws;

/// <summary>Where and as whom an AWS API is called.</summary>
public sealed record AwsSettings
{
    /// <summary>
    /// The region that requests are signed for; its partition gives the domain. Partner Central and Marketplace are in us-east-1, in
    /// the European Sovereign Cloud in eusc-de-east-1.
    /// </summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary>
    /// An address instead of the region's, or null. Without one the SDK's <c>AWS_ENDPOINT_URL_SERVICE</c> and <c>AWS_ENDPOINT_URL</c>
    /// count, as variables and in the profile.
    /// </summary>
    public Uri? Endpoint { get; init; }

    /// <summary>Whose requests they are, or null for the SDK's own search (variables, profile, role).</summary>
    public AWSCredentials? Credentials { get; init; }

    /// <summary>From sending to the last byte of the answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);
}
