namespace LambdaSync.Connections.BuiltIn;

/// <summary>Why a row is not written.</summary>
static class Refusals
{
    public static Issue Of(string? field, FlatValue value, string rule, string fix) =>
        Issue.Error(IssueCodes.CrmRejected, field, value.IsNull ? null : value.Text, rule, fix);

    public static Issue UnknownField(string crmObject, string path) =>
        Of(path, FlatValue.Null, $"{crmObject} has no field {path}.", "Correct the name in the mapping, or add the field to the CRM.");

    public static Issue NotWritable(string path, FlatValue value) =>
        Of(path, value, $"{path} can't be written.", "Map it outbound only, or map another field.");

    public static Issue Required(string path) =>
        Of(path, FlatValue.Null, $"{path} is required.", "Map it, or give it a fallback in the mapping.");

    public static Issue BadReference(string path, FlatValue value, string target) =>
        Of(path, value, $"{path} takes the id of an existing {target}.", $"Send the id of a {target} that exists.");

    public static Issue NotUnique(string path, FlatValue value, string holder) =>
        Of(path, value, $"{path} is unique and {holder} has this value.", "Merge the two records, or clear the value in one.");

    public static Issue Changed(string id) =>
        Of(null, FlatValue.Of(id), "The record was changed since it was read.", "Read it again.");

    public static Issue SharedKept(string path, FlatValue value) => Issue.Note(
        IssueCodes.RelatedKept, path, value.IsNull ? null : value.Text, "Other records link to this related record too, so its value is kept.",
        "Change it in the CRM if the new value is right for all of them, or set \"renameSharedAccount\" in the mapping's template.");

    public static Issue NoRecord(string crmObject, string id) =>
        Of(null, FlatValue.Of(id), $"No {crmObject} has this id.", "It was deleted, or the id belongs to another object.");
}
