using Amazon.S3;
using Amazon.S3.Model;
using LambdaSync.Connections.Buckets;
using LambdaSync.Functions.Tests.Aws;
using Xunit;

namespace LambdaSync.Functions.Tests.Exchange;

/// <summary>The exchange's bucket over the real protocol, on moto.</summary>
[Trait("Row", "B5")]
public sealed class S3ExchangeTests(Moto moto)
{
    [Fact]
    public async Task An_upload_gives_the_owner_full_control_and_is_listed_read_and_deleted()
    {
        var s3 = new AmazonS3Client("test", "test", new AmazonS3Config { ServiceURL = moto.Server.Address.ToString(), AuthenticationRegion = "us-east-1", ForcePathStyle = true });
        var name = "ace-" + Guid.NewGuid().ToString("N")[..12];
        await s3.PutBucketAsync(name, TestContext.Current.CancellationToken);
        var bucket = new S3ExchangeBucket(s3, name);
        var none = CancellationToken.None;
        await bucket.Put("opportunity-inbound/b.json", "{}"u8.ToArray(), none);
        await bucket.Put("opportunity-inbound/a.json", "{ }"u8.ToArray(), none);
        var acl = await s3.GetObjectAclAsync(new GetObjectAclRequest { BucketName = name, Key = "opportunity-inbound/a.json" }, none);
        Assert.Contains(acl.Grants, grant => grant.Permission == S3Permission.FULL_CONTROL);

        var page = await bucket.List("opportunity-inbound/", null, none);
        Assert.False(page.More);
        Assert.Equal(["opportunity-inbound/a.json", "opportunity-inbound/b.json"], page.Objects.Select(found => found.Key));
        Assert.Equal(3, page.Objects[0].Length);
        Assert.Equal(["opportunity-inbound/b.json"], (await bucket.List("opportunity-inbound/", "opportunity-inbound/a.json", none)).Objects.Select(found => found.Key));
        var read = await bucket.Get("opportunity-inbound/a.json", 10, none);
        Assert.Equal((page.Objects[0].Tag, 3L), (read!.Version, read.Length));
        Assert.True((await bucket.Get("opportunity-inbound/a.json", 0, none))!.Body.IsEmpty);

        await bucket.Delete("opportunity-inbound/a.json", none);
        await bucket.Delete("opportunity-inbound/a.json", none);
        Assert.Null(await bucket.Get("opportunity-inbound/a.json", 10, none));
    }

    [Fact]
    public async Task An_upload_is_encrypted_with_the_key_that_AWS_names()
    {
        var s3 = new AmazonS3Client("test", "test", new AmazonS3Config { ServiceURL = moto.Server.Address.ToString(), AuthenticationRegion = "us-east-1", ForcePathStyle = true });
        var name = "ace-" + Guid.NewGuid().ToString("N")[..12];
        await s3.PutBucketAsync(name, TestContext.Current.CancellationToken);
        const string Key = "arn:aws:kms:us-east-1:123456789012:key/00000000-0000-0000-0000-000000000001";
        await new S3ExchangeBucket(s3, name, Key).Put("opportunity-inbound/a.json", "{}"u8.ToArray(), CancellationToken.None);
        var stored = await s3.GetObjectMetadataAsync(name, "opportunity-inbound/a.json", TestContext.Current.CancellationToken);
        Assert.Equal((ServerSideEncryptionMethod.AWSKMS, Key), (stored.ServerSideEncryptionMethod, stored.ServerSideEncryptionKeyManagementServiceKeyId));
    }
}
