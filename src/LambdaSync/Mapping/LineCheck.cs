using System.Globalization;
using LambdaSync.Fields;

namespace LambdaSync.Mapping;

/// <summary>Checks one line of <c>fields</c> on its own.</summary>
static class LineCheck
{
    /// <summary>The decimals of AWS's amounts.</summary>
    public const int AmountDecimals = 2;

    public static CheckedLine Check(FieldMapping line, string at, CheckScope scope)
    {
        var result = new CheckedLine(line, at, scope.Aws(line.Aws, $"{at}.aws", line.Element), scope.CrmField(line.Crm, $"{at}.crm"));
        Directions(result, scope);
        LiteralCheck.Check(result, scope);
        if (result.Aws is { } aws)
        {
            List(line, aws, at, scope);
            if (line.Round is not null && aws.Type is (FieldType.Text or FieldType.Date or FieldType.Timestamp))
                scope.Error(IssueCodes.MappingIncompatible, $"{at}.round", null, $"'round' is for numbers, and {line.Aws} is not a number.", "Remove it.");
        }

        ValueCheck.Check(result, scope);
        if (result is { Aws: { } from, Crm: { } to })
            Fits(result, from, to, scope);
        if (result.Crm is { } crm)
            Behaviour(result, crm, scope);
        return result;
    }

    static void Directions(CheckedLine line, CheckScope scope)
    {
        if (!line.Line.Inbound && !line.Line.Outbound)
            scope.Warn(IssueCodes.MappingInvalid, line.At, null, "The line goes neither inbound nor outbound, so it does nothing.", "Remove it or set one of the two.");
        if (line.Line.Outbound && line.Aws is { ReadOnly: true })
            scope.Issues.Add(Issue.Note(IssueCodes.ReadOnlyField, line.At, line.Line.Aws, $"Only AWS writes {line.Line.Aws}, so the line works inbound only.", "Write \"outbound\": false to say so."));
        if (line.Line.Outbound && line.Aws is { } named && CompiledLine.KeyOf(named.Targets) is { } key)
            scope.Issues.Add(Issue.Note(IssueCodes.ReadOnlyField, line.At, line.Line.Aws, $"{line.Line.Aws} selects the element, so it is always '{key}' and the line works inbound only.", "Write \"outbound\": false to say so."));
        if (line is { Sends: true, Aws: { } aws } && scope.Catalogue.Object == AceObject.Opportunity && !CarriedBy.Update(aws.Targets[0], aws.Catalogue) && !aws.Targets.All(HasOwnRequest))
        {
            scope.Issues.Add(Issue.Note(
                IssueCodes.NotSent, line.At, line.Line.Aws,
                CarriedBy.Create(aws.Targets[0], aws.Catalogue)
                    ? $"{line.Line.Aws} is sent when an opportunity is created; no operation sends a later change of it yet."
                    : $"No operation sends {line.Line.Aws} yet, so the line works inbound only.",
                "Make such changes in Partner Central, or write \"outbound\": false."));
        }

        if (line is { Sends: true, Aws: { } ofLead } && LeadPaths.IsApi(ofLead.Targets[0]) && !ofLead.Targets.All(LeadPaths.IsInUpdate))
        {
            scope.Issues.Add(Issue.Note(
                IssueCodes.NotSent, line.At, line.Line.Aws, $"{line.Line.Aws} is sent when a lead is created; no operation sends a later change of it.",
                "Make such changes in Partner Central, or write \"outbound\": false."));
        }

        if (line.Line.Inbound && line.Crm is { Writable: false })
        {
            scope.Error(
                IssueCodes.MappingNotWritable, line.At, line.Line.Crm, $"The integration user may not write {line.Line.Crm}.",
                "Give it the right to edit the field (a formula or system field has none), or write \"inbound\": false.");
        }
    }

    static bool HasOwnRequest(FieldPath path) => CarriedBy.Associate(path) || CarriedBy.AssignOwner(path) || CarriedBy.Submit(path) || CarriedBy.Answer(path);

    // What the CRM computes, takes at one time only, or offers after another choice.
    static void Behaviour(CheckedLine line, CrmField crm, CheckScope scope)
    {
        if (line.Line.Outbound && crm.Calculated)
        {
            scope.Warn(
                IssueCodes.MappingCalculated, line.At, line.Line.Crm, $"The CRM computes {line.Line.Crm}, and a new result is no change of the record: it reaches AWS with the next edit of another field, or in the slow round.",
                "Map the fields that it is computed from, or accept the delay.");
        }

        if (!line.Line.Inbound || (!crm.CreateOnly && !crm.UpdateOnly))
            return;
        scope.Warn(
            IssueCodes.MappingNotWritable, line.At, line.Line.Crm,
            crm.CreateOnly ? $"{line.Line.Crm} takes a value only when its record is created, so AWS's later changes are refused." : $"{line.Line.Crm} takes no value when its record is created.",
            "Write \"inbound\": false, or map another field.");
    }

