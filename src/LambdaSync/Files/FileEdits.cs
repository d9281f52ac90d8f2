using System.Text.Json;
using LambdaSync.Fields;

namespace LambdaSync.Files;

/// <summary>When a file may change a field, as the file sheet's columns have it. The API has other rules.</summary>
static class FileEdits
{
    /// <summary>The review status that keeps every update out, or null.</summary>
    public static string? LockOf(AceObject aceObject, JsonElement known) =>
        aceObject == AceObject.Opportunity && Text(known, "LifeCycle.ReviewStatus") is "Submitted" or "In review" or "In Review" ? Text(known, "LifeCycle.ReviewStatus") : null;

    /// <summary>The column that holds for a record as AWS has it.</summary>
    public static FileEditable OpenIn(AceObject aceObject, JsonElement known)
    {
        if (aceObject == AceObject.Lead)
            return FileEditable.UntilLaunchedOrLost;
        if (Text(known, "LifeCycle.ReviewStatus") == "Action Required")
            return FileEditable.WhileActionRequired;
        return Text(known, "LifeCycle.Stage") switch
        {
            "Launched" => FileEditable.AfterLaunched,
            "Closed Lost" => FileEditable.Never,
            _ => FileEditable.UntilLaunchedOrLost,
        };
    }

    /// <summary>The times in which a field is open, as the end of a sentence.</summary>
    public static string Describe(FileEditable editable)
    {
        var times = new List<string>();
        if (editable.HasFlag(FileEditable.AtCreate))
            times.Add("at creation");
        if (editable.HasFlag(FileEditable.UntilLaunchedOrLost))
            times.Add("before the stages Launched and Closed Lost");
        if (editable.HasFlag(FileEditable.WhileActionRequired))
            times.Add("while the review status is Action Required");
        if (editable.HasFlag(FileEditable.AfterLaunched))
            times.Add("at the stage Launched");
        return times.Count == 0 ? "from its own side" : string.Join(" and ", times);
    }

    static string? Text(JsonElement document, string path) => RecordFields.At(document, path) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
}
