using System.Globalization;
using System.Text;
using System.Text.Json;
using Amazon.Lambda.APIGatewayEvents;
using LambdaSync.Cli;
using LambdaSync.Commands;
using LambdaSync.Connections.State;
using LambdaSync.Functions.Tests.Records;
using LambdaSync.Testing;
using Xunit;

namespace LambdaSync.Functions.Tests.Doors;

/// <summary>Commands of the function URL: the answer is a job's id once the command is stored.</summary>
[Trait("Row", "E3")]
public sealed class CommandsUrlTests : IDisposable
{
    const string Secret = "a secret of thirty-two characters.", Submit = """{"verb":"submit","ids":["O77"]}""";

    readonly SyncRig _rig = new();
    CommandKeys _stored = new([new("k1", Secret, "crm", "sales"), new("viewer", Secret, "dashboard", "reader")]);
    CommandKeys? _read;

    static CancellationToken None => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_signed_command_is_stored_and_answered_with_its_job()
    {
        await Pause.Set(_rig.Store, "AWS", "paused", _rig.Context, _rig.Time);

        var (status, answer) = await Post(Submit);

        Assert.Equal((202, "requested", 1), (status, answer.GetProperty("status").GetString(), answer.GetProperty("records").GetInt32()));
        var job = await _rig.Store.GetJob(answer.GetProperty("job").GetString()!, None);
        Assert.Contains("submit by crm (key k1)", job!.Source, StringComparison.Ordinal);
        Assert.NotNull((await _rig.Work("O77"))!.Due);
    }

    [Fact]
    public async Task A_click_is_carried_out_before_the_answer()
    {
        var id = _rig.AwsHas("Silent");

        Assert.Equal(202, (await Post($$"""{"verb":"refresh","ids":["{{id}}"]}""")).Status);

        Assert.Equal("\"Silent\"", await _rig.Field(id, "Name"));
    }

    [Fact]
    public async Task The_same_request_again_takes_effect_once()
    {
        await Pause.Set(_rig.Store, "AWS", "paused", _rig.Context, _rig.Time);
        var first = await Post(Submit, nonce: "the-first-of-many");

        var second = await Post(Submit, nonce: "the-first-of-many");
        var another = await Post(Submit.Replace("O77", "O78", StringComparison.Ordinal), nonce: "the-first-of-many");

        Assert.Equal((202, "requested before"), (second.Status, second.Answer.GetProperty("status").GetString()));
        Assert.Equal(first.Answer.GetProperty("job").GetString(), second.Answer.GetProperty("job").GetString());
        Assert.Equal((409, IssueCodes.CommandRepeated), (another.Status, Code(another.Answer)));
        Assert.Null(await _rig.Work("O78"));
    }

