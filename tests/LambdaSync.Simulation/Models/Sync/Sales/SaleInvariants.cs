using System.Text.Json.Nodes;
using LambdaSync.Simulation.Models.Sync.Watching;
using LambdaSync.Simulation.Outsides;
using LambdaSync.Simulation.Stories;

namespace LambdaSync.Simulation.Models.Sync.Sales;

/// <summary>What holds for deals that go the whole way.</summary>
static class SaleInvariants
{
    public const string Once = "submitted-once", Referral = "referral-kept", EditsFirst = "edits-first", LockKept = "lock-kept", NewFirst = "new-before-old";

    // The log has the clock of the function that wrote it, which may be wrong by so much.
    static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    // An edit this long after somebody else's change has seen it.
    static readonly TimeSpan Apart = TimeSpan.FromHours(5);

    public static IReadOnlyList<Invariant> All { get; } =
    [
        Watched(Once, "no second submission is started while one runs or after one was taken, and none that failed for good is repeated unchanged"),
        Watched(Referral, "an AWS referral is not submitted"),
        Watched(EditsFirst, "nothing is submitted while AWS lacks an edit"),
        Watched(LockKept, "no association is changed while AWS reviews"),
        Watched(NewFirst, "the last solution of a committed opportunity is removed after the new one is there"),
        new("submitted-in-the-end", "a complete deal that somebody wants with AWS is submitted, unless AWS refused it for good", InTheEnd),
        new("associations-kept", "both sides have the same solutions: those of the last edit", Associations),
        new("owner-kept", "both sides have the same owner: that of the last edit", Owner),
        new("request-answered", "a submission that was requested ends in a task or an issue", Answered),
    ];

    static Invariant Watched(string name, string rule) => new(name, rule, world => world.Own<Witness>().Broken(name));

    static IEnumerable<(Deal Deal, Sale Sale, JsonObject Aws, JsonObject Crm)> Sales(World world) =>
        from deal in world.Own<Deals>().All.Values
        where deal.Sale is not null
        let sides = world.Own<Witness>().Sides(deal)
        where sides is not null
        select (deal, deal.Sale, sides.Value.Aws, sides.Value.Crm);

    static IEnumerable<string> InTheEnd(World world) => Sales(world)
        .Where(s => s.Sale is { IsReferral: false, IsComplete: true } && (s.Sale.Requests.Count > 0 || !world.Own<Submissions>().IsOnCommand) && Sides.Text(s.Aws, "LifeCycle.ReviewStatus") == "Pending Submission" && Submissions.Solutions(s.Aws).Count > 0 && !Submissions.IsStopped(world, s.Deal))
        .Select(s => $"deal {s.Deal.Number} ({s.Deal.AwsId}) is not submitted");

    static IEnumerable<string> Associations(World world)
    {
        foreach (var (deal, sale, aws, crm) in Sales(world).Where(s => Sides.Text(s.Aws, "LifeCycle.ReviewStatus") != "Rejected"))
        {
            var (there, here) = (Submissions.Solutions(aws), Sale.Set(Witness.Text(crm, Sale.Solutions)));
            if (!there.SetEquals(here))
                yield return $"deal {deal.Number} ({deal.AwsId}) has '{string.Join(';', there)}' at AWS and '{string.Join(';', here)}' in the CRM";
            if (sale.Given.TryGetValue(Sale.Solutions, out var last) && (sale.ChangedAtAws == default || last.At > sale.ChangedAtAws + Apart) && !there.SetEquals(Sale.Set(last.Value)))
                yield return $"deal {deal.Number} ({deal.AwsId}) has '{string.Join(';', there)}' at AWS, the CRM's last edit was '{last.Value}'";
        }
    }

    static IEnumerable<string> Owner(World world)
    {
        foreach (var (deal, sale, aws, crm) in Sales(world))
        {
            var (there, here) = (Submissions.Owner(aws) ?? "", Witness.Text(crm, Sale.Owner) ?? "");
            if (there != here)
                yield return $"deal {deal.Number} ({deal.AwsId}) has the owner '{there}' at AWS and '{here}' in the CRM";
            if (sale.Given.TryGetValue(Sale.Owner, out var last) && there != (last.Value ?? ""))
                yield return $"deal {deal.Number} ({deal.AwsId}) has the owner '{there}' at AWS, the CRM's last edit was '{last.Value}'";
        }
    }

    static IEnumerable<string> Answered(World world)
    {
        using var store = new SqliteDump(world.StoreName);
        foreach (var (deal, sale, _, _) in Sales(world).Where(s => s.Sale.Requests.Count > 0))
        {
            foreach (var reasons in store.Texts("SELECT reasons FROM work WHERE (id = $1 OR id = $2) AND reasons LIKE '%submit?%' AND NOT parked", deal.AwsId!, "Opportunity/" + deal.CrmId))
                yield return $"a submission of deal {deal.Number} ({deal.AwsId}) is still to be done: {reasons}";
            foreach (var (job, at) in sale.Requests)
            {
                // The last that was said or done after it.
                var said = store.Rows("SELECT CAST(issues AS TEXT) FROM detail WHERE (aws_id = $1 OR crm_id = $2) AND at >= $3", deal.AwsId!, deal.CrmId!, (at - Skew).UtcTicks).Exists(r => ((string)r[0]!).Contains("submission", StringComparison.Ordinal));
                var parked = store.Texts("SELECT cause FROM work WHERE (id = $1 OR id = $2) AND parked", deal.AwsId!, "Opportunity/" + deal.CrmId).Count > 0;
                if (!said && !parked)
                    yield return $"the submission {job} of deal {deal.Number} ({deal.AwsId}), requested at {at:d HH:mm:ss}, has no answer";
            }
        }
    }
}
