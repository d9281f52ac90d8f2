using System.Text.Json.Nodes;
using LambdaSync.Gates;

namespace LambdaSync.Sync.Outbound;

/// <summary>
/// What another partner sees of an opportunity before it accepts (shape OpportunityInvitationPayload): the customer, the project and the
/// sender's own contact. It has no other member of the opportunity.
/// </summary>
static class InvitationPayload
{
    /// <summary>The shape's required members, as paths of the opportunity.</summary>
    static readonly string[][] Required =
    [
        ["Customer", "Account", "CompanyName"], ["Customer", "Account", "WebsiteUrl"], ["Customer", "Account", "Address", "CountryCode"], ["Customer", "Account", "Industry"],
        ["Project", "CustomerBusinessProblem"], ["Project", "Title"], ["LifeCycle", "TargetCloseDate"],
    ];

    /// <summary>The paths that are empty and that AWS requires; without any, <see cref="Of"/> gives a payload.</summary>
    public static IReadOnlyList<string> Missing(ReadOnlyMemory<byte> document)
    {
        var opportunity = new GateOpportunity(document);
        IEnumerable<string> missing = Required.Where(path => opportunity.Text(path) is null).Select(path => string.Join('.', path));
        return [.. missing, .. opportunity.Spend.Count == 0 ? ["Project.ExpectedCustomerSpend"] : Array.Empty<string>()];
    }

    public static JsonObject Of(ReadOnlyMemory<byte> document, string responsibility)
    {
        var opportunity = new GateOpportunity(document);
        var payload = new JsonObject
        {
            ["ReceiverResponsibilities"] = new JsonArray(responsibility),
            ["Customer"] = new JsonObject
            {
                ["CompanyName"] = opportunity.Text("Customer", "Account", "CompanyName"),
                ["WebsiteUrl"] = opportunity.Text("Customer", "Account", "WebsiteUrl"),
                ["CountryCode"] = opportunity.Text("Customer", "Account", "Address", "CountryCode"),
                ["Industry"] = opportunity.Text("Customer", "Account", "Industry"),
            },
            ["Project"] = new JsonObject
            {
                ["Title"] = opportunity.Text("Project", "Title"),
                ["BusinessProblem"] = opportunity.Text("Project", "CustomerBusinessProblem"),
                ["TargetCompletionDate"] = opportunity.Text("LifeCycle", "TargetCloseDate"),
                ["ExpectedCustomerSpend"] = new JsonArray([.. opportunity.Spend.Select(spend => spend.DeepClone())]),
            },
        };
        if (Contact(opportunity) is { } contact)
            payload["SenderContacts"] = new JsonArray(contact);
        return payload;
    }

    // The opportunity's owner.
    static JsonObject? Contact(GateOpportunity opportunity)
    {
        var owner = (opportunity.Json["OpportunityTeam"] as JsonArray ?? []).OfType<JsonObject>().FirstOrDefault(member => GateOpportunity.Text(member["BusinessTitle"]) == "PartnerAccountManager");
        if (owner is null || GateOpportunity.Text(owner["Email"]) is not { } email)
            return null;
        var contact = new JsonObject { ["Email"] = email };
        foreach (var name in (ReadOnlySpan<string>)["FirstName", "LastName"])
        {
            if (GateOpportunity.Text(owner[name]) is { } value)
                contact[name] = value;
        }

        return contact;
    }
}
