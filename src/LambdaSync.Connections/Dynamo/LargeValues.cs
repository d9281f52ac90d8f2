using System.Diagnostics.Metrics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using LambdaSync.Connections.Buckets;

namespace LambdaSync.Connections.Dynamo;

/// <summary>
/// Bytes of an item. A DynamoDB item takes at most 400 KB, so long ones go to the bucket first and the item holds their key: an
/// attribute of type B is the value, one of type S is a key.
/// </summary>
/// <remarks>
/// A value of the log, of an intent or of waiting work is named by its content alone, may be shared, and is left to the bucket's rule,
/// which expires it with the log. A value that stays as long as its item is erased when the item has a newer one: no rule can tell it from one that is still
/// needed. It is therefore named by its item and the item's version too, which no other item and no later write ever has.
/// </remarks>
sealed class LargeValues(IAmazonS3 s3, string bucket)
{
    /// <summary>Few attributes of an item are this long, so the item stays below its limit.</summary>
    public const int MaxInline = 100_000;

    const string Folder = "overflow";

    // Counted with the functions' own numbers.
    static readonly Counter<long> Left = new Meter("LambdaSync").CreateCounter<long>("OldValuesLeft");

    /// <summary>Stores a value that may be shared and expires.</summary>
    /// <param name="folder">What the value is of; decides how long the bucket keeps it (<c>log</c>).</param>
    public Task<AttributeValue> Store(string folder, byte[] value, CancellationToken cancellation) =>
        Store(value, value.Length <= MaxInline ? null : $"{Folder}/{folder}/{Hash(value)}", cancellation);

    /// <summary>Stores a value of one version of an item, to be erased when that version is replaced.</summary>
    /// <param name="folder">What the value is of (<c>state</c>, <c>crm</c>).</param>
    public Task<AttributeValue> Store(string folder, ItemKey item, long version, byte[] value, CancellationToken cancellation) =>
        Store(value, NameOf(folder, item, version, value), cancellation);

    /// <summary>The key of a value of one version of an item, or null when the item itself holds it.</summary>
    public static string? NameOf(string folder, ItemKey item, long version, byte[] value) => value.Length <= MaxInline
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"{FolderOf(folder, item)}{version}-{Hash(value)}");

    /// <summary>The keys that an item's attributes hold, as far as they are the item's alone.</summary>
    public static IEnumerable<string> NamesIn(string folder, Item item, IEnumerable<string> attributes) =>
        attributes.Select(item.TextOrNull).OfType<string>().Where(name => name.StartsWith(FolderOf(folder, item.Key), StringComparison.Ordinal));

    /// <exception cref="ConnectionException">The bucket can't be reached, or does not have the value.</exception>
    public async Task<byte[]> Load(AttributeValue value, CancellationToken cancellation) =>
        await TryLoad(value, cancellation).ConfigureAwait(false) ?? throw new ConnectionException($"S3: {value.S} is missing or changed.", transient: false);

    /// <returns>The value, or null when the bucket does not have it any more, or has other bytes under its key.</returns>
    public async Task<byte[]?> TryLoad(AttributeValue value, CancellationToken cancellation)
    {
        if (value.B is { } inline)
            return inline.ToArray();
        try
        {
            using var answer = await s3.GetObjectAsync(bucket, value.S, cancellation).ConfigureAwait(false);
            var bytes = new byte[answer.ContentLength];
            await answer.ResponseStream.ReadExactlyAsync(bytes, cancellation).ConfigureAwait(false);
            return HashIn(value.S).SequenceEqual(Hash(bytes)) ? bytes : null;
        }
        catch (AmazonServiceException missing) when (S3Errors.IsMissing(missing))
        {
            return null;
        }
        catch (Exception e) when (S3Errors.Knows(e))
        {
            throw S3Errors.Translate(e, value.S);
        }
    }

    /// <summary>
    /// Erases values that no item has any more. The work is stored by then, so a failure of S3 does not fail it: the value stays, and
    /// the metric OldValuesLeft counts it.
    /// </summary>
    public async Task Erase(IEnumerable<string> names, CancellationToken cancellation)
    {
        foreach (var name in names.Distinct())
        {
            try
            {
                await s3.DeleteObjectAsync(bucket, name, cancellation).ConfigureAwait(false);
            }
            catch (Exception e) when (S3Errors.Knows(e))
            {
                Left.Add(1);
            }
        }
    }

    static string FolderOf(string folder, ItemKey item) => $"{Folder}/{folder}/{Hash(Encoding.UTF8.GetBytes($"{item.Partition}\n{item.Sort}"))[..32]}/";

    // Every key ends in the hash of its value.
    static ReadOnlySpan<char> HashIn(string key) => key.AsSpan(key.AsSpan().LastIndexOfAny('/', '-') + 1);

    static string Hash(byte[] value) => Convert.ToHexStringLower(SHA256.HashData(value));

    // The name is the content's: storing it again, after a crash say, changes nothing.
    async Task<AttributeValue> Store(byte[] value, string? key, CancellationToken cancellation)
    {
        if (key is null)
            return new AttributeValue { B = new MemoryStream(value, 0, value.Length, writable: false, publiclyVisible: true) };
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
}
