using System.Text.Json.Nodes;
using LambdaSync.Simulator.Salesforce.Model;
using LambdaSync.Simulator.Salesforce.State;
using LambdaSync.Simulator.Salesforce.Wire;

namespace LambdaSync.Simulator.Salesforce.Rules;

/// <summary>Person accounts, where the organisation has them: an account that is a contact too (object reference, Person Account). Its name is made of FirstName and LastName.</summary>
static class PersonAccounts
{
    static readonly string[] PersonFields = ["FirstName", "LastName", "Salutation", "PersonEmail", "PersonTitle", "PersonMobilePhone"];

    // Of the account, and of its contact.
    static readonly (string Account, string Contact)[] Shared = [("FirstName", "FirstName"), ("LastName", "LastName"), ("Name", "Name"), ("PersonEmail", "Email"), ("PersonTitle", "Title"), ("PersonMobilePhone", "MobilePhone"), ("Phone", "Phone")];

    /// <summary>The switch: adds fields and the record types.</summary>
    public static void Enable(Organization organization)
    {
        var account = organization.Schema["Account"];
        organization.Settings.HasPersonAccounts = true;
        account.RecordTypes.Add(SchemaReader.RecordType(new JsonObject { ["developerName"] = "Business", ["default"] = true }, organization.Schema.RecordTypeIds));
        account.RecordTypes.Add(SchemaReader.RecordType(new JsonObject { ["developerName"] = "PersonAccount", ["label"] = "Person Account", ["person"] = true }, organization.Schema.RecordTypeIds));
        foreach (var type in account.RecordTypes)
            FirstRecords.AddRecordType(organization, account.Name, type);
        Add(account, SchemaReader.RecordTypeField());
        foreach (var (name, type, length) in ((string, string, int)[])[("FirstName", "string", 40), ("LastName", "string", 80), ("Salutation", "picklist", 40), ("PersonEmail", "email", 80), ("PersonTitle", "string", 80), ("PersonMobilePhone", "phone", 40)])
            Add(account, SchemaReader.Field(new JsonObject { ["name"] = name, ["type"] = type, ["length"] = length }));
        foreach (var field in organization.Schema["Contact"].Fields.Values.Where(field => field.Name.EndsWith("__c", StringComparison.Ordinal)))
            Add(account, SchemaReader.Field(new JsonObject { ["name"] = field.Name[..^3] + "__pc", ["type"] = field.Type, ["length"] = field.Length }));
        Add(account, ReadOnly("IsPersonAccount", "boolean"));
        Add(account, ReadOnly("PersonContactId", "reference"));
        Add(organization.Schema["Contact"], ReadOnly("IsPersonAccount", "boolean"));
        foreach (var row in organization.Table("Account"))
            (row.Values["IsPersonAccount"], row.Values["RecordTypeId"]) = (false, account.RecordTypes[0].Id);
        organization.Schema.Touch(account);
        organization.Schema.Touch(organization.Schema["Contact"]);
    }

    /// <summary>A person has no name of its own; a business has no LastName.</summary>
    public static bool IsOptional(Row row, FieldModel field) => row.Model.Name == "Account" && field.Name == "Name" && IsPerson(row);

    public static bool IsPerson(Row row) => row["IsPersonAccount"] is true;

    /// <summary>The record type decides between person and business; it is changed alone.</summary>
    public static void Check(Row row, Dictionary<string, object?> values)
    {
        if (row.Model.Name == "Account" && values.TryGetValue("RecordTypeId", out var type) && row.Model.RecordTypeOf(type as string) is { } next && next.IsPerson != IsPerson(row) && values.Count > 1)
            throw BadNames(values.Keys.Where(name => !name.Equals("RecordTypeId", StringComparison.OrdinalIgnoreCase)));
    }

    public static void Derive(Row row, bool isNew, IReadOnlyCollection<string> written)
    {
        if (row.Model.Name != "Account" || !row.Model.Fields.ContainsKey("IsPersonAccount"))
            return;
        if (isNew && !written.Contains("RecordTypeId", StringComparer.OrdinalIgnoreCase) && row["LastName"] is not null)
            row.Values["RecordTypeId"] = row.Model.RecordTypes.First(type => type.IsPerson).Id;
        var isPerson = row.Model.RecordTypeOf(row.Text("RecordTypeId"))?.IsPerson == true;
        row.Values["IsPersonAccount"] = isPerson;
        var wrong = written.Where(name => isPerson ? name.Equals("Name", StringComparison.OrdinalIgnoreCase) : PersonFields.Contains(name, StringComparer.OrdinalIgnoreCase) || name.EndsWith("__pc", StringComparison.OrdinalIgnoreCase)).ToList();
        if (wrong.Count > 0)
            throw BadNames(wrong);
        if (!isPerson)
            return;
        if (row["LastName"] is null)
            throw new ApiError("REQUIRED_FIELD_MISSING", "Required fields are missing: [LastName]", 0, "LastName");
        row.Set("Name", Derived.FullName(row));
    }

    /// <summary>The contact of a new person account.</summary>
    public static void AddContact(Journal journal, Row row)
    {
        if (row.Model.Name != "Account" || !IsPerson(row))
            return;
        var body = new JsonObject { ["AccountId"] = row.Id };
        foreach (var (account, contact) in Shared.Where(pair => pair.Account != "Name"))
            body[contact] = row.Text(account);
        var person = Saves.Create(journal, journal.Organization.Schema["Contact"], body, SaveOptions.Person);
        person.Values["IsPersonAccount"] = true;
        row.Values["PersonContactId"] = person.Id;
    }

    /// <summary>An edit of a person account is one of its contact too.</summary>
    public static void Follow(Journal journal, Row row)
    {
        if (row.Model.Name != "Account" || row.Text("PersonContactId") is not { } id || journal.Organization.Rows.GetValueOrDefault(id) is not { } contact)
            return;
        var before = new Dictionary<string, object>(contact.Values, StringComparer.OrdinalIgnoreCase);
        journal.Keep(contact);
        foreach (var (account, field) in Shared)
            contact.Set(field, row[account]);
        Saves.Touch(journal, contact, before);
    }

    static ApiError BadNames(IEnumerable<string> names) => new("INVALID_FIELD_FOR_INSERT_UPDATE", $"Account: bad field names on insert/update call: {string.Join(", ", names)}", 0, [.. names]);

    static FieldModel ReadOnly(string name, string type) => SchemaReader.Field(new JsonObject { ["name"] = name, ["type"] = type, ["createable"] = false, ["updateable"] = false, ["referenceTo"] = type == "reference" ? new JsonArray("Contact") : null });

    static void Add(ObjectModel model, FieldModel field) => model.Fields.TryAdd(field.Name, field);
}