    static void List(FieldMapping line, AwsField aws, string at, CheckScope scope)
    {
        if (aws.IsList && line.Join is null && line.Element is null)
            scope.Error(IssueCodes.MappingIncompatible, at, line.Aws, $"{line.Aws} is a list, and the line does not say what joins its elements.", "Add \"join\": \";\".");
        else if (!aws.IsList && line.Join is not null)
            scope.Error(IssueCodes.MappingIncompatible, $"{at}.join", line.Join, $"{line.Aws} is not a list.", "Remove \"join\"; a path to a whole list ends in [].");
        if (line.Element is null && aws.IsList && scope.MembersOf(line.Aws) is [var first, ..] members)
        {
            scope.Error(
                IssueCodes.MappingIncompatible, at, line.Aws, $"{line.Aws} is a list of objects, and the line does not say how one is written.",
                $"Add \"element\": \"{{{(members.Contains("Value") ? "Value" : first)}}}\"; it may name {string.Join(", ", members)}.");
        }

        if (OneWayProblem(line, aws.IsList) is { } problem)
            scope.Error(IssueCodes.MappingIncompatible, at, line.Aws, problem.Rule, problem.Fix);
        if (FormProblem(line, aws is { IsList: false, Targets.Count: 1, Type: FieldType.Text or null }) is { } form)
            scope.Error(IssueCodes.MappingIncompatible, at, line.Aws, form.Rule, form.Fix);
    }

    /// <summary>What a line asks for that can't be sent back to AWS, though the line sends; or null.</summary>
    public static (string Rule, string Fix)? OneWayProblem(FieldMapping line, bool isList) =>
        line.Element is not null && (!isList || line.Outbound || line.Values.Count > 0)
            ? ("'element' writes a list of objects to the CRM as text. The text can't be converted back, and 'values' does not apply to it.", "End the path in [], write \"outbound\": false and no \"values\".")
            : null;

    /// <summary>What forbids <c>lower</c> and <c>phone</c> in a line that has one of them; or null.</summary>
    /// <param name="isText">The line stands for a single text.</param>
    public static (string Rule, string Fix)? FormProblem(FieldMapping line, bool isText) => line switch
    {
        { Lower: false, Phone: null } => null,
        _ when !isText => ("\"lower\" and \"phone\" are for a single text.", "Remove the member."),
        { Values.Count: > 0, PassUnmapped: false } => ("\"values\" lists all values, so \"lower\" and \"phone\" never apply.", "Remove the member, or write \"unmapped\": \"pass\"."),
        { Outbound: false } => ("\"lower\" and \"phone\" change what is sent, and the line sends nothing.", "Remove the member."),
        _ => null,
    };

    static void Fits(CheckedLine line, AwsField aws, CrmField crm, CheckScope scope)
    {
        if (Compatibility.Problem(line.Line, aws, crm) is { } problem)
            scope.Issues.Add(new Issue(IssueCodes.MappingIncompatible, problem.Severity, line.At, $"{aws.Type} -> {crm.Type}", problem.Rule, problem.Fix));
        if (!line.Line.Inbound)
            return;
        var written = Math.Min(aws.MaxLength, line.Line.Truncate ?? int.MaxValue);
        var isText = crm.Type is CrmFieldType.Text or CrmFieldType.LongText or CrmFieldType.Email or CrmFieldType.Phone or CrmFieldType.Url;
        if (isText && line.Line.Values.Count == 0 && crm.Length > 0 && written > crm.Length)
        {
            scope.Warn(
                IssueCodes.MappingIncompatible, line.At, line.Line.Crm,
                string.Create(CultureInfo.InvariantCulture, $"{line.Line.Aws} may have {aws.MaxLength} characters and {line.Line.Crm} holds {crm.Length}."),
                string.Create(CultureInfo.InvariantCulture, $"Add \"truncate\": {crm.Length}, or make the CRM's field longer."));
        }

        if (aws.Type == FieldType.Amount && crm is { Type: CrmFieldType.Number, Scale: >= 0 and < AmountDecimals } && !(line.Line.Round <= crm.Scale))
        {
            scope.Warn(
                IssueCodes.MappingIncompatible, line.At, line.Line.Crm,
                string.Create(CultureInfo.InvariantCulture, $"{line.Line.Aws} has {AmountDecimals} decimals and {line.Line.Crm} keeps {crm.Scale}."),
                string.Create(CultureInfo.InvariantCulture, $"Add \"round\": {crm.Scale}, or let the CRM's field keep more."));
        }
    }
}
