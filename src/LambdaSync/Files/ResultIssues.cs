using System.Globalization;

namespace LambdaSync.Files;

/// <summary>The wording of what can be wrong between a file that was sent and its results.</summary>
static class ResultIssues
{
    public static Issue NotResults(string key, string why) => Issue.Error(
        IssueCodes.ResultsFile, null, null, "a results file is an object with the list inboundApiResults or with an error; " + why, "fetch it again from the archive folder") with
    { File = key };

    public static Issue NotARecord(string key, int index, string value) => Issue.Warning(
        IssueCodes.NotAnObject, null, value, "every element of inboundApiResults is an object", "nothing: the record it may be about is treated as one without a result") with
    { File = key, Record = index };

    public static Issue Foreign(string key, int index, string? id) => Issue.Warning(
        IssueCodes.ResultForeign, "apnCrmUniqueIdentifier", id, "the file that was sent does not hold this record", "check whether another system writes into the same bucket") with
    { File = key, Record = index };

    public static Issue Doubled(string key, int index, string? id) => Issue.Note(
        IssueCodes.DuplicateRecord, "apnCrmUniqueIdentifier", id, string.Create(CultureInfo.InvariantCulture, $"the results name the record twice; entry {index} is the later one and counts"), "nothing to do") with
    { File = key, Record = index };
}
