using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace LambdaSync.Connections.Buckets;

/// <summary>An S3 bucket.</summary>
public sealed class S3Bucket(IAmazonS3 s3, string name) : ILandingBucket
{
    public Task<BucketObject?> Get(string key, string? version, int maxBytes, CancellationToken cancellation) => Get(key, version, maxBytes, byTag: false, cancellation);

    internal async Task<BucketObject?> Get(string key, string? version, int maxBytes, bool byTag, CancellationToken cancellation)
    {
        try
        {
            var request = new GetObjectRequest { BucketName = name, Key = key, VersionId = version };
            using var answer = await s3.GetObjectAsync(request, cancellation).ConfigureAwait(false);
            var found = VersionOf(answer, byTag);
            if (answer.ContentLength > maxBytes)
                return new BucketObject(key, found, answer.ContentLength, default);
            var body = GC.AllocateUninitializedArray<byte>((int)answer.ContentLength);
            await answer.ResponseStream.ReadExactlyAsync(body, cancellation).ConfigureAwait(false);
            return new BucketObject(key, found, body.Length, body);
        }
        catch (AmazonServiceException missing) when (S3Errors.IsMissing(missing))
        {
            return null;
        }
        catch (Exception e) when (S3Errors.Knows(e))
        {
            throw S3Errors.Translate(e, key);
        }
    }

    public async Task Put(string key, byte[] json, CancellationToken cancellation)
    {
        try
        {
            using var body = new MemoryStream(json, writable: false);
            await s3.PutObjectAsync(new PutObjectRequest { BucketName = name, Key = key, InputStream = body, ContentType = "application/json" }, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (S3Errors.Knows(e))
        {
            throw S3Errors.Translate(e, key);
        }
    }

    // A bucket without versioning says "null" or nothing; there the entity tag tells one content from another.
    static string VersionOf(GetObjectResponse answer, bool byTag) =>
        !byTag && answer.VersionId is { Length: > 0 } version && version != "null" ? version : (answer.ETag ?? "").Trim('"');
}
