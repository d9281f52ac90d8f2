using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LambdaSync.Simulator.State;
using LambdaSync.Simulator.Wire;

namespace LambdaSync.Simulator.Control;

/// <summary>Members of a verb's input.</summary>
static class Inputs
{
    /// <summary>Runs a verb whose input came over HTTP: 400 with the error where the input is wrong.</summary>
    public static (int Status, JsonObject Body) Run(byte[] body, Func<JsonObject, JsonObject> act)
    {
        try
        {
            var input = body.Length == 0 ? [] : JsonNode.Parse(body, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false }) as JsonObject ?? throw new ArgumentException("The body is not a JSON object.");
            return (200, act(input));
        }
        catch (Exception wrong) when (wrong is ArgumentException or JsonException or FormatException or OverflowException or InvalidOperationException or AwsError)
        {
            return (400, new JsonObject { ["error"] = wrong.Message });
        }
    }

    public static string? Text(this JsonObject input, string name) => input[name]?.GetValue<string>();

    /// <exception cref="ArgumentException">It is not there.</exception>
    public static string Needed(this JsonObject input, string name) => input.Text(name) ?? throw new ArgumentException($"{name} is missing.");

    public static bool? Flag(this JsonObject input, string name) => input[name]?.GetValue<bool>();

    /// <summary>A word of an enumeration, or null.</summary>
    /// <exception cref="ArgumentException">It is another word.</exception>
    public static T? OneOf<T>(this JsonObject input, string name)
        where T : struct, Enum =>
        input.Text(name) is not { } word ? null
        : Enum.TryParse<T>(word, out var value) ? value
        : throw new ArgumentException($"{name} takes one of: {string.Join(", ", Enum.GetNames<T>())}.");

    /// <summary>The catalog a verb is about: AWS unless it names one.</summary>
    /// <exception cref="ArgumentException">There is no such catalog.</exception>
    public static Catalog CatalogOf(World world, JsonObject input) => world.Catalogs.GetValueOrDefault(input.Text("catalog") ?? "AWS") ?? throw new ArgumentException("catalog takes AWS or Sandbox.");

    /// <summary>A time span in seconds, or null.</summary>
    public static TimeSpan? Seconds(this JsonObject input, string name) =>
        input[name] is { } value ? TimeSpan.FromSeconds(double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture)) : null;

    /// <summary>A time, or null; without an offset it is UTC.</summary>
    public static DateTimeOffset? Time(this JsonObject input, string name) =>
        input.Text(name) is { } text ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) : null;
}
