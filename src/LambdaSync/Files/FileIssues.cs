using System.Globalization;

namespace LambdaSync.Files;

/// <summary>The wording of everything that can be wrong with a file as a whole.</summary>
static class FileIssues
{
    public static Issue WrongExtension(string key) => Issue.Error(
        IssueCodes.WrongExtension, null, Path.GetExtension(key), "ACE files end in .json",
        "rename the file if it is an ACE file, otherwise remove it from the folder") with
    { File = key };

    public static Issue Results(string key) => Issue.Error(
        IssueCodes.ResultsFile, null, null, "this is a results file: it answers a file that was sent to AWS and holds no records",
        "read it with 'lambdasync file results', or remove it from the folder") with
    { File = key };

    public static Issue TooLarge(string key, long length) => Issue.Error(
        IssueCodes.TooLarge, null, length.ToString(CultureInfo.InvariantCulture) + " bytes", "a file from AWS has at most 5 MB (5,242,880 bytes)",
        "split it into files of at most 5 MB") with
    { File = key };

    public static Issue Empty(string key) => Issue.Error(
        IssueCodes.EmptyFile, null, "0 bytes", "an ACE file holds a JSON object", "fetch the file again") with
    { File = key };

    public static Issue NotUtf8(string key) => Issue.Error(
        IssueCodes.NotJson, null, null, "JSON text is UTF-8; this file starts with the mark of UTF-16 or UTF-32",
        "save the file as UTF-8, with or without a byte order mark") with
    { File = key };

    public static Issue NotJson(string key, int records, long line, string reason) => Issue.Error(
        IssueCodes.NotJson, null, null,
        string.Create(CultureInfo.InvariantCulture, $"the JSON is broken in line {line + 1}, after {records} whole records: {reason}"),
        "the records before that place are used; repair the file or fetch it again for the rest") with
    { File = key };

    public static Issue Truncated(string key, int records) => Issue.Error(
        IssueCodes.Truncated, null, null,
        string.Create(CultureInfo.InvariantCulture, $"the file ends in the middle, after {records} whole records"),
        "the records before that place are used; fetch the file again for the rest") with
    { File = key };

    public static Issue Trailing(string key, string text) => Issue.Error(
        IssueCodes.TrailingData, null, text, "nothing but white space may follow the object",
        "the records are used; check whether two files were written into one, and deliver the second one as its own file") with
    { File = key };

    public static Issue NotAce(string key, string why) => Issue.Error(
        IssueCodes.NotAnAceFile, null, null, "an ACE file is an object with one list named opportunities or leads; " + why,
        "check that this is the file AWS wrote") with
    { File = key };

    public static Issue BadText(string key) => Issue.Warning(
        IssueCodes.FileBadText, null, null, "the name of a member beside the list of records is not valid UTF-8 text; the member is ignored",
        "nothing, unless the member matters; then save the file as UTF-8") with
    { File = key };

    public static Issue TooManyRecords(string key) => Issue.Error(
        IssueCodes.TooManyRecords, null, null, string.Create(CultureInfo.InvariantCulture, $"a file has at most {AceFile.MaxRecords} records; this one has more"),
        "the first records are used; split the file for the rest") with
    { File = key };

    public static Issue UnknownVersion(string key, string? version) => Issue.Warning(
        IssueCodes.UnknownVersion, "version", version, "payload versions 1 and 2 are known",
        "the records are read as version 2; compare them with AWS before you rely on them") with
    { File = key };
}
