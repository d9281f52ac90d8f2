using LambdaSync.Simulation.Faults;

namespace LambdaSync.Simulation.Outsides;

/// <summary>DynamoDB behind its SDK's client: a broken line is the client's error. Faults of the store are its faults.</summary>
sealed class DynamoOutside() : Outside("store", TimeSpan.FromMilliseconds(30))
{
    public override Exception Error(CallFaultKind kind, string method) => kind switch
    {
        CallFaultKind.TimedOut => new TimeoutException($"{method}: no answer in time"),
        CallFaultKind.ReplyLost => new HttpRequestException(HttpRequestError.ResponseEnded, $"{method}: the line broke before the answer"),
        _ => new HttpRequestException(HttpRequestError.ConnectionError, $"{method}: no line"),
    };
}
