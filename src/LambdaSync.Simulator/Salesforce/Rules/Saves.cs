using System.Text.Json.Nodes;
using LambdaSync.Simulator.Salesforce.Model;
using LambdaSync.Simulator.Salesforce.State;
using LambdaSync.Simulator.Salesforce.Wire;

namespace LambdaSync.Simulator.Salesforce.Rules;

/// <summary>
/// A save in Salesforce's order of execution: values, flows before the save, required fields, validation rules, unique fields, duplicate rules, assignment rules
/// (Apex developer guide, Triggers and Order of Execution).
/// </summary>
static class Saves
{
    /// <exception cref="ApiError">The record is refused.</exception>
    public static Row Create(Journal journal, ObjectModel model, JsonObject body, SaveOptions options)
    {
        var organization = journal.Organization;
        if (options.IsIntegration && !model.IsCreatable)
            throw NoRight();
        var values = Draft.Of(organization, model, body, isNew: true, options);
        var row = new Row(organization.NextId(model), model);
        Default(journal, row);
        Apply(row, values);
        DefaultRecordType(row);
        Check(journal, row, values.Keys, null, options);
        foreach (var name in (string[])["CreatedDate", "LastModifiedDate", "SystemModstamp"])
            row.Values[name] = journal.At;
        row.Values["CreatedById"] = row.Values["LastModifiedById"] = journal.By;
        journal.Create(row);
        AfterCreate(journal, row);
        return row;
    }

    /// <exception cref="ApiError">The record is refused.</exception>
    public static void Update(Journal journal, Row row, JsonObject body, SaveOptions options)
    {
        var organization = journal.Organization;
        if (options.IsIntegration && !row.Model.IsUpdatable)
            throw NoRight();
        var values = Draft.Of(organization, row.Model, body, isNew: false, options);
        if (row["IsConverted"] is true && options.IsIntegration)
            throw new ApiError("CANNOT_UPDATE_CONVERTED_LEAD", "cannot reference converted lead");
        Unlocked(organization, row, options);
        PersonAccounts.Check(row, values);
        var before = new Dictionary<string, object>(row.Values, StringComparer.OrdinalIgnoreCase);
        journal.Keep(row);
        try
        {
            Apply(row, values);
            Check(journal, row, values.Keys, before, options);
        }
        catch (ApiError)
        {
            row.Values = before;
            throw;
        }

        Touch(journal, row, before);
        PersonAccounts.Follow(journal, row);
    }

    /// <summary>Stamps a changed row and notes what changed.</summary>
    public static void Touch(Journal journal, Row row, Dictionary<string, object> before)
    {
        Stamp(journal, row);
        journal.Note(row, "UPDATE", [.. row.Values.Keys.Union(before.Keys, StringComparer.OrdinalIgnoreCase).Where(name => !Equals(row.Values.GetValueOrDefault(name), before.GetValueOrDefault(name)))]);
    }

    /// <summary>A long transaction's old time is not put over a newer one.</summary>
    public static void Stamp(Journal journal, Row row)
    {
        var at = row["SystemModstamp"] is DateTimeOffset stamp && stamp > journal.At && journal.IsLong ? stamp : journal.At;
        (row.Values["LastModifiedDate"], row.Values["SystemModstamp"], row.Values["LastModifiedById"]) = (at, at, journal.By);
    }

    public static void Unlocked(Organization organization, Row row, SaveOptions options)
    {
        if (options.IsIntegration && organization.Faults.IsLocked(row))
            throw new ApiError("UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access to this record or 1 records: " + row.Id);
    }

    public static ApiError NoRight() => new("INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights on object id");

    static void Default(Journal journal, Row row)
    {
        (row.Values["Id"], row.Values["IsDeleted"]) = (row.Id, false);
        foreach (var field in row.Model.Fields.Values)
        {
            if (field.AutoNumber is { } format)
                row.Values[field.Name] = Numbered(format, journal.Organization.NextNumber(row.Model.Name + "." + field.Name));
            else if (field.Default is "$user")
                row.Values[field.Name] = journal.By;
            else if ((field.Default ?? field.Values.FirstOrDefault(value => value.IsDefault)?.Value) is { } value)
                row.Values[field.Name] = value;
        }
    }

    static string Numbered(string format, long number)
    {
        var (from, to) = (format.IndexOf('{', StringComparison.Ordinal), format.IndexOf('}', StringComparison.Ordinal));
        return format[..from] + number.ToString(format[(from + 1)..to], System.Globalization.CultureInfo.InvariantCulture) + format[(to + 1)..];
    }

    static void Apply(Row row, Dictionary<string, object?> values)
    {
        foreach (var (name, value) in values)
            row.Set(name, value);
    }

    static void DefaultRecordType(Row row)
    {
        if (row.Model.HasRecordTypes && row["RecordTypeId"] is null && (row.Model.RecordTypes.FirstOrDefault(type => type.IsDefault) ?? row.Model.RecordTypes.FirstOrDefault(type => !type.IsPerson)) is { } type)
            row.Values["RecordTypeId"] = type.Id;
    }

    // before: null of a new record.
    static void Check(Journal journal, Row row, IReadOnlyCollection<string> written, Dictionary<string, object>? before, SaveOptions options)
    {
        var organization = journal.Organization;
        References.Check(organization, row, written, options);
        PersonAccounts.Derive(row, before is null, written);
        Derived.Set(row, written, before is null);
        RecordRules.Flow(organization, row, before);
        RecordRules.Required(row, before is null, written, options);
        RecordRules.RecordType(row, written);
        RecordRules.Validate(organization, row);
        RecordRules.Unique(organization, row);
        DuplicateRules.Check(organization, row, before, options);
        if (options.AutoAssigns)
            RecordRules.Assign(organization, row);
    }

    static void AfterCreate(Journal journal, Row row)
    {
        PersonAccounts.AddContact(journal, row);
        // An opportunity's contact becomes its primary contact role (object reference, Opportunity.ContactId).
        if (row.Model.Name == "Opportunity" && row.Text("ContactId") is { } contact)
            Create(journal, journal.Organization.Schema["OpportunityContactRole"], new JsonObject { ["OpportunityId"] = row.Id, ["ContactId"] = contact, ["IsPrimary"] = true }, SaveOptions.Person);
    }
}
