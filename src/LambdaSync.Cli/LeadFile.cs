using System.Text;
using System.Text.Json;
using LambdaSync.Json;
using LambdaSync.Mapping;

namespace LambdaSync.Cli;

/// <summary>A file of new leads: CSV whose first line has the names, or one flat JSON object a line. Empty values are left out.</summary>
static class LeadFile
{
    /// <param name="Line">Where it begins in the file, from 1.</param>
    /// <param name="Values">By name, JSON scalars as canonical text.</param>
    public sealed record Lead(int Line, IReadOnlyDictionary<string, string> Values);

    /// <summary>The leads, or null after telling what is wrong with the file as a whole.</summary>
    public static IReadOnlyList<Lead>? Read(byte[] bytes, Action<Issue> tell)
    {
        try
        {
            var text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes).TrimStart('\uFEFF');
            if (string.IsNullOrWhiteSpace(text))
                throw new FormatException("the file is empty");
            return text.TrimStart()[0] == '{' ? OfJson(bytes) : OfCsv(text);
        }
        catch (DecoderFallbackException)
        {
            tell(Issue.Error(IssueCodes.FileBadText, null, null, "the file is not UTF-8", "save it as 'CSV UTF-8', or as JSON lines in UTF-8"));
        }
        catch (Exception broken) when (broken is FormatException or JsonException)
        {
            tell(Issue.Error(IssueCodes.FileBadText, null, null, broken.Message, "correct the file; its first line names the columns, or each line is one JSON object"));
        }

        return null;
    }

    static List<Lead> OfCsv(string text)
    {
        var rows = Csv.Rows(text);
        var names = rows[0].Cells.Select(name => name.Trim()).ToList();
        if (names.Find(name => name.Length == 0 || names.Count(other => other == name) > 1) is { } wrong)
            throw new FormatException(wrong.Length == 0 ? "a column has no name" : $"the column {wrong} is there twice");
        var leads = new List<Lead>();
        foreach (var (line, cells) in rows.Skip(1).Where(row => row.Cells.Any(cell => cell.Trim().Length > 0)))
        {
            if (cells.Count > names.Count)
                throw new FormatException($"line {Words.Of(line)} has {Words.Of(cells.Count)} values, and the first line names {Words.Of(names.Count)} columns");
            leads.Add(new Lead(line, cells.Zip(names).Where(c => c.First.Trim().Length > 0).ToDictionary(c => c.Second, c => Scalars.OfText(c.First.Trim()), StringComparer.Ordinal)));
        }

        return leads;
    }

    static List<Lead> OfJson(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        var (lines, leads) = (new JsonLines(stream), new List<Lead>());
        while (lines.TryRead(out var line))
        {
            try
            {
                using var json = JsonDocument.Parse(line);
                if (json.RootElement.ValueKind != JsonValueKind.Object)
                    throw new JsonException("it is no object");
                leads.Add(new Lead(lines.Number, Values(json.RootElement)));
            }
            catch (JsonException broken)
            {
                throw new FormatException($"line {Words.Of(lines.Number)}: {JsonErrors.DescribeInLine(broken)}");
            }
        }

        return leads;
    }

    static Dictionary<string, string> Values(JsonElement lead)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in lead.EnumerateObject().Where(m => m.Value.ValueKind != JsonValueKind.Null))
        {
            if (Scalars.Of(member.Value) is not { } value)
                throw new JsonException($"{member.Name} is neither text, number nor boolean");
            if (!values.TryAdd(member.Name, value))
                throw new JsonException($"{member.Name} is there twice");
        }

        return values;
    }
}
