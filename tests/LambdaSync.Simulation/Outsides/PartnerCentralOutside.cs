using System.Text.Json.Nodes;
using LambdaSync.Simulation.Faults;
using LambdaSync.Simulator;

namespace LambdaSync.Simulation.Outsides;

/// <summary>Partner Central or AWS Marketplace over HTTP: AWS's own error answers come from the simulator, broken lines from here.</summary>
sealed class PartnerCentralOutside(Func<PartnerCentralSimulator> simulator, string name = "partner-central") : Outside(name, TimeSpan.FromSeconds(2))
{
    /// <summary>Throttles that a fault asked for.</summary>
    public int Throttled { get; private set; }

    public override TimeSpan LongestWay => TimeSpan.FromMilliseconds(40);

    public override Exception Error(CallFaultKind kind, string method) => kind switch
    {
        CallFaultKind.TimedOut => new TaskCanceledException($"{method}: no answer in time", new TimeoutException()),
        CallFaultKind.ReplyLost => new HttpRequestException(HttpRequestError.ResponseEnded, $"{method}: the line broke before the answer"),
        _ => new HttpRequestException(HttpRequestError.ConnectionError, $"{method}: no line"),
    };

    public override bool Arm(CallFaultKind kind, string method)
    {
        var name = kind switch
        {
            CallFaultKind.ServerError => "Error500",
            CallFaultKind.Throttled => "Throttle",
            CallFaultKind.DoneButServerError => "ReplyLost",
            _ => null,
        };
        Throttled += name == "Throttle" ? 1 : 0;
        if (name is not null)
            simulator().Control.Do("fault", new JsonObject { ["kind"] = name, ["operation"] = method });
        return name is not null;
    }
}
