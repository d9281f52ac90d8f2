using LambdaSync.Connections.BuiltIn;
using LambdaSync.Mapping;
using LambdaSync.Simulation.Faults;
using LambdaSync.Simulation.Kernel;
using LambdaSync.Simulation.Models.Sync;
using LambdaSync.Simulation.Outsides;
using LambdaSync.Simulation.Stories;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;

namespace LambdaSync.Simulation.Models.Referrals;

/// <summary>Invitations and leads for a day: shown, answered from both sides, followed, converted.</summary>
sealed class ReferralsModel : SyncModel
{
    static readonly MappingDocument Whole = MappingReader.Read(BuiltInMapping.Json(), new List<Issue>())!;

    // A referral is never submitted, and a draft that a lead became waits for its partner.
    static readonly MappingDocument WithInvitations = Whole with
    {
        Opportunity = Mapping.Opportunity! with
        {
            Invitation = Whole.Opportunity!.Invitation,
            Submit = null,
            Fields = [.. Mapping.Opportunity.Fields, .. Whole.Opportunity.Fields.Where(f => f.Aws.StartsWith("invitation:", StringComparison.Ordinal))],
        },
        Lead = Whole.Lead,
    };

    public override string Name => "referrals";

    public override IReadOnlyList<IPlot> Plots { get; } =
        [new ReferralPlot(), new FaultPlot(Functions, ["store", "crm", "partner-central"], [Queue]) { Most = 9, MaxCrashes = 15, MaxCalls = 40, Whole = LargeLength }];

    public override IReadOnlyList<Invariant> Invariants => ReferralInvariants.All;

    public override IReadOnlyList<string> Reaches => ReferralReaches.All;

    public override IReadOnlyList<Variant> Variants => ReferralVariants.All;

    public override TimeSpan Length(Chance chance) => SmallLength;

    protected override MappingDocument MappingOf(World world) => WithInvitations;

    // An operator looks at what waits for a correction of an invitation, too.
    public override void Heal(World world)
    {
        base.Heal(world);
        var parked = world.Store.ListWork(Catalog, 10_000, CancellationToken.None).Now().Where(w => w is { Parked: true, Key.Kind: WorkKind.Invitation }).ToList();
        world.Store.Wake([.. parked.Select(w => new Wake(w.Key, Reason.Refresh, Lane.Person, world.Pump.Now))], CancellationToken.None).GetAwaiter().GetResult();
    }
}
