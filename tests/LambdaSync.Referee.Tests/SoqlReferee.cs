using System.Text.Json.Nodes;
using Xunit;

namespace LambdaSync.Referee.Tests;

/// <summary>@jetstreamapp/soql-parser-js judges statements.</summary>
static class SoqlReferee
{
    /// <summary>Each statement is valid and survives being composed from its tree.</summary>
    public static Task Judge(IEnumerable<string> statements) => Judge(statements.Distinct(StringComparer.Ordinal).Select(soql => JsonValue.Create(soql).ToJsonString()).ToList());

    /// <summary>And the texts of its WHERE clause read as what was meant: each value that was escaped into the statement.</summary>
    public static Task Judge(IEnumerable<(string Soql, IReadOnlyList<string> Texts)> statements) => Judge(statements
        .Select(statement => new JsonObject { ["soql"] = statement.Soql, ["texts"] = new JsonArray([.. statement.Texts.Select(text => (JsonNode)text)]) }.ToJsonString()).Distinct(StringComparer.Ordinal).ToList());

    static async Task Judge(List<string> lines)
    {
        Assert.NotEmpty(lines);
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(file, lines, TestContext.Current.CancellationToken);
            Assert.Contains($"soql: {lines.Count} statements, 0 wrong", await NodeTools.Run("salesforce", "soql.mjs", file), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
