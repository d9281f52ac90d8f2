using System.Text.Json;
using LambdaSync.Fields;
using LambdaSync.Json;

namespace LambdaSync.Files;

/// <summary>
/// Writes record documents as records of a file for AWS. A new record carries everything that AWS takes at creation; an update only
/// what differs from what AWS has, because AWS leaves fields that an update does not name as they are (page "Technical FAQ: leads and
/// opportunities").
/// </summary>
public sealed class RecordWriter(AceObject aceObject, int version)
{
    const string Aws = "apnCrmUniqueIdentifier", Stage = "currentLeadStage", Acceptance = "partnerAcceptanceStatus", Reason = "rejectionReason", Accepted = "Accepted", Rejected = "Rejected";

    readonly FieldCatalogue _catalogue = FieldCatalogue.Of(aceObject);
    readonly string _partner = aceObject == AceObject.Lead ? "partnerCrmLeadId" : "partnerCrmUniqueIdentifier";

    /// <summary>A record that AWS does not have. Only opportunities: a partner can't create a lead through a file.</summary>
    /// <param name="document">The record document.</param>
    public OutboundRecord Create(ReadOnlyMemory<byte> document)
    {
        using var json = JsonDocument.Parse(document);
        var issues = new List<Issue>();
        var partner = Identifier(json.RootElement, _partner);
        if (aceObject == AceObject.Lead)
            issues.Add(OutboundIssues.LeadCreation());
        else if (partner is null)
            issues.Add(OutboundIssues.NoPartnerIdentifier());
        var values = Values(json.RootElement, FileEditable.AtCreate, issues);
        Require(values, issues);
        return Record(null, partner, values, issues);
    }

    /// <summary>What changed of a record that AWS has.</summary>
    /// <param name="document">The record document as it is to be.</param>
    /// <param name="known">The record document as AWS has it; null: everything that can be changed is sent.</param>
    public OutboundRecord Update(ReadOnlyMemory<byte> document, ReadOnlyMemory<byte>? known = null)
    {
        using var json = JsonDocument.Parse(document);
        using var before = known is { } bytes ? JsonDocument.Parse(bytes) : null;
        var issues = new List<Issue>();
        var (aws, partner) = (Identifier(json.RootElement, Aws) ?? (before is null ? null : Identifier(before.RootElement, Aws)), Identifier(json.RootElement, _partner));
        if (aws is null)
            issues.Add(aceObject == AceObject.Lead ? OutboundIssues.LeadCreation() : OutboundIssues.NoPartnerIdentifier());
        var has = before?.RootElement ?? json.RootElement;
        if (FileEdits.LockOf(aceObject, has) is { } status)
            issues.Add(OutboundIssues.Locked(status));
        var open = FileEdits.OpenIn(aceObject, has);
        var values = before is null ? Values(json.RootElement, open, issues) : Changes(json.RootElement, before.RootElement, open, issues);
        return Record(aws, partner, values, issues);
    }

    /// <summary>The acceptance of a lead or referral: nothing else travels with it.</summary>
    public OutboundRecord Accept(string awsId, string? partnerId = null) => Answer(awsId, partnerId, Accepted, null);

    /// <summary>The rejection of a referral.</summary>
    /// <param name="reason">One of the values that files have for it; null for a lead, whose file has no place for a reason.</param>
    public OutboundRecord Reject(string awsId, string? partnerId, string? reason) => Answer(awsId, partnerId, Rejected, reason);

    /// <summary>The rejection of a referral with the reason that a record document has, in the spelling of files.</summary>
    internal OutboundRecord Reject(string awsId, string? partnerId, ReadOnlyMemory<byte> document)
    {
        using var json = JsonDocument.Parse(document);
        var reason = RecordFields.Of(_catalogue.ByFileName(Reason)!, json.RootElement, []);
        return Reject(awsId, partnerId, reason.Presence == FieldPresence.Value ? reason.Texts[0] : null);
    }

    OutboundRecord Answer(string awsId, string? partnerId, string answer, string? reason)
    {
        var values = new SortedDictionary<string, FieldText>(StringComparer.Ordinal) { [aceObject == AceObject.Lead ? Stage : Acceptance] = FieldText.Of(answer) };
        if (reason is not null && aceObject == AceObject.Opportunity)
            values[Reason] = FieldText.Of(reason);
        return Record(awsId, partnerId, values, []);
    }

