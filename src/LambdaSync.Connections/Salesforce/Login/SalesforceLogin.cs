using System.Text.Json;

namespace LambdaSync.Connections.Salesforce;

/// <summary>
/// Logs in with client credentials or a signed assertion. One login at a time for a process: callers that come meanwhile get its session.
/// No refresh token is asked for or kept.
/// </summary>
/// <param name="secret">The secret; true: it may have changed since it was read.</param>
sealed class SalesforceLogin(SalesforceSettings settings, Func<bool, CancellationToken, Task<SalesforceSecret>> secret, HttpClient http, TimeProvider time) : IDisposable
{
    const string Request = "login", JwtGrant = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    // Wrong credentials stay wrong for a moment: many failed logins lock a user.
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    readonly SemaphoreSlim _one = new(1, 1);
    volatile SalesforceSession? _session;
    SalesforceException? _failed;
    DateTimeOffset _failedAt;
    int _key;

    /// <summary>When the certificate that logins depend on ends, or null: it is not known, or there is none.</summary>
    public DateTimeOffset? CertificateEnds { get; private set; }

    /// <param name="rejected">The session that Salesforce has refused, or null.</param>
    /// <exception cref="SalesforceException">The login is refused, or nothing answers.</exception>
    public async Task<SalesforceSession> Current(SalesforceSession? rejected, CancellationToken cancellation)
    {
        if (_session is { } session && session != rejected)
            return session;
        await _one.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (_session is { } other && other != rejected)
                return other;
            _session = null;
            if (_failed is not null && time.GetUtcNow() - _failedAt < Pause)
                throw new SalesforceException(Request, _failed.Status, _failed.Errors, nothingDone: true);
            _failed = null;
            return _session = await Login(again: rejected is not null, cancellation).ConfigureAwait(false);
        }
        catch (SalesforceException failed) when (failed.Fault == SalesforceFault.SetUp && _failed is null)
        {
            (_failed, _failedAt) = (failed, time.GetUtcNow());
            throw;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    async Task<SalesforceSession> Login(bool again, CancellationToken cancellation)
    {
        var known = await secret(again, cancellation).ConfigureAwait(false);
        CertificateEnds = known.CertificateEnds;
        if (known.ClientSecret is { } clientSecret)
            return await Ask([new("grant_type", "client_credentials"), new("client_id", known.ClientId), new("client_secret", clientSecret)], cancellation).ConfigureAwait(false);
        // While a key is replaced the organization knows one of the two; the one that it took last goes first.
        for (var tries = 1; ; tries++)
        {
            _key %= known.Keys.Count;
            var assertion = JwtAssertion.Of(known.ClientId, known.Username!, known.Audience ?? JwtAssertion.Audience(settings.Host), known.Keys[_key], time.GetUtcNow());
            try
            {
                return await Ask([new("grant_type", JwtGrant), new("assertion", assertion)], cancellation).ConfigureAwait(false);
            }
            catch (SalesforceException refused) when (refused.Fault == SalesforceFault.SetUp && tries < known.Keys.Count)
            {
                _key++;
            }
        }
    }

    async Task<SalesforceSession> Ask(IReadOnlyList<KeyValuePair<string, string>> form, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(settings.Host, "/services/oauth2/token")) { Content = new FormUrlEncodedContent(form) };
        var reply = await SalesforceReply.Read(http, Request, request, time, cancellation).ConfigureAwait(false);
        if (reply.Status != 200)
            throw reply.Failure(Request);
        return Session(reply) ?? throw new SalesforceException(Request, 502, [], nothingDone: true);
    }

    static SalesforceSession? Session(SalesforceReply reply)
    {
        try
        {
            using var document = JsonDocument.Parse(reply.Body);
            var answer = document.RootElement;
            var identity = ErrorReader.Text(answer, "id").Split('/', StringSplitOptions.RemoveEmptyEntries);
            return ErrorReader.Text(answer, "access_token") is { Length: > 0 } token
                && Uri.TryCreate(ErrorReader.Text(answer, "instance_url"), UriKind.Absolute, out var instance)
                && (instance.Scheme == Uri.UriSchemeHttps || instance.IsLoopback)
                && identity is [.., var organization, var user]
                ? new SalesforceSession(token, instance, SalesforceId.Long(organization), SalesforceId.Long(user))
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
