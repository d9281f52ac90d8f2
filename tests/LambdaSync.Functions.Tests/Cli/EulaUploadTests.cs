using System.Globalization;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.S3;
using LambdaSync.Cli;
using LambdaSync.Functions.Tests.Aws;
using LambdaSync.Marketplace.LegalDocuments;
using LambdaSync.Testing;
using Xunit;

namespace LambdaSync.Functions.Tests.Cli;

/// <summary>A license agreement is uploaded to the account's bucket, and its address outlives the change set.</summary>
[Trait("Row", "F6")]
[Trait("Row", "M-17")]
public sealed class EulaUploadTests(Moto moto) : IDisposable
{
    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_checked_file_is_uploaded_once_and_its_address_lasts_for_days()
    {
        var s3 = await Bucket("contracts-one");
        var file = Put("license.txt", "An agreement.");
        var first = await Upload("contracts-one/eula", file);
        Assert.Equal(0, first.Exit);
        var url = JsonDocument.Parse(first.Out).RootElement.GetProperty("url").GetString()!;
        var signed = PresignedUrl.Read(url)!;
        Assert.InRange(signed.Ends, DateTimeOffset.UtcNow.AddDays(6.9), DateTimeOffset.UtcNow.AddDays(7));
        Assert.False(signed.IsOfSession);
        var stored = Assert.Single((await s3.ListObjectsV2Async(new() { BucketName = "contracts-one" }, TestContext.Current.CancellationToken)).S3Objects);
        Assert.Matches("^eula/[0-9a-f]{24}/license\\.txt$", stored.Key);
        using var http = new HttpClient();
        Assert.Equal("An agreement.", await http.GetStringAsync(new Uri(url.Replace("https://", "http://", StringComparison.Ordinal)), TestContext.Current.CancellationToken));
        await Upload("contracts-one/eula", file);
        Assert.Single((await s3.ListObjectsV2Async(new() { BucketName = "contracts-one" }, TestContext.Current.CancellationToken)).S3Objects);
    }

