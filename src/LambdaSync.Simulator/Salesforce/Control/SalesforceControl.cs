using System.Text.Json.Nodes;
using LambdaSync.Simulator.Control;
using LambdaSync.Simulator.Salesforce.State;
using LambdaSync.Simulator.Salesforce.Wire;
using LambdaSync.Simulator.State;

namespace LambdaSync.Simulator.Salesforce.Control;

/// <summary>The hands of the organisation's people and administrators, and of bad luck. Each verb is <c>POST /_control/VERB</c> with a JSON object.</summary>
public sealed class SalesforceControl
{
    internal const string Path = "/_control/";

    readonly Func<Organization> _organization;
    readonly Action _reset;
    readonly SemaphoreSlim _turn;

    /// <param name="turn">Held while anybody works on the organisation.</param>
    internal SalesforceControl(Func<Organization> organization, Action reset, SemaphoreSlim turn)
    {
        _organization = organization;
        _reset = reset;
        _turn = turn;
    }

    /// <summary>The simulated clock.</summary>
    public SimulatorClock Clock => _organization().Clock;

    static IEnumerable<string> Verbs => SalesforceVerbs.All.Keys.Concat(["help", "reset"]).Order(StringComparer.Ordinal);

    /// <summary>Does what a verb says, between two requests.</summary>
    /// <exception cref="ArgumentException">There is no such verb, or its input is wrong: a person's save that a rule refuses too.</exception>
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

    /// <summary>The same over HTTP; the request has its turn already.</summary>
    internal ApiAnswer Answer(string verb, byte[] body)
    {
        var (status, answer) = Inputs.Run(body, input => Act(verb, input));
        return new ApiAnswer(status, answer);
    }

    JsonObject Act(string verb, JsonObject input)
    {
        switch (verb)
        {
            case "reset":
                _reset();
                return [];
            case "help":
                return new JsonObject { ["verbs"] = ApiAnswer.Strings(Verbs) };
        }

        if (!SalesforceVerbs.All.TryGetValue(verb, out var action))
            throw new ArgumentException($"No verb '{verb}'. There are: {string.Join(", ", Verbs)}.");
        try
        {
            return action(_organization(), input);
        }
        catch (ApiError refused)
        {
            throw new ArgumentException($"{refused.Code}: {refused.Message}", refused);
        }
    }
}
