using System.Text;
using System.Text.Json.Nodes;
using LambdaSync.Connections.BuiltIn;
using LambdaSync.Testing;
using Xunit;

namespace LambdaSync.Functions.Tests.Cli;

/// <summary><c>mapping publish</c> on a folder and on a stack.</summary>
[Trait("Row", "C1")]
public sealed class MappingPublishTests(Aws.Moto moto) : IDisposable
{
    const string Line = "Project.AdditionalComments";

    static readonly string Wide = Encoding.UTF8.GetString(BuiltInMapping.Json()), Narrow = WithoutOutbound();

    readonly TempFolder _folder = new();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_mapping_that_sends_more_of_the_CRM_waits_for_a_confirmation()
    {
        var data = _folder.File("data");
        Directory.CreateDirectory(data);
        await File.WriteAllTextAsync(Path.Combine(data, "mapping.json"), Narrow, Cancellation);
        var wide = await Write(Wide);

        var asked = await Ran.Of("mapping", "publish", wide, "--data", data);
        Assert.Equal(1, asked.Exit);
        Assert.Contains($"-> {Line}", asked.Error, StringComparison.Ordinal);
        Assert.Contains("--allow-new-outbound", asked.Error, StringComparison.Ordinal);
        Assert.Equal(Narrow, await File.ReadAllTextAsync(Path.Combine(data, "mapping.json"), Cancellation));

        Assert.Equal(0, (await Ran.Of("mapping", "publish", wide, "--data", data, "--allow-new-outbound")).Exit);
        Assert.Equal(Wide, await File.ReadAllTextAsync(Path.Combine(data, "mapping.json"), Cancellation));
        // Less needs no confirmation.
        Assert.Equal(0, (await Ran.Of("mapping", "publish", await Write(Narrow), "--data", data)).Exit);
    }

    [Fact]
    public async Task A_mapping_with_errors_is_not_published()
    {
        var refused = await Ran.Of("mapping", "publish", await Write(Wide.Replace("AWS_additionalComments__c", "NoSuchField", StringComparison.Ordinal)), "--data", _folder.File("data"), "--allow-new-outbound");
        Assert.Equal(1, refused.Exit);
        Assert.Contains("NoSuchField", refused.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("data")));
    }

    [Fact]
    public async Task A_stack_gets_its_mapping_in_the_data_bucket_and_a_broken_one_is_replaced()
    {
        using var stack = await Deployment.Create(moto.Server);
        var name = await Aws.StackRig.Put(stack);
        await stack.S3.PutObjectAsync(new Amazon.S3.Model.PutObjectRequest { BucketName = stack.DataBucket, Key = "config/mapping.json", ContentBody = "{" }, Cancellation);
        var wide = await Write(Wide);

        var asked = await CliProcess.Run(stack.Environment(), null, "mapping", "publish", wide, "--stack", name);
        Assert.Equal(1, asked.Exit);
        Assert.Contains("the current mapping can't be used", asked.Output, StringComparison.Ordinal);
        Assert.Contains("new outbound: opportunity: ", asked.Output, StringComparison.Ordinal);
        var confirmed = await CliProcess.Run(stack.Environment(), null, "mapping", "publish", wide, "--stack", name, "--allow-new-outbound");
        Assert.Equal(0, confirmed.Exit);
        using var stored = await stack.S3.GetObjectAsync(stack.DataBucket, "config/mapping.json", Cancellation);
        using var text = new StreamReader(stored.ResponseStream);
        Assert.Equal(Wide, await text.ReadToEndAsync(Cancellation));
        Assert.Equal(0, (await CliProcess.Run(stack.Environment(), null, "mapping", "publish", await Write(Narrow), "--stack", name)).Exit);
    }

    static string WithoutOutbound()
    {
        var mapping = JsonNode.Parse(Wide)!;
        mapping["opportunity"]!["fields"]!.AsArray().Single(line => line!["aws"]!.GetValue<string>() == Line)!["outbound"] = false;
        return mapping.ToJsonString();
    }

    async Task<string> Write(string mapping)
    {
        var file = _folder.File(Guid.NewGuid().ToString("N") + ".json");
        await File.WriteAllTextAsync(file, mapping, Cancellation);
        return file;
    }
}