    [Fact]
    public async Task A_file_that_AWS_would_refuse_and_a_missing_bucket_upload_nothing()
    {
        var s3 = await Bucket("contracts-two");
        var wrong = await Upload("contracts-two", Put("license.pdf", "%PDF-1.7 /Encrypt %%EOF"));
        Assert.Equal(1, wrong.Exit);
        Assert.Contains("encrypted", wrong.Out + wrong.Error, StringComparison.Ordinal);
        Assert.Empty((await s3.ListObjectsV2Async(new() { BucketName = "contracts-two" }, TestContext.Current.CancellationToken)).S3Objects ?? []);
        var (exit, output) = await CliProcess.Run(Environment(), null, "offer", "upload-eula", Put("license.txt", "An agreement."));
        Assert.Equal(1, exit);
        Assert.Contains(EulaUpload.Variable, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_offer_names_the_uploaded_document()
    {
        await Bucket("contracts-three");
        var offer = Put("offer.json", $$"""
            { "ProductId": "prod-example1", "ProductType": "SaaSProduct", "Name": "Example", "Description": "For Example Ltd", "BuyerAccounts": ["111122223333"], "AvailabilityEndDate": "{{DateTimeOffset.UtcNow.AddDays(20).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}}",
              "RateCards": [{ "Duration": "P12M", "Rates": [{ "DimensionKey": "seats", "Price": "99.50" }] }] }
            """);
        using (Machine.Open(new DirectoryInfo(_folder.File("data"))))
        {
        }

        // Without a license agreement the offer is not complete; with the uploaded one it is, and the second run is the same request.
        string[] arguments = ["offer", "create", offer, "--data", _folder.File("data"), "--wait", "0", "--output", "json"];
        Assert.Equal(1, (await CliProcess.Run(Environment(), null, arguments)).Exit);
        arguments = [.. arguments, "--eula", Put("license.txt", "An agreement."), "--eula-bucket", "contracts-three"];
        Assert.Equal(0, (await CliProcess.Run(Environment(), null, arguments)).Exit);
        Assert.Equal(0, (await CliProcess.Run(Environment(), null, arguments)).Exit);
        var (exit, listed) = await CliProcess.Run(Environment(), null, "change-set", "list", "--data", _folder.File("data"), "--output", "csv");
        Assert.Equal((0, 2), (exit, listed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length));
    }

    /// <summary>The account's role uploads and signs, as it makes all of the account's calls: the machine's own key may have no right to the bucket.</summary>
    [Fact]
    [Trait("Row", "F1")]
    public async Task A_further_accounts_agreements_go_to_its_own_bucket_with_its_own_role()
    {
        var (main, second) = (await Bucket("contracts-main"), await Bucket("contracts-second"));
        await using var recorder = await RecordingProxy.Start(moto.Server);
        var environment = OfSecond(recorder);
        environment[EulaUpload.Variable] = "contracts-main";
        string[] arguments = ["offer", "upload-eula", Put("license.txt", "An agreement."), "--account", "222233334444", "--output", "json"];
        var (exit, output) = await CliProcess.Run(environment, null, arguments);
        Assert.Equal(1, exit);
        Assert.Contains("LAMBDASYNC_SELLER_BUCKETS", output, StringComparison.Ordinal);
        Assert.Empty(recorder.Requests);
        environment["LAMBDASYNC_SELLER_BUCKETS"] = "contracts-second/eula";
        (exit, output) = await CliProcess.Run(environment, null, arguments);
        Assert.True(exit == 0, output);
        Assert.StartsWith("eula/", Assert.Single((await second.ListObjectsV2Async(new() { BucketName = "contracts-second" }, TestContext.Current.CancellationToken)).S3Objects).Key, StringComparison.Ordinal);
        Assert.Empty((await main.ListObjectsV2Async(new() { BucketName = "contracts-main" }, TestContext.Current.CancellationToken)).S3Objects ?? []);
        // The machine's key assumes the role for as long as a role's session may last; the role's key does the rest.
        var assumed = Assert.Single(recorder.Requests, r => r.Path.Contains("AssumeRole", StringComparison.Ordinal));
        Assert.Contains("Credential=test/", assumed.Authorization, StringComparison.Ordinal);
        Assert.Contains("ExternalId=example-id", assumed.Path, StringComparison.Ordinal);
        Assert.Contains("DurationSeconds=43200", assumed.Path, StringComparison.Ordinal);
        var put = Assert.Single(recorder.Requests, r => r.Method == "PUT");
        Assert.Matches("Credential=ASIA[A-Z0-9]+/", put.Authorization);
        var url = JsonDocument.Parse(output.Split('\n').First(line => line.StartsWith('{'))).RootElement.GetProperty("url").GetString()!;
        Assert.Contains("X-Amz-Credential=ASIA", url, StringComparison.Ordinal);
        var signed = PresignedUrl.Read(url)!;
        Assert.True(signed.IsOfSession);
        Assert.InRange(signed.Ends, DateTimeOffset.UtcNow + PresignedUrl.Shortest, DateTimeOffset.UtcNow.AddHours(12));
    }

    /// <summary>AWS gives a role that another role assumes an hour only: then the machine's own key signs.</summary>
    [Fact]
    [Trait("Row", "F1")]
    public async Task Where_the_roles_session_is_too_short_it_uploads_and_the_machines_own_key_signs()
    {
        var second = await Bucket("contracts-chained");
        await using var recorder = await RecordingProxy.Start(moto.Server);
        recorder.Refuses = path => path.Contains("DurationSeconds", StringComparison.Ordinal)
            ? """<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>ValidationError</Code><Message>The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining</Message></Error></ErrorResponse>"""
            : null;
        var environment = OfSecond(recorder);
        environment["LAMBDASYNC_SELLER_BUCKETS"] = "contracts-chained";
        string[] arguments = ["offer", "upload-eula", Put("license.txt", "An agreement."), "--account", "222233334444", "--output", "json"];
        var (exit, output) = await CliProcess.Run(environment, null, arguments);
        Assert.True(exit == 0, output);
        Assert.Matches("Credential=ASIA[A-Z0-9]+/", Assert.Single(recorder.Requests, r => r.Method == "PUT").Authorization);
        Assert.Single((await second.ListObjectsV2Async(new() { BucketName = "contracts-chained" }, TestContext.Current.CancellationToken)).S3Objects);
        Assert.Contains("X-Amz-Credential=test", output, StringComparison.Ordinal);
    }

    Dictionary<string, string> OfSecond(RecordingProxy recorder)
    {
        var (environment, address) = (Environment(), recorder.Address.AbsoluteUri.TrimEnd('/'));
        (environment["AWS_ENDPOINT_URL_S3"], environment["AWS_ENDPOINT_URL_STS"], environment["LAMBDASYNC_ACCOUNT"]) = (address, address, "123456789012");
        (environment["LAMBDASYNC_SELLER_ROLES"], environment["LAMBDASYNC_SELLER_EXTERNAL_IDS"]) = ("arn:aws:iam::222233334444:role/seller", "example-id");
        return environment;
    }

    async Task<AmazonS3Client> Bucket(string name)
    {
        var s3 = new AmazonS3Client(new BasicAWSCredentials("test", "test"), new AmazonS3Config { ServiceURL = moto.Server.Address.AbsoluteUri, ForcePathStyle = true, AuthenticationRegion = "us-east-1" });
        await s3.PutBucketAsync(name, TestContext.Current.CancellationToken);
        return s3;
    }

    Task<Ran> Upload(string bucket, string file) => Task.Run(async () =>
    {
        var (exit, output) = await CliProcess.Run(Environment(), null, "offer", "upload-eula", file, "--eula-bucket", bucket, "--output", "json");
        return new Ran(exit, output, "");
    });

    Dictionary<string, string> Environment() => new() { ["AWS_ENDPOINT_URL_S3"] = moto.Server.Address.AbsoluteUri.TrimEnd('/'), ["AWS_ACCESS_KEY_ID"] = "test", ["AWS_SECRET_ACCESS_KEY"] = "test", ["AWS_REGION"] = "us-east-1" };

    string Put(string name, string content)
    {
        File.WriteAllText(_folder.File(name), content);
        return _folder.File(name);
    }
}
