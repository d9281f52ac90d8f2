using Amazon.Runtime.Internal.Endpoints.StandardLibrary;

namespace LambdaSync.Connections.Aws;

/// <summary>An AWS API that is called through the SDK's pipeline, without a package of its own.</summary>
/// <param name="ServiceId">The SDK's name for it; spaces become <c>_</c> in <c>AWS_ENDPOINT_URL_...</c>.</param>
/// <param name="SigningName">The name that requests are signed for.</param>
/// <param name="TargetPrefix">
/// What stands before the operation in <c>X-Amz-Target</c>; empty for <see cref="AwsProtocol.RestJson"/>.
/// </param>
/// <param name="HostPrefix">The host's name before the region.</param>
/// <param name="DualStack">Whether its only hosts are those of the partition's dual-stack domain (<c>api.aws</c>).</param>
public sealed record AwsApi(
    string ServiceId, string SigningName, AwsProtocol Protocol, string TargetPrefix, string HostPrefix, bool DualStack)
{
    /// <summary>Opportunities, engagements, invitations, solutions. docs.aws.amazon.com/partner-central/latest/APIReference/</summary>
    public static readonly AwsApi PartnerCentralSelling = new(
        "PartnerCentral Selling", "partnercentral-selling", AwsProtocol.Json10,
        "AWSPartnerCentralSelling", "partnercentral-selling", DualStack: true);

    /// <summary>Products, offers, resale authorizations, change sets. docs.aws.amazon.com/marketplace/latest/APIReference/</summary>
    public static readonly AwsApi MarketplaceCatalog = new(
        "Marketplace Catalog", "aws-marketplace", AwsProtocol.RestJson, "", "catalog.marketplace", DualStack: false);

    /// <summary>Agreements and their terms. docs.aws.amazon.com/marketplace/latest/APIReference/</summary>
    public static readonly AwsApi MarketplaceAgreement = new(
        "Marketplace Agreement", "aws-marketplace", AwsProtocol.Json10,
        "AWSMPCommerceService_v20200301", "agreement-marketplace", DualStack: false);

    /// <summary>Parameters. docs.aws.amazon.com/systems-manager/latest/APIReference/</summary>
    public static readonly AwsApi Ssm = new("SSM", "ssm", AwsProtocol.Json11, "AmazonSSM", "ssm", DualStack: false);

    /// <summary>Partner event sources. docs.aws.amazon.com/eventbridge/latest/APIReference/</summary>
    public static readonly AwsApi EventBridge = new("EventBridge", "events", AwsProtocol.Json11, "AWSEvents", "events", DualStack: false);

    /// <summary>The public address in a region; the domain is that of the region's partition, from the SDK's own table.</summary>
    public Uri Endpoint(string region)
    {
        var partition = Fn.Partition(region);
        return new Uri($"https://{HostPrefix}.{region}.{(DualStack ? partition.dualStackDnsSuffix : partition.dnsSuffix)}");
    }
}
