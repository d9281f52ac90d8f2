namespace LambdaSync.Cli;

/// <summary>Comma-separated values (RFC 4180).</summary>
static class Csv
{
    public static string Quote(string text) =>
        text.AsSpan().ContainsAny(",\"\r\n") ? "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"" : text;
}
