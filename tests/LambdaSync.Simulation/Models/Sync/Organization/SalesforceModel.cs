using LambdaSync.Functions;
using LambdaSync.Mapping;
using LambdaSync.Simulation.Faults;
using LambdaSync.Simulation.Kernel;
using LambdaSync.Simulation.Models.Sync.Sales;
using LambdaSync.Simulation.Parts;
using LambdaSync.Simulation.Stories;

namespace LambdaSync.Simulation.Models.Sync.Organization;

/// <summary>The sync with Salesforce as the CRM, its change events, and with what goes wrong in Salesforce alone.</summary>
sealed class SalesforceModel : SyncModel
{
    const string Events = "CrmEvents";

    static readonly string[] ContactFields = ["Email", "FirstName", "LastName"];

    public override string Name => "salesforce";

    public override bool HasSalesforce => true;

    public override IReadOnlyList<IPlot> Plots { get; } =
    [
        new SyncPlot(), new SharpPlot(), new SalePlot(),
        new FaultPlot([.. Functions, Events], ["store", "crm", "partner-central"], [Queue, OrganizationEvents.Queue]) { Most = 12, MaxCrashes = 30, MaxCalls = 60, Whole = LargeLength },
        new LatePlot(), new SalesforcePlot(),
    ];

    public override IReadOnlyList<Invariant> Invariants => [.. base.Invariants, .. SalesforceInvariants.All];

    public override IReadOnlyList<string> Reaches => SalesforceReaches.All;

    // Guards are switched off in the sync's own model.
    public override IReadOnlyList<Variant> Variants => [];

    // The customer's contact is a record, as the account is.
    protected override MappingDocument MappingOf(World world) => base.MappingOf(world) is var whole && whole.Opportunity is { Template: { } template } source
        ? whole with
        {
            Opportunity = source with
            {
                Template = template with { Contact = new ContactTemplate(OrganizationFields.PrimaryContact, ContactTemplate.DefaultMatch, Create: true) },
                Fields = [.. source.Fields, .. ContactFields.Select(name => FieldMapping.Copy("Customer.Contacts[0]." + name, "Primary_Contact__r." + name) with { Outbound = false })],
            },
        }
        : whole;

    public override void Build(World world)
    {
        base.Build(world);
        var settings = SettingsOf(world);
        var events = world.Add(new Function<CrmEvents>(world, Events, process =>
        {
            var (store, _, worker) = Parts(world, process, settings);
            return new CrmEvents(Crm(world, process), store, worker, world.Variant.Change(MappingOf(world)), settings, process.Time, process.Logger<CrmEvents>());
        })
        { Warmth = Warmth });
        world.AddQueue(OrganizationEvents.Queue, TimeSpan.FromMinutes(30), 20).Attach(events, 10, (handler, batch, context) => handler.Handle(batch, context));
        world.Own<OrganizationEvents>().Begin(world);
        world.Own<Saves>().Begin(world);
    }

    // What an administrator ends: hidden records, another tool's calls, short pages. Lost events stay lost.
    public override void Heal(World world)
    {
        world.Own<OrganizationEvents>().End();
        world.Own<OrganizationTrouble>().End(world);
        world.Queues[OrganizationEvents.Queue].Redrive();
        base.Heal(world);
    }
}