    [Fact]
    [Trait("Row", "O-6")]
    public async Task Who_may_not_is_refused_and_nothing_is_stored()
    {
        Assert.Equal((401, IssueCodes.CommandUnauthenticated), await Refused(Request("GET", "")));
        Assert.Equal((401, IssueCodes.CommandUnauthenticated), await Refused(Signed("POST", Submit, "unknown")));
        Assert.Equal((403, IssueCodes.CommandNotAllowed), await Refused(Signed("POST", Submit, "viewer")));
        Assert.Equal((413, IssueCodes.CommandTooLarge), await Refused(Signed("POST", new string(' ', CommandLimits.MaxBytes + 1), "k1")));
        Assert.Equal((400, IssueCodes.CommandInvalid), await Refused(Signed("POST", "{}", "k1")));
        var get = await Url().Handle(Signed("GET", "", "k1"), _rig.Context);
        Assert.Equal((405, "POST"), (get.StatusCode, get.Headers["allow"]));
        Assert.Empty(await _rig.Store.ListJobs(DateTimeOffset.UnixEpoch, _rig.Time.GetUtcNow().AddHours(1), null, 10, None));
        Assert.Null(await _rig.Work("O77"));
        Assert.DoesNotContain(Secret, _rig.Told.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Row", "A3")]
    public async Task An_answer_to_an_invitation_is_taken_and_a_wrong_id_is_said_at_once()
    {
        var id = _rig.Simulator.Control.Do("invite-lead", new System.Text.Json.Nodes.JsonObject { ["company"] = "Example Ltd" })["id"]!.GetValue<string>();
        await _rig.Deliver();

        var wrong = await Post("""{"verb":"accept","ids":["engi-nonsense"]}""");
        Assert.Equal((202, IssueCodes.CommandInvalid), (wrong.Status, Code(wrong.Answer)));
        Assert.DoesNotContain("AcceptEngagementInvitation", _rig.Http.Operations);
        var lacking = await Post($$"""{"verb":"reject","ids":["{{id}}"]}""");
        Assert.Equal((400, IssueCodes.CommandInvalid), (lacking.Status, Code(lacking.Answer)));
        Assert.Equal(202, (await Post($$"""{"verb":"accept","ids":["{{id}}"]}""")).Status);
        Assert.Single(_rig.Http.Operations, "AcceptEngagementInvitation");
    }

    [Fact]
    public async Task A_key_that_was_just_added_is_read()
    {
        await Post(Submit);
        _stored = new CommandKeys([.. _stored.Keys, new("k2", Secret, "crm", "sales")]);

        Assert.Equal(202, (await Post(Submit, key: "k2")).Status);
    }

    [Fact]
    public async Task A_body_in_base64_is_the_bytes_that_were_signed()
    {
        var request = Signed("POST", Submit, "k1");
        (request.Body, request.IsBase64Encoded) = (Convert.ToBase64String(Encoding.UTF8.GetBytes(Submit)), true);
        Assert.Equal(202, (await Url().Handle(request, _rig.Context)).StatusCode);
        request.Body = "{}";
        Assert.Equal(400, (await Url().Handle(request, _rig.Context)).StatusCode);
    }

    [Fact]
    public async Task A_store_that_is_away_asks_for_the_same_request_again()
    {
        var commands = new Functions.Commands(FailingStore.Of(_rig.Store, nameof(ISyncStore.Settle), true), _rig.Worker, _rig.Settings, _rig.Time, new ErrorLog<Functions.Commands>(_rig.Told));
        var request = Signed("POST", Submit, "k1");

        var away = await Url(commands).Handle(request, _rig.Context);
        var again = await Url(commands).Handle(request, _rig.Context);

        Assert.Equal((503, "5", 202), (away.StatusCode, away.Headers["retry-after"], again.StatusCode));
        Assert.Single(await _rig.Store.ListDetailsOf("O77", 10, None), d => d.JobId.StartsWith(CommandCaller.JobPrefix, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_event_file_is_a_request_of_a_function_URL()
    {
        var request = JsonSerializer.Deserialize(await File.ReadAllTextAsync(RepositoryFolder.File("events", "command-url.json"), None), EventJson.Default.APIGatewayHttpApiV2ProxyRequest)!;
        Assert.Equal(("POST", "/"), (request.RequestContext.Http.Method, request.RawPath));
        Assert.NotNull(CommandReader.Read(Encoding.UTF8.GetBytes(request.Body), []));
        var headers = request.Headers.ToDictionary();
        var now = DateTimeOffset.FromUnixTimeSeconds(long.Parse(headers[RequestSignature.TimestampHeader], CultureInfo.InvariantCulture));
        var keys = new CommandKeys([new("example-key", "example-secret-of-thirty-two-characters", "crm", "sales")]);
        Assert.IsType<SignatureCheck.Valid>(RequestSignature.Verify(headers, Encoding.UTF8.GetBytes(request.Body), keys, now));
        Assert.Equal(401, (await Url().Handle(request, _rig.Context)).StatusCode);
    }

    CommandsUrl Url(Functions.Commands? commands = null) => new(
        commands ?? new Functions.Commands(_rig.Store, _rig.Worker, _rig.Settings, _rig.Time, new ErrorLog<Functions.Commands>(_rig.Told)),
        again => Task.FromResult(_read = again || _read is null ? _stored : _read), _rig.Time, new ErrorLog<CommandsUrl>(_rig.Told));

    async Task<(int Status, JsonElement Answer)> Post(string body, string key = "k1", string? nonce = null)
    {
        var answer = await Url().Handle(Signed("POST", body, key, nonce), _rig.Context);
        Assert.Equal("application/json", answer.Headers["content-type"]);
        return (answer.StatusCode, JsonDocument.Parse(answer.Body).RootElement);
    }

    async Task<(int Status, string Code)> Refused(APIGatewayHttpApiV2ProxyRequest request)
    {
        var answer = await Url().Handle(request, _rig.Context);
        return (answer.StatusCode, Code(JsonDocument.Parse(answer.Body).RootElement));
    }

    static string Code(JsonElement answer) => answer.GetProperty("issues")[0].GetProperty("code").GetString()!;

    APIGatewayHttpApiV2ProxyRequest Signed(string method, string body, string key, string? nonce = null)
    {
        var (request, seconds) = (Request(method, body), _rig.Time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        nonce ??= Guid.NewGuid().ToString("N");
        request.Headers[RequestSignature.KeyHeader] = key;
        request.Headers[RequestSignature.TimestampHeader] = seconds;
        request.Headers[RequestSignature.NonceHeader] = nonce;
        request.Headers[RequestSignature.SignatureHeader] = RequestSignature.Sign(Secret, key, seconds, nonce, Encoding.UTF8.GetBytes(body));
        return request;
    }

    static APIGatewayHttpApiV2ProxyRequest Request(string method, string body) => new() { RawPath = "/", Body = body, RequestContext = new() { Http = new() { Method = method } } };
}
