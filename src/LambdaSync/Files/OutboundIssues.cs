using System.Globalization;
using LambdaSync.Fields;

namespace LambdaSync.Files;

/// <summary>The wording of everything that keeps a record or a field out of a file for AWS.</summary>
static class OutboundIssues
{
    public static Issue UnknownVersion(int version) => Issue.Error(
        IssueCodes.UnknownVersion, "version", Text(version), "AWS knows the payload versions 1 and 2", "set the payload version to 1 or 2");

    public static Issue VersionWentDown(int version, int sent) => Issue.Error(
        IssueCodes.VersionWentDown, "version", Text(version), string.Create(CultureInfo.InvariantCulture, $"a file with payload version {sent} was sent; AWS takes no lower version after it"),
        string.Create(CultureInfo.InvariantCulture, $"set the payload version to {sent}"));

    public static Issue NoPartnerId() => Issue.Error(
        IssueCodes.Required, "spmsId", null, "a file for AWS names the partner", "set the partner id that AWS gave you when the exchange was set up");

    public static Issue NoPartnerIdentifier() => Issue.Error(
        IssueCodes.GatePartnerIdentifier, "partnerCrmUniqueIdentifier", null, "AWS recognizes a new record by the partner's identifier; without it every file would create another one",
        "map partnerCrmUniqueIdentifier to the CRM's record id");

    public static Issue LeadCreation() => Issue.Error(
        IssueCodes.NoIdentifier, "apnCrmUniqueIdentifier", null, "a partner can't create a lead through a file; files carry updates and acceptances of AWS's leads",
        "create the lead with 'lambdasync lead create', which uses the API");

    public static Issue Locked(string status) => Issue.Error(
        IssueCodes.GateReviewStatus, "status", status, "AWS takes no update while it reviews the opportunity", "wait until AWS has approved it or asks for a change; the edit is kept");

    public static Issue Closed(FileField field, string open) => Issue.Warning(
        IssueCodes.ClosedField, field.Name, null, "AWS takes changes of this field only " + open, "change it back in the CRM, or ask your AWS contact to change it");

    public static Issue WrongType(FileField field, string value, string wanted) => Issue.Error(
        IssueCodes.WrongType, field.Name, value, $"this field is {wanted}; one record of a wrong form makes AWS refuse the whole file", $"put {wanted} into the CRM field or empty it");

    public static Issue Semicolon(FileField field, string value) => Issue.Error(
        IssueCodes.NotAStandardValue, field.Name, value, "AWS separates the values of this field by ;, so none of them can hold one", "change the value in the CRM");

    public static Issue NotStandard(FileField field, string value) => Issue.Warning(
        IssueCodes.NotAStandardValue, field.Name, value, $"{field.Name} has a published list of values and this is none of them; it is sent as it is",
        "check the field's values in the mapping if AWS refuses it");

    public static Issue TooLong(FileField field, int length) => Issue.Error(
        IssueCodes.TooLong, field.Name, null, string.Create(CultureInfo.InvariantCulture, $"the field takes {field.MaxLength} characters; this value has {length}"), "shorten the value in the CRM");

    public static Issue TooShort(FileField field, int length) => Issue.Error(
        IssueCodes.TooShort, field.Name, null, string.Create(CultureInfo.InvariantCulture, $"the field takes at least {field.MinLength} characters; this value has {length}"), "lengthen the value in the CRM");

    public static Issue Rounded(FileField field, string value, string sent) => Issue.Note(
        IssueCodes.NotSent, field.Name, value, $"files take whole amounts here; {sent} is sent", "nothing to do");

    public static Issue Missing(FileField field, string? when) => Issue.Error(
        IssueCodes.Required, field.Name, null, when is null ? "AWS requires this field of a new record" : "AWS requires this field of a new record when " + when,
        "fill the CRM field that the mapping has for it, or add a fallback to the mapping");

    public static Issue CannotClear(FileField field) => Issue.Error(
        IssueCodes.Required, field.Name, null, "AWS requires this field, so it can't be cleared", "fill the CRM field again");

    public static Issue TooLarge(string identity, int bytes) => Issue.Error(
        IssueCodes.RecordTooLarge, null, string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes"),
        string.Create(CultureInfo.InvariantCulture, $"a file for AWS has at most {OutboundFiles.MaxBytes} bytes; the record {identity.Trim()} alone has more"), "shorten its texts in the CRM");

    public static Issue InFile(string identity) => Issue.Error(
        IssueCodes.DuplicateRecord, "partnerCrmUniqueIdentifier", identity.Trim(), "two versions of one record never travel together", "nothing: the second one is sent after the first one's result");

    /// <summary>What reading a file back found.</summary>
    public static Issue NotAsWanted(string? field, int? record, string why) => Issue.Error(
        IssueCodes.NotAnAceFile, Issue.Short(field), null, "the file was read back before its upload and is not as AWS wants it: " + why, "report this as a defect; the file was not sent") with
    { Record = record };

    static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
