using System.Text.Json.Nodes;

namespace LambdaSync.Cli.Demo;

/// <summary>The demo's referral: AWS invites the partner to an opportunity, and a seller accepts it in the CRM.</summary>
static class Referral
{
    const string Customer = "Cobalt Rail", Email = "contact@cobaltrail.example.com", Masked = "Accept To View";

    const string Shown = "Payload.OpportunityInvitation.Customer.";

    /// <summary>In their order; each begins where the one before ended.</summary>
    public static IReadOnlyList<DemoStep> Steps =>
    [
        new("invited", $"AWS refers the customer {Customer} to the partner.", people => people.Invite("invite", Invitation, DemoPeople.Opportunity), sides =>
            sides.CrmIs("AWS_Sync_Status__c", "Invited") && sides.AwsIs(Shown + "WebsiteUrl", Masked) && sides is { Invitation.Until: { } until }
            && sides.Crm("AWS_customerWebsite__c").Length == 0 && sides.Crm("AWS_customerEmail__c").Length == 0
                ? $"The CRM has the invitation as record {sides.Crm("Id")}: \"{sides.Crm("Name")}\", to be answered by {Words.Of(until)}. "
                    + $"AWS masks the website (\"{Masked}\") and gives no contact, so both are empty in the CRM. The CRM's sync status: {sides.Crm("AWS_Sync_Status__c")}."
                : null),
        new("accepted", "A seller sets the record's acceptance status to Accepted.", people => people.Edit(new JsonObject { ["AWS_partnerAcceptanceStatus__c"] = "Accepted" }), sides =>
            sides.CrmIs("AWS_customerEmail__c", Email) && sides.AwsIs("Customer.Account.WebsiteUrl", sides.Crm("AWS_customerWebsite__c")) && sides.CrmIs("AWS_Sync_Status__c", "Synced")
                ? $"LambdaSync accepts the invitation, and AWS makes the opportunity {sides.Aws("Id")} of it. The same record {sides.Crm("Id")} now has the website {sides.Crm("AWS_customerWebsite__c")} "
                    + $"and the contact {sides.Crm("AWS_customerFirstName__c")} {sides.Crm("AWS_customerLastName__c")}. The CRM's sync status: {sides.Crm("AWS_Sync_Status__c")}."
                : null),
    ];

    static JsonObject Invitation => new()
    {
        ["company"] = Customer,
        ["title"] = $"{Customer}: timetables on AWS",
        ["contact"] = new JsonObject { ["Email"] = Email, ["FirstName"] = "Customer", ["LastName"] = "Contact", ["BusinessTitle"] = "Head of IT" },
        ["payload"] = new JsonObject { ["Customer"] = new JsonObject { ["CompanyName"] = Customer, ["Industry"] = "Transportation and Logistics", ["WebsiteUrl"] = Masked, ["CountryCode"] = "US" } },
    };
}
