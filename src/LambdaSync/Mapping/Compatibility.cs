using LambdaSync.Fields;

namespace LambdaSync.Mapping;

/// <summary>Which types of AWS's fields and of CRM fields can hold each other's values.</summary>
static class Compatibility
{
    public readonly record struct Finding(Severity Severity, string Rule, string Fix);

    /// <summary>What is wrong between the two types of a line, or null.</summary>
    public static Finding? Problem(FieldMapping line, AwsField aws, CrmField crm)
    {
        if (line.Values.Count > 0)
            return Values(line, crm);
        if (crm.Type == CrmFieldType.Boolean)
            return No(line, aws, crm, "Say which value is which: \"values\": { \"Yes\": true, \"No\": false }.");
        if (aws.IsList)
            return List(line, aws, crm);
        if (aws.Type is not { } type)
            return null;
        var sends = line.Outbound && !aws.ReadOnly;
        return (type, crm.Type) switch
        {
            // A type of the catalogue's is a promise about what AWS sends, so one way may work where the other does not.
            (FieldType.Text, CrmFieldType.Reference) when line.Inbound =>
                No(line, aws, crm, "A reference holds a record's id; go through its relation to a text, as in Account.Name."),
            (FieldType.Text, CrmFieldType.Number or CrmFieldType.Date or CrmFieldType.DateTime or CrmFieldType.Id) when line.Inbound =>
                No(line, aws, crm, "Map it to a text, or add \"values\"."),
            (FieldType.Text, _) => null,
            (_, CrmFieldType.Text or CrmFieldType.LongText) => sends
                ? new Finding(Severity.Warning, $"{line.Crm} may hold text that is no {Word(type)}, and AWS refuses that.", $"Map it to a {Word(type)} field, or write \"outbound\": false.")
                : null,
            (FieldType.Amount or FieldType.Number, CrmFieldType.Number) => null,
            (FieldType.Date, CrmFieldType.Date) => null,
            (FieldType.Date, CrmFieldType.DateTime) =>
                new Finding(Severity.Warning, $"{line.Aws} is a day without a time and {line.Crm} has one.", "Map it to a date; the time of day is not kept."),
            (FieldType.Timestamp, CrmFieldType.DateTime) => null,
            (FieldType.Timestamp, CrmFieldType.Date) => No(line, aws, crm, "Map it to a date with time: a day alone would lose the time."),
            _ => No(line, aws, crm, "Map it to a field of its kind, or to a text."),
        };
    }

    static Finding? List(FieldMapping line, AwsField aws, CrmField crm) => crm.Type switch
    {
        CrmFieldType.Text or CrmFieldType.LongText => null,
        CrmFieldType.MultiPicklist when line.Join is null or ";" => null,
        CrmFieldType.MultiPicklist => new Finding(Severity.Error, $"A multi-select picklist's values are joined by ';', not by '{line.Join}'.", "Write \"join\": \";\"."),
        _ => No(line, aws, crm, "A list fits a multi-select picklist or a text."),
    };

    /// <summary>With a value map the map decides what the CRM gets, so its scalars have to be of the CRM field's kind.</summary>
    static Finding? Values(FieldMapping line, CrmField crm)
    {
        var wrong = line.Values.SelectMany(v => v.Crm).FirstOrDefault(value => !Suits(value, crm.Type));
        return wrong is null ? null : new Finding(
            Severity.Error, $"{wrong} in 'values' cannot be a value of {line.Crm}, a field of type {crm.Type}.",
            crm.Type == CrmFieldType.Boolean ? "Write true or false without quotes." : crm.Type == CrmFieldType.Number ? "Write a number without quotes." : "Write a text in quotes.");
    }

    static bool Suits(string scalar, CrmFieldType type) => type switch
    {
        CrmFieldType.Boolean => scalar is "true" or "false",
        CrmFieldType.Number => !scalar.StartsWith('"') && scalar is not ("true" or "false"),
        _ => scalar.StartsWith('"'),
    };

    static Finding No(FieldMapping line, AwsField aws, CrmField crm, string fix) => new(
        Severity.Error, $"{line.Aws} is {(aws.IsList ? "a list" : aws.Type is { } type ? $"a {Word(type)}" : "of unknown type")} and {line.Crm} is of type {crm.Type}: they cannot hold each other's values.", fix);

    static string Word(FieldType type) => type switch
    {
        FieldType.Amount or FieldType.Number => "number",
        FieldType.Date => "date",
        FieldType.Timestamp => "timestamp",
        _ => "text",
    };
}
