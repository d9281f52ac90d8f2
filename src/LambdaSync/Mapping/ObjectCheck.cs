using LambdaSync.Fields;

namespace LambdaSync.Mapping;

/// <summary>Checks what belongs to the object as a whole: its key fields, and what either side demands of a new record.</summary>
static class ObjectCheck
{
    /// <summary>Salesforce-style record ids have 18 characters, and AWS's own fit into as many.</summary>
    public const int ShortestId = 18;

    public static void Keys(ObjectMapping mapping, string at, CheckScope scope)
    {
        if (scope.CrmField(mapping.AwsId, $"{at}.awsId") is { } id && !IsIdField(id))
        {
            scope.Error(
                IssueCodes.MappingIncompatible, $"{at}.awsId", mapping.AwsId,
                $"{mapping.AwsId} holds AWS's identifier, so it has to be a text of at least {ShortestId} characters that is marked as an external id.",
                "Change the field in the CRM, or name one that is.");
        }

        if (mapping.SyncFlag is { } flag && scope.CrmField(flag, $"{at}.syncFlag") is { Type: not CrmFieldType.Boolean } field)
        {
            scope.Error(
                IssueCodes.MappingIncompatible, $"{at}.syncFlag", flag, $"{flag} says whether a record takes part, so it has to be a boolean; it is of type {field.Type}.",
                "Name a boolean field.");
        }

        if (mapping.Submit?.Flag is { } submit && scope.CrmField(submit, $"{at}.submit.flag") is { Type: not CrmFieldType.Boolean } submitField)
        {
            scope.Error(
                IssueCodes.MappingIncompatible, $"{at}.submit.flag", submit, $"{submit} says whether a record is submitted, so it has to be a boolean; it is of type {submitField.Type}.",
                "Name a boolean field.");
        }

        Convert(mapping, at, scope);
        if (mapping.Template is { } template && (template.Account is not null || template.CreateAccount)
            && scope.CrmField(template.AccountField, $"{at}.template.accountField") is { Type: not CrmFieldType.Reference })
        {
            scope.Error(
                IssueCodes.MappingIncompatible, $"{at}.template.accountField", template.AccountField, $"{template.AccountField} links the account, so it has to be a reference.",
                "Name the CRM's reference to the account.");
        }
    }

    static void Convert(ObjectMapping mapping, string at, CheckScope scope)
    {
        if (mapping.Convert is not { } convert)
            return;
        if (scope.Catalogue.Object != AceObject.Lead)
            scope.Warn(IssueCodes.MappingInvalid, $"{at}.convert", null, "Only leads are converted, so 'convert' does nothing here.", "Move it to the section of leads.");
        if (convert.Flag is { } flag && scope.CrmField(flag, $"{at}.convert.flag") is { Type: not CrmFieldType.Boolean } field)
        {
            scope.Error(
                IssueCodes.MappingIncompatible, $"{at}.convert.flag", flag, $"{flag} says whether a lead is converted, so it has to be a boolean; it is of type {field.Type}.",
                "Name a boolean field.");
        }

        if (convert.To is { } to && scope.CrmField(to, $"{at}.convert.to") is { ExternalId: false, Type: not CrmFieldType.Reference } named)
        {
            scope.Error(
                IssueCodes.MappingIncompatible, $"{at}.convert.to", to, $"Leads are looked up by {to}, so it has to be a reference or an external id; it is of type {named.Type}.",
                "Name the CRM's own field of a converted lead, or mark the field as an external id.");
        }

        ConditionCheck.Check(convert.When, $"{at}.convert.when", scope);
    }

    /// <summary>Lines of a lead's files that the API has no field for.</summary>
    public static void OnlyInFiles(ObjectMapping mapping, string at, CheckScope scope)
    {
        var inactive = mapping.Fields.Where(line => LeadSection.IsInactive(mapping, line)).Select(line => line.Aws).Distinct().ToList();
        if (inactive.Count > 0)
        {
            scope.Issues.Add(Issue.Note(
                IssueCodes.MappingOnlyFiles, $"{at}.fields", null, $"Leads of the API do not fill {string.Join(", ", inactive)}: the API has no such field, writes other values in it, or another line names its member.",
                "Nothing, if leads come by file; the API's members are written lead:..., engagement:... and prospecting:... (lead:Customer.Industry)."));
        }
    }

    public static bool IsIdField(CrmField field) => field is { Type: CrmFieldType.Text, ExternalId: true } && field.Length >= ShortestId;

    /// <summary>A mapping that sends only makes no CRM records; a template record brings what the lines leave out.</summary>
    public static void RequiredInCrm(ObjectMapping mapping, string at, CheckScope scope)
    {
        if (scope.Crm?.Object(mapping.CrmObject) is not { } crmObject || mapping.Template?.Record is not null || !mapping.Fields.Any(f => f.Inbound))
            return;
        var filled = mapping.Fields.Where(f => f.Inbound).Select(f => f.Crm).Append(mapping.AwsId).ToHashSet(StringComparer.Ordinal);
        if (mapping.SyncFlag is { } flag)
            filled.Add(flag);
        Convert(mapping, at, scope);
        if (mapping.Template is { } template && (template.Account is not null || template.CreateAccount))
            filled.Add(template.AccountField);
        foreach (var field in crmObject.Fields.Where(f => f is { Required: true, Writable: true } && !filled.Contains(f.Name)))
        {
            scope.Error(
                IssueCodes.MappingRequiredUnmapped, $"{at}.fields", field.Name, $"The CRM requires {field.Name} for a new {mapping.CrmObject}, and no line fills it.",
                "Add a line for it, or name a template record that has it.");
        }
    }

    /// <summary>A picklist that another field controls takes a value only after that one has its own.</summary>
    public static void Controlled(IReadOnlyList<CheckedLine> lines, CheckScope scope)
    {
        var filled = lines.Where(l => l.Line.Inbound).Select(l => l.Line.Crm).ToHashSet(StringComparer.Ordinal);
        foreach (var line in lines.Where(l => l is { Line.Inbound: true, Crm: { ControlledBy: not null, Restricted: true } }))
        {
            var controller = Beside(line.Line.Crm, line.Crm!.ControlledBy!);
            if (!filled.Contains(controller))
            {
                scope.Warn(
                    IssueCodes.MappingValueMissing, line.At, line.Line.Crm, $"The CRM offers values of {line.Line.Crm} by what {controller} is, and no line fills {controller}.",
                    $"Add a line for {controller}, or write \"inbound\": false.");
            }
        }

        static string Beside(string path, string field) => path.Contains('.', StringComparison.Ordinal) ? path[..(path.LastIndexOf('.') + 1)] + field : field;
    }

    /// <summary>On command, a person shares the record and sees which fields AWS requires. An automatic share would fail every time.</summary>
    public static void RequiredByAws(IReadOnlyList<CheckedLine> lines, ObjectMapping mapping, string at, CheckScope scope)
    {
        var sent = lines.Where(l => l.Sends).SelectMany(l => l.Aws!.Targets).Select(t => t.CatalogueKey()).ToHashSet(StringComparer.Ordinal);
        if (sent.Count == 0)
            return;
        foreach (var field in scope.Catalogue.Fields.Where(f => f is { Required: Requirement.Mandatory, ReadOnly: false } && !sent.Contains(f.Path)))
        {
            scope.Issues.Add(new Issue(
                IssueCodes.MappingRequiredUnmapped, mapping.Share == ShareMode.OnCommand ? Severity.Warning : Severity.Error, $"{at}.fields", field.Path,
                $"AWS requires {field.Path} for an opportunity, and no line sends it.", "Add a line for it."));
        }
    }
}
