using LambdaSync.Simulation.Parts;
using LambdaSync.Simulation.Stories;

namespace LambdaSync.Simulation.Models.Sync.Organization;

/// <summary>What holds in the end where Salesforce is the CRM.</summary>
static class SalesforceInvariants
{
    public static IReadOnlyList<Invariant> All { get; } =
    [
        new("same-second", "what a person saves at the moment of a write is on both sides", SameSecond),
        new("merge-followed", "a deal whose account or contact was merged belongs to the one that survived, and none is created again", MergeFollowed),
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
        var shown = ((string[])["Account", "Contact"]).SelectMany(organization.Shown).ToDictionary(OrganizationPeople.IdOf);
        foreach (var ((crmId, link), survivor) in world.Own<OrganizationTrouble>().Merged)
        {
            // A survivor may have been merged later on.
            if (organization.Find("Opportunity", crmId) is { } record && record[link]?.GetValue<string>() is var now && (now is null || !shown.ContainsKey(now) || (shown.ContainsKey(survivor) && now != survivor)))
                yield return $"{link} of {crmId} is {now ?? "empty"}, its own was merged into {survivor}";
        }

        foreach (var same in shown.Values.Select(record => (string?)record["Email"]).OfType<string>().GroupBy(email => email).Where(same => same.Count() > 1))
            yield return $"{same.Key} is {same.Count()} contacts";
    }
}
