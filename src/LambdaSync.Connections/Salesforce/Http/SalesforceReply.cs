namespace LambdaSync.Connections.Salesforce;

/// <summary>An HTTP answer, read to its end.</summary>
/// <param name="Sent">The server's clock, or ours where it sends none.</param>
sealed record SalesforceReply(int Status, ReadOnlyMemory<byte> Body, DateTimeOffset Sent)
{
    /// <summary>When the resource last changed, or null.</summary>
    public DateTimeOffset? LastModified { get; init; }

    /// <summary>How many of the day's calls the organization has used, and its allowance; null: not in the answer.</summary>
    public (int Used, int Allowance)? Usage { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>From the request to the answer's end.</summary>
    public TimeSpan Took { get; init; }

    /// <summary>The server's clock before it read anything for the answer.</summary>
    public DateTimeOffset Began => Sent - Took;

    /// <exception cref="SalesforceException">No answer came.</exception>
    public static async Task<SalesforceReply> Read(HttpClient http, string name, HttpRequestMessage request, TimeProvider time, CancellationToken cancellation)
    {
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellation).ConfigureAwait(false);
            var body = await response.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false);
            return new SalesforceReply((int)response.StatusCode, body, response.Headers.Date ?? time.GetUtcNow())
            {
                LastModified = response.Content.Headers.LastModified,
                Usage = response.Headers.TryGetValues("Sforce-Limit-Info", out var limits) ? Limits(string.Join(';', limits)) : null,
                RetryAfter = response.Headers.RetryAfter?.Delta,
            };
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            // The text could hold the address alone, but a proxy's or a handler's text is not ours.
            var nothingDone = broken is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError };
            throw new SalesforceException(name, 0, [], nothingDone);
        }
    }

    public SalesforceException Failure(string name)
    {
        var errors = ErrorReader.Read(Body);
        var fault = SalesforceErrors.Of(Status, errors.Count > 0 ? errors[0] : SalesforceError.None).Fault;
        // A gateway's 5xx says nothing about what is behind it; an answer of Salesforce's own with a code does.
        var nothingDone = Status < 500 || (errors.Count > 0 && errors[0].Code == "SERVER_UNAVAILABLE");
        return new SalesforceException(name, Status, errors, nothingDone || fault == SalesforceFault.Busy) { RetryAfter = RetryAfter };
    }

    // api-usage=18/5000; per-app-api-usage=17/250(appName=sample)
    static (int, int)? Limits(string header)
    {
        foreach (var part in header.Split([';', ','], StringSplitOptions.TrimEntries))
        {
            if (part.StartsWith("api-usage=", StringComparison.Ordinal) && part["api-usage=".Length..].Split('/') is [var used, var most]
                && int.TryParse(used, out var u) && int.TryParse(most, out var m))
                return (u, m);
        }

        return null;
    }
}
