using System.Text.Json;
using LambdaSync.Fields;
using LambdaSync.Json;

namespace LambdaSync.Files;

/// <summary>
/// Reads a file for AWS back before its upload: AWS refuses the whole file for one record of a wrong form. What it finds is a defect of the
/// writer, not of the records.
/// </summary>
public static class OutboundFileCheck
{
    /// <summary>Everything that is not as AWS wants it; empty: the file can go.</summary>
    /// <param name="expected">The records that the file is to hold, in its order.</param>
    public static IReadOnlyList<Issue> Check(ReadOnlyMemory<byte> content, AceObject aceObject, FileHead head, IReadOnlyList<OutboundRecord> expected)
    {
        var issues = new IssueList();
        if (content.Length > OutboundFiles.MaxBytes)
            issues.Add(OutboundIssues.NotAsWanted(null, null, "it is larger than a file may be"));
        if (!JsonText.IsValidUtf8(content.Span) || content.Length == 0 || content.Span[0] != '{')
            issues.Add(OutboundIssues.NotAsWanted(null, null, "it is no UTF-8 text of an object"));
        else
        {
            try
            {
                using var json = JsonDocument.Parse(content, new JsonDocumentOptions { AllowDuplicateProperties = false });
                Head(json.RootElement, aceObject, head, expected, issues);
            }
            catch (JsonException broken)
            {
                issues.Add(OutboundIssues.NotAsWanted(null, null, "its JSON is broken: " + JsonErrors.Reason(broken)));
            }
        }

        // Read by the reader of AWS's files too: two readers that know the form differently.
        var file = AceFile.Open("check.json", content);
        if (file.Count != expected.Count || file.Object != aceObject || file.Issues.Count > 0)
            issues.Add(OutboundIssues.NotAsWanted(null, null, "it does not read as a file of its records"));
        return issues.ToList();
    }

    static void Head(JsonElement root, AceObject aceObject, FileHead head, IReadOnlyList<OutboundRecord> expected, IssueList issues)
    {
        var list = OutboundFiles.ListName(aceObject);
        foreach (var member in root.EnumerateObject().Where(member => member.Name is not ("version" or "spmsId") && member.Name != list))
            issues.Add(OutboundIssues.NotAsWanted(member.Name, null, "its head has another member"));
        if (!IsText(root, "version", $"{head.Version}.0"))
            issues.Add(OutboundIssues.NotAsWanted("version", null, "its version is another one"));
        if (!IsText(root, "spmsId", head.PartnerId))
            issues.Add(OutboundIssues.NotAsWanted("spmsId", null, "its partner id is another one"));
        if (!root.TryGetProperty(list, out var records) || records.ValueKind != JsonValueKind.Array || records.GetArrayLength() is 0 or > OutboundFiles.MaxRecords)
        {
            issues.Add(OutboundIssues.NotAsWanted(list, null, "it has no list of records of the allowed length"));
            return;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < records.GetArrayLength(); i++)
            Record(records[i], i, aceObject, head.Version, i < expected.Count ? expected[i] : null, seen, issues);
    }

    static void Record(JsonElement record, int index, AceObject aceObject, int version, OutboundRecord? expected, HashSet<string> seen, IssueList issues)
    {
        if (record.ValueKind != JsonValueKind.Object)
        {
            issues.Add(OutboundIssues.NotAsWanted(null, index, "a record is no object"));
            return;
        }

        var catalogue = FieldCatalogue.Of(aceObject);
        foreach (var member in record.EnumerateObject())
        {
            var field = catalogue.ByFileName(member.Name);
            if (field is null || field.Name != member.Name || !RecordWriter.IsSent(field, version))
                issues.Add(OutboundIssues.NotAsWanted(member.Name, index, "files of this version do not hold the field"));
            else if (!HasForm(field, member.Value))
                issues.Add(OutboundIssues.NotAsWanted(member.Name, index, "the value has another type than the field"));
            else if (HasMask(member.Value))
                issues.Add(OutboundIssues.NotAsWanted(member.Name, index, "the value is AWS's mask"));
        }

        var (aws, partner) = (Text(record, "apnCrmUniqueIdentifier"), Text(record, aceObject == AceObject.Lead ? "partnerCrmLeadId" : "partnerCrmUniqueIdentifier"));
        if (aws is null && (partner is null || aceObject == AceObject.Lead))
            issues.Add(OutboundIssues.NotAsWanted("apnCrmUniqueIdentifier", index, "the record has no identifier by which AWS finds it"));
        else if (!seen.Add(aws ?? "\n" + partner))
            issues.Add(OutboundIssues.NotAsWanted("apnCrmUniqueIdentifier", index, "the record is there twice"));
        if (expected is not null && (aws != expected.AwsId || partner != expected.PartnerId))
            issues.Add(OutboundIssues.NotAsWanted("apnCrmUniqueIdentifier", index, "another record stands at this place"));
    }

    static bool HasForm(FileField field, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Null)
            return true;
        var isList = field.Transform is FileTransform.Array or FileTransform.Solutions;
        var isNumber = field.Transform is FileTransform.Amount or FileTransform.Spend || field.Type is FieldType.Amount or FieldType.Number;
        if (isList)
            return value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(element => element.ValueKind == JsonValueKind.String);
        return value.ValueKind == (isNumber ? JsonValueKind.Number : JsonValueKind.String);
    }

    static bool HasMask(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()!.Split(';').Any(part => Mask.IsMask(part)) : value.ValueKind == JsonValueKind.Array && value.EnumerateArray().Any(HasMask);

    static bool IsText(JsonElement root, string name, string expected) => Text(root, name) == expected;

    static string? Text(JsonElement record, string name) => record.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
