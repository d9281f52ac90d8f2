using System.Text.Json.Nodes;
using LambdaSync.Simulator.State;
using LambdaSync.Simulator.Wire;

namespace LambdaSync.Simulator.Control;

/// <summary>The hands of AWS and of bad luck: what a test or a person tells the simulator to do. Each verb is <c>POST /_control/VERB</c> with a JSON object.</summary>
public sealed class ControlPanel
{
    internal const string Path = "/_control/";

    readonly Func<World> _world;
    readonly Action _reset;
    readonly SemaphoreSlim _turn;

    /// <param name="turn">Held while anybody works on the world.</param>
    internal ControlPanel(Func<World> world, Action reset, SemaphoreSlim turn)
    {
        _world = world;
        _reset = reset;
        _turn = turn;
    }

    /// <summary>The simulated clock.</summary>
    public SimulatorClock Clock => _world().Clock;

    /// <summary>Grows whenever a record may have changed: what "show" said before is still true while it stays.</summary>
    public long Changes
    {
        get
        {
            _turn.Wait();
            try
            {
                Rules.Clockwork.CatchUp(_world());
                return _world().Changes;
            }
            finally
            {
                _turn.Release();
            }
        }
    }

    static IEnumerable<string> Verbs => ControlVerbs.All.Keys.Concat(["help", "reset"]).Order(StringComparer.Ordinal);

    /// <summary>Does what a verb says, between two requests.</summary>
    /// <exception cref="ArgumentException">There is no such verb, or its input is wrong.</exception>
    public JsonObject Do(string verb, JsonObject input)
    {
        _turn.Wait();
        try
        {
            return Act(verb, input);
        }
        finally
        {
            _turn.Release();
        }
    }

    JsonObject Act(string verb, JsonObject input)
    {
        if (verb == "reset")
        {
            _reset();
            return [];
        }

        if (verb == "help")
            return new JsonObject { ["verbs"] = new JsonArray([.. Verbs.Select(name => (JsonNode)name)]) };
        Rules.Clockwork.CatchUp(_world());
        if (verb is not ("show" or "show-market" or "events"))
            _world().Changes++;
        return ControlVerbs.All.TryGetValue(verb, out var action)
            ? action(_world(), input)
            : throw new ArgumentException($"No verb '{verb}'. There are: {string.Join(", ", Verbs)}.");
    }

    /// <summary>The same over HTTP; the request has its turn already.</summary>
    internal HttpResponseMessage Answer(string verb, byte[] body, string requestId)
    {
        var (status, answer) = Inputs.Run(body, input => Act(verb, input));
        return Answers.Json(answer, requestId, status);
    }
}
