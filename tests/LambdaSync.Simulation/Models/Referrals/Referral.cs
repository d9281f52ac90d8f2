using System.Text.Json.Nodes;
using LambdaSync.Simulation.Models.Sync;
using LambdaSync.Simulation.Models.Sync.Sales;

namespace LambdaSync.Simulation.Models.Referrals;

/// <summary>The invitations of the story, by number.</summary>
sealed class Referrals
{
    public SortedDictionary<int, Referral> All { get; } = [];
}

/// <summary>An invitation that the partner received, and what people did about it.</summary>
sealed class Referral(int number, string id, string engagement, bool isLead)
{
    /// <summary>ReasonCodes after which a task is tried again without a change.</summary>
    public static readonly string[] Passing = ["RequestThrottled", "InternalError", "OpportunityConflict", "ServiceQuotaExceeded"];

    public int Number => number;

    public string Id => id;

    public string Engagement => engagement;

    public bool IsLead => isLead;

    /// <summary>Only this referral's customer has the name.</summary>
    public string Company => CompanyOf(number);

    /// <summary>What people want: in the CRM, by a command, in Partner Central's pages.</summary>
    public List<ReferralAnswer> Answers { get; } = [];

    /// <summary>The CRM record that showed the invitation, once somebody has seen it.</summary>
    public string? CrmId { get; set; }

    /// <summary>The qualifications that a lead was given, on either side.</summary>
    public List<(DateTimeOffset At, bool AtAws, string Value)> Qualifications { get; } = [];

    /// <summary>Somebody wants an opportunity of the lead.</summary>
    public bool IsConversionWanted { get; set; }

    public bool IsConvertedElsewhere { get; set; }

    /// <summary>A colleague's conversion began between the product's last look and its call.</summary>
    public bool IsConvertedTwice { get; set; }

    public static string CompanyOf(int number) => $"Referral {number} Ltd";

    /// <summary>AWS's word: PENDING, ACCEPTED, REJECTED, EXPIRED.</summary>
    public string Status(World world) => Colleague.Do(world, "GetEngagementInvitation", new JsonObject { ["Catalog"] = SyncModel.Catalog, ["Identifier"] = Id })!["Status"]!.GetValue<string>();

    /// <summary>The tasks that accept it, or convert the lead, in the order in which they were started.</summary>
    public IReadOnlyList<JsonObject> Tasks(World world, bool converts)
    {
        var (operation, filter, value) = converts
            ? ("ListOpportunityFromEngagementTasks", "EngagementIdentifier", Engagement)
            : ("ListEngagementByAcceptingInvitationTasks", "EngagementInvitationIdentifier", Id);
        return [.. Colleague.Do(world, operation, new JsonObject { ["Catalog"] = SyncModel.Catalog, [filter] = new JsonArray(value) })!["TaskSummaries"]!.AsArray()
            .Select(t => t!.AsObject()).OrderBy(t => t["StartTime"]!.GetValue<string>(), StringComparer.Ordinal)];
    }

    /// <summary>The last task has failed, and not for a reason that passes.</summary>
    public bool IsStopped(World world, bool converts) =>
        Tasks(world, converts) is [.., var last] && last["TaskStatus"]!.GetValue<string>() == "FAILED" && !Passing.Contains(last["ReasonCode"]?.GetValue<string>());

    /// <summary>AWS's opportunities of this customer.</summary>
    public IReadOnlyList<JsonObject> Opportunities(World world) => [.. Sides.Aws(world).Where(o => Sides.Text(o, "Customer.Account.CompanyName") == Company)];

    /// <summary>The qualification at AWS, or null: there is no lead.</summary>
    public string? Qualification(World world) =>
        (Colleague.Do(world, "GetEngagement", new JsonObject { ["Catalog"] = SyncModel.Catalog, ["Identifier"] = Engagement })?["Contexts"] as JsonArray)?
            .Select(context => context!["Payload"]?["Lead"] as JsonObject).FirstOrDefault(lead => lead is not null)?["QualificationStatus"]?.GetValue<string>();
}

/// <summary>What somebody wants to be answered.</summary>
/// <param name="IsElsewhere">In Partner Central's pages: AWS has it already.</param>
sealed record ReferralAnswer(DateTimeOffset At, bool Accepts, string? Reason, bool IsElsewhere);
