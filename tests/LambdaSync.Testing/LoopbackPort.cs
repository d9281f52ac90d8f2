using System.Net;
using System.Net.Sockets;

namespace LambdaSync.Testing;

static class LoopbackPort
{
    /// <summary>A port that nobody has right now.</summary>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
