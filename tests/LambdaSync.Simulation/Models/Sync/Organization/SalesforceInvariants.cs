using LambdaSync.Simulation.Parts;
using LambdaSync.Simulation.Stories;

namespace LambdaSync.Simulation.Models.Sync.Organization;

/// <summary>What holds in the end where Salesforce is the CRM.</summary>
static class SalesforceInvariants
{
    public static IReadOnlyList<Invariant> All { get; } =
    [
        new("same-second", "what a person saves at the moment of a write is on both sides", SameSecond),
        new("merge-followed", "a deal whose account was merged belongs to the account that survived", MergeFollowed),
    ];

    static IEnumerable<string> SameSecond(World world)
    {
        foreach (var (number, field, value, at) in world.Own<Saves>().Done)
        {
            var deal = world.Own<Deals>().All[number];
            if (deal.FindAws(world) is not { } awsId || deal.FindCrm(world) is not { } crmId || Sides.Aws(world, awsId) is not { } aws || Sides.Crm(world, crmId) is not { } crm)
                continue;
            var (there, here) = (Sides.Text(aws, field.Aws), Watching.Witness.Text(crm, field.Crm));
            if ((there, here) != (value, value))
                yield return $"'{value}' was saved as {field.Crm} of deal {number} ({awsId}) at the moment {at}; AWS has '{there}', the CRM '{here}'";
        }
    }

    static IEnumerable<string> MergeFollowed(World world)
    {
        var organization = OrganizationTrouble.Organization(world);
        var accounts = organization.Shown("Account").Select(OrganizationPeople.IdOf).ToHashSet(StringComparer.Ordinal);
        foreach (var (crmId, survivor) in world.Own<OrganizationTrouble>().Merged)
        {
            // A survivor may have been merged later on.
            if (organization.Find("Opportunity", crmId) is { } record && record["AccountId"]?.GetValue<string>() is var now && (now is null || !accounts.Contains(now) || (accounts.Contains(survivor) && now != survivor)))
                yield return $"{crmId} belongs to the account {now ?? "none"}, its own was merged into {survivor}";
        }
    }
}
