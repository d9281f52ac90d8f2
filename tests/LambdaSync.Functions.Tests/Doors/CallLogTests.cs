using System.Text.Json.Nodes;
using LambdaSync.Connections.Aws;
using LambdaSync.Functions.Lambda;
using Microsoft.Extensions.Logging;
using Xunit;

namespace LambdaSync.Functions.Tests.Doors;

/// <summary>Each request to Partner Central's API as a log line, at the level that is set.</summary>
[Trait("Row", "D9")]
[Trait("Row", "O-20")]
public sealed class CallLogTests
{
    static readonly AwsCallEnd Success = new("GetOpportunity", "O1", TimeSpan.FromMilliseconds(35), 200, "", "r-1", null);

    static readonly AwsCallEnd Throttled = new("UpdateOpportunity", "O1", TimeSpan.FromMilliseconds(5), 400, "ThrottlingException", "r-2", AwsFault.Throttled);

    static readonly AwsCallEnd Refused = new("UpdateOpportunity", "O1", TimeSpan.FromMilliseconds(5), 400, "ValidationException", "r-3", AwsFault.Permanent);

    [Theory]
    [InlineData(LogLevel.Error, new[] { "r-3" })]
    [InlineData(LogLevel.Warning, new[] { "r-2", "r-3" })]
    [InlineData(LogLevel.Information, new[] { "r-1", "r-2", "r-3" })]
    public void A_call_is_logged_from_its_level_on(LogLevel least, string[] requests) => Assert.Equal(requests, Lines(least).Select(l => l["RequestId"]!.GetValue<string>()));

    [Fact]
    public void A_line_has_operation_record_request_time_and_outcome()
    {
        var lines = Lines(LogLevel.Information);
        Assert.Equal(("INFO", "GetOpportunity", "O1", 35), (Text(0, "level"), Text(0, "Operation"), Text(0, "Record"), lines[0]["Milliseconds"]!.GetValue<int>()));
        Assert.Equal(("WARN", "ThrottlingException"), (Text(1, "level"), Text(1, "Code")));
        Assert.Equal(("ERROR", "ValidationException", 400), (Text(2, "level"), Text(2, "Code"), lines[2]["Status"]!.GetValue<int>()));

        string Text(int line, string name) => lines[line][name]!.GetValue<string>();
    }

    static List<JsonNode> Lines(LogLevel least)
    {
        using var output = new MemoryStream();
        var log = new CallLog(least, new JsonLogger<CallLog>(new LogLines(output, LogLevel.Information, "lambdasync", TimeProvider.System)));
        foreach (var call in new[] { Success, Throttled, Refused })
            log.Write(call);
        return [.. System.Text.Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
    }
}
