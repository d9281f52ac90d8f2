using System.Globalization;
using LambdaSync.Fields;

namespace LambdaSync.Mapping;

/// <summary>Checks the conditions of <c>when</c>: that their fields exist, and that what they compare with can be a value of them.</summary>
static class ConditionCheck
{
    public static void Check(IReadOnlyList<Condition> conditions, string at, CheckScope scope)
    {
        foreach (var (i, condition) in conditions.Index())
        {
            var here = string.Create(CultureInfo.InvariantCulture, $"{at}[{i}]");
            var aws = condition.Aws is { } path ? scope.Aws(path, $"{here}.aws") : null;
            var crm = condition.Aws is null ? scope.CrmField(condition.Crm!, $"{here}.crm") : null;
            if (condition.Comparison == Comparison.Exists)
                continue;
            foreach (var operand in condition.Operands)
            {
                if (aws is not null)
                    Aws(aws, operand, here, scope);
                else if (crm is not null)
                    Crm(crm, operand, here, scope);
            }
        }
    }

    static void Aws(AwsField aws, string operand, string here, CheckScope scope)
    {
        var text = Scalars.TextOf(operand) ?? operand;
        if (aws.Type is FieldType.Amount or FieldType.Number ? !IsNumber(text) : aws.Type is FieldType.Date && !IsDay(text))
            Wrong(aws.Text, aws.Type is FieldType.Date ? "a date as yyyy-MM-dd" : "a number", operand, here, scope);
        else if (aws.Values is { } list && !list.Contains(text))
        {
            var meant = list.FromFile(text) ?? Variants.Find(text, list.Values) ?? Nearest.To(text, list.Values);
            scope.Warn(
                IssueCodes.MappingValueMissing, here, operand, $"{operand} is not a standard value of {aws.Text}.",
                (meant is null ? "" : $"AWS's API writes '{meant}'. ") + "If AWS added it since this release nothing needs to be done; otherwise correct it.");
        }
    }

    static void Crm(CrmField crm, string operand, string here, CheckScope scope)
    {
        var text = Scalars.TextOf(operand);
        if (crm.Type == CrmFieldType.Boolean && operand is not ("true" or "false"))
            Wrong(crm.Name, "true or false", operand, here, scope);
        else if (crm.Type == CrmFieldType.Number && !IsNumber(text ?? operand))
            Wrong(crm.Name, "a number", operand, here, scope);
        else if (crm.Type == CrmFieldType.Date && !IsDay(text ?? operand))
            Wrong(crm.Name, "a date as yyyy-MM-dd", operand, here, scope);
        else if (crm is { Restricted: true, Values: { } picklist } && !picklist.Contains(text ?? operand))
        {
            scope.Warn(
                IssueCodes.MappingValueMissing, here, operand, $"The picklist {crm.Name} does not have {operand}.",
                Nearest.Hint(text ?? operand, picklist) + "Correct it.");
        }
    }

    static void Wrong(string field, string wanted, string operand, string here, CheckScope scope) =>
        scope.Error(IssueCodes.MappingIncompatible, here, operand, $"{field} is {wanted}, and {operand} is not, so the condition never holds as meant.", "Compare with a value of the field's kind.");

    static bool IsNumber(string text) => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    static bool IsDay(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
}
