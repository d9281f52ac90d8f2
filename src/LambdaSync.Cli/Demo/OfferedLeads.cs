using System.Text.Json.Nodes;
using LambdaSync.Commands;
using LambdaSync.Sync.Invitations;

namespace LambdaSync.Cli.Demo;

/// <summary>The demo's leads: one that becomes an opportunity, and a request from AWS Marketplace, which arrives as a lead too.</summary>
static class OfferedLeads
{
    const string Customer = "Harbor Light Insurance", Buyer = "Juniper Valley Clinic";

    public const string Status = "Contexts.Payload.Lead.QualificationStatus";

    const string Qualified = "Qualified", Synced = "Synced", SyncStatus = "AWS_Sync_Status__c";

    /// <summary>In their order; each begins where the one before ended.</summary>
    public static IReadOnlyList<DemoStep> OfLead =>
    [
        new("lead offered", $"AWS offers a lead from an event, {Customer}.", people => people.Invite("invite-lead", Lead, DemoPeople.Lead), sides =>
            sides is { Invitation: { Kind: "Lead", Until: { } until } } && sides.CrmIs(SyncStatus, "Invited")
                ? $"The CRM has the invitation as lead {sides.Crm("Id")}: {sides.Crm("Company")}, to be answered by {Words.Of(until)}. AWS does not name the contact yet."
                : null),
        new("lead accepted", "The alliance manager accepts it with 'lambdasync invitation accept'.", people => people.Command(CommandVerbs.Accept), sides =>
            sides.CrmIs(SyncStatus, Synced) && sides.Crm("AWS_email__c").Length > 0
                ? $"The same record {sides.Crm("Id")} now has the contact {sides.Crm("AWS_fullName__c")}, {sides.Crm("AWS_email__c")}, and what AWS knows: \"{sides.Crm("AWS_interactions__c")}\"."
                : null),
        new("lead qualified", "A seller sets the lead's qualification status in the CRM.", people => people.Edit(new JsonObject { ["AWS_qualificationStatus__c"] = Qualified }), sides =>
            sides.AwsIs(Status, Qualified) ? $"AWS has the qualification status {sides.Aws(Status)}." : null),
        new("lead converted", "The seller marks the lead to be converted.", people => people.Edit(new JsonObject { ["Convert_at_AWS__c"] = true }), sides =>
            sides.Crm("AWS_opportunity__c") is { Length: > 0 } opportunity && sides.CrmIs(SyncStatus, Synced) && sides.Opportunity(SyncStatus) == "Draft"
                ? $"AWS makes one opportunity of it, {opportunity}, and the CRM has it: \"{sides.Opportunity("Name")}\". The CRM's sync status: {sides.Opportunity(SyncStatus)}, until a person submits it."
                : null),
    ];

    /// <summary>In their order; each begins where the one before ended.</summary>
    public static IReadOnlyList<DemoStep> OfMarketplace =>
    [
        new("requested", $"In AWS Marketplace, {Buyer} asks the partner for a demo.", people => people.Invite("invite-lead", Request, DemoPeople.Lead), sides =>
            sides is { Invitation.Until: { } until } && sides.CrmIs("AWS_invitationKind__c", InvitationKinds.MarketplaceRequest)
                ? $"LambdaSync recognizes the invitation by its source \"{sides.Aws("Payload.LeadInvitation.Interaction.SourceType")}\". The CRM has it as lead {sides.Crm("Id")}, kind {sides.Crm("AWS_invitationKind__c")}: five working days to answer, until {Words.Of(until)}."
                : null),
    ];

    static JsonObject Lead => new()
    {
        ["company"] = Customer,
        ["contact"] = new JsonObject { ["Email"] = "contact@harborlight.example.com", ["FirstName"] = "Customer", ["LastName"] = "Contact", ["BusinessTitle"] = "Head of IT" },
    };

    static JsonObject Request => new()
    {
        ["company"] = Buyer,
        ["interaction"] = new JsonObject { ["SourceType"] = "AWS Marketplace", ["SourceName"] = "Request a demo", ["Usecase"] = "Security" },
    };
}
