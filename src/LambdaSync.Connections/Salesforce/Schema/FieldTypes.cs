using LambdaSync.Mapping;

namespace LambdaSync.Connections.Salesforce;

/// <summary>Salesforce's field types as the mapping's.</summary>
static class FieldTypes
{
    public static CrmFieldType Of(SField field) => field.Type switch
    {
        "id" => CrmFieldType.Id,
        "reference" => CrmFieldType.Reference,
        "email" => CrmFieldType.Email,
        "phone" => CrmFieldType.Phone,
        "url" => CrmFieldType.Url,
        "boolean" => CrmFieldType.Boolean,
        "date" => CrmFieldType.Date,
        "datetime" => CrmFieldType.DateTime,
        "picklist" or "combobox" => CrmFieldType.Picklist,
        "multipicklist" => CrmFieldType.MultiPicklist,
        "int" or "long" or "double" or "currency" or "percent" => CrmFieldType.Number,
        "textarea" => CrmFieldType.LongText,
        _ => CrmFieldType.Text,
    };

    /// <summary>Compounds are read and written by their parts.</summary>
    public static bool IsCompound(SField field) => field.Type is "address" or "location" or "complexvalue";
}
