using System.Globalization;
using System.Text.RegularExpressions;
using LambdaSync.Fields;
using LambdaSync.Json;

namespace LambdaSync.Mapping;

/// <summary>Holds what a line itself writes down, its fallbacks and the AWS values of its map, against the AWS field.</summary>
static partial class LiteralCheck
{
    /// <summary>A day such as a date tier gives.</summary>
    const string SampleDay = "2026-01-31";

    static readonly string[] Expressions = ["{!", "{{", "${"];

    public static void Check(CheckedLine line, CheckScope scope)
    {
        if (line.Line.Fallback.Count > 0 && line.Aws is not null && !line.Sends)
            scope.Warn(IssueCodes.MappingInvalid, $"{line.At}.fallback", line.Line.Aws, "The line sends nothing, so its fallback is never used.", "Remove \"fallback\".");
        foreach (var (i, tier) in line.Line.Fallback.Index())
        {
            var here = string.Create(CultureInfo.InvariantCulture, $"{line.At}.fallback[{i}]");
            if (tier.Kind == FallbackKind.Crm)
                Crm(line, tier.Text, here, scope);
            else if (i < line.Line.Fallback.Count - 1)
                scope.Warn(IssueCodes.MappingInvalid, here, tier.Text, "The tiers after this one are never reached.", "Remove them or put this one last.");
            if (line.Aws is { } aws && tier.Kind == FallbackKind.Date)
                Date(aws, tier.Text, here, scope);
            else if (line.Aws is { } field && tier.Kind == FallbackKind.Literal)
                Literal(line.Line, field, tier.Text, here, scope);
        }

        if (line.Aws is not { Catalogue: { Values: null } rules } || line.Aws.Type == FieldType.Amount)
            return;
        foreach (var value in line.Line.Values)
        {
            if (FieldCheck.Check(rules, value.Aws, line.Sends) is { } issue)
                Add(issue, $"{line.At}.values", value.Aws, "Correct the AWS value.", scope);
        }
    }

    static void Crm(CheckedLine line, string path, string here, CheckScope scope)
    {
        if (scope.CrmField(path, here) is { } crm && line.Aws is { } aws && Compatibility.Problem(line.Line with { Inbound = false, Crm = path }, aws, crm) is { } problem)
            scope.Issues.Add(new Issue(IssueCodes.MappingIncompatible, problem.Severity, here, path, problem.Rule, problem.Fix));
    }

    static void Date(AwsField aws, string text, string here, CheckScope scope)
    {
        if (aws.Type == FieldType.Date)
            return;
        var isText = aws is { Type: FieldType.Text, IsList: false } && (aws.Catalogue is not { } rules || FieldCheck.Check(rules, SampleDay, outbound: true) is not { Severity: Severity.Error });
        scope.Issues.Add(new Issue(
            IssueCodes.MappingIncompatible, isText || aws.Type is null ? Severity.Warning : Severity.Error, here, text, $"'{text}' is sent as a date such as {SampleDay}, and {aws.Text} is not a date.",
            "Write a value of the field's kind; for the text itself write { \"value\": \"...\" }."));
    }

    static void Literal(FieldMapping line, AwsField aws, string literal, string here, CheckScope scope)
    {
        var text = Scalars.TextOf(literal);
        if (text is not null && DateExpression().IsMatch(text))
        {
            scope.Error(IssueCodes.MappingIncompatible, here, literal, "This text would be sent as it is, not as a date: a relative date is today, + or -, a number up to 999 and d, w, m or y, without blanks.", "Write \"today+30d\", for example.");
            return;
        }

        if (text is not null && Array.Exists(Expressions, text.StartsWith))
            scope.Warn(IssueCodes.MappingInvalid, here, literal, "LambdaSync evaluates no expressions: this text is sent as it is.", "Write a date such as \"today+30d\", a CRM field as { \"crm\": \"...\" }, or the value.");
        if (aws.Type == FieldType.Amount && line.Values.Count == 0)
        {
            if (text is not null || literal is "true" or "false")
                Wrong(aws, "a number", "Write a number without quotes.");
            return;
        }

        if (text is null && aws.Type is not null && line.Values.Count == 0)
        {
            Wrong(aws, "a text", "Write it in quotes.");
            return;
        }

        foreach (var part in aws.IsList && text is not null ? text.Split(line.Join ?? "\n", StringSplitOptions.RemoveEmptyEntries) : [text ?? literal])
            Part(line, aws, text is null ? literal : Scalars.OfText(part), part, here, scope);

        void Wrong(AwsField field, string wanted, string fix) =>
            scope.Error(IssueCodes.MappingIncompatible, here, literal, $"{field.Text} has to be {wanted}, and this fallback is not.", fix);
    }

    static void Part(FieldMapping line, AwsField aws, string literal, string text, string here, CheckScope scope)
    {
        if (line.Values.Any(v => v.Crm.Contains(literal)))
            return;
        if (line.Values.Count > 0 && !line.PassUnmapped)
        {
            scope.Error(
                IssueCodes.MappingValueMissing, here, literal, $"A fallback is a value of the CRM, and 'values' does not list {literal}.",
                Nearest.Hint(literal, line.Values.SelectMany(v => v.Crm)) + "Write one of the CRM values in \"values\".");
        }
        else if (aws.Values is { } list && !list.Contains(text) && (list.FromFile(text) ?? Variants.Find(text, list.Values)) is { } meant)
        {
            scope.Error(IssueCodes.MappingValueMissing, here, literal, $"AWS's API spells this value '{meant}'.", $"Write {Scalars.OfText(meant)}.");
        }
        else if (aws.Catalogue is { } rules && FieldCheck.Check(rules, Sent(line, text), outbound: true) is { } issue)
        {
            Add(issue, here, literal, "Correct the fallback.", scope);
        }
    }

    static string Sent(FieldMapping line, string text)
    {
        var output = new Utf8Buffer(64);
        return ValueForm.Of(line) is { } form && form.TryWrite(JsonText.Quote(text).AsSpan()[1..^1], output) ? JsonText.ToText(output.Written) : text;
    }

    static void Add(Issue issue, string here, string value, string fix, CheckScope scope) =>
        scope.Issues.Add(new Issue(IssueCodes.MappingIncompatible, issue.Severity, here, value, issue.Rule, fix));

    // "Today + 30d", "{!TODAY()+30}": what other tools write.
    [GeneratedRegex(@"^[ {!=$(]*today(\(\))?\s*[+-]\s*[0-9]", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex DateExpression();
}
