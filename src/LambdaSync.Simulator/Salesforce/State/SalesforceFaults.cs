namespace LambdaSync.Simulator.Salesforce.State;

/// <summary>What goes wrong on purpose.</summary>
public enum SalesforceFaultKind
{
    /// <summary>The answer is late.</summary>
    Latency,

    /// <summary>500 UNKNOWN_EXCEPTION, nothing happened.</summary>
    Error500,

    /// <summary>503 with a gateway's HTML, nothing happened.</summary>
    Html503,

    /// <summary>503 SERVER_UNAVAILABLE, nothing happened.</summary>
    Unavailable,

    /// <summary>403 REQUEST_LIMIT_EXCEEDED of requests at once, nothing happened.</summary>
    Concurrency,

    /// <summary>400 QUERY_TIMEOUT, nothing happened.</summary>
    QueryTimeout,

    /// <summary>400 QUERY_TOO_COMPLICATED, nothing happened.</summary>
    QueryTooComplicated,

    /// <summary>401 INVALID_SESSION_ID: the session ended before its time.</summary>
    ExpiredSession,

    /// <summary>A row is locked by another transaction: UNABLE_TO_LOCK_ROW for that row. Counts rows, not calls.</summary>
    RowLock,

    /// <summary>It happened, and the caller gets 500.</summary>
    ReplyLost,

    /// <summary>It happened, and the connection breaks.</summary>
    CutAfter,

    /// <summary>The connection breaks, nothing happened.</summary>
    CutBefore,
}

/// <summary>A fault of the next calls, or of the next rows.</summary>
/// <param name="Resource">query, queryMore, sobjects, collections, composite, graph ... as <see cref="RecordedRequest.Resource"/> names it; null for any. Of a row lock: the record's id or its object.</param>
/// <param name="Count">How many.</param>
sealed record SalesforceFault(SalesforceFaultKind Kind, string? Resource, int Count, TimeSpan Delay = default);

/// <summary>Faults that wait for their calls.</summary>
sealed class SalesforceFaults
{
    readonly List<SalesforceFault> _waiting = [];

    public void Add(SalesforceFault fault) => _waiting.Add(fault);

    /// <summary>Calls and rows that faults still wait for.</summary>
    public int Waiting => _waiting.Sum(fault => fault.Count);

    public void Clear() => _waiting.Clear();

    public SalesforceFault? OfCall(string resource) => Take(fault => fault.Kind != SalesforceFaultKind.RowLock && (fault.Resource is null || fault.Resource == resource));

    public bool IsLocked(Row row) => Take(fault => fault.Kind == SalesforceFaultKind.RowLock && (fault.Resource is null || fault.Resource == row.Id || fault.Resource == row.Model.Name)) is not null;

    SalesforceFault? Take(Predicate<SalesforceFault> fits)
    {
        var index = _waiting.FindIndex(fits);
        if (index < 0)
            return null;
        var fault = _waiting[index];
        if (fault.Count > 1)
            _waiting[index] = fault with { Count = fault.Count - 1 };
        else
            _waiting.RemoveAt(index);
        return fault;
    }
}
