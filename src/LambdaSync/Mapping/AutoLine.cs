using LambdaSync.Fields;

namespace LambdaSync.Mapping;

/// <summary>Makes one line that joins an AWS field and a CRM field with what their types ask for.</summary>
static class AutoLine
{
    const string ListJoin = ";";

    /// <summary>A line that passes the check, or null when the two do not fit.</summary>
    public static FieldMapping? Make(AutoField field, string crmPath, CrmField crm, bool outbound, CheckScope scope)
    {
        var aws = field.Aws;
        var inbound = field.FromAws && crm.Writable;
        var length = inbound && crm.Type is (CrmFieldType.Text or CrmFieldType.LongText or CrmFieldType.Email or CrmFieldType.Phone or CrmFieldType.Url) ? crm.Length : 0;
        var values = Values(aws, crm with { Values = scope.Picklist(crmPath, crm) });
        var line = FieldMapping.Copy(aws.Text, crmPath) with
        {
            Inbound = inbound,
            Outbound = field.ToAws && outbound,
            Join = aws.IsList ? ListJoin : null,
            Round = inbound && aws.Type == FieldType.Amount && crm is { Type: CrmFieldType.Number, Scale: >= 0 and < LineCheck.AmountDecimals } ? crm.Scale : null,
            Truncate = length > 0 && aws.MaxLength > length ? length : null,
            Values = values,
            PassUnmapped = crm is { Restricted: false, Type: not CrmFieldType.Boolean } && values.Count > 0,
        };
        if (!line.Inbound && !line.Outbound)
            return null;
        var issues = new IssueList();
        LineCheck.Check(line, "", scope with { Issues = issues });
        return issues.HasErrors ? null : line;
    }

    static List<ValueMapping> Values(AwsField aws, CrmField crm)
    {
        if (aws.Values is not { } list)
            return [];
        if (crm.Type == CrmFieldType.Boolean)
            return list.Values.Order(StringComparer.Ordinal).SequenceEqual(["No", "Yes"]) ? [new("Yes", ["true"]), new("No", ["false"])] : [];
        if (crm.Type is not (CrmFieldType.Picklist or CrmFieldType.MultiPicklist) || crm.Values is not { } picklist)
            return [];
        // Values joined in one text (a lead's use cases) are not one value: they go over as they are.
        if (crm.Type == CrmFieldType.MultiPicklist && !aws.IsList)
            return [];
        // A CRM value serves one AWS value only, the equal one first: with two it could not be sent back.
        var free = picklist.Except(list.Values).ToHashSet(StringComparer.Ordinal);
        var values = new List<ValueMapping>();
        foreach (var value in list.Values)
        {
            if (picklist.Contains(value))
                values.Add(new ValueMapping(value, [Scalars.OfText(value)]));
            else if (StandardValues.InPicklist(value, list, free) is { } found && free.Remove(found))
                values.Add(new ValueMapping(value, [Scalars.OfText(found)]));
        }

        // An open picklist takes values that come as they are, so only the spellings that differ need a line.
        return crm.Restricted ? values : values.FindAll(v => v.Crm[0] != Scalars.OfText(v.Aws));
    }
}
