using System.Text.Json.Nodes;
using LambdaSync.Simulator.Model;
using Xunit;

namespace LambdaSync.Simulator.Tests;

/// <summary>Whatever is sent, the answer has AWS's form: an exception out of the simulator would be a fault of the simulator.</summary>
public sealed class RobustnessTests : IDisposable
{
    static readonly ApiModel Model = ApiModel.Shared;

    readonly Aws _aws = new();

    public static TheoryData<string> Operations() => [.. Model.Operations.Keys];

    // Every member once left out, null, of another type, in a list with null; among all members, and alone beside the required ones.
    [Theory]
    [MemberData(nameof(Operations))]
    public async Task A_request_with_one_odd_value_is_answered(string operation)
    {
        await Plant();
        var whole = (JsonObject)Sample(Model.Operations[operation].Input, 0)!;
        foreach (var path in Paths(whole).ToList())
        {
            foreach (var odd in (string?[])[null, "null", "5", "1.5", "-1", "1e300", "\"\"", "\"x\"", "true", "[]", "[null]", "{}", "[[]]"])
            {
                foreach (var good in (JsonObject[])[whole, Least(operation, whole, path.Split('/')[1])])
                {
                    var request = good.DeepClone().AsObject();
                    Put(request, path, odd);
                    var (status, body) = await _aws.Send(operation, request);
                    Assert.True(status == 200 || (status < 500 && body.ContainsKey("__type")), $"{operation} {path} {odd}: {status} {body.ToJsonString()}");
                }
            }
        }
    }

    // The sample is a good request, or the test above tests little: nothing is wrong with it by the model.
    [Theory]
    [MemberData(nameof(Operations))]
    public async Task The_sample_keeps_the_model(string operation)
    {
        await Plant();
        var (status, body) = await _aws.Send(operation, (JsonObject)Sample(Model.Operations[operation].Input, 0)!);
        Assert.True(status == 200 || body["Reason"]?.GetValue<string>() != "REQUEST_VALIDATION_FAILED", body.ToJsonString());
    }

    public void Dispose() => _aws.Dispose();

    // What the texts below name is there.
    async Task Plant()
    {
        await _aws.Opportunity();
        await _aws.Engagement([new JsonObject { ["Type"] = "CustomerProject", ["Payload"] = new JsonObject { ["CustomerProject"] = new JsonObject() } }]);
        _aws.Invite();
    }

    static JsonObject Least(string operation, JsonObject whole, string besides) =>
        new(whole.Where(m => m.Key == besides || Model.Shapes[Model.Operations[operation].Input].Required.Contains(m.Key)).Select(m => KeyValuePair.Create(m.Key, m.Value?.DeepClone())));

    // A value of a shape, lists with one item; structures that contain themselves end.
    static JsonNode? Sample(string shapeName, int depth)
    {
        var shape = Model.Shapes[shapeName];
        return shape.Type switch
        {
            _ when depth > 9 => null,
            "structure" => new JsonObject(shape.Members.Where(m => m.Key != "NextToken").Take(shape.Union ? 1 : int.MaxValue).Select(m => KeyValuePair.Create(m.Key, Sample(m.Value, depth + 1)))),
            "list" => new JsonArray(Sample(shape.Member!, depth + 1)),
            "map" => new JsonObject { ["key"] = Sample(shape.Member!, depth + 1) },
            "integer" => JsonValue.Create(shape.Min ?? 1),
            "timestamp" => JsonValue.Create("2026-03-02T09:00:00Z"),
            _ when shape.Values.Count > 0 => JsonValue.Create(shape.Values[^1]),
            _ => JsonValue.Create(Texts.First(t => shape.Pattern?.Matches(t) != false)),
        };
    }

    // One of them has the form of every pattern of the model.
    static readonly string[] Texts =
    [
        "AWS", "O1000001", "eng-00000000000001", "engi-0000000000003", "job-0000000000001", "task-0000000000001", "task-00000000000001", "ctx-00000000000001", "S-0000001", "2026-12-31", "123456789012", "US", "98101", "123456789", "1", "+12065550100", "a@example.com",
        "https://example.com", "https://calculator.aws/#/estimate?id=0123456789abcdef0123456789abcdef", "arn:aws:partnercentral:us-east-1:123456789012:catalog/AWS/opportunity/O1000001", "arn:aws:iam::123456789012:role/r", "arn:aws:aws-marketplace:us-east-1:123456789012:AWSMarketplace/Offer/offer-1",
        "arn:aws:aws-marketplace:us-east-1:123456789012:AWSMarketplace/OfferSet/offerset-1", "a text", "",
    ];

    static IEnumerable<string> Paths(JsonNode? node, string prefix = "") => node switch
    {
        JsonObject json => json.SelectMany(m => Paths(m.Value, $"{prefix}/{m.Key}").Prepend($"{prefix}/{m.Key}")),
        JsonArray list => list.SelectMany((item, i) => Paths(item, $"{prefix}/{i}").Prepend($"{prefix}/{i}")),
        _ => [],
    };

    static void Put(JsonNode root, string path, string? json)
    {
        var steps = path.Split('/')[1..];
        var parent = root;
        foreach (var step in steps[..^1])
            parent = parent is JsonArray list ? list[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)]! : parent[step]!;
        if (parent is JsonArray array)
            array[int.Parse(steps[^1], System.Globalization.CultureInfo.InvariantCulture)] = json is null ? null : JsonNode.Parse(json);
        else if (json is null)
            parent.AsObject().Remove(steps[^1]);
        else
            parent[steps[^1]] = JsonNode.Parse(json);
    }
}
