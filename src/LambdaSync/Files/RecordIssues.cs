using System.Globalization;
using LambdaSync.Fields;

namespace LambdaSync.Files;

/// <summary>The wording of everything that can be wrong with one record of a file.</summary>
static class RecordIssues
{
    public static Issue NotAnObject(string value) => Issue.Error(
        IssueCodes.NotAnObject, null, value, "every element of the list is a record, that is, a JSON object", "remove the element or fetch the file again");

    public static Issue TooDeep() => Issue.Error(
        IssueCodes.TooDeep, null, null, string.Create(CultureInfo.InvariantCulture, $"a record is nested at most {AceFile.MaxRecordDepth} levels deep"),
        "AWS's own records have two levels; fetch the file again");

    public static Issue TooLarge(int bytes) => Issue.Error(
        IssueCodes.RecordTooLarge, null, string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes"),
        string.Create(CultureInfo.InvariantCulture, $"a record has at most {AceFile.MaxRecordBytes} bytes"), "shorten its texts or fetch the file again");

    public static Issue TooManyMembers() => Issue.Error(
        IssueCodes.TooManyMembers, null, null, string.Create(CultureInfo.InvariantCulture, $"a record has at most {AceFile.MaxMembers} members"),
        "AWS's own records have about 70; fetch the file again");

    public static Issue TooManyElements(FileField field, int count) => Issue.Error(
        IssueCodes.TooMany, field.Name, null, string.Create(CultureInfo.InvariantCulture, $"a list has at most {AceFile.MaxMembers} elements; this one has {count}"),
        "shorten the list or fetch the file again");

    public static Issue LongIdentifier() => Issue.Error(
        IssueCodes.LongIdentifier, "apnCrmUniqueIdentifier", null, string.Create(CultureInfo.InvariantCulture, $"an identifier has at most {RecordPlace.MaxIdentifier} bytes of UTF-8"),
        "correct the identifier or fetch the file again");

    public static Issue BadText(string? field, string why) => Issue.Error(
        IssueCodes.BadText, Issue.Short(field), null, "text is valid UTF-8: " + why, "save the record as UTF-8 or fetch the file again");

    public static Issue Duplicate(string field) => Issue.Error(
        IssueCodes.DuplicateKey, Issue.Short(field), null, "a record must have each member only once; LambdaSync can't know which of the two values is valid",
        "remove one of the two members");

    public static Issue NoIdentifier() => Issue.Error(
        IssueCodes.NoIdentifier, "apnCrmUniqueIdentifier", null, "a record needs AWS's identifier or the partner's; this one has neither",
        "fetch the file again; if it still lacks them, ask AWS Partner support");

    public static Issue WrongType(FileField field, string value, string wanted, bool used) => used
        ? Issue.Warning(IssueCodes.WrongType, field.Name, value, $"this field is {wanted}; the value was converted", "nothing, unless the value looks wrong")
        : Issue.Error(IssueCodes.WrongType, field.Name, value, $"this field is {wanted}", $"send {wanted}, or null to clear the field");

    public static Issue Unknown(string field) => Issue.Note(
        IssueCodes.UnknownField, Issue.Short(field), null, "this release does not know the field; it is kept as it came",
        $"map it as \"file:{Issue.Short(field)}\" if it is wanted in the CRM");

    public static Issue NotStandard(FileField field, string value) => Issue.Warning(
        IssueCodes.NotAStandardValue, field.Name, value, $"{field.Name} has a published list of values and this is none of them; it is kept as it came",
        "add it to the field's values in the mapping if AWS has added it, otherwise correct it at its source");

    public static Issue Placeholder(FileField field, string value) => Issue.Note(
        IssueCodes.Placeholder, field.Name, value, "AWS fills this value in for payload version 1 where there is none; it was left out", "nothing to do");
}
