using System.Text.Json.Nodes;
using Amazon.Runtime;
using Amazon.SimpleSystemsManagement;
using Amazon.SimpleSystemsManagement.Model;
using LambdaSync.Functions.Tests.Cli;
using LambdaSync.Simulator;
using LambdaSync.Testing;
using Xunit;

namespace LambdaSync.Functions.Tests.Aws;

/// <summary>The operator's tool between a stack on moto, which it knows by the template's parameter, and Partner Central's simulator.</summary>
sealed class StackRig : IAsyncDisposable
{
    readonly SimulatorHost _host;

    StackRig(Deployment stack, SimulatorHost host, string name) => (Stack, _host, Name) = (stack, host, name);

    public Deployment Stack { get; }

    public string Name { get; }

    /// <param name="changed">The template's parameters that are not as they are by default.</param>
    public static async Task<StackRig> Start(MotoServer moto, params (string Name, string Value)[] changed)
    {
        var stack = await Deployment.Create(moto);
        var host = await SimulatorHost.Start(new PartnerCentralSimulator(TimeProvider.System));
        return new StackRig(stack, host, await Put(stack, null, changed));
    }

    /// <summary>Writes the parameter as the template does.</summary>
    /// <param name="without">Members that it does not have yet.</param>
    /// <returns>The stack's name.</returns>
    public static async Task<string> Put(Deployment stack, string[]? without = null, params (string Name, string Value)[] changed)
    {
        var template = new StackTemplate();
        var name = stack.Bucket;
        var names = template.Root.GetProperty("Parameters").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetProperty("Default").ToString());
        foreach (var queue in new[] { "InboundFilesQueue", "InboundFilesDeadLetters", "PartnerEventsQueue", "PartnerEventsDeadLetters", "PartnerEventsUndelivered", "CommandsQueue", "CommandsDeadLetters" })
            names[queue] = stack.Queue;
        (names["Name"], names["Table"], names["CrmTable"], names["LandingBucket"], names["DataBucket"]) = (name, stack.Table, stack.CrmTable, stack.Bucket, stack.DataBucket);
        (names["AWS::Region"], names["AWS::AccountId"]) = ("us-east-1", "123456789012");
        foreach (var (parameter, value) in changed)
            names[parameter] = value;
        string Sub(string property) =>
            names.Aggregate(template.Properties("StackParameter").GetProperty(property).GetProperty("Fn::Sub").GetString()!, (text, n) => text.Replace($"${{{n.Key}}}", n.Value, StringComparison.Ordinal));
        var json = JsonNode.Parse(Sub("Value"))!.AsObject();
        foreach (var member in without ?? [])
            Assert.True(json.Remove(member));
        var endpoint = stack.Environment()["AWS_ENDPOINT_URL"];
        using var ssm = new AmazonSimpleSystemsManagementClient(new BasicAWSCredentials("test", "test"), new AmazonSimpleSystemsManagementConfig { ServiceURL = endpoint, AuthenticationRegion = "us-east-1" });
        await ssm.PutParameterAsync(new PutParameterRequest { Name = Sub("Name"), Value = json.ToJsonString(), Type = ParameterType.String, Overwrite = true }, TestContext.Current.CancellationToken);
        return name;
    }

    /// <summary>Acts as AWS, or as a person in Partner Central's pages.</summary>
    public JsonObject Do(string verb, string input) => _host.Simulator.Control.Do(verb, JsonNode.Parse(input)!.AsObject());

    /// <summary>A verb with <c>--stack</c>.</summary>
    public Task<(int Exit, string Output)> Run(params string[] arguments)
    {
        var environment = Stack.Environment();
        environment["AWS_ENDPOINT_URL_PARTNERCENTRAL_SELLING"] = _host.Address.ToString().TrimEnd('/');
        return CliProcess.Run(environment, null, [.. arguments, "--stack", Name]);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _host.Simulator.Dispose();
        Stack.Dispose();
    }
}
