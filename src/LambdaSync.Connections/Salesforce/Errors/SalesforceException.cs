namespace LambdaSync.Connections.Salesforce;

/// <summary>A request of ours failed as a whole. The text has codes, field names and the fix, nothing of Salesforce's own text.</summary>
sealed class SalesforceException : Exception
{
    /// <param name="request">Its <see cref="SalesforceRequest.Name"/>.</param>
    /// <param name="status">HTTP status; 0: no answer came.</param>
    /// <param name="nothingDone">Whether Salesforce has certainly done nothing of the request.</param>
    public SalesforceException(string request, int status, IReadOnlyList<SalesforceError> errors, bool nothingDone = false, Exception? inner = null)
        : base(Text(request, status, errors), inner)
    {
        (Status, Errors, NothingDone) = (status, errors, nothingDone);
        (Fault, Fix) = Meaning(status, errors);
    }

    public int Status { get; }

    /// <summary>At least none; their texts may quote values.</summary>
    public IReadOnlyList<SalesforceError> Errors { get; }

    public SalesforceFault Fault { get; }

    public string Fix { get; }

    public bool NothingDone { get; }

    /// <summary>How long Salesforce asks to wait, or null.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the same request may succeed later without a person.</summary>
    public bool Transient => Fault is SalesforceFault.Again or SalesforceFault.Busy or SalesforceFault.DailyLimit or SalesforceFault.NotThisRow or SalesforceFault.PageLost;

    /// <summary>For the callers of the connection.</summary>
    public ConnectionException AsConnection() => new(Message, Transient, inner: null);

    static (SalesforceFault Fault, string Fix) Meaning(int status, IReadOnlyList<SalesforceError> errors) =>
        status == 0 ? (SalesforceFault.Again, "Check the network and Salesforce's status page") : SalesforceErrors.Of(status, errors.Count > 0 ? errors[0] : SalesforceError.None);

    static string Text(string request, int status, IReadOnlyList<SalesforceError> errors)
    {
        var code = errors.Count > 0 && errors[0].Code.Length > 0 ? errors[0].Code : status == 0 ? "no answer" : $"HTTP {status}";
        var fields = errors.Count > 0 && errors[0].Fields.Count > 0 ? $" ({string.Join(", ", errors[0].Fields)})" : "";
        return $"Salesforce ({request}): {code}{fields}. Fix: {Meaning(status, errors).Fix}.";
    }
}
