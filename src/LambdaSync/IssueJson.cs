using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LambdaSync;

/// <summary>The one JSON shape of an issue: in the store, on the command line and in reports. Members without a value are left out.</summary>
public static class IssueJson
{
    // The text is read by people and programs, never put into HTML.
    static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The issues as a JSON array, UTF-8.</summary>
    public static byte[] Serialize(IReadOnlyList<Issue> issues)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Readable))
            Write(writer, issues);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>One issue as a JSON object, UTF-8.</summary>
    public static byte[] Serialize(Issue issue)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Readable))
            Write(writer, issue);
        return buffer.WrittenSpan.ToArray();
    }

    public static void Write(Utf8JsonWriter writer, IReadOnlyList<Issue> issues)
    {
        writer.WriteStartArray();
        foreach (var issue in issues)
            Write(writer, issue);
        writer.WriteEndArray();
    }

    public static void Write(Utf8JsonWriter writer, Issue issue)
    {
        writer.WriteStartObject();
        writer.WriteString("code"u8, issue.Code);
        writer.WriteString("severity"u8, issue.Severity switch
        {
            Severity.Note => "note"u8,
            Severity.Warning => "warning"u8,
            _ => "error"u8,
        });
        WriteText(writer, "file"u8, issue.File);
        if (issue.Record is { } record)
            writer.WriteNumber("record"u8, record);
        WriteText(writer, "event"u8, issue.Event);
        WriteText(writer, "field"u8, issue.Field);
        WriteText(writer, "value"u8, issue.Value);
        writer.WriteString("rule"u8, issue.Rule);
        writer.WriteString("fix"u8, issue.Fix);
        writer.WriteEndObject();
    }

    /// <summary>Reads what <see cref="Serialize(IReadOnlyList{Issue})"/> wrote. Unknown members are passed over: a newer version may have written them.</summary>
    /// <exception cref="JsonException">Not an array of issues.</exception>
    public static IReadOnlyList<Issue> Parse(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("Issues are a JSON array.");
        var issues = new List<Issue>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            issues.Add(Read(ref reader));
        return issues;
    }

    /// <summary>Reads one issue; the reader stands on its opening brace.</summary>
    /// <exception cref="JsonException">Not an issue.</exception>
    public static Issue Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("An issue is a JSON object.");
        string? code = null, severity = null, file = null, @event = null, field = null, value = null, rule = null, fix = null;
        int? record = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            switch (name)
            {
                case "code": code = reader.GetString(); break;
                case "severity": severity = reader.GetString(); break;
                case "file": file = reader.GetString(); break;
                case "record": record = reader.TokenType == JsonTokenType.Null ? null : reader.GetInt32(); break;
                case "event": @event = reader.GetString(); break;
                case "field": field = reader.GetString(); break;
                case "value": value = reader.GetString(); break;
                case "rule": rule = reader.GetString(); break;
                case "fix": fix = reader.GetString(); break;
                default: reader.Skip(); break;
            }
        }

        if (code is null || rule is null || fix is null)
            throw new JsonException("An issue has a code, a severity, a rule and a fix.");
        return new Issue(code, ParseSeverity(severity), field, value, rule, fix) { File = file, Record = record, Event = @event };
    }

    static Severity ParseSeverity(string? text) => text switch
    {
        "note" => Severity.Note,
        "warning" => Severity.Warning,
        "error" => Severity.Error,
        _ => throw new JsonException("An issue's severity is note, warning or error."),
    };

    static void WriteText(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
            writer.WriteString(name, value);
    }
}
