using Amazon.Runtime;
using Amazon.S3;
using LambdaSync.Connections.Aws;

namespace LambdaSync.Connections.Buckets;

/// <summary>Makes the clients of S3.</summary>
public static class S3Clients
{
    const string ExpectedOwner = "x-amz-expected-bucket-owner";

    /// <summary>A client with the region and credentials of the environment.</summary>
    /// <param name="owner">
    /// The 12 digits of the account that owns the stack's buckets. Every request names it, and S3 refuses a request if the bucket
    /// belongs to another account: after a bucket is deleted, anybody can create one of the same name
    /// (docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html).
    /// </param>
    /// <param name="variable">Reads an environment variable.</param>
    public static AmazonS3Client Create(string owner, Func<string, string?> variable)
    {
        // An emulator of S3 has no host name for each bucket.
        var client = new AmazonS3Client(new AmazonS3Config { RetryMode = RequestRetryMode.Standard, ForcePathStyle = Emulator.Is("S3", variable) });
        client.BeforeRequestEvent += (_, request) => ((WebServiceRequestEventArgs)request).Headers[ExpectedOwner] = owner;
        return client;
    }

    /// <summary>A client of a bucket that may be another account's.</summary>
    /// <param name="credentials">Null: those of the environment.</param>
    public static AmazonS3Client OfSeller(AWSCredentials? credentials, Func<string, string?> variable)
    {
        var config = new AmazonS3Config { RetryMode = RequestRetryMode.Standard, ForcePathStyle = Emulator.Is("S3", variable) };
        return credentials is null ? new AmazonS3Client(config) : new AmazonS3Client(credentials, config);
    }

    /// <summary>A client of the exchange's bucket, which is AWS's: in its region, with the credentials that AWS gave for it.</summary>
    /// <param name="credentials">Null: those of the environment, for a bucket that lets the function's role in.</param>
    public static AmazonS3Client Exchange(string region, AWSCredentials? credentials, Func<string, string?> variable)
    {
        var config = new AmazonS3Config { RetryMode = RequestRetryMode.Standard, ForcePathStyle = Emulator.Is("S3", variable), RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(region) };
        return credentials is null ? new AmazonS3Client(config) : new AmazonS3Client(credentials, config);
    }
}
