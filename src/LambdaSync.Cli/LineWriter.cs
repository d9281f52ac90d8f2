using System.Text;
using System.Text.Json;
using LambdaSync.Json;

namespace LambdaSync.Cli;

/// <summary>Writes JSON objects, one a line, through one buffer that is used again.</summary>
sealed class LineWriter(Stream output) : IDisposable
{
    readonly Utf8Buffer _line = new(16 * 1024);
    readonly Utf8JsonWriter _json = new(Stream.Null, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });

    public Utf8JsonWriter Begin()
    {
        _line.Clear();
        _json.Reset(_line);
        _json.WriteStartObject();
        return _json;
    }

    public void End()
    {
        _json.WriteEndObject();
        _json.Flush();
        _line.Add((byte)'\n');
        output.Write(_line.Written);
    }

    /// <summary>The <c>issues</c> member.</summary>
    public void Issues(IReadOnlyList<Issue> issues)
    {
        _json.WriteStartArray("issues");
        foreach (var issue in issues)
            IssueJson.Write(_json, issue);
        _json.WriteEndArray();
    }

    public void Dispose() => _json.Dispose();

    /// <summary>Bytes as they are: the document is JSON already.</summary>
    public static void Raw(Utf8JsonWriter json, string name, ReadOnlySpan<byte> value)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(value, skipInputValidation: true);
    }

    public static string Text(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);
}
