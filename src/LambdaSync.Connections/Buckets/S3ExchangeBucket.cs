using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace LambdaSync.Connections.Buckets;

/// <summary>The exchange's bucket in AWS's account.</summary>
/// <param name="kmsKey">The KMS key that AWS names for uploads, or null: the bucket's own encryption.</param>
public sealed class S3ExchangeBucket(IAmazonS3 s3, string name, string? kmsKey = null) : IExchangeBucket
{
    readonly S3Bucket _bucket = new(s3, name);

    public string Name => name;

    public async Task<ExchangePage> List(string prefix, string? after, CancellationToken cancellation)
    {
        try
        {
            var answer = await s3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = name, Prefix = prefix, StartAfter = after }, cancellation).ConfigureAwait(false);
            var objects = (answer.S3Objects ?? []).Select(found => new ExchangeObject(found.Key, (found.ETag ?? "").Trim('"'), found.Size ?? 0, Utc(found.LastModified)));
            return new ExchangePage([.. objects], answer.IsTruncated == true);
        }
        catch (Exception e) when (S3Errors.Knows(e))
        {
            throw S3Errors.Translate(e, prefix);
        }
    }

    // The bucket keeps no versions for its partners, so the version is the entity tag.
    public Task<BucketObject?> Get(string key, int maxBytes, CancellationToken cancellation) => _bucket.Get(key, null, maxBytes, byTag: true, cancellation);

    public async Task Put(string key, byte[] json, CancellationToken cancellation)
    {
        try
        {
            using var body = new MemoryStream(json, writable: false);
            // Without this ACL AWS refuses the upload (page "Technical FAQ: leads and opportunities").
            var request = new PutObjectRequest { BucketName = name, Key = key, InputStream = body, ContentType = "application/json", CannedACL = S3CannedACL.BucketOwnerFullControl };
            if (kmsKey is not null)
                (request.ServerSideEncryptionMethod, request.ServerSideEncryptionKeyManagementServiceKeyId) = (ServerSideEncryptionMethod.AWSKMS, kmsKey);
            await s3.PutObjectAsync(request, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (S3Errors.Knows(e))
        {
            throw S3Errors.Translate(e, key);
        }
    }

    public async Task Delete(string key, CancellationToken cancellation)
    {
        try
        {
            await s3.DeleteObjectAsync(new DeleteObjectRequest { BucketName = name, Key = key }, cancellation).ConfigureAwait(false);
        }
        catch (AmazonServiceException missing) when (S3Errors.IsMissing(missing))
        {
        }
        catch (Exception e) when (S3Errors.Knows(e))
        {
            throw S3Errors.Translate(e, key);
        }
    }

    static DateTimeOffset Utc(DateTime? modified) => modified is { } at ? new DateTimeOffset(at.ToUniversalTime()) : DateTimeOffset.UnixEpoch;
}
