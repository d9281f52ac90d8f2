using System.Text.RegularExpressions;

namespace LambdaSync.Files;

/// <summary>A message of a results file, recognized by its words.</summary>
/// <param name="Text">As AWS wrote it, cut at 200 characters. It may repeat a value of the record.</param>
/// <param name="Field">The file field that it is about, or null.</param>
/// <param name="Fix">What to do, one sentence.</param>
public sealed partial record ResultMessage(string Text, ResultClass Class, string? Field, string Fix)
{
    // Messages of the published samples, the FAQ and the pages of other products that use the exchange. In order: the first that fits counts.
    static readonly (Regex Words, ResultClass Class, string? Field, string Fix)[] Known =
    [
        (NoUpdate(), ResultClass.NoChange, null, "nothing: AWS has these values already"),
        (NotEditable(), ResultClass.Locked, null, "wait until AWS has approved the opportunity; the update is sent then"),
        (Busy(), ResultClass.Transient, null, "nothing: the record is sent again"),
        (NoOwner(), ResultClass.Invalid, "opportunityOwnerEmail", "use the e-mail address of a user of your Partner Central account, or leave the owner out"),
        (Closed(), ResultClass.Closed, "stage", "AWS takes no more changes after Launched and Closed Lost; change the CRM record back or leave it"),
        (LostReason(), ResultClass.Invalid, "closedLostReason", "give a reason only together with the stage Closed Lost, and submit the opportunity at an earlier stage first"),
        (ContractDates(), ResultClass.Invalid, "contractEndDate", "put the contract's end after its start"),
        (SalesActivities(), ResultClass.Invalid, "salesActivities", "choose at least one sales activity"),
        (Description(), ResultClass.Invalid, "projectDescription", "describe the customer's problem in at least 50 characters"),
        (Revenue(), ResultClass.Invalid, "expectedMonthlyAwsRevenue", "give a monthly revenue above 0"),
        (AccountId(), ResultClass.Invalid, "awsAccountId", "give the customer's AWS account as 12 digits"),
        (StateRequired(), ResultClass.Invalid, "state", "give the state of a customer in the United States, in AWS's spelling"),
        (Required(), ResultClass.Invalid, null, "fill the named fields in the CRM"),
        (TooLarge(), ResultClass.Invalid, null, "shorten the named value in the CRM"),
        (Picklist(), ResultClass.Invalid, null, "correct the field's values in the mapping: AWS does not have this one"),
        (NotAnObject(), ResultClass.File, null, "the file's form is wrong; report this as a defect with the file's name"),
        (UsedName(), ResultClass.Transient, null, "nothing: the records are sent again under a new name"),
        (Extension(), ResultClass.File, null, "upload only files that end in .json"),
    ];

    /// <summary>A message about one record.</summary>
    public static ResultMessage Of(string text)
    {
        foreach (var (words, kind, field, fix) in Known)
        {
            if (words.IsMatch(text))
                return new ResultMessage(Issue.Short(text), kind, field, fix);
        }

        return new ResultMessage(Issue.Short(text), ResultClass.Unknown, null, "correct what the message names; if it is unclear, ask AWS Partner support");
    }

    /// <summary>A message about a file as a whole, which is never about one record's value.</summary>
    public static ResultMessage OfFile(string text) => Of(text) is { Class: ResultClass.Transient } passing ? passing : Of(text) with { Class = ResultClass.File };

    public Issue ToIssue(Severity severity) => new(Class == ResultClass.Locked ? IssueCodes.GateReviewStatus : IssueCodes.AwsRejected, severity, Field, null, "AWS answers the file: " + Text, Fix);

    const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    [GeneratedRegex("no new update", Options)]
    private static partial Regex NoUpdate();

    [GeneratedRegex("not editable", Options)]
    private static partial Regex NotEditable();

    [GeneratedRegex("exclusive access|lock_row|try again|timed? ?out|internal error", Options)]
    private static partial Regex Busy();

    [GeneratedRegex("user not found|owner email", Options)]
    private static partial Regex NoOwner();

    [GeneratedRegex("changes are not allowed", Options)]
    private static partial Regex Closed();

    [GeneratedRegex("closed lost reason", Options)]
    private static partial Regex LostReason();

    [GeneratedRegex("contract (?:end|start) date", Options)]
    private static partial Regex ContractDates();

    [GeneratedRegex("sales activit", Options)]
    private static partial Regex SalesActivities();

    [GeneratedRegex("project description must have", Options)]
    private static partial Regex Description();

    [GeneratedRegex("monthly recurring revenue", Options)]
    private static partial Regex Revenue();

    [GeneratedRegex("account id must", Options)]
    private static partial Regex AccountId();

    [GeneratedRegex("state is required", Options)]
    private static partial Regex StateRequired();

    [GeneratedRegex("required", Options)]
    private static partial Regex Required();

    [GeneratedRegex("data value too large|max(?:imum)? length", Options)]
    private static partial Regex TooLarge();

    [GeneratedRegex("bad value for|picklist|invalid value", Options)]
    private static partial Regex Picklist();

    [GeneratedRegex("is not of type", Options)]
    private static partial Regex NotAnObject();

    [GeneratedRegex("duplicate file|file name.*(?:exists|used)|already processed", Options)]
    private static partial Regex UsedName();

    [GeneratedRegex("extension|only json", Options)]
    private static partial Regex Extension();
}
