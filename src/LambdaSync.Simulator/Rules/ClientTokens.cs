using System.Text.Json.Nodes;
using LambdaSync.Simulator.State;
using LambdaSync.Simulator.Wire;

namespace LambdaSync.Simulator.Rules;

/// <summary>
/// A client token makes a repeated request harmless: the same body gets the first answer again, another body is a ConflictException
/// (operation text of CreateOpportunity). How long a token is remembered is not published; here it is a setting.
/// </summary>
sealed class ClientTokens(SimulatorClock clock)
{
    readonly Dictionary<(string Operation, string Catalog, string Token), (string Body, JsonObject Answer, DateTimeOffset At)> _seen = [];

    public TimeSpan Remembered { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>AWS's text allows either: the first answer again, or a ConflictException although the body is the same.</summary>
    public bool ReuseConflicts { get; set; }

    /// <summary>The first answer when this request was answered before.</summary>
    public JsonObject? Known(string operation, string catalog, string token, JsonObject request)
    {
        if (!_seen.TryGetValue((operation, catalog, token), out var seen))
            return null;
        if (clock.Now - seen.At > Remembered)
        {
            _seen.Remove((operation, catalog, token));
            return null;
        }

        if (seen.Body != request.ToJsonString() || ReuseConflicts)
            throw AwsError.Conflict("Conflicting client token submitted for a new request body.");
        return seen.Answer.DeepClone().AsObject();
    }

    public void Remember(string operation, string catalog, string token, JsonObject request, JsonObject answer) =>
        _seen[(operation, catalog, token)] = (request.ToJsonString(), answer.DeepClone().AsObject(), clock.Now);
}
