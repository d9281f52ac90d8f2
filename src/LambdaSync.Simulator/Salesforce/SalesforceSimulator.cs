using System.Text.Json.Nodes;
using LambdaSync.Simulator.Salesforce.Control;
using LambdaSync.Simulator.Salesforce.Operations;
using LambdaSync.Simulator.Salesforce.State;
using LambdaSync.Simulator.Salesforce.Wire;
using LambdaSync.Simulator.Wire;

namespace LambdaSync.Simulator.Salesforce;

/// <summary>
/// The REST API of one Salesforce organisation, played by Salesforce's published rules: one function from HTTP request to HTTP response. Under <c>/_control/</c> a test
/// or a person acts as the organisation's people and administrators. Client id and secret are <c>test</c>.
/// </summary>
public sealed class SalesforceSimulator : IDisposable
{
    // Longer requests get 414 (REST, Query: about 800 ids).
    const int MaxUrl = 16_384;

    static readonly TimeSpan LongRequest = TimeSpan.FromSeconds(20);

    readonly TimeProvider _time;
    readonly SemaphoreSlim _turn = new(1, 1);
    readonly List<RecordedRequest> _requests = [];
    Organization _organization;
    int _longRequests;

    /// <param name="time">The machine's time: assertions are checked by it, and the simulated clock starts from it.</param>
    public SalesforceSimulator(TimeProvider time)
    {
        _time = time;
        _organization = new Organization(time);
        Control = new SalesforceControl(() => _organization, () => _organization = new Organization(time), _turn);
    }

    /// <summary>Acting as people and administrators, faults, the clock.</summary>
    public SalesforceControl Control { get; }

    /// <summary>Every request but those of the control panel, in order. Tokens and the token endpoint's bodies are not kept.</summary>
    public IReadOnlyList<RecordedRequest> Requests
    {
        get
        {
            lock (_requests)
                return [.. _requests];
        }
    }

    /// <summary>False where many requests are sent that no test reads.</summary>
    public bool RecordsRequests { get; set; } = true;

    public void ForgetRequests()
    {
        lock (_requests)
            _requests.Clear();
    }

    /// <exception cref="HttpRequestException">The connection was cut: a fault that was asked for.</exception>
    public async Task<HttpResponseMessage> Answer(HttpRequestMessage request, CancellationToken cancellation)
    {
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellation);
        // One request at a time: what happens depends on the order alone.
        await _turn.WaitAsync(cancellation);
        try
        {
            if (request.RequestUri!.AbsolutePath.StartsWith(SalesforceControl.Path, StringComparison.Ordinal))
                return Control.Answer(request.RequestUri.AbsolutePath[SalesforceControl.Path.Length..], body).Message();
            var headers = request.Headers.Concat(request.Content?.Headers.AsEnumerable() ?? []).ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
            var answer = await Answer(request, headers, System.Text.Encoding.UTF8.GetString(body), cancellation);
            return answer.Message();
        }
        catch (ConnectionCut cut)
        {
            throw new HttpRequestException(HttpRequestError.ResponseEnded, cut.Message, cut);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    async Task<ApiAnswer> Answer(HttpRequestMessage message, Dictionary<string, string> headers, string text, CancellationToken cancellation)
    {
        var (path, address) = (message.RequestUri!.AbsolutePath, message.RequestUri.GetLeftPart(UriPartial.Authority));
        var request = ApiRequest.Of(message.Method.Method, message.RequestUri.PathAndQuery, headers, text);
        var resource = path switch
        {
            "/services/oauth2/token" => "token",
            "/services/data" or "/services/data/" => "versions",
            _ when path.StartsWith("/id/", StringComparison.Ordinal) => "identity",
            _ when path.StartsWith("/services/data/", StringComparison.Ordinal) => Resources.Name(request),
            _ => "unknown",
        };
        ApiAnswer answer;
        try
        {
            answer = await Faulty(resource, () => resource switch
            {
                _ when message.RequestUri.PathAndQuery.Length > MaxUrl => new ApiAnswer(414) { Html = "<h1>URI Too Long</h1>" },
                "token" => message.Method == HttpMethod.Post ? TokenEndpoint.Answer(_organization, text, address, _time.GetUtcNow()) : new ApiAnswer(405),
                "versions" => Versions(),
                _ => Authorized(resource, request, path),
            }, cancellation);
        }
        catch (ApiError error)
        {
            answer = ApiAnswer.Of(error);
        }
        catch (ConnectionCut)
        {
            Record(resource, message, headers, text, request, 0);
            throw;
        }

        Record(resource, message, headers, text, request, answer.Status);
        return answer;
    }

    // What goes wrong on purpose, before the work or after it.
    async Task<ApiAnswer> Faulty(string resource, Func<ApiAnswer> work, CancellationToken cancellation)
    {
        var fault = _organization.Faults.OfCall(resource);
        switch (fault?.Kind)
        {
            case SalesforceFaultKind.Latency:
                if (fault.Delay >= LongRequest && _longRequests >= _organization.Settings.MaxLongRequests)
                    throw Concurrency();
                await Late(fault.Delay, cancellation);
                break;
            case SalesforceFaultKind.Error500: throw Unexpected();
            case SalesforceFaultKind.Html503: return new ApiAnswer(503) { Html = "<html><body>Service Unavailable</body></html>" };
            case SalesforceFaultKind.Unavailable: throw new ApiError("SERVER_UNAVAILABLE", "Server is busy. Please try again later.");
            case SalesforceFaultKind.Concurrency: throw Concurrency();
            case SalesforceFaultKind.QueryTimeout: throw new ApiError("QUERY_TIMEOUT", "Your query request was running for too long.");
            case SalesforceFaultKind.QueryTooComplicated: throw new ApiError("QUERY_TOO_COMPLICATED", "Query is either selecting too many fields or the filter conditions are too complicated.");
            case SalesforceFaultKind.ExpiredSession: throw ApiError.Session();
            case SalesforceFaultKind.CutBefore: throw new ConnectionCut();
        }

        ApiAnswer answer;
        try
        {
            answer = work();
        }
        catch (ApiError error)
        {
            answer = ApiAnswer.Of(error);
        }
        catch (Exception wrong) when (wrong is InvalidOperationException or FormatException)
        {
            answer = ApiAnswer.Of(ApiError.Unreadable(wrong.Message));
        }

        return fault?.Kind switch
        {
            SalesforceFaultKind.ReplyLost => throw Unexpected(),
            SalesforceFaultKind.CutAfter => throw new ConnectionCut(),
            _ => answer,
        };
    }

    static ApiError Concurrency() => new("REQUEST_LIMIT_EXCEEDED", "ConcurrentPerOrgLongTxn Limit exceeded.");

    static ApiError Unexpected() => new("UNKNOWN_EXCEPTION", "An unexpected error occurred. Please include this ErrorId if you contact support: 000000001-1 (1)", 500);

    // The slow request gives its turn away: others are answered meanwhile.
    async Task Late(TimeSpan delay, CancellationToken cancellation)
    {
        _longRequests += delay >= LongRequest ? 1 : 0;
        _turn.Release();
        try
        {
            await Task.Delay(delay, _time, cancellation);
        }
        finally
        {
            await _turn.WaitAsync(CancellationToken.None);
            _longRequests -= delay >= LongRequest ? 1 : 0;
        }
    }

    ApiAnswer Versions() => new(200, new JsonArray([.. Enumerable.Range(_organization.Settings.OldestVersion, _organization.Settings.NewestVersion - _organization.Settings.OldestVersion + 1)
        .Select(version => (JsonNode)new JsonObject { ["label"] = $"Version {version}", ["url"] = $"/services/data/v{version}.0", ["version"] = $"{version}.0" })]));

    // The session, the version, the allowance: then the resource.
    ApiAnswer Authorized(string resource, ApiRequest request, string path)
    {
        var settings = _organization.Settings;
        if (request.Header("Authorization")?.Split(' ', 2) is not [var scheme, var token] || !scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase) && !scheme.Equals("OAuth", StringComparison.OrdinalIgnoreCase) || !_organization.Sessions.IsOpen(token))
            throw ApiError.Session();
        if (resource == "identity")
            return Identity(path);
        if (!path.StartsWith("/services/data/v", StringComparison.Ordinal) || !double.TryParse(request.Version.AsSpan(1), System.Globalization.NumberStyles.AllowDecimalPoint, System.Globalization.CultureInfo.InvariantCulture, out var version) || version > settings.NewestVersion)
            throw ApiError.NotFound();
        // "410: the requested resource has been retired or removed" (REST, Status Codes and Error Responses). The code is not published.
        if (version < settings.OldestVersion)
            throw new ApiError("UNSUPPORTED_API_VERSION", "The requested API version is retired.", 410);
        if (!settings.IsApiEnabled)
            throw new ApiError("API_DISABLED_FOR_ORG", "The REST API is not enabled for this Organization.");
        if (!_organization.Usage.Take())
            return Limited(ApiAnswer.Of(new ApiError("REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.")));
        try
        {
            return Limited(Resources.Answer(_organization, request));
        }
        catch (ApiError error)
        {
            return Limited(ApiAnswer.Of(error));
        }
    }

