using System.Globalization;
using LambdaSync.Fields;
using LambdaSync.Sync;

namespace LambdaSync.Mapping;

/// <summary>Whether a CRM field can hold what a member of <c>status</c> writes to it.</summary>
static class StatusFit
{
    /// <summary>What is wrong, or null.</summary>
    /// <param name="member">The member's name in the JSON: <c>lastSync</c>.</param>
    public static Compatibility.Finding? Problem(string member, StatusMapping status, CrmField field, FieldCatalogue catalogue) => member switch
    {
        "syncStatus" => Words(field, SyncStatuses.Words),
        "reviewStatus" => Words(field, catalogue.ByPath("LifeCycle.ReviewStatus")?.Values?.Values ?? []),
        "hasUpdates" => Flag(field, status.HasUpdates!),
        "locked" => Flag(field, status.Locked!),
        "lastSync" => field.Type == CrmFieldType.DateTime ? null : WrongType(field, "a date with time", "Name a date with time."),
        "readiness" => field.Type == CrmFieldType.Number ? null : WrongType(field, "a whole number", "Name a number."),
        _ => Error(field),
    };

    static Compatibility.Finding? Flag(CrmField field, StatusFlag flag)
    {
        if (!flag.IsBoolean)
            return Words(field, [Scalars.TextOf(flag.Yes)!, Scalars.TextOf(flag.No)!]);
        return field.Type == CrmFieldType.Boolean ? null : WrongType(
            field, "true or false", $"Name a boolean, or give a text its words: {{ \"crm\": \"{field.Name}\", \"yes\": \"Yes\", \"no\": \"No\" }}.");
    }

    static Compatibility.Finding? Words(CrmField field, IReadOnlyList<string> words)
    {
        if (field.Type is not (CrmFieldType.Text or CrmFieldType.LongText or CrmFieldType.Picklist))
            return WrongType(field, "a text", "Name a text.");
        if (field is { Restricted: true, Values: { } listed } && words.Except(listed, StringComparer.Ordinal).ToList() is { Count: > 0 } missing)
        {
            return new Compatibility.Finding(
                Severity.Error, $"{field.Name} refuses values that it does not list, and it lacks '{string.Join("', '", missing)}'.", "Add them to the picklist, or name a text.");
        }

        return words.MaxBy(w => w.Length) is { } longest && field.Length > 0 && longest.Length > field.Length
            ? new Compatibility.Finding(
                Severity.Error, string.Create(CultureInfo.InvariantCulture, $"'{longest}' is written to {field.Name}, which holds {field.Length} characters."), "Make the CRM's field longer.")
            : null;
    }

    static Compatibility.Finding? Error(CrmField field)
    {
        if (field.Type is not (CrmFieldType.Text or CrmFieldType.LongText))
            return WrongType(field, "a text", "Name a long text.");
        return field.Length is 0 or >= ErrorText.MaxCharacters ? null : new Compatibility.Finding(
            Severity.Warning,
            string.Create(CultureInfo.InvariantCulture, $"An error with its fix may have {ErrorText.MaxCharacters} characters and {field.Name} holds {field.Length}; the CRM cuts or refuses a longer one."),
            "Name a long text.");
    }

    static Compatibility.Finding WrongType(CrmField field, string wanted, string fix) =>
        new(Severity.Error, $"{field.Name} gets {wanted}, and it is of type {field.Type}.", fix);
}
