using System.Text.Json.Nodes;
using LambdaSync.Simulator.Rules;
using LambdaSync.Simulator.State;
using LambdaSync.Simulator.Wire;

namespace LambdaSync.Simulator.Operations;

/// <summary>AssignOpportunity: an opportunity gets another owner, or another contact, of the partner's users.</summary>
static class AssignmentOperations
{
    /// <summary>"Use the value PartnerAccountManager to update details of the opportunity owner" (API_AssigneeContact).</summary>
    const string Owner = "PartnerAccountManager";

    public static IReadOnlyDictionary<string, Func<Call, JsonObject>> All { get; } = new Dictionary<string, Func<Call, JsonObject>> { ["AssignOpportunity"] = Assign };

    static JsonObject Assign(Call call)
    {
        var opportunity = OpportunityOperations.Find(call.Catalog, call["Identifier"]);
        var assignee = call.Input["Assignee"]!.AsObject();
        // "Only after AWS referrals are accepted" (the CRM connector's guide; the API reference says nothing of it).
        if (opportunity is { Origin: Opportunity.AwsReferral, ReviewStatus: not ReviewRules.Approved })
            throw AwsError.Refused(FieldError.State("LifeCycle.ReviewStatus", "An AWS referral is assigned once it is accepted."));
        // "Ensure that the email address is associated with a registered user in your Partner Central account" (API_AssignOpportunity).
        if (!call.World.Users.TryGetValue(assignee["Email"]!.GetValue<string>(), out var user))
            throw AwsError.Refused(FieldError.Invalid("Assignee.Email", "The e-mail address is of no user of this Partner Central account."));
        var member = new JsonObject
        {
            // "The system automatically retrieves this value from the user profile by referencing the associated email address."
            ["Email"] = user.Email,
            ["FirstName"] = user.FirstName,
            ["LastName"] = user.LastName,
            ["BusinessTitle"] = assignee["BusinessTitle"]!.DeepClone(),
            ["Phone"] = assignee["Phone"]?.DeepClone() ?? user.Phone,
        }.Drop();
        Seat(opportunity.Team, member, assignee["BusinessTitle"]!.GetValue<string>());
        OpportunityOperations.Touch(call.World, call.Catalog, opportunity);
        return [];
    }

    // One member a title, the owner first: what AWS does with another title is not published; here it leaves the owner alone.
    static void Seat(JsonArray team, JsonObject member, string title)
    {
        foreach (var before in team.Where(m => m?["BusinessTitle"]?.GetValue<string>() == title).ToList())
            team.Remove(before);
        if (title == Owner)
            team.Insert(0, member);
        else
            team.Add((JsonNode)member);
    }
}
