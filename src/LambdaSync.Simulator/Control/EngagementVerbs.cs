using System.Globalization;
using System.Text.Json.Nodes;
using LambdaSync.Simulator.Operations;
using LambdaSync.Simulator.Rules;
using LambdaSync.Simulator.State;
using Verb = System.Func<LambdaSync.Simulator.State.World, System.Text.Json.Nodes.JsonObject, System.Text.Json.Nodes.JsonObject>;

namespace LambdaSync.Simulator.Control;

/// <summary>Verbs about invitations, engagements and tasks. Each takes "catalog", AWS unless given.</summary>
static class EngagementVerbs
{
    public static IReadOnlyDictionary<string, Verb> All { get; } = new Dictionary<string, Verb>(StringComparer.Ordinal)
    {
        ["invite"] = Invite,
        ["expire"] = Expire,
        ["accept-elsewhere"] = AcceptElsewhere,
        ["answer-invitation"] = AnswerInvitation,
        ["fail-task"] = FailTask,
        ["hold-task"] = HoldTask,
        ["release-tasks"] = ReleaseTasks,
    };

    public static DateTimeOffset Expires(World world, JsonObject input) => input.Time("expires") ?? world.Clock.Now + InvitationRules.Stands;

    public static JsonObject Answer(Invitation invitation) => new() { ["id"] = invitation.Id, ["engagementId"] = invitation.Engagement.Id };

    // {"company": "...", "title": "...", "contact": {"Email": ...}, "expires": "2026-01-15T00:00:00Z", "payload": {members that are to be others}, "from": "another partner's account", "reviewStatus": "Submitted"}
    static JsonObject Invite(World world, JsonObject input)
    {
        var body = new JsonObject
        {
            ["Customer"] = new JsonObject
            {
                ["Account"] = new JsonObject
                {
                    ["CompanyName"] = input.Needed("company"),
                    ["Industry"] = "Software and Internet",
                    ["WebsiteUrl"] = "https://customer.example.com",
                    ["Address"] = new JsonObject { ["CountryCode"] = "US", ["PostalCode"] = "98101", ["StateOrRegion"] = "Washington" },
                },
                ["Contacts"] = new JsonArray(input["contact"]?.DeepClone() ?? Contact()),
            },
            ["Project"] = new JsonObject
            {
                ["Title"] = input.Needed("title"),
                ["CustomerBusinessProblem"] = "The customer has a problem that AWS knows a partner for.",
                ["ExpectedCustomerSpend"] = new JsonArray(new JsonObject { ["Amount"] = "1000", ["CurrencyCode"] = "USD", ["Frequency"] = "Monthly", ["TargetCompany"] = "AWS" }),
            },
            ["LifeCycle"] = new JsonObject { ["Stage"] = "Qualified", ["TargetCloseDate"] = world.Clock.Now.AddDays(90).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) },
            ["PrimaryNeedsFromAws"] = new JsonArray("Co-Sell - Deal Support"),
            ["Marketing"] = new JsonObject { ["Source"] = "None" },
        };
        var from = input.Text("from") is { } account ? Other(account) : null;
        return Answer(Referrals.Invite(
            world, Inputs.CatalogOf(world, input), body, Expires(world, input), changed: input["payload"] as JsonObject, from: from, reviewStatus: input.Text("reviewStatus") ?? ReviewRules.Approved));
    }

    static EngagementMember Other(string account) => new(account, "Partner " + account, "https://other.example.com");

    public static JsonObject Contact() => new() { ["Email"] = "buyer@customer.example.com", ["FirstName"] = "Bo", ["LastName"] = "Buyer", ["BusinessTitle"] = "CTO", ["Phone"] = "+12065550100" };

    // {"id": "engi-..."}: its time is up now.
    static JsonObject Expire(World world, JsonObject input)
    {
        var invitation = Pending(Inputs.CatalogOf(world, input), input);
        invitation.Expires = world.Clock.Now;
        Clockwork.CatchUp(world);
        return Answer(invitation);
    }

    // {"id": "engi-..."}: a colleague accepts in the Partner Central console, without a task of the API.
    static JsonObject AcceptElsewhere(World world, JsonObject input)
    {
        var catalog = Inputs.CatalogOf(world, input);
        var invitation = Pending(catalog, input);
        if (!invitation.IsReceived)
            throw new ArgumentException("This partner sent the invitation. Use answer-invitation.");
        var answer = Answer(invitation);
        if (invitation.Referral is null)
            InvitationOperations.Join(world, catalog, invitation, EngagementMember.Partner);
        else
            answer["opportunityId"] = Referrals.Accept(world, catalog, invitation).Opportunity.Id;
        return answer;
    }

    // {"id": "engi-...", "status": "ACCEPTED", "reason": "..."}: AWS or another partner answers an invitation of ours.
    static JsonObject AnswerInvitation(World world, JsonObject input)
    {
        var catalog = Inputs.CatalogOf(world, input);
        var invitation = Pending(catalog, input);
        if (invitation.IsReceived)
            throw new ArgumentException("This partner received the invitation. Use accept-elsewhere.");
        switch (input.Needed("status"))
        {
            case Invitation.Accepted:
                InvitationOperations.Join(world, catalog, invitation, invitation.Receiver == EngagementMember.Aws ? EngagementMember.Amazon : Other(invitation.Receiver));
                break;
            case Invitation.Rejected:
                (invitation.Status, invitation.RejectionReason) = (Invitation.Rejected, input.Text("reason"));
                EngagementEvents.Tell(world, catalog, invitation, "Rejected");
                break;
            default:
                throw new ArgumentException("status takes ACCEPTED or REJECTED.");
        }

        return Answer(invitation);
    }

    // {"operation": "StartEngagementFromOpportunityTask", "reasonCode": "RequestThrottled", "message": "..."}
    static JsonObject FailTask(World world, JsonObject input)
    {
        var code = input.Needed("reasonCode");
        if (!world.Model.Shapes["ReasonCode"].Values.Contains(code))
            throw new ArgumentException($"reasonCode takes one of: {string.Join(", ", world.Model.Shapes["ReasonCode"].Values)}.");
        Inputs.CatalogOf(world, input).TaskFailures.Add(new TaskFailure(Starting(input), code, input.Text("message") ?? code));
        return [];
    }

    // {"operation": "StartEngagementFromOpportunityTask"}: the next task of it stays IN_PROGRESS.
    static JsonObject HoldTask(World world, JsonObject input)
    {
        Inputs.CatalogOf(world, input).TasksToHold.Add(Starting(input));
        return [];
    }

    // {}: every task that was held ends now.
    static JsonObject ReleaseTasks(World world, JsonObject input)
    {
        var held = Inputs.CatalogOf(world, input).Tasks.Values.Where(t => t.Due == DateTimeOffset.MaxValue).ToList();
        held.ForEach(t => t.Due = world.Clock.Now);
        Clockwork.CatchUp(world);
        return new JsonObject { ["tasks"] = Lists.Array(held.Select(t => t.Id)) };
    }

    static string Starting(JsonObject input) =>
        input.Needed("operation") is ("StartEngagementByAcceptingInvitationTask" or "StartEngagementFromOpportunityTask" or "StartOpportunityFromEngagementTask") and var operation
            ? operation
            : throw new ArgumentException($"{input.Text("operation")} does not start a task.");

    static Invitation Pending(Catalog catalog, JsonObject input)
    {
        var invitation = InvitationOperations.Find(catalog, input.Needed("id"));
        return invitation.Status == Invitation.Pending ? invitation : throw new ArgumentException($"{invitation.Id} is {invitation.Status}.");
    }
}
