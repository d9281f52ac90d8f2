using System.Text.Json;
using System.Text.RegularExpressions;

namespace LambdaSync.Connections.Salesforce;

/// <summary>
/// Reads the forms of error bodies: an array of <c>errorCode</c> (single resources and parts), of <c>statusCode</c> (rows of
/// collections), and the token endpoint's <c>error</c>. A gateway's page is an error without code.
/// </summary>
static partial class ErrorReader
{
    const int MaxErrors = 20, MaxText = 1000;

    public static IReadOnlyList<SalesforceError> Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return Read(document.RootElement);
        }
        catch (JsonException)
        {
            return [];
        }
    }

    /// <param name="errors">An array of errors or one; anything else has none.</param>
    public static IReadOnlyList<SalesforceError> Read(JsonElement errors) => errors.ValueKind switch
    {
        JsonValueKind.Array => [.. errors.EnumerateArray().Take(MaxErrors).Where(e => e.ValueKind == JsonValueKind.Object).Select(One)],
        JsonValueKind.Object when Text(errors, "error") is { Length: > 0 } code => [new SalesforceError(Code(code), Cut(Text(errors, "error_description")), [], [])],
        JsonValueKind.Object => [One(errors)],
        _ => [],
    };

    /// <summary>Fields that a text names and the answer does not list: hidden fields of a write, unknown columns of a query.</summary>
    public static IReadOnlyList<string> NamedFields(string message)
    {
        if (Unable().Match(message) is { Success: true } unable)
            return [.. unable.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(Soql.IsName)];
        return Column().Match(message) is { Success: true } column ? [column.Groups[1].Value] : [];
    }

    static SalesforceError One(JsonElement error)
    {
        var code = Text(error, "errorCode") is { Length: > 0 } named ? named : Text(error, "statusCode");
        var message = Cut(Text(error, "message"));
        var fields = error.TryGetProperty("fields", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Where(f => f.ValueKind == JsonValueKind.String).Select(f => f.GetString()!).Where(Soql.IsName).ToList()
            : [];
        return new SalesforceError(Code(code), message, fields.Count > 0 ? fields : NamedFields(message), Candidates(error));
    }

    static List<string> Candidates(JsonElement error)
    {
        var found = new List<string>();
        // Answers spell it in two ways.
        if (error.TryGetProperty("duplicateResult", out var duplicates) || error.TryGetProperty("duplicateResut", out duplicates))
            Collect(duplicates, found, 0);
        return found;
    }

    // matchResults, matchRecords, record: the ids below, whatever lies between.
    static void Collect(JsonElement element, List<string> found, int depth)
    {
        if (depth > 8)
            return;
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
                Collect(item, found, depth + 1);
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            if (element.TryGetProperty("record", out var record) && Text(record, "Id") is { Length: > 0 } id && SalesforceId.IsRecord(id) && !found.Contains(SalesforceId.Long(id)))
                found.Add(SalesforceId.Long(id));
            foreach (var member in element.EnumerateObject())
                Collect(member.Value, found, depth + 1);
        }
    }

    // A code is a name: nothing else gets into logs under it.
    static string Code(string code) => CodeName().IsMatch(code) ? code : "";

    internal static string Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    static string Cut(string text) => text.Length > MaxText ? text[..MaxText] : text;

    [GeneratedRegex(@"^\w{1,100}$")]
    private static partial Regex CodeName();

    [GeneratedRegex(@"[Uu]nable to create/update fields: ([\w, .]+?)\. Please")]
    private static partial Regex Unable();

    [GeneratedRegex(@"[Nn]o such column '([A-Za-z]\w*)'")]
    private static partial Regex Column();
}