    ApiAnswer Limited(ApiAnswer answer)
    {
        answer.Headers["Sforce-Limit-Info"] = $"api-usage={_organization.Usage.Used}/{_organization.Usage.Max}";
        return answer;
    }

    ApiAnswer Identity(string path)
    {
        if (path.Split('/') is not [_, _, var organization, var user] || RecordId.Normal(organization) != _organization.OrganizationId || RecordId.Normal(user) != _organization.UserId)
            throw new ApiError("FORBIDDEN", "Wrong organization or user", 403);
        var row = _organization.Rows[_organization.UserId];
        return new ApiAnswer(200, new JsonObject
        {
            ["id"] = path,
            ["user_id"] = row.Id,
            ["organization_id"] = _organization.OrganizationId,
            ["username"] = row.Text("Username"),
            ["display_name"] = row.Text("Name"),
            ["email"] = row.Text("Email"),
            ["active"] = row["IsActive"] is true,
            ["user_type"] = "STANDARD",
        });
    }

    void Record(string resource, HttpRequestMessage message, Dictionary<string, string> headers, string text, ApiRequest request, int status)
    {
        if (!RecordsRequests)
            return;
        var kept = headers.Where(header => !header.Key.Equals("Authorization", StringComparison.OrdinalIgnoreCase)).ToDictionary(StringComparer.OrdinalIgnoreCase);
        lock (_requests)
            _requests.Add(new RecordedRequest(resource, message.Method.Method, message.RequestUri!.PathAndQuery, kept, resource == "token" ? "" : text, status, Statements(request)));
    }

    // Of the request itself, or of its parts.
    static List<string> Statements(ApiRequest request)
    {
        if (Queries.StatementOf(request) is { } soql)
            return [soql];
        if (request.Segments is not ["composite", ..] || !request.Text.Contains("/query", StringComparison.Ordinal))
            return [];
        return [.. JsonNode.Parse(request.Text)?["compositeRequest"] is JsonArray parts
            ? parts.Select(part => part?["url"]?.ToString()).OfType<string>().Select(url => Queries.StatementOf(ApiRequest.Of("GET", url, new Dictionary<string, string>(), ""))).OfType<string>()
            : []];
    }
}
