using System.Text;

namespace LambdaSync.Connections.Tests;

/// <summary>A request as its bytes came off the socket.</summary>
/// <param name="Target">Path and query, escaped as sent.</param>
/// <param name="Headers">By name, any case.</param>
sealed record WireRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    /// <summary>The operation of an AWS JSON request.</summary>
    public string Operation => Header("X-Amz-Target") is { } target ? target[(target.IndexOf('.', StringComparison.Ordinal) + 1)..] : "";
}
