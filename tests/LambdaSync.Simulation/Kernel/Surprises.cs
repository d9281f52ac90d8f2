using LambdaSync.Connections;
using LambdaSync.Connections.Aws;
using LambdaSync.Connections.PartnerCentral;

namespace LambdaSync.Simulation.Kernel;

/// <summary>Errors that no fault of the world explains: the handlers' own. A seed with one fails, whatever the invariants say.</summary>
sealed class Surprises(Trace trace)
{
    readonly List<string> _all = [];

    public IReadOnlyList<string> All => _all;

    public void Add(string what)
    {
        trace.Write("SURPRISE: " + what);
        _all.Add(what);
    }

    /// <summary>Takes an error that came to a handler's edge; those of connections are expected.</summary>
    public void Tell(Life process, Exception error)
    {
        if (error is not (ConnectionException or AwsServiceException or RequestHeldException or HttpRequestException or OperationCanceledException))
        {
            trace.Write($"SURPRISE: {process} {error.GetType().Name}: {error.Message}");
            _all.Add($"{process}: {error}");
        }
    }
}
