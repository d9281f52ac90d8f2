using System.Text;
using System.Text.Json;
using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.Core;
using LambdaSync.Commands;
using LambdaSync.Connections;
using Microsoft.Extensions.Logging;

namespace LambdaSync.Functions;

/// <summary>
/// Handles commands that come as HTTP requests: a function URL, or the loopback port of the one-machine edition. The answer is 202 with
/// the job's id once the command is stored; what becomes of it is in the sync log.
/// </summary>
/// <param name="keys">The keys; true: those that are stored now, not those that were read a while ago.</param>
public sealed partial class CommandsUrl(Commands commands, Func<bool, Task<CommandKeys>> keys, TimeProvider time, ILogger<CommandsUrl> log)
{
    const string Json = "application/json";

    /// <exception cref="ConnectionException">The keys can't be read.</exception>
    public async Task<APIGatewayHttpApiV2ProxyResponse> Handle(APIGatewayHttpApiV2ProxyRequest request, ILambdaContext context)
    {
        if (Read(request) is not { } read)
            return Answer(400, Issues([CommandIssues.NotJson("the body is not base64")]));
        var answer = CommandDoor.Check(read, await keys(false), time.GetUtcNow());
        if (answer is DoorAnswer.Refused { MayHaveNewKey: true })
            answer = CommandDoor.Check(read, await keys(true), time.GetUtcNow());
        return answer switch
        {
            DoorAnswer.Accepted accepted => await Store(accepted, context),
            DoorAnswer.Refused refused => Refuse(refused.Status, refused.Issues),
            _ => throw new InvalidOperationException($"{answer.GetType().Name} is no answer"),
        };
    }

    async Task<APIGatewayHttpApiV2ProxyResponse> Store(DoorAnswer.Accepted accepted, ILambdaContext context)
    {
        CommandReceipt receipt;
        try
        {
            receipt = await commands.Store(accepted.Command, accepted.Caller);
        }
        catch (ConnectionException away) when (away.Transient)
        {
            // The same request, with the same nonce, takes effect once however often it is sent.
            LogStore(log, away);
            return Answer(503, Issues([Issue.Error(IssueCodes.AwsUnavailable, null, null, "the command could not be stored", "send the same request again")]), ("retry-after", "5"));
        }

        if (receipt.IsRefused)
            return Refuse(409, receipt.Issues);
        if (accepted.Command.Ids.Count <= CommandLimits.MaxAtOnce && !receipt.IsRepeat)
            await commands.Work(receipt.Keys, context);
        return Answer(202, Write(json =>
        {
            json.WriteString("job"u8, receipt.Job.Id);
            json.WriteString("status"u8, receipt.IsRepeat ? "requested before" : "requested");
            json.WriteNumber("records"u8, accepted.Command.Ids.Count);
            json.WritePropertyName("issues"u8);
            IssueJson.Write(json, receipt.Issues);
        }));
    }

    APIGatewayHttpApiV2ProxyResponse Refuse(int status, IReadOnlyList<Issue> issues)
    {
        LogRefused(log, status, issues[0].Code, issues[0].Field);
        return status == 405 ? Answer(status, Issues(issues), ("allow", "POST")) : Answer(status, Issues(issues));
    }

    // Null: the body is not what its encoding says.
    static DoorRequest? Read(APIGatewayHttpApiV2ProxyRequest request)
    {
        // docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html: names of headers are in lower case; the one-machine edition sends the same.
        var headers = request.Headers.GroupBy(h => h.Key.ToLowerInvariant(), StringComparer.Ordinal).ToDictionary(h => h.Key, h => h.Last().Value, StringComparer.Ordinal);
        var body = request.Body ?? "";
        var bytes = new byte[request.IsBase64Encoded ? body.Length : Encoding.UTF8.GetMaxByteCount(body.Length)];
        var length = 0;
        if (!request.IsBase64Encoded)
            length = Encoding.UTF8.GetBytes(body, bytes);
        else if (!Convert.TryFromBase64String(body, bytes, out length))
            return null;
        return new DoorRequest(request.RequestContext.Http.Method, request.RawPath, headers, bytes.AsMemory(0, length));
    }

    static string Issues(IReadOnlyList<Issue> issues) => Write(json =>
    {
        json.WritePropertyName("issues"u8);
        IssueJson.Write(json, issues);
    });

    static string Write(Action<Utf8JsonWriter> members)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    static APIGatewayHttpApiV2ProxyResponse Answer(int status, string body, params (string Name, string Value)[] headers)
    {
        var all = new Dictionary<string, string> { ["content-type"] = Json, ["cache-control"] = "no-store" };
        foreach (var (name, value) in headers)
            all[name] = value;
        return new APIGatewayHttpApiV2ProxyResponse { StatusCode = status, Headers = all, Body = body };
    }

    [LoggerMessage(1, LogLevel.Warning, "Storing a command failed; its sender is asked to send it again")]
    static partial void LogStore(ILogger log, Exception away);

    [LoggerMessage(2, LogLevel.Warning, "A request is refused with {Status}: {Code} {Field}")]
    static partial void LogRefused(ILogger log, int status, string code, string? field);
}
