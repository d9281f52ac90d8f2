using System.Text.Json;
using LambdaSync.Fields;

namespace LambdaSync.Sync;

/// <summary>Which way a record goes to AWS.</summary>
public enum Transport
{
    /// <summary>Partner Central's API.</summary>
    Api,

    /// <summary>Files of the exchange.</summary>
    Files,
}

/// <summary>The way of each object: one, never both (row B10).</summary>
/// <param name="Opportunity">Of opportunities.</param>
/// <param name="Lead">Of leads. Those that came in files have no other way to go back.</param>
public sealed record Transports(Transport Opportunity, Transport Lead)
{
    /// <summary>The words of settings, in the order of the members of <see cref="Transport"/>.</summary>
    public static IReadOnlyList<string> Words { get; } = ["api", "files"];

    public static Transports Api { get; } = new(Transport.Api, Transport.Api);

    public static Transports Files { get; } = new(Transport.Files, Transport.Files);

    public bool InFiles(AceObject aceObject) => Of(aceObject) == Transport.Files;

    /// <summary>Whether any object travels in files.</summary>
    public bool UseFiles => Opportunity == Transport.Files || Lead == Transport.Files;

    public Transport Of(AceObject aceObject) => aceObject == AceObject.Lead ? Lead : Opportunity;

    public Transports With(AceObject aceObject, Transport transport) => aceObject == AceObject.Lead ? this with { Lead = transport } : this with { Opportunity = transport };

    /// <summary>As settings have them: <c>{"opportunityTransport":"files","leadTransport":"api"}</c>. What is missing is the API; an older stack has one member for both.</summary>
    public static Transports Read(JsonElement settings) =>
        settings.TryGetProperty("opportunitiesInFiles", out var both) ? (both.GetString() == "yes" ? Files : Api) : new(Member(settings, "opportunityTransport"), Member(settings, "leadTransport"));

    static Transport Member(JsonElement settings, string name) => settings.TryGetProperty(name, out var word) && word.GetString() == Words[1] ? Transport.Files : Transport.Api;
}
