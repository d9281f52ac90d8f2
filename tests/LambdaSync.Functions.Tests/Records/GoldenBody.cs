using System.Text.Json;
using System.Text.Json.Nodes;
using LambdaSync.Testing;
using Xunit;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>
/// A request as it is kept in Golden/: indented, and with fixed values in place of those that differ from run to run. They are valid, so
/// that a file is a request that AWS could get.
/// </summary>
static class GoldenBody
{
    static readonly Dictionary<string, string> Fixed = new(StringComparer.Ordinal)
    {
        ["ClientToken"] = "ls-00000000000000000000000000000000",
        ["LastModifiedDate"] = "2031-01-01T00:00:00.000Z",
        ["PartnerOpportunityIdentifier"] = "006EXAMPLE00000001",
    };

    static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Compares the request with its file. A request without a file, or with another one, is written beside the test's other results, to be looked at.</summary>
    public static void Check(string name, JsonObject body)
    {
        var text = Text(body);
        var file = RepositoryFolder.File("tests", "LambdaSync.Functions.Tests", "Records", "Golden", name + ".json");
        var golden = File.Exists(file) ? File.ReadAllText(file) : "";
        if (golden != text)
        {
            var folder = Directory.CreateDirectory(RepositoryFolder.File("artifacts", "golden"));
            File.WriteAllText(Path.Combine(folder.FullName, name + ".json"), text);
        }

        Assert.Equal(golden, text);
    }

    static string Text(JsonObject body)
    {
        var copy = body.DeepClone().AsObject();
        foreach (var (name, value) in Fixed.Where(f => copy[f.Key] is not null))
            copy[name] = value;
        foreach (var step in copy["LifeCycle"]?["NextStepsHistory"]?.AsArray() ?? [])
            step!["Time"] = Fixed["LastModifiedDate"];
        return copy.ToJsonString(Indented) + "\n";
    }
}
