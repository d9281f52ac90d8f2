using System.Globalization;
using System.Security.Cryptography;
using LambdaSync.Simulator.State;

namespace LambdaSync.Simulator.Salesforce.State;

/// <summary>Apps that may log in, and the tokens that they have.</summary>
sealed class Sessions(SimulatorClock clock)
{
    readonly Dictionary<string, DateTimeOffset> _tokens = new(StringComparer.Ordinal);
    int _number;

    /// <summary>Secrets by client id.</summary>
    public Dictionary<string, string> Secrets { get; } = new(StringComparer.Ordinal) { ["test"] = "test" };

    /// <summary>Public keys by client id, for the JWT bearer flow.</summary>
    public Dictionary<string, List<RSA>> Keys { get; } = new(StringComparer.Ordinal);

    /// <summary>The user approved the app, which the JWT bearer flow needs.</summary>
    public bool IsApproved { get; set; } = true;

    public TimeSpan Lifetime { get; set; } = TimeSpan.FromHours(2);

    public string Open(string organization)
    {
        // Tokens begin with the organisation's id.
        var token = string.Create(CultureInfo.InvariantCulture, $"{organization[..15]}!AQ0AQ.simulated.{++_number:D6}");
        _tokens[token] = clock.Now + Lifetime;
        return token;
    }

    public bool IsOpen(string token) => _tokens.TryGetValue(token, out var until) && until > clock.Now;

    public void ExpireAll() => _tokens.Clear();
}
