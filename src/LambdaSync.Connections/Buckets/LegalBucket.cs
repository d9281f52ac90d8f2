using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace LambdaSync.Connections.Buckets;

/// <summary>The seller's bucket of license agreements, from which AWS Marketplace reads them by their addresses.</summary>
/// <param name="credentials">Those of the seller account's role; null: the machine's own.</param>
/// <param name="variable">Reads an environment variable.</param>
public sealed class LegalBucket(string name, AWSCredentials? credentials, Func<string, string?> variable) : IDisposable
{
    readonly AmazonS3Client _s3 = S3Clients.OfSeller(credentials, variable);

    /// <exception cref="ConnectionException">S3 refuses it or can't be reached.</exception>
    public async Task Put(string key, byte[] content, string contentType, CancellationToken cancellation)
    {
        try
        {
            using var body = new MemoryStream(content, writable: false);
            await _s3.PutObjectAsync(new PutObjectRequest { BucketName = name, Key = key, InputStream = body, ContentType = contentType }, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (S3Errors.Knows(e))
        {
            throw S3Errors.Translate(e, key);
        }
    }

    /// <summary>An address by which anybody can read the document until then.</summary>
    /// <exception cref="ConnectionException">There are no credentials.</exception>
    public async Task<string> Sign(string key, DateTimeOffset until)
    {
        try
        {
            return await _s3.GetPreSignedURLAsync(new GetPreSignedUrlRequest { BucketName = name, Key = key, Expires = until.UtcDateTime, Verb = HttpVerb.GET, Protocol = Protocol.HTTPS }).ConfigureAwait(false);
        }
        catch (Exception e) when (S3Errors.Knows(e))
        {
            throw S3Errors.Translate(e, key);
        }
    }

    /// <summary>The document's address without a signature.</summary>
    public async Task<string> Address(string key) => (await Sign(key, DateTimeOffset.UtcNow.AddMinutes(1)).ConfigureAwait(false)).Split('?')[0];

    /// <summary>When the credentials end; null: never, or it is not known.</summary>
    public async Task<(bool IsSession, DateTimeOffset? Ends)> Session()
    {
        var signing = credentials ?? _s3.Config.DefaultAWSCredentials ?? await new Amazon.Runtime.Credentials.DefaultAWSCredentialsIdentityResolver().ResolveIdentityAsync(_s3.Config).ConfigureAwait(false);
        var current = await signing.GetCredentialsAsync().ConfigureAwait(false);
        return (current.UseToken, signing.Expiration is { } end ? new DateTimeOffset(DateTime.SpecifyKind(end, DateTimeKind.Utc)) : null);
    }

    public void Dispose() => _s3.Dispose();
}
