using System.Text.Json.Nodes;
using LambdaSync.Sync;

namespace LambdaSync.Simulation.Models.Sync.Watching;

/// <summary>
/// The client tokens that were sent. AWS's answer to a second request with a token is the first request's, or a conflict, so each belongs to
/// one request's bytes.
/// </summary>
sealed class Tokens
{
    readonly Dictionary<string, byte[]> _bodies = new(StringComparer.Ordinal);
    readonly Dictionary<string, DateTimeOffset> _decided = new(StringComparer.Ordinal);

    /// <summary>When a call with a token was decided: its bytes were stored then, and a stopped worker's call is sent as it was decided.</summary>
    public DateTimeOffset Decided(string token, DateTimeOffset sent) => _decided.GetValueOrDefault(token, sent);

    /// <summary>A worker is about to store what it is going to send.</summary>
    public void Storing(World world, byte[]? intent)
    {
        if (intent is not null && StoredIntent.Read(intent)?.Aws is { } call && JsonNode.Parse(call.Body)?["ClientToken"]?.GetValue<string>() is { } token)
            _decided.TryAdd(token, world.Pump.Now);
    }

    public void Sent(World world, string token, byte[] body)
    {
        if (!_bodies.TryAdd(token, body) && !_bodies[token].AsSpan().SequenceEqual(body))
            world.Own<Witness>().Break(WatchedInvariants.Token, $"the token {token} was sent with two bodies");
    }
}
