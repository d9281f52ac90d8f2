using System.Globalization;
using System.Net;
using System.Text;
using LambdaSync.Cli;
using LambdaSync.Commands;
using LambdaSync.Functions.Tests.Records;
using Xunit;

namespace LambdaSync.Functions.Tests.Cli;

/// <summary><c>serve --commands-port</c>: signed commands on the loopback interface, through the handler of the function URL.</summary>
[Trait("Row", "E3")]
public sealed class ServeCommandsTests : IAsyncLifetime
{
    const string Secret = "a secret of thirty-two characters.", Submit = """{"verb":"submit","ids":["O77"]}""";

    readonly TempFolder _folder = new();
    readonly SyncRig _rig = new();
    readonly StringWriter _error = new();
    readonly HttpClient _http = new();
    CommandsListener _listener = null!;

    static CancellationToken None => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await Pause.Set(_rig.Store, "AWS", "paused", _rig.Context, _rig.Time);
        var commands = new Functions.Commands(_rig.Store, _rig.Worker, _rig.Settings, _rig.Time, new ErrorLog<Functions.Commands>(_error));
        _listener = await CommandsListener.Start(0, new DirectoryInfo(_folder.Root), commands, _error, _rig.Time);
    }

    public async ValueTask DisposeAsync()
    {
        await _listener.DisposeAsync();
        _http.Dispose();
        _rig.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task It_is_closed_until_there_are_keys_and_then_open_to_them()
    {
        Assert.True(IPAddress.IsLoopback(IPAddress.Parse(_listener.Address.Host)));
        Assert.Equal(HttpStatusCode.Unauthorized, (await Send(HttpMethod.Post, Submit)).StatusCode);
        await Keys($$"""{"keys":[{"id":"k1","secret":"{{Secret}}","caller":"crm","role":"sales"}]}""");

        var answer = await Send(HttpMethod.Post, Submit);

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Contains("\"job\":\"cmd-", await answer.Content.ReadAsStringAsync(None), StringComparison.Ordinal);
        Assert.NotNull((await _rig.Work("O77"))!.Due);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await Send(HttpMethod.Get, "")).StatusCode);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.File(CommandsListener.KeysFile)));
    }

    [Fact]
    public async Task Broken_keys_are_none_and_are_said()
    {
        await Keys("{");
        Assert.Equal(HttpStatusCode.Unauthorized, (await Send(HttpMethod.Post, Submit)).StatusCode);
        Assert.Contains(CommandsListener.KeysFile, _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_large_a_body_is_refused() =>
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await Send(HttpMethod.Post, new string(' ', CommandLimits.MaxBytes + 1))).StatusCode);

    [Fact]
    public async Task The_operating_system_refuses_a_second_listener_on_the_port() =>
        await Assert.ThrowsAnyAsync<IOException>(() => CommandsListener.Start(_listener.Address.Port, new DirectoryInfo(_folder.Root), new Functions.Commands(_rig.Store, _rig.Worker, _rig.Settings, _rig.Time, new ErrorLog<Functions.Commands>(_error)), _error, _rig.Time));

    Task Keys(string json) => File.WriteAllTextAsync(_folder.File(CommandsListener.KeysFile), json, None);

    async Task<HttpResponseMessage> Send(HttpMethod method, string body)
    {
        var (seconds, nonce) = (_rig.Time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), Guid.NewGuid().ToString("N"));
        using var request = new HttpRequestMessage(method, _listener.Address);
        if (body.Length > 0)
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        request.Headers.Add(RequestSignature.KeyHeader, "k1");
        request.Headers.Add(RequestSignature.TimestampHeader, seconds);
        request.Headers.Add(RequestSignature.NonceHeader, nonce);
        request.Headers.Add(RequestSignature.SignatureHeader, RequestSignature.Sign(Secret, "k1", seconds, nonce, Encoding.UTF8.GetBytes(body)));
        return await _http.SendAsync(request, None);
    }
}
