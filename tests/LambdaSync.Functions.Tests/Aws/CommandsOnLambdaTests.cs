using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using Amazon.SimpleSystemsManagement;
using Amazon.SimpleSystemsManagement.Model;
using LambdaSync.Commands;
using LambdaSync.Connections.State;
using Xunit;

namespace LambdaSync.Functions.Tests.Aws;

/// <summary>The functions for commands as Lambda starts them, within the rights that the template gives them.</summary>
[Trait("Row", "E2")]
[Trait("Row", "E3")]
public sealed class CommandsOnLambdaTests(Moto moto)
{
    const string Secret = "a secret of thirty-two characters.";

    static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_command_of_the_queue_is_carried_out()
    {
        await using var rig = await PartnerRig.Start(moto.Server, "Commands");
        var id = rig.Make("Deal");

        Assert.Empty((await rig.Lambda.Deliver(null, $$"""{"verb":"refresh","ids":["{{id}}"],"by":"anna"}""")).BatchItemFailures);

        Assert.Contains("Deal", await rig.Fields(id), StringComparison.Ordinal);
        var job = Assert.Single(await Store(rig).ListJobs(DateTimeOffset.UnixEpoch, TimeProvider.System.GetUtcNow().AddHours(1), null, 10, None), j => j.Kind == CommandIntake.JobKind);
        Assert.Contains("anna", job.Source, StringComparison.Ordinal);
        Assert.DoesNotContain(rig.Lambda.Process.Lines, line => line.Contains("anna", StringComparison.Ordinal));
        rig.IsAllowed("Commands");
    }

    [Fact]
    public async Task A_dead_command_is_replayed()
    {
        await using var rig = await PartnerRig.Start(moto.Server, "Replay", "commands");
        var id = rig.Make("Deal");
        await rig.Lambda.Stack.Sqs.SendMessageAsync(rig.Queues[0], $$"""{"verb":"refresh","ids":["{{id}}"]}""", None);

        Assert.Equal((false, ""), await rig.Tick());

        Assert.Contains("Deal", await rig.Fields(id), StringComparison.Ordinal);
        rig.IsAllowed("Replay");
    }

    [Fact]
    [Trait("Row", "O-6")]
    public async Task A_signed_request_is_carried_out_with_the_keys_of_the_parameter()
    {
        await using var rig = await PartnerRig.Start(moto.Server, "CommandsUrl");
        var id = rig.Make("Deal");
        var body = $$"""{"verb":"refresh","ids":["{{id}}"]}""";
        // A fresh deployment has no keys: it is closed.
        Assert.Equal(401, (await Invoke(rig, Request("POST", body, "k1"))).GetProperty("statusCode").GetInt32());

        await Keys("/lambdasync/lambdasync/command-keys");
        rig.Lambda.Restart("CommandsUrl");
        var answer = await Invoke(rig, Request("POST", body, "k1"));

        Assert.Equal(202, answer.GetProperty("statusCode").GetInt32());
        Assert.StartsWith(CommandCaller.JobPrefix, JsonDocument.Parse(answer.GetProperty("body").GetString()!).RootElement.GetProperty("job").GetString(), StringComparison.Ordinal);
        Assert.Contains("Deal", await rig.Fields(id), StringComparison.Ordinal);
        Assert.Equal(405, (await Invoke(rig, Request("GET", "", "k1"))).GetProperty("statusCode").GetInt32());
        Assert.DoesNotContain(rig.Lambda.Process.Lines, line => line.Contains(Secret, StringComparison.Ordinal));
        rig.IsAllowed("CommandsUrl");
    }

    static DynamoSyncStore Store(PartnerRig rig) =>
        new(rig.Lambda.Stack.Dynamo, rig.Lambda.Stack.Table, rig.Lambda.Stack.S3, rig.Lambda.Stack.DataBucket, TimeSpan.FromDays(90), TimeProvider.System);

    static async Task<JsonElement> Invoke(PartnerRig rig, string request)
    {
        var answer = await rig.Lambda.Invoke(request);
        Assert.False(answer.IsError, answer.Body);
        return JsonDocument.Parse(answer.Body).RootElement;
    }

    async Task Keys(string parameter)
    {
        using var ssm = new AmazonSimpleSystemsManagementClient(
            new BasicAWSCredentials("test", "test"), new AmazonSimpleSystemsManagementConfig { ServiceURL = moto.Server.Address.ToString(), AuthenticationRegion = "us-east-1" });
        await ssm.PutParameterAsync(new PutParameterRequest
        {
            Name = parameter,
            Type = ParameterType.SecureString,
            Overwrite = true,
            Value = new JsonObject { ["keys"] = new JsonArray(new JsonObject { ["id"] = "k1", ["secret"] = Secret, ["caller"] = "crm", ["role"] = "sales" }) }.ToJsonString(),
        }, None);
    }

    static string Request(string method, string body, string key)
    {
        var (seconds, nonce) = (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), Guid.NewGuid().ToString("N"));
        return new JsonObject
        {
            ["version"] = "2.0",
            ["rawPath"] = "/",
            ["headers"] = new JsonObject
            {
                [RequestSignature.KeyHeader] = key,
                [RequestSignature.TimestampHeader] = seconds,
                [RequestSignature.NonceHeader] = nonce,
                [RequestSignature.SignatureHeader] = RequestSignature.Sign(Secret, key, seconds, nonce, Encoding.UTF8.GetBytes(body)),
            },
            ["requestContext"] = new JsonObject { ["http"] = new JsonObject { ["method"] = method, ["path"] = "/" } },
            ["body"] = body,
            ["isBase64Encoded"] = false,
        }.ToJsonString();
    }
}
