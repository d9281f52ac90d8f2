using System.Text;
using System.Text.Json;
using LambdaSync.Fields;
using LambdaSync.Json;

namespace LambdaSync.Files;

/// <summary>The first pass over a file: its header, where its records stand, and who they are.</summary>
sealed class FileWalk(string key)
{
    // No name or version that is looked for is longer.
    const int LongestName = 64;

    public IssueList Issues { get; } = new();

    public List<RecordPlace> Places { get; } = [];

    public AceObject? Object { get; private set; }

    public string? Version { get; private set; }

    public bool IsResults { get; private set; }

    // The list of records is longer than a file's may be.
    bool IsCut { get; set; }

    public void Run(ReadOnlySpan<byte> content)
    {
        // Deep nesting is an error of one record and is reported there, so the walk itself has no limit below the file's size.
        var options = new JsonReaderOptions { MaxDepth = AceFile.MaxBytes };
        var reader = new Utf8JsonReader(content, isFinalBlock: false, new JsonReaderState(options));
        try
        {
            if (!Root(ref reader, content))
                Issues.Add(FileIssues.Truncated(key, Places.Count));
            else if (!IsResults && Object is null && Issues.Total == 0)
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
            if (IsResults || IsCut)
                return true;
        }

        return false;
    }

    bool Member(ref Utf8JsonReader reader)
    {
        if (JsonText.TryRead(reader.ValueSpan, LongestName) is not { } name)
        {
            if (!JsonText.IsText(reader.ValueSpan))
                Issues.Add(FileIssues.BadText(key));
            return reader.Read() && reader.TrySkip();
        }

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
            Version = Encoding.UTF8.GetString(reader.ValueSpan[..Math.Min(reader.ValueSpan.Length, LongestName)]);
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
            if (Issues.HasRoom(Severity.Error))
                Issues.Add(FileIssues.NotAce(key, "here there are two; the second is left out"));
            return reader.TrySkip();
        }

        Object = aceObject;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndArray)
                return true;
            if (Places.Count == AceFile.MaxRecords)
            {
                // Stopped here, because walking on would find nothing that is used.
                Issues.Add(FileIssues.TooManyRecords(key));
                IsCut = true;
                return true;
            }

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
                        if (reader.CurrentDepth == depth + 1 && RecordPlace.IdentityOf(reader.ValueSpan) is var identity and not Identity.None
                            && !Identify(ref reader, ref place, identity))
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

    // Reads the value of a member that says who the record is.
    static bool Identify(ref Utf8JsonReader reader, ref RecordPlace place, Identity identity)
    {
        if (!reader.Read())
            return false;
        if (reader.TokenType == JsonTokenType.String)
            place.Identify(identity, reader.ValueSpan);
        return reader.TrySkip();
    }

    void Trailing(ReadOnlySpan<byte> rest)
    {
        var from = rest.IndexOfAnyExcept(" \t\r\n"u8);
        if (from >= 0)
            Issues.Add(FileIssues.Trailing(key, Encoding.UTF8.GetString(rest.Slice(from, Math.Min(40, rest.Length - from)))));
    }

    static bool Is(string name, string expected) => string.Equals(name, expected, StringComparison.OrdinalIgnoreCase);
}
