using LambdaSync.Simulator.State;

namespace LambdaSync.Simulator.Marketplace;

/// <summary>What happens in Marketplace by time alone, caught up with whenever anyone looks: change sets are applied, agreements start, renew and end, requests are approved.</summary>
static class MarketClock
{
    public static void CatchUp(World world)
    {
        var now = world.Clock.Now;
        foreach (var set in world.Market.ChangeSets.Where(s => s.IsOpen && s.Applies <= now).OrderBy(s => s.Due).ToList())
        {
            set.Status = MarketChangeSet.Applying;
            if (set.Due <= now)
                ChangeSetApply.Apply(world, set);
        }

        AgreementClock.CatchUp(world);
    }
}
