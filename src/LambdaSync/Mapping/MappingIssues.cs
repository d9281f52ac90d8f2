using System.Text;
using LambdaSync.Json;

namespace LambdaSync.Mapping;

/// <summary>The wording of everything that can go wrong when a mapping is applied to a record.</summary>
static class MappingIssues
{
    public static Issue WrongAwsType(CompiledLine line, ReadOnlySpan<byte> value) => Issue.Error(
        IssueCodes.ValueWrongType, line.Source.Aws, Show(value),
        line.Kind == LineKind.List ? $"the mapping expects a list of {(line.Element is null ? "texts" : "objects")} here" : "the mapping expects a single value here",
        line.Kind == LineKind.List ? "end the path without [] to map a single value; a list of objects wants \"element\", a list of texts none" : "end the path in [] and set \"join\" to map a list");

    public static Issue UnmappedAwsValue(CompiledLine line, ReadOnlySpan<byte> raw) => Issue.Error(
        IssueCodes.ValueUnmapped, line.Source.Aws, Text(raw), $"the mapping lists the values of {line.Source.Crm} and this AWS value is none of them; the field was left as it is",
        $"add to the line's \"values\": {Pair(raw, raw)}, or set \"unmapped\": \"pass\"");

    public static Issue UnmappedCrmValue(CompiledLine line, ReadOnlySpan<byte> value) => Issue.Error(
        IssueCodes.ValueUnmapped, line.Source.Crm, Show(value), $"the mapping lists the values of {line.Source.Crm} and this CRM value is none of them; AWS keeps its value",
        "add the CRM value under the AWS value it stands for in the line's \"values\"");

    public static Issue Variant(CompiledLine line, ReadOnlySpan<byte> value, string standard) => Issue.Error(
        IssueCodes.ValueVariant, line.Source.Crm, Show(value), $"this differs from AWS's \"{standard}\" only by dash, ampersand or case; AWS keeps its value",
        $"accept it with \"values\": {{ {Pair(JsonText.Quote(standard).AsSpan()[1..^1], value[1..^1])} }}, which 'lambdasync mapping auto' writes");

    public static Issue NotANumber(CompiledLine line, ReadOnlySpan<byte> raw) => Issue.Error(
        IssueCodes.ValueWrongType, line.Source.Aws, Text(raw), "an amount is a decimal number", "correct it at its source");

    public static Issue NotAPhone(CompiledLine line, ReadOnlySpan<byte> value) => Issue.Error(
        IssueCodes.ValueWrongType, line.Source.Crm, Show(value), "this is not a phone number whose country is certain; AWS keeps its value",
        $"write it with + and its country code, such as {line.Source.Phone?.Country} 123456, or name the prefixes of national numbers in the line's \"phone\"");

    public static Issue WrongCrmType(CompiledLine line, ReadOnlySpan<byte> value, string wanted) => Issue.Error(
        IssueCodes.ValueWrongType, line.Source.Crm, Show(value), $"{line.Source.Aws} must be {wanted}; AWS keeps its value",
        "map a CRM field of that kind, or list the values in the line's \"values\"");

    public static Issue NotReversible(CompiledLine line, ReadOnlySpan<byte> value, ReadOnlySpan<byte> back) => Issue.Error(
        IssueCodes.ValueNotReversible, line.Source.Crm, Show(value),
        $"mapped to AWS and back, this value would become {(back.Length == 0 ? "nothing" : Show(back))}; AWS keeps its value",
        "bring the CRM value into the form the mapping reads (its rounding, length, separator or values)");

    public static Issue Additional(CompiledLine line, ReadOnlySpan<byte> value, ReadOnlySpan<byte> primary) => Issue.Note(
        IssueCodes.ValueNotReversible, line.Source.Crm, Show(value), $"AWS has one value for this and {Show(primary)}; the CRM keeps the one it has", "nothing to do");

    public static Issue ReadOnly(CompiledLine line, ReadOnlySpan<byte> value) => Issue.Error(
        IssueCodes.ReadOnlyField, line.Source.Crm, Show(value), line.Key is null ? $"{line.Source.Aws} is only sent by AWS; AWS keeps its value" : $"{line.Source.Aws} selects the element, so it can't become another value; AWS keeps its value", "undo the change in the CRM, or map the field with \"outbound\": false");

    public static Issue NotSent(CompiledLine line, ReadOnlySpan<byte> value) => line.Sends
        ? Issue.Warning(
            IssueCodes.NotSent, line.Source.Crm, Show(value), $"no operation sends {line.Source.Aws} to AWS yet, so the change stays in the CRM",
            "make the change in Partner Central, or write \"outbound\": false in the line")
        : Issue.Warning(
            IssueCodes.NotSent, line.Source.Crm, Show(value), $"only AWS writes {line.Source.Aws}, so the change stays in the CRM",
            "undo the change in the CRM, or write \"outbound\": false in the line");

    public static Issue MaskedAtAws(CompiledLine line) => Issue.Note(
        IssueCodes.Masked, line.Source.Aws, null, "AWS shows this value after the referral is accepted; until then LambdaSync does not send it", "accept the referral first");

    public static Issue NoElement(CompiledLine line) => Issue.Error(
        IssueCodes.NoSuchElement, line.Source.Aws, null, "AWS's list is shorter, and an element can't be added without those before it", "map the earlier elements too");

    public static Issue MissingMember(CompiledLine line, ElementLines element, string member) => Issue.Error(
        IssueCodes.Required, line.Source.Crm, null, $"AWS takes a new element of {element.Path} only with {member}, and neither the CRM nor the mapping has a value for it; the element was not added",
        $"add a line for {element.Path}.{member} with a \"fallback\", or fill its CRM field");

    public static Issue Fallback(CompiledLine line, string text) => Issue.Error(
        IssueCodes.FallbackMissing, line.Source.Crm, null, text, $"fill {line.Source.Crm} in the CRM");

    public static Issue NotStandard(CompiledLine line, ReadOnlySpan<byte> raw) => Issue.Warning(
        IssueCodes.NotAStandardValue, line.Source.Aws, Text(raw), "AWS publishes a list of values for this field and this is none of them; LambdaSync sends it anyway",
        "correct it in the CRM, unless AWS has added the value");

    static string Pair(ReadOnlySpan<byte> aws, ReadOnlySpan<byte> crm) => $"\"{Encoding.UTF8.GetString(aws)}\": [\"{Encoding.UTF8.GetString(crm)}\"]";

    static string Text(ReadOnlySpan<byte> raw) => JsonText.ToText(raw);

    static string Show(ReadOnlySpan<byte> value) => value.Length > 1 && value[0] == '"' ? Text(value[1..^1]) : Encoding.UTF8.GetString(value);
}
