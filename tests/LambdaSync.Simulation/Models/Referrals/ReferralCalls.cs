using System.Globalization;
using System.Text.Json.Nodes;
using LambdaSync.Simulation.Models.Sync.Watching;

namespace LambdaSync.Simulation.Models.Referrals;

/// <summary>Answers and conversions of the product, judged as they arrive at AWS.</summary>
sealed class ReferralCalls
{
    public const string AcceptTask = "StartEngagementByAcceptingInvitationTask", AcceptLead = "AcceptEngagementInvitation", Reject = "RejectEngagementInvitation", Convert = "StartOpportunityFromEngagementTask";

    const string Conversions = "ListOpportunityFromEngagementTasks";

    readonly HashSet<string> _tokens = new(StringComparer.Ordinal);

    // When the product last listed the conversions of an engagement.
    readonly Dictionary<string, DateTimeOffset> _listed = new(StringComparer.Ordinal);

    // By its token, what a conversion knew as its process sent it: it may be a minute on its way.
    readonly Dictionary<string, DateTimeOffset> _known = new(StringComparer.Ordinal);

    public void Begin(string operation, ReadOnlySpan<byte> json)
    {
        if (operation != Convert)
            return;
        var body = JsonNode.Parse(json)!;
        if (_listed.TryGetValue(body["Identifier"]!.GetValue<string>(), out var listed))
            _known[body["ClientToken"]!.GetValue<string>()] = listed;
    }

    public void Sent(World world, string operation, ReadOnlySpan<byte> json)
    {
        if (operation == Conversions && JsonNode.Parse(json)!["EngagementIdentifier"] is JsonArray { Count: 1 } engagements)
            _listed[engagements[0]!.GetValue<string>()] = world.Pump.Now;
        if (operation is not (AcceptTask or AcceptLead or Reject or Convert))
            return;
        var body = JsonNode.Parse(json)!.AsObject();
        var id = body["Identifier"]!.GetValue<string>();
        if (world.Own<Referrals>().All.Values.FirstOrDefault(r => r.Id == id || r.Engagement == id) is not { } referral)
            return;
        var witness = world.Own<Witness>();
        world.Tally.Reach(operation switch { AcceptTask => ReferralReaches.Accepted, AcceptLead => ReferralReaches.AcceptedLead, Reject => ReferralReaches.Rejected, _ => ReferralReaches.Converting });
        var isAsked = operation switch
        {
            Convert => referral.IsConversionWanted,
            Reject => referral.Answers.Exists(a => !a.Accepts),
            _ => referral.Answers.Exists(a => a.Accepts),
        };
        if (!isAsked)
            witness.Break(ReferralInvariants.Asked, $"{operation} of {id} without a request for it");
        if (operation is AcceptTask or AcceptLead && referral.IsLead != (operation == AcceptLead))
            witness.Break(ReferralInvariants.Crossed, $"{operation} of {id}, which is {(referral.IsLead ? "a lead's" : "an opportunity's")}");
        if (operation == Reject && body["RejectionReason"]?.GetValue<string>() is var reason && !referral.Answers.Exists(a => !a.Accepts && a.Reason == reason))
            witness.Break(ReferralInvariants.Reasons, $"{id} is rejected with '{reason}', a reason that no one entered");
        if (operation is AcceptTask or Convert)
            Started(world, referral, operation, body["ClientToken"]!.GetValue<string>(), json.ToArray());
    }

    // A new token is a new task: none runs, and none has done it.
    void Started(World world, Referral referral, string operation, string token, byte[] body)
    {
        world.Own<Tokens>().Sent(world, token, body);
        if (!_tokens.Add(token))
            return;
        if (referral.Tasks(world, operation == Convert).FirstOrDefault(t => t["TaskStatus"]!.GetValue<string>() != "FAILED") is not { } task)
            return;
        // AWS has no lock for a conversion: what a colleague starts after the list was read can't be seen.
        if (operation == Convert && referral.IsConvertedElsewhere && _known.TryGetValue(token, out var known) && known < StartOf(task))
            referral.IsConvertedTwice = true;
        else
            world.Own<Witness>().Break(ReferralInvariants.Once, $"{operation} of {referral.Id} begins with the token {token}, and its task {task["TaskId"]} is {task["TaskStatus"]}");
    }

    static DateTimeOffset StartOf(JsonObject task) => DateTimeOffset.Parse(task["StartTime"]!.GetValue<string>(), CultureInfo.InvariantCulture);
}
