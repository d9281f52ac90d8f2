using System.Globalization;
using LambdaSync.Connections;
using Microsoft.Extensions.Logging;

namespace LambdaSync.Functions.Engine;

/// <summary>
/// Linked records that the CRM does not show, over an hour. A few are held one by one. More than 20 of them, and more than 1 % of those that were
/// asked for, are no coincidence: a right of the integration user was taken away, or it is another organization. Then nothing more is
/// compared with the CRM until the hour is over.
/// </summary>
sealed partial class AbsenceGuard(TimeProvider time, ILogger log)
{
    const int Most = 20;

    const double Share = 0.01;

    static readonly TimeSpan Window = TimeSpan.FromHours(1);

    readonly HashSet<string> _asked = new(StringComparer.Ordinal), _absent = new(StringComparer.Ordinal);
    DateTimeOffset _since;
    string? _cause;

    /// <exception cref="ConnectionException">The hour is not over.</exception>
    public void Check()
    {
        var now = time.GetUtcNow();
        if (now - _since >= Window || now < _since)
        {
            (_since, _cause) = (now, null);
            _asked.Clear();
            _absent.Clear();
        }

        if (_cause is not null)
            throw new ConnectionException(_cause, transient: true);
    }

    /// <exception cref="ConnectionException">Too many are absent: none of them is held.</exception>
    public void Count(IEnumerable<string> asked, IEnumerable<string> absent)
    {
        _asked.UnionWith(asked);
        _absent.UnionWith(absent);
        if (_absent.Count <= Most || _absent.Count <= _asked.Count * Share)
            return;
        _cause = string.Create(
            CultureInfo.InvariantCulture,
            $"the CRM does not show {_absent.Count} of {_asked.Count} linked records, so nothing is compared with it for an hour. Fix: give the integration user the right to read them, then wait or restart");
        LogAbsent(log, _cause);
        throw new ConnectionException(_cause, transient: true);
    }

    [LoggerMessage(1, LogLevel.Error, "Records wait because {Cause}")]
    static partial void LogAbsent(ILogger log, string cause);
}
