using LambdaSync.Cli;
using LambdaSync.Cli.Demo;
using LambdaSync.Simulator.AceExchange;
using Xunit;

namespace LambdaSync.Functions.Tests.Cli;

/// <summary>The file exchange on one machine, with a folder as AWS's bucket.</summary>
[Trait("Row", "B1")]
[Trait("Row", "B5")]
public sealed class ServeExchangeTests : IDisposable
{
    internal const string Shared = """
        {"Name":"Deal","Sync_with_AWS__c":true,"StageName":"Prospecting","CloseDate":"2097-03-15","AWS_customerCompanyName__c":"Example Ltd","AWS_customerWebsite__c":"https://example.com","AWS_industry__c":"Travel","AWS_country__c":"US","AWS_state__c":"Washington","AWS_postalCode__c":"98101","AWS_projectDescription__c":"A problem that is long enough to be described here.","AWS_expectedMonthlyAwsRevenue__c":1000,"AWS_IsOppFromMarketingActivity__c":"None","AWS_deliveryModel__c":"SaaS or PaaS","AWS_partnerPrimaryNeedFromAws__c":"Co-Sell - Architectural Validation","AWS_salesActivities__c":"Initialized discussions with customer","AWS_solutionOffered__c":"S-0000001","AWS_useCase__c":"AI Machine Learning and Analytics","AWS_opportunityType__c":"Net New Business","AWS_doesOppBelongToNatSec__c":"No"}
        """;

    readonly TempFolder _folder = new();

    string Data => _folder.File("data");

    string Bucket => _folder.File("ace");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Files_go_out_and_come_back_and_the_api_is_never_called()
    {
        Directory.CreateDirectory(Bucket);
        await MappingFile.Store(Directory.CreateDirectory(Data), DemoRun.Mapping(), CancellationToken.None);
        var imported = await Ran.With(Shared, "crm", "import", "Opportunity", "--data", Data);
        Assert.True(imported.Exit == 0, imported.Error);
        var bucket = new AceFolder(Bucket);
        var aws = new AceSide(bucket, new AceTerms());
        var first = await Serve();
        // The record waits for AWS's result.
        Assert.True(first.Exit == 3, first.Error);
        Assert.Contains("sending and reading files of the exchange", first.Error, StringComparison.Ordinal);
        Assert.Single(bucket.Keys("opportunity-inbound/"));

        aws.Run(TimeProvider.System.GetUtcNow());
        aws.Export(TimeProvider.System.GetUtcNow());
        Assert.Equal(0, (await Ran.Of("file", "pull", "--data", Data)).Exit);
        var second = await Serve();
        // What people changed meanwhile is compared at the schedule's next run.
        Assert.True(second.Exit == 3, second.Error);
        Assert.Empty(bucket.Keys("opportunity-inbound-processed-results/"));
        var awsId = Assert.Single(aws.Records.Keys);
        var shown = await Ran.Of("crm", "show", "Opportunity", awsId, "--output", "json", "--data", Data);
        Assert.Equal("Approved", shown.Lines.Single().GetProperty("fields").GetProperty("AWS_status__c").GetString());

        // As long as they travel in files, nothing of the folder goes through the API, whether its schedules are on or off.
        Assert.Equal(0, (await Ran.Of("schedule", "off", "--all", "--data", Data)).Exit);
        var api = await Ran.Of("serve", "--once", "--partner-central", "--data", Data);
        Assert.Equal(1, api.Exit);
        Assert.Contains("opportunities of this data folder travel in files", api.Error, StringComparison.Ordinal);
        var refreshed = await Ran.Of("record", "refresh", awsId, "--data", Data);
        Assert.Equal(0, refreshed.Exit);
        Assert.Contains("opportunities travel in files", refreshed.Out, StringComparison.Ordinal);
        var backfill = await Ran.Of("backfill", "--data", Data);
        Assert.Equal(1, backfill.Exit);
        Assert.Contains("the API compares none", backfill.Error, StringComparison.Ordinal);
        var submitted = await Ran.Of("opportunity", "submit", awsId, "--data", Data);
        Assert.Equal(1, submitted.Exit);
        Assert.Contains("submit is carried out through the API, and this record travels to AWS in files", submitted.Error, StringComparison.Ordinal);
        var check = await Ran.Of("migrate", "check", "--output", "json", "--data", Data);
        Assert.Equal("stops", check.Lines.Single(line => line.GetProperty("check").GetString() == "opportunities travel in files").GetProperty("state").GetString());
        Assert.Equal(0, (await Ran.Of("migrate", "set", "opportunity", "api", "--data", Data)).Exit);
        check = await Ran.Of("migrate", "check", "--output", "json", "--data", Data);
        Assert.DoesNotContain(check.Lines, line => line.GetProperty("state").GetString() == "stops");
        // Leads travel in files as before, until they do not either.
        Assert.Equal(0, (await Ran.Of("migrate", "set", "lead", "api", "--data", Data)).Exit);
        var none = await Serve();
        Assert.Equal(1, none.Exit);
        Assert.Contains("travel through the API", none.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "--partner-id needs --exchange", "--partner-id", "1234567")]
    [InlineData(2, "s3://BUCKET without a path", "--exchange", "s3://ace-example/opportunity-inbound")]
    [InlineData(2, "--cut-over takes a date", "--exchange", ".", "--cut-over", "soon")]
    [InlineData(2, "--file-name takes", "--exchange", ".", "--file-name", "a b")]
    [InlineData(1, "is no folder", "--exchange", "no-such-folder")]
    public async Task Wrong_input_is_named(int exit, string text, params string[] arguments)
    {
        var ran = await Ran.Of(["serve", "--once", "--data", Data, .. arguments]);
        Assert.Equal(exit, ran.Exit);
        Assert.Contains(text, ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Row", "H4")]
    public async Task The_demo_takes_a_deal_a_referral_and_a_lead_over_the_exchange()
    {
        var ran = await Ran.Of("demo", "--transport", "files", "--data", Data);
        Assert.Equal((0, ""), (ran.Exit, ran.Error));
        Assert.Contains("8. lead accepted", ran.Out, StringComparison.Ordinal);
        Assert.Contains("7 files went to AWS.", ran.Out, StringComparison.Ordinal);
        Assert.Equal(7, new AceFolder(Path.Combine(Data, ExchangeDemo.Folder)).Keys("").Count(key => key.Contains("-inbound-archive/", StringComparison.Ordinal)));
        Assert.Empty((await Ran.Of("log", "list", "--status", "Error", "--output", "json", "--data", Data)).Lines);
        Assert.Equal("stops", (await Ran.Of("migrate", "check", "--output", "json", "--data", Data)).Lines.Single(line => line.GetProperty("check").GetString() == "opportunities travel in files").GetProperty("state").GetString());
        Assert.Equal(2, (await Ran.Of("demo", "--transport", "files", "--wait")).Exit);
    }

    Task<Ran> Serve() => Ran.Of("serve", "--once", "--exchange", Bucket, "--partner-id", "1234567", "--data", Data);
}
