using System.Globalization;
using System.Text;
using System.Text.Json;
using LambdaSync.Fields;
using LambdaSync.Json;

namespace LambdaSync.Files;

/// <summary>
/// AWS's answer to a file that was sent: <c>{name}_result.json</c> with an entry per record, or <c>*.error.json</c> for a file that AWS did not
/// read at all. The published samples name the members; their errors are a list of texts or null, other producers write one text.
/// </summary>
public sealed class ResultsFile
{
    /// <summary>An answer repeats identifiers and messages only; more than a file from AWS may have is none.</summary>
    public const int MaxBytes = AceFile.MaxBytes;

    const int MaxMessages = 100;

    ResultsFile(string key) => (Key, Stem) = (key, OutboundFileName.AnsweredBy(key) ?? OutboundFileName.Stem(key));

    public string Key { get; }

    /// <summary>The name of the file that is answered, without folder and extension: from its own <c>fileName</c>, else from the key.</summary>
    public string Stem { get; private set; }

    /// <summary>The object of the answered file, or null when neither its name nor the identifiers say it.</summary>
    public AceObject? Object { get; private set; }

    /// <summary>When AWS processed the file, or null.</summary>
    public DateTimeOffset? ProcessedAt { get; private set; }

    /// <summary>AWS took no record of the file: its form was wrong, its name was used before, or its extension is another.</summary>
    public bool IsWholeFileRejected { get; private set; }

    /// <summary>What AWS says of the file as a whole.</summary>
    public IReadOnlyList<ResultMessage> Messages { get; private set; } = [];

    /// <summary>The answers, in AWS's order.</summary>
    public IReadOnlyList<RecordResult> Records { get; private set; } = [];

    /// <summary>What is wrong with the results file itself.</summary>
    public IReadOnlyList<Issue> Issues { get; private set; } = [];

    /// <summary>It can't be used: it says nothing about any record or the file.</summary>
    public bool IsRefused => Issues.Any(issue => issue.Severity == Severity.Error);

    /// <summary>Reads an answer. Nothing in it makes this throw.</summary>
    public static ResultsFile Open(string key, ReadOnlyMemory<byte> content)
    {
        var file = new ResultsFile(key);
        if (content.Length == 0)
            return file.With(FileIssues.Empty(key));
        if (content.Length > MaxBytes)
            return file.With(FileIssues.TooLarge(key, content.Length));
        if (content.Span.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
            content = content[3..];
        if (!JsonText.IsValidUtf8(content.Span))
            return file.With(FileIssues.NotUtf8(key));
        try
        {
            using var json = JsonDocument.Parse(content);
            return file.Read(json.RootElement);
        }
        catch (JsonException broken)
        {
            // AWS answers a file that it could not read with a bare sentence.
            return OutboundFileName.AnsweredBy(key) is null ? file.With(ResultIssues.NotResults(key, "its JSON is broken: " + JsonErrors.Reason(broken))) : file.Rejected([Encoding.UTF8.GetString(content.Span)]);
        }
    }

    ResultsFile Read(JsonElement root)
    {
        if (root.ValueKind is JsonValueKind.String)
            return Rejected([root.GetString()!]);
        if (root.ValueKind != JsonValueKind.Object)
            return With(ResultIssues.NotResults(Key, "it is no object"));
        if (Text(root, "fileName") is { Length: > 0 } name)
        {
            Stem = OutboundFileName.Stem(name);
            Object = ExchangeFolders.PlaceOf(name)?.Object;
        }

        if (DateTimeOffset.TryParse(Text(root, "fileApnProcessedDT"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var processed))
            ProcessedAt = processed;
        List<string> said = [.. TextsOf(root, "apiErrors"), .. TextsOf(root, "error"), .. TextsOf(root, "errors"), .. TextsOf(root, "message")];
        if (!root.TryGetProperty("inboundApiResults", out var results) || results.ValueKind != JsonValueKind.Array || results.GetArrayLength() == 0)
            return said.Count > 0 || Flag(root, "isApiError") == true ? Rejected(said) : With(ResultIssues.NotResults(Key, "it has neither results nor an error"));
        var records = new List<RecordResult>();
        var issues = new List<Issue>();
        var all = Text(root, "success") == "ALL";
        foreach (var result in results.EnumerateArray())
        {
            if (result.ValueKind != JsonValueKind.Object)
                issues.Add(ResultIssues.NotARecord(Key, records.Count, result.GetRawText()));
            else
                records.Add(Record(result, records.Count, all));
        }

        (Records, Messages, Issues) = (records, [.. said.Select(text => ResultMessage.Of(text))], issues);
        Object ??= records.Select(record => ObjectOf(record.AwsId)).FirstOrDefault(found => found is not null) ?? ExchangeFolders.PlaceOf(Key)?.Object;
        return this;
    }

    static RecordResult Record(JsonElement result, int index, bool all)
    {
        var errors = TextsOf(result, "errors");
        var taken = Flag(result, "isSuccess") ?? (all && errors.Count == 0);
        // A lead's answer names the partner's identifier as that of an opportunity; its own name is read as well.
        return new RecordResult(
            index, Identifier(result, "apnCrmUniqueIdentifier"), Identifier(result, "partnerCrmUniqueIdentifier") ?? Identifier(result, "partnerCrmLeadId"), taken,
            [.. errors.Select(text => ResultMessage.Of(text))], [.. TextsOf(result, "warnings").Select(text => ResultMessage.Of(text))]);
    }

    ResultsFile Rejected(List<string> said)
    {
        IsWholeFileRejected = true;
        Messages = said.Count == 0 ? [ResultMessage.Of("AWS gives no reason")] : [.. said.Select(text => ResultMessage.OfFile(text))];
        Object ??= ExchangeFolders.PlaceOf(Key)?.Object;
        return this;
    }

    ResultsFile With(Issue issue)
    {
        Issues = [issue];
        return this;
    }

    /// <summary>AWS's identifiers begin with O for opportunities and L for leads.</summary>
    static AceObject? ObjectOf(string? awsId) => awsId is ['O', ..] ? AceObject.Opportunity : awsId is ['L', ..] ? AceObject.Lead : null;

    static string? Identifier(JsonElement result, string name) => Text(result, name)?.Trim() is { Length: > 0 } text ? text : null;

    static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    static bool? Flag(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String when bool.TryParse(value.GetString(), out var said) => said,
        _ => null,
    }
    : null;

    static List<string> TextsOf(JsonElement element, string name)
    {
        if (!element.TryGetProperty(name, out var value))
            return [];
        return value.ValueKind switch
        {
            JsonValueKind.Null or JsonValueKind.Undefined => [],
            JsonValueKind.Array => [.. value.EnumerateArray().Where(item => item.ValueKind != JsonValueKind.Null).Take(MaxMessages).Select(MessageOf)],
            JsonValueKind.String when string.IsNullOrWhiteSpace(value.GetString()) => [],
            _ => [MessageOf(value)],
        };
    }

    // A message that comes as an object has its sentence in one of these.
    static string MessageOf(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()!
        : value.ValueKind == JsonValueKind.Object ? Text(value, "message") ?? Text(value, "errorMessage") ?? value.GetRawText()
        : value.GetRawText();
}
