using Amazon.S3;
using LambdaSync.Cli;
using LambdaSync.Cli.Demo;
using LambdaSync.Connections.Buckets;
using LambdaSync.Functions.Tests.Aws;
using LambdaSync.Functions.Tests.Exchange;
using LambdaSync.Simulator.AceExchange;
using Xunit;

namespace LambdaSync.Functions.Tests.Cli;

/// <summary><c>serve --exchange s3://BUCKET</c>: the tool as a process, with AWS's bucket on moto.</summary>
[Trait("Row", "B1")]
[Trait("Row", "B5")]
public sealed class ServeBucketTests(Moto moto) : IDisposable
{
    readonly TempFolder _folder = new();
    readonly string _bucket = "ace-" + Guid.NewGuid().ToString("N")[..12];

    static CancellationToken None => TestContext.Current.CancellationToken;

    string Data => _folder.File("data");

    Dictionary<string, string> Environment => new() { ["AWS_ENDPOINT_URL_S3"] = moto.Server.Address.ToString(), ["AWS_ACCESS_KEY_ID"] = "test", ["AWS_SECRET_ACCESS_KEY"] = "test", ["AWS_REGION"] = "us-east-1" };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_deal_goes_out_and_its_answer_comes_back()
    {
        using var s3 = new AmazonS3Client("test", "test", new AmazonS3Config { ServiceURL = moto.Server.Address.ToString(), AuthenticationRegion = "us-east-1", ForcePathStyle = true });
        await s3.PutBucketAsync(_bucket, None);
        var bucket = new AceBucketOf(new S3ExchangeBucket(s3, _bucket));
        var aws = new AceSide(bucket, new AceTerms());
        await MappingFile.Store(Directory.CreateDirectory(Data), DemoRun.Mapping(), None);
        Assert.Equal(0, (await Ran.With(ServeExchangeTests.Shared, "crm", "import", "Opportunity", "--data", Data)).Exit);
        aws.Refer(false, new() { ["partnerProjectTitle"] = "Referral", ["customerCompanyName"] = "Referred Ltd", ["stage"] = "Prospect", ["status"] = "Approved", ["targetCloseDate"] = "2097-05-01" }, Now);
        aws.Export(Now);

        // The record waits for AWS's result.
        var (exit, output) = await Serve(_bucket);
        Assert.True(exit == 3, output);
        Assert.Contains("sending and reading files of the exchange", output, StringComparison.Ordinal);
        Assert.Single(bucket.Keys("opportunity-inbound/"));
        var referral = Assert.Single(aws.Records.Keys);
        Assert.Equal(0, (await Ran.Of("crm", "show", "Opportunity", referral, "--data", Data)).Exit);

        aws.Run(Now);
        Assert.Equal(0, (await Ran.Of("file", "pull", "--data", Data)).Exit);
        (exit, output) = await Serve(_bucket);
        Assert.True(exit is 0 or 3, output);
        Assert.Empty(bucket.Keys("opportunity-inbound-processed-results/"));
        // All of AWS's file was imported.
        Assert.Empty(bucket.Keys("opportunity-outbound/"));
        var shared = Assert.Single(aws.Records.Keys, id => id != referral);
        Assert.Equal(0, (await Ran.Of("crm", "show", "Opportunity", shared, "--data", Data)).Exit);
        Assert.Empty(aws.Faults);
    }

    [Fact]
    [Trait("Row", "B10")]
    public async Task A_bucket_that_is_not_there_is_named_and_nothing_changes()
    {
        var (exit, output) = await Serve("no-such-" + _bucket);
        Assert.True(exit == 1, output);
        Assert.Contains("no-such-" + _bucket, output, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(Data, TransportFile.Name)));
    }

    static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    Task<(int Exit, string Output)> Serve(string bucket) =>
        CliProcess.Run(Environment, null, "serve", "--once", "--exchange", "s3://" + bucket, "--exchange-region", "us-east-1", "--partner-id", "1234567", "--data", Data);
}
