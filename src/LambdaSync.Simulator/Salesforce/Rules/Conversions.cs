using System.Globalization;
using System.Text.Json.Nodes;
using LambdaSync.Simulator.Salesforce.State;

namespace LambdaSync.Simulator.Salesforce.Rules;

/// <summary>Converting a lead: account, contact and opportunity are created or taken, and the lead gets IsConverted and their ids, all in one transaction.</summary>
static class Conversions
{
    static readonly (string Lead, string Account)[] ToAccount =
        [("Company", "Name"), ("Website", "Website"), ("Phone", "Phone"), ("Industry", "Industry"), ("Street", "BillingStreet"), ("City", "BillingCity"), ("State", "BillingState"), ("PostalCode", "BillingPostalCode"), ("Country", "BillingCountry")];

    static readonly (string Lead, string Contact)[] ToContact =
        [("FirstName", "FirstName"), ("LastName", "LastName"), ("Email", "Email"), ("Phone", "Phone"), ("Title", "Title"), ("MobilePhone", "MobilePhone")];

    public static void Convert(Journal journal, Row lead, string? accountId, string? contactId, string? opportunityName, bool withOpportunity)
    {
        if (lead.Model.Name != "Lead" || lead["IsConverted"] is true)
            throw new ArgumentException($"{lead.Id} is no lead that can be converted.");
        var schema = journal.Organization.Schema;
        accountId = RecordId.Normal(accountId) ?? Saves.Create(journal, schema["Account"], Copy(lead, ToAccount), SaveOptions.Person).Id;
        var contact = Copy(lead, ToContact);
        contact["AccountId"] = accountId;
        contactId = RecordId.Normal(contactId) ?? Saves.Create(journal, schema["Contact"], contact, SaveOptions.Person).Id;
        var opportunityId = withOpportunity ? Opportunity(journal, lead, accountId, contactId, opportunityName) : null;
        var before = new Dictionary<string, object>(lead.Values, StringComparer.OrdinalIgnoreCase);
        journal.Keep(lead);
        (lead.Values["IsConverted"], lead.Values["Status"], lead.Values["ConvertedDate"]) = (true, "Closed - Converted", DateOnly.FromDateTime(journal.At.UtcDateTime));
        (lead.Values["ConvertedAccountId"], lead.Values["ConvertedContactId"]) = (accountId, contactId);
        lead.Set("ConvertedOpportunityId", opportunityId);
        Saves.Touch(journal, lead, before);
    }

    static string Opportunity(Journal journal, Row lead, string accountId, string contactId, string? name)
    {
        var at = journal.At.UtcDateTime;
        // The end of the quarter (help, Considerations for Converting Leads).
        var close = new DateOnly(at.Year, ((at.Month - 1) / 3 * 3) + 3, 1).AddMonths(1).AddDays(-1);
        return Saves.Create(journal, journal.Organization.Schema["Opportunity"], new JsonObject
        {
            ["Name"] = name ?? lead.Text("Company") + "-",
            ["AccountId"] = accountId,
            ["ContactId"] = contactId,
            ["StageName"] = "Prospecting",
            ["CloseDate"] = close.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["LeadSource"] = lead.Text("LeadSource"),
        }, SaveOptions.Person).Id;
    }

    static JsonObject Copy(Row lead, (string From, string To)[] fields)
    {
        var copy = new JsonObject();
        foreach (var (from, to) in fields)
        {
            if (lead.Text(from) is { } text)
                copy[to] = text;
        }

        return copy;
    }
}
