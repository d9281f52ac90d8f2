using Microsoft.Extensions.Logging;

namespace LambdaSync.Functions;

/// <summary>
/// Logs each request to the CRM (row D9): a success at Information, what may pass at Warning, a refusal at Error. No line has an id, a query or
/// anything of a body.
/// </summary>
/// <param name="least">Requests below it are not logged.</param>
public sealed partial class CrmCallLog(LogLevel least, ILogger<CrmCallLog> log)
{
    public void Write(string resource, TimeSpan took, int status, string code)
    {
        var level = status is > 0 and < 400 ? LogLevel.Information : status is 0 or 401 or >= 500 ? LogLevel.Warning : LogLevel.Error;
        if (level >= least)
            LogCall(log, level, resource, (long)took.TotalMilliseconds, status, code.Length > 0 ? code : "none");
    }

    [LoggerMessage(EventId = 1, Message = "CRM request {Resource} ended in {Milliseconds} ms with HTTP status {Status}, code {Code}")]
    static partial void LogCall(ILogger log, LogLevel level, string resource, long milliseconds, int status, string code);
}
