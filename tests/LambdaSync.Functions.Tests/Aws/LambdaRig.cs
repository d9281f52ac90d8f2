using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using Amazon.Lambda.SQSEvents;
using LambdaSync.Testing;
using Xunit;

namespace LambdaSync.Functions.Tests.Aws;

/// <summary>The real bootstrap under a Runtime API, against a stack on moto.</summary>
sealed class LambdaRig : IAsyncDisposable
{
    readonly Dictionary<string, string> _environment;

    LambdaRig(Deployment stack, RuntimeApiServer api, Dictionary<string, string> environment) => (Stack, Api, _environment) = (stack, api, environment);

    public Deployment Stack { get; }

    public RuntimeApiServer Api { get; }

    public BootstrapProcess Process { get; private set; } = null!;

    /// <param name="endpoint">moto's address, or a recorder's before it.</param>
    /// <param name="changed">Variables that differ from the template's; null leaves one out.</param>
    public static async Task<LambdaRig> Start(MotoServer moto, Uri? endpoint = null, string handler = "InboundFiles", params (string Name, string? Value)[] changed)
    {
        var stack = await Deployment.Create(moto);
        var environment = stack.Environment(endpoint);
        foreach (var (name, value) in changed)
        {
            environment.Remove(name);
            if (value is not null)
                environment[name] = value;
        }

        var rig = new LambdaRig(stack, await RuntimeApiServer.Start(), environment);
        rig.Restart(handler);
        return rig;
    }

    public void Restart(string handler = "InboundFiles")
    {
        Process?.Dispose();
        Api.Forget();
        Process = BootstrapProcess.Start(Api.Address, handler, _environment);
    }

    /// <summary>Hands the notifications to the function and gives its answer.</summary>
    public async Task<SQSBatchResponse> Deliver(TimeSpan? timeLimit, params string[] bodies)
    {
        var answer = await Invoke(Event(bodies), timeLimit);
        Assert.False(answer.IsError, answer.Body);
        return JsonSerializer.Deserialize(answer.Body, EventJson.Default.SQSBatchResponse)!;
    }

    public async Task<RuntimeApiServer.Answer> Invoke(string json, TimeSpan? timeLimit = null)
    {
        var answer = Api.Invoke(json, timeLimit);
        var ended = Process.WaitForExit(TestContext.Current.CancellationToken);
        if (await Task.WhenAny(answer, ended, Task.Delay(TimeSpan.FromMinutes(4), TestContext.Current.CancellationToken)) == answer)
            return await answer;
        throw new InvalidOperationException("the function gave no answer: " + string.Join('\n', Process.Lines));
    }

    public static string Event(params string[] bodies) => JsonSerializer.Serialize(
        new SQSEvent { Records = [.. bodies.Select((body, i) => new SQSEvent.SQSMessage { MessageId = $"m{i}", Body = body, EventSource = "aws:sqs" })] },
        EventJson.Default.SQSEvent);

    /// <summary>All items of both tables as sorted text.</summary>
    public async Task<List<string>> Tables() =>
        [.. (await Stack.Items(Stack.Table)).Concat(await Stack.Items(Stack.CrmTable)).Select(Text).Order(StringComparer.Ordinal)];

    public async ValueTask DisposeAsync()
    {
        Process.Dispose();
        await Api.DisposeAsync();
        Stack.Dispose();
    }

    static string Text(Dictionary<string, AttributeValue> item) =>
        string.Join(" ", item.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => $"{a.Key}={Value(a.Value)}"));

    static string Value(AttributeValue value) => value.S ?? value.N ?? (value.B is { } bytes ? System.Text.Encoding.UTF8.GetString(bytes.ToArray()) : value.BOOL.ToString()!);
}
