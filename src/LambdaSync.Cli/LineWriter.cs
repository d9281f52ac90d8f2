using System.Text.Json;
using LambdaSync.Json;

namespace LambdaSync.Cli;

/// <summary>Writes JSON objects, one a line, through one buffer that is used again.</summary>
sealed class LineWriter(Stream output) : IDisposable
{
    const int FlushAt = 32 * 1024;

    readonly Utf8Buffer _lines = new(FlushAt * 2);
    int _begin;
    readonly Utf8JsonWriter _json = new(Stream.Null, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });

    public Utf8JsonWriter Begin()
    {
        _begin = _lines.Length;
        _json.Reset(_lines);
        _json.WriteStartObject();
        return _json;
    }

    public void End()
    {
        _json.WriteEndObject();
        _json.Flush();
        _lines.Add((byte)'\n');
        if (_lines.Length >= FlushAt)
            Flush();
        _begin = _lines.Length;
    }

    /// <summary>Forgets the line that was begun, if any; lines that were ended stay.</summary>
    public void Drop()
    {
        _json.Reset(Stream.Null);
        _lines.CutTo(_begin);
    }

    void Flush()
    {
        output.Write(_lines.Written);
        _lines.Clear();
    }

    /// <summary>The <c>issues</c> member.</summary>
    public void Issues(IReadOnlyList<Issue> issues)
    {
        _json.WriteStartArray("issues");
        foreach (var issue in issues)
            IssueJson.Write(_json, issue);
        _json.WriteEndArray();
    }

    public void Dispose()
    {
        Flush();
        _json.Dispose();
    }

    /// <summary>Bytes as they are: the document is JSON already.</summary>
    public static void Raw(Utf8JsonWriter json, string name, ReadOnlySpan<byte> value)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(value, skipInputValidation: true);
    }
}
