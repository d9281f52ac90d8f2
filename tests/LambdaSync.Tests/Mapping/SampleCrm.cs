using LambdaSync.Fields;
using LambdaSync.Mapping;

namespace LambdaSync.Tests.Mapping;

/// <summary>A small CRM: an opportunity with standard fields, its account and the account's owner, and a lead.</summary>
static class SampleCrm
{
    public static readonly CrmField AwsId = new("APN_CRM_Unique_Identifier__c", "AWS id", CrmFieldType.Text, Length: 18, ExternalId: true);

    public static readonly IReadOnlyList<CrmField> Standard =
    [
        new("Id", "Id", CrmFieldType.Id, Length: 18, Writable: false),
        AwsId,
        new("Sync_with_AWS__c", "Sync with AWS", CrmFieldType.Boolean),
        new("Name", "Opportunity Name", CrmFieldType.Text, Length: 120, Required: true),
        new("StageName", "Stage", CrmFieldType.Picklist, Required: true, Values: ["Prospecting", "Prospect", "Qualified", "Closed Won"]),
        new("CloseDate", "Close Date", CrmFieldType.Date, Required: true),
        new("Amount", "Amount", CrmFieldType.Number, Scale: 0),
        new("NextStep", "Next Step", CrmFieldType.Text, Length: 255),
        new("Description", "Description", CrmFieldType.LongText, Length: 32000),
        new("Type", "Type", CrmFieldType.Picklist, Values: ["New"]),
        new("AccountId", "Account", CrmFieldType.Reference, RelatesTo: "Account", Relation: "Account"),
    ];

    public static readonly CrmObject Account = new("Account",
    [
        new("Name", "Account Name", CrmFieldType.Text, Length: 255, Required: true),
        new("OwnerId", "Owner", CrmFieldType.Reference, RelatesTo: "User", Relation: "Owner"),
    ]);

    public static readonly CrmObject User = new("User", [new("Email", "Email", CrmFieldType.Email, Length: 80, Writable: false)]);

    public static readonly CrmObject Lead = new("Lead",
    [
        AwsId,
        new("LastName", "Last Name", CrmFieldType.Text, Length: 80, Required: true),
        new("Company", "Company", CrmFieldType.Text, Length: 255, Required: true),
        new("Phone", "Phone", CrmFieldType.Phone, Length: 40),
        new("AWS_leadAge__c", "Age", CrmFieldType.Number, Scale: 0),
    ]);

    public static CrmMetadata With(params CrmField[] custom) => new([new CrmObject("Opportunity", [.. Standard, .. custom]), Account, User, Lead]);

    public static CrmMetadata WithLead(params CrmField[] custom) => new([new CrmObject("Opportunity", Standard), Account, User, Lead with { Fields = [.. Lead.Fields, .. custom] }]);

    /// <summary>A CRM made for the purpose: a field of the right kind for every field of a file.</summary>
    public static CrmMetadata Made() => With([.. FieldCatalogue.Opportunity.FileFields.Select(f => Made(FieldCatalogue.Opportunity, f))]);

    static CrmField Made(FieldCatalogue catalogue, FileField file)
    {
        var member = catalogue.ByPath(file.Targets[0]);
        var name = $"AWS_{file.Name}__c";
        var label = file.Name;
        var values = member?.Values ?? file.Values;
        if (file.Targets[0].EndsWith("[]", StringComparison.Ordinal))
            return values is null ? new CrmField(name, label, CrmFieldType.LongText, Length: 4000) : new CrmField(name, label, CrmFieldType.MultiPicklist, Restricted: true, Values: [.. values.Values]);
        return (member?.Type ?? file.Type) switch
        {
            FieldType.Amount or FieldType.Number => new CrmField(name, label, CrmFieldType.Number, Scale: 2),
            FieldType.Date => new CrmField(name, label, CrmFieldType.Date),
            FieldType.Timestamp => new CrmField(name, label, CrmFieldType.DateTime),
            _ when values is not null => new CrmField(name, label, CrmFieldType.Picklist, Restricted: true, Values: [.. values.Values]),
            _ => new CrmField(name, label, CrmFieldType.Text, Length: 255),
        };
    }
}
