using System.Security.Cryptography;
using Amazon.DynamoDBv2.Model;
using Amazon.S3;
using Amazon.S3.Model;
using LambdaSync.Connections.Buckets;

namespace LambdaSync.Connections.Dynamo;

/// <summary>
/// Bytes of an item. A DynamoDB item takes at most 400 KB, so long ones go to the bucket first and the item holds their key: an
/// attribute of type B is the value, one of type S is a key.
/// </summary>
sealed class LargeValues(IAmazonS3 s3, string bucket)
{
    /// <summary>Few attributes of an item are this long, so the item stays below its limit.</summary>
    public const int MostInline = 100_000;

    const string Folder = "overflow";

    /// <param name="folder">What the value is of; decides how long the bucket keeps it (<c>log</c> or <c>state</c>).</param>
    public async Task<AttributeValue> Store(string folder, byte[] value, CancellationToken cancellation)
    {
        if (value.Length <= MostInline)
            return new AttributeValue { B = new MemoryStream(value, 0, value.Length, writable: false, publiclyVisible: true) };
        // The name is the content's: storing it again, after a crash say, changes nothing.
        var key = $"{Folder}/{folder}/{Convert.ToHexStringLower(SHA256.HashData(value))}";
        try
        {
            using var body = new MemoryStream(value, writable: false);
            await s3.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = key, InputStream = body, ContentType = "application/json" }, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (S3Errors.Knows(e))
        {
            throw S3Errors.Translate(e, key);
        }

        return new AttributeValue { S = key };
    }

    public async Task<byte[]> Load(AttributeValue value, CancellationToken cancellation)
    {
        if (value.B is { } inline)
            return inline.ToArray();
        try
        {
            using var answer = await s3.GetObjectAsync(bucket, value.S, cancellation).ConfigureAwait(false);
            var bytes = new byte[answer.ContentLength];
            await answer.ResponseStream.ReadExactlyAsync(bytes, cancellation).ConfigureAwait(false);
            return bytes;
        }
        catch (Exception e) when (S3Errors.Knows(e))
        {
            throw S3Errors.Translate(e, value.S);
        }
    }
}
