using LambdaSync.Simulation.Stories;

namespace LambdaSync.Simulation.Models.Sync.Organization;

/// <summary>The sync with Salesforce as the CRM, and with what goes wrong in Salesforce alone.</summary>
sealed class SalesforceModel : SyncModel
{
    public override string Name => "salesforce";

    public override bool HasSalesforce => true;

    public override IReadOnlyList<IPlot> Plots => [.. base.Plots, new SalesforcePlot()];

    public override IReadOnlyList<string> Reaches => SalesforceReaches.All;

    // Guards are switched off in the sync's own model.
    public override IReadOnlyList<Variant> Variants => [];

    // What an administrator ends: hidden records, another tool's calls, short pages.
    public override void Heal(World world)
    {
        world.Own<OrganizationTrouble>().End(world);
        base.Heal(world);
    }
}
