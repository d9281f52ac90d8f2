using System.Globalization;
using System.Text;
using System.Text.Json;
using LambdaSync.Fields;
using LambdaSync.Json;

namespace LambdaSync.Files;

/// <summary>The first pass over a file: its header, where its records stand, and who they are.</summary>
sealed class FileWalk(string key)
{
    public List<Issue> Issues { get; } = [];

    public List<RecordPlace> Places { get; } = [];

    public AceObject? Object { get; private set; }

    public string? Version { get; private set; }

    public bool IsResults { get; private set; }

    public void Run(ReadOnlySpan<byte> content)
    {
        // Deep nesting is an error of one record and is reported there, so the walk itself has no limit below the file's size.
        var options = new JsonReaderOptions { MaxDepth = AceFile.MaxBytes };
        var reader = new Utf8JsonReader(content, isFinalBlock: false, new JsonReaderState(options));
        try
        {
            if (!Root(ref reader, content))
                Issues.Add(FileIssues.Truncated(key, Places.Count));
            else if (!IsResults && Object is null && Issues.Count == 0)
                Issues.Add(FileIssues.NotAce(key, "this object has none"));
        }
        catch (JsonException broken)
        {
            Issues.Add(FileIssues.NotJson(key, Places.Count, broken.LineNumber ?? 0, JsonErrors.Reason(broken)));
        }
    }

    // False when the content ends too early.
    bool Root(ref Utf8JsonReader reader, ReadOnlySpan<byte> content)
    {
        if (!reader.Read())
            return false;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            Issues.Add(FileIssues.NotAce(key, "this is no object"));
            return true;
        }

        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject)
            {
                Trailing(content[(int)reader.BytesConsumed..]);
                return true;
            }

            if (!Member(ref reader))
                return false;
            if (IsResults)
                return true;
        }

        return false;
    }

    bool Member(ref Utf8JsonReader reader)
    {
        var name = reader.GetString()!;
        if (name is "inboundApiResults" or "fileApnProcessedDT")
        {
            IsResults = true;
            return true;
        }

        if (Is(name, "opportunities") || Is(name, "leads"))
            return Records(ref reader, Is(name, "leads") ? AceObject.Lead : AceObject.Opportunity);
        if (!reader.Read())
            return false;
        if (Is(name, "version") && reader.TokenType is JsonTokenType.String or JsonTokenType.Number)
            Version = Encoding.UTF8.GetString(reader.ValueSpan);
        return reader.TrySkip();
    }

    bool Records(ref Utf8JsonReader reader, AceObject aceObject)
    {
        if (!reader.Read())
            return false;
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            Issues.Add(FileIssues.NotAce(key, "here it is no list"));
            return reader.TrySkip();
        }

        if (Object is not null)
        {
            Issues.Add(FileIssues.NotAce(key, "here there are two; the second is left out"));
            return reader.TrySkip();
        }

        Object = aceObject;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndArray)
                return true;
            if (!Record(ref reader))
                return false;
        }

        return false;
    }

    bool Record(ref Utf8JsonReader reader)
    {
        var place = new RecordPlace { Start = (int)reader.TokenStartIndex, IsObject = reader.TokenType == JsonTokenType.StartObject };
        if (!place.IsObject)
        {
            if (!reader.TrySkip())
                return false;
        }
        else
        {
            var depth = reader.CurrentDepth;
            while (true)
            {
                if (!reader.Read())
                    return false;
                switch (reader.TokenType)
                {
                    case JsonTokenType.PropertyName:
                        // 16, 22 and 26: the lengths of the names that say who a record is.
                        if (reader.ValueSpan.Length is 16 or 22 or 26 && reader.CurrentDepth == depth + 1 && !Identify(ref reader, ref place))
                            return false;
                        continue;
                    case JsonTokenType.StartArray or JsonTokenType.StartObject:
                        place.TooDeep |= reader.CurrentDepth - depth >= AceFile.MaxRecordDepth;
                        continue;
                    case JsonTokenType.EndObject when reader.CurrentDepth == depth:
                        break;
                    default:
                        continue;
                }

                break;
            }
        }

        place.Length = (int)reader.BytesConsumed - place.Start;
        Places.Add(place);
        return true;
    }

    // Reads the value of a member that says who the record is; leaves the others to the loop.
    static bool Identify(ref Utf8JsonReader reader, ref RecordPlace place)
    {
        var name = reader.ValueSpan;
        var which =
            name.SequenceEqual("apnCrmUniqueIdentifier"u8) ? 1
            : name.SequenceEqual("partnerCrmUniqueIdentifier"u8) || name.SequenceEqual("partnerCrmLeadId"u8) ? 2
            : name.SequenceEqual("lastModifiedDate"u8) ? 3 : 0;
        if (which == 0)
            return true;
        if (!reader.Read())
            return false;
        if (reader.TokenType == JsonTokenType.String && reader.ValueSpan.Length is > 0 and <= 256 && JsonTextIsPlain(reader.ValueSpan))
        {
            // A CRM keeps identifiers without the spaces around them: with them a record would not be found again.
            var text = Encoding.UTF8.GetString(reader.ValueSpan).Trim();
            if (which == 1)
                place.AwsId = text.Length > 0 ? text : null;
            else if (which == 2)
                place.PartnerId = text.Length > 0 ? text : null;
            else if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var modified))
                place.Modified = modified;
        }

        return reader.TrySkip();
    }

    static bool JsonTextIsPlain(ReadOnlySpan<byte> raw) => raw.IndexOf((byte)'\\') < 0;

    void Trailing(ReadOnlySpan<byte> rest)
    {
        var from = rest.IndexOfAnyExcept(" \t\r\n"u8);
        if (from >= 0)
            Issues.Add(FileIssues.Trailing(key, Encoding.UTF8.GetString(rest.Slice(from, Math.Min(40, rest.Length - from)))));
    }

    static bool Is(string name, string expected) => string.Equals(name, expected, StringComparison.OrdinalIgnoreCase);
}