    SortedDictionary<string, FieldText> Values(JsonElement document, FileEditable open, List<Issue> issues)
    {
        var values = new SortedDictionary<string, FieldText>(StringComparer.Ordinal);
        foreach (var field in Sent().Where(field => (field.Editable & open) != 0))
        {
            var value = RecordFields.Of(field, document, issues);
            if (value.Presence is FieldPresence.Value or FieldPresence.Null)
                values[field.Name] = value;
        }

        return values;
    }

    SortedDictionary<string, FieldText> Changes(JsonElement document, JsonElement known, FileEditable open, List<Issue> issues)
    {
        var values = new SortedDictionary<string, FieldText>(StringComparer.Ordinal);
        foreach (var field in Sent())
        {
            var value = RecordFields.Of(field, document, issues);
            var before = RecordFields.Of(field, known, []);
            // A value that is gone is cleared; one that was left out with an issue is not.
            if (value.Presence == FieldPresence.Absent && before.Presence == FieldPresence.Value && !issues.Exists(issue => issue.Field == field.Name && issue.Severity == Severity.Error))
                value = FieldText.Null;
            if (value.Presence is FieldPresence.Absent or FieldPresence.Masked || value.Json.AsSpan().SequenceEqual(before.Json) || (value.Presence == FieldPresence.Null && before.Presence != FieldPresence.Value))
                continue;
            if ((field.Editable & open) == 0)
                issues.Add(OutboundIssues.Closed(field, FileEdits.Describe(field.Editable)));
            else if (value.Presence == FieldPresence.Null && field.Required == Requirement.Mandatory)
                issues.Add(OutboundIssues.CannotClear(field));
            else
                values[field.Name] = value;
        }

        return values;
    }

    IEnumerable<FileField> Sent() => _catalogue.FileFields.Where(field => IsSent(field, version) && field.Name != Aws && field.Name != _partner);

    /// <summary>Whether a file of a version may hold the field.</summary>
    internal static bool IsSent(FileField field, int version) => field is { ToAws: true, Deprecated: false } && (field.Versions & (1 << (version - 1))) != 0;

    // What a new record lacks. Fields that are asked for only at a later stage are not among them.
    void Require(SortedDictionary<string, FieldText> values, List<Issue> issues)
    {
        foreach (var field in Sent().Where(field => field.Editable.HasFlag(FileEditable.AtCreate) && field.Required != Requirement.Optional))
        {
            if (values.TryGetValue(field.Name, out var value) && value.Presence == FieldPresence.Value)
                continue;
            if (field.Required == Requirement.Mandatory || (field.RequiredWhen is { } when && FieldCondition.Parse(when).All(term => term.Holds(TextsOf(values, term.Path)))))
                issues.Add(OutboundIssues.Missing(field, field.Required == Requirement.Mandatory ? null : FirstTerm(field.RequiredWhen!)));
        }
    }

    // The lists of countries are too long for a sentence.
    static string FirstTerm(string when) => when.Split('&')[0];

    static string[] TextsOf(SortedDictionary<string, FieldText> values, string name) => values.TryGetValue(name, out var value) ? value.Texts : [];

    OutboundRecord Record(string? aws, string? partner, SortedDictionary<string, FieldText> values, List<Issue> issues)
    {
        // Of a new record every error counts, of an update only those that are about the record itself: its other fields go.
        var isHeld = issues.Exists(issue => issue.Severity == Severity.Error && (aws is null || issue.Code is IssueCodes.GateReviewStatus or IssueCodes.GatePartnerIdentifier or IssueCodes.NoIdentifier));
        if (isHeld)
            return new OutboundRecord(aceObject, aws, partner, [], [], issues);
        var json = new Utf8Buffer();
        json.Add((byte)'{');
        Member(json, Aws, aws);
        if (partner is not null)
            Member(json, _partner, partner);
        foreach (var (name, value) in values)
        {
            json.Add((byte)',');
            json.Add(JsonText.Quote(name));
            json.Add((byte)':');
            json.Add(value.Json);
        }

        json.Add((byte)'}');
        return new OutboundRecord(aceObject, aws, partner, json.Written.ToArray(), [.. values.Keys], issues);
    }

    static void Member(Utf8Buffer json, string name, string? value)
    {
        if (json.Length > 1)
            json.Add((byte)',');
        json.Add(JsonText.Quote(name));
        json.Add((byte)':');
        json.Add(value is null ? "null"u8 : JsonText.Quote(value));
    }

    string? Identifier(JsonElement document, string name) =>
        RecordFields.Of(_catalogue.ByFileName(name)!, document, []) is { Presence: FieldPresence.Value } value ? value.Texts[0] : null;
}
