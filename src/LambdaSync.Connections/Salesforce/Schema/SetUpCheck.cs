using System.Globalization;
using System.Text.Json;
using LambdaSync.Connections.Crm;

namespace LambdaSync.Connections.Salesforce;

/// <summary>What the organization has to be set up for before records travel.</summary>
/// <param name="certificateEnds">When the certificate of the login ends, asked after a call; null: none is known.</param>
sealed class SetUpCheck(SalesforceApi api, SchemaSource schemas, SalesforceSettings settings, TimeProvider time, Func<DateTimeOffset?> certificateEnds)
{
    const string Account = "Account", Opportunity = "Opportunity", Currency = "CurrencyIsoCode", Person = "IsPersonAccount";
    const string AccountEvents = "AccountChangeEvent", ContactEvents = "ContactChangeEvent";

    public async Task<IReadOnlyList<CrmSetUpFault>> Run(CancellationToken cancellation)
    {
        var faults = new List<CrmSetUpFault>();
        var objects = await schemas.Load(api, [Opportunity, Account], cancellation).ConfigureAwait(false);
        // Row F-12: the active currencies are the field's values.
        if (objects[Opportunity]?.Field(Currency) is { Values: { Count: > 0 } active } && !active.Contains(settings.Currency))
            faults.Add(new CrmSetUpFault(
                "currency", Stops: true, $"{settings.Currency}, the currency of AWS's amounts, is not active in the organization; active are {string.Join(", ", active)}", "activate it in Salesforce's Setup, Manage Currencies, or set the stack's parameter SalesforceCurrency"));
        // Row F-14: a person account's e-mail and phone are its contact's (cdc_standard_objects_person_account).
        if (objects[Account]?.Has(Person) == true && await Selected(cancellation).ConfigureAwait(false) is { } selected && selected.Contains(AccountEvents) && !selected.Contains(ContactEvents))
            faults.Add(new CrmSetUpFault(
                "change events", Stops: false, "the organization has person accounts, and change events are selected for Account but not for Contact: changes of a person's contact fields are found by polling alone",
                "select Contact in Salesforce's Setup, Change Data Capture"));
        if (certificateEnds() is { } ends && ends - time.GetUtcNow() < SalesforceConnection.CertificateNotice)
            faults.Add(new CrmSetUpFault(
                "certificate", Stops: false, string.Create(CultureInfo.InvariantCulture, $"the certificate of the login ends on {ends:yyyy-MM-dd}; from then on no login succeeds"),
                "add a second key with a new certificate to the login, upload the certificate to the External Client App, then remove the old key (docs/salesforce.md)"));
        return faults;
    }

    // Null: the integration user may not see the set-up.
    async Task<HashSet<string>?> Selected(CancellationToken cancellation)
    {
        try
        {
            var soql = Soql.Select(["SelectedEntity"], "PlatformEventChannelMember", null);
            var records = new List<JsonElement>();
            await api.Rest(await api.Get("tooling", $"/tooling/query?q={Uri.EscapeDataString(soql)}", cancellation).ConfigureAwait(false), records, cancellation).ConfigureAwait(false);
            return [.. records.Select(record => RecordJson.Text(record, "SelectedEntity")).OfType<string>()];
        }
        catch (SalesforceException refused) when (!refused.Transient)
        {
            return null;
        }
    }
}
