using System.Text;
using Amazon.Runtime;
using Amazon.SimpleSystemsManagement;
using Amazon.SimpleSystemsManagement.Model;
using LambdaSync.Cli.Demo;
using LambdaSync.Connections.Buckets;
using LambdaSync.Connections.BuiltIn;
using LambdaSync.Functions.Tests.Aws;
using LambdaSync.Functions.Tests.Cli;
using Xunit;

namespace LambdaSync.Functions.Tests.Exchange;

/// <summary>The function SendFiles as Lambda starts it, with its bucket, its tables and the main stack's parameter on moto.</summary>
[Trait("Row", "E3")]
[Trait("Row", "B10")]
public sealed class ExchangeOnLambdaTests(Moto moto)
{
    static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_sends_the_objects_that_it_names_as_far_as_the_main_stack_lets_them_travel_in_files()
    {
        var (bucket, name) = ("ace-" + Guid.NewGuid().ToString("N")[..12], "fx-" + Guid.NewGuid().ToString("N")[..8]);
        await using var rig = await LambdaRig.Start(
            moto.Server, null, "SendFiles", ("LAMBDASYNC_NAME", name), ("LAMBDASYNC_EXCHANGE_BUCKET", bucket), ("LAMBDASYNC_EXCHANGE_REGION", "us-east-1"), ("LAMBDASYNC_PARTNER_ID", "1234567"),
            ("LAMBDASYNC_SEND_OPPORTUNITIES_EVERY", "off"), ("LAMBDASYNC_SEND_LEADS_EVERY", "off"), ("LAMBDASYNC_OPPORTUNITY_TRANSPORT", "files"));
        var stack = rig.Stack;
        await stack.S3.PutBucketAsync(bucket, None);
        await new S3Bucket(stack.S3, stack.DataBucket).Put("config/mapping.json", DemoRun.Mapping(), None);
        var crm = new DynamoCrm(stack.Dynamo, stack.CrmTable, stack.S3, stack.DataBucket, TimeProvider.System);
        var made = await crm.Import("Opportunity", Encoding.UTF8.GetBytes(ServeExchangeTests.Shared), None);
        Assert.True(made.Written, string.Join("; ", made.Issues));
        var sent = new S3ExchangeBucket(stack.S3, bucket);

        // Without the main stack's word nothing is sent.
        var answer = await rig.Invoke("""{"objects":["opportunity"]}""");
        Assert.True(answer.IsError);
        Assert.Contains($"/lambdasync/{name}/stack", answer.Body, StringComparison.Ordinal);
        await Transport(name, "api");
        await Send(rig, "opportunity");
        Assert.Empty((await sent.List("opportunity-inbound/", null, None)).Objects);

        await Transport(name, "files");
        // As the main stack's Outbound does.
        rig.Restart("Outbound");
        Assert.False((await rig.Invoke("{}")).IsError);
        rig.Restart("SendFiles");
        await Send(rig, "lead");
        Assert.Empty((await sent.List("opportunity-inbound/", null, None)).Objects);
        await Send(rig, "opportunity");
        Assert.Single((await sent.List("opportunity-inbound/", null, None)).Objects);

        answer = await rig.Invoke("""{"objects":["contact"]}""");
        Assert.True(answer.IsError);
        Assert.Contains("opportunity and lead", answer.Body, StringComparison.Ordinal);
    }

    static async Task Send(LambdaRig rig, string name)
    {
        var answer = await rig.Invoke($$"""{"objects":["{{name}}"]}""");
        Assert.False(answer.IsError, answer.Body);
    }

    async Task Transport(string name, string transport)
    {
        using var ssm = new AmazonSimpleSystemsManagementClient(
            new BasicAWSCredentials("test", "test"), new AmazonSimpleSystemsManagementConfig { ServiceURL = moto.Server.Address.ToString(), AuthenticationRegion = "us-east-1" });
        await ssm.PutParameterAsync(
            new PutParameterRequest { Name = $"/lambdasync/{name}/stack", Type = ParameterType.String, Overwrite = true, Value = $$"""{"opportunityTransport":"{{transport}}","leadTransport":"{{transport}}"}""" }, None);
    }
}
