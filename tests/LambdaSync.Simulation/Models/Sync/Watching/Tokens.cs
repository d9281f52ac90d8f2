namespace LambdaSync.Simulation.Models.Sync.Watching;

/// <summary>
/// The client tokens that were sent. AWS's answer to a second request with a token is the first request's, or a conflict, so each belongs to
/// one request's bytes.
/// </summary>
sealed class Tokens
{
    readonly Dictionary<string, byte[]> _bodies = new(StringComparer.Ordinal);

    public void Sent(World world, string token, byte[] body)
    {
        if (!_bodies.TryAdd(token, body) && !_bodies[token].AsSpan().SequenceEqual(body))
            world.Own<Witness>().Break(WatchedInvariants.Token, $"the token {token} was sent with two bodies");
    }
}
