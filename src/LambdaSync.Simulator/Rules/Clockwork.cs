using LambdaSync.Simulator.Operations;
using LambdaSync.Simulator.State;

namespace LambdaSync.Simulator.Rules;

/// <summary>What happens by time alone, caught up with whenever anyone looks: tasks end, invitations expire, prospecting ends, snapshot jobs run.</summary>
static class Clockwork
{
    public static void CatchUp(World world)
    {
        var now = world.Clock.Now;
        foreach (var catalog in world.Catalogs.Values)
        {
            if (IsDue(catalog, now))
                Act(world, catalog, now);
            SnapshotOperations.RunJobs(world, catalog);
        }

        Marketplace.MarketClock.CatchUp(world);
    }

    // It is asked before every request, and mostly nothing is.
    static bool IsDue(Catalog catalog, DateTimeOffset now)
    {
        foreach (var task in catalog.Tasks.Values)
        {
            if (task.Status == EngagementTask.InProgress && task.Due <= now)
                return true;
        }

        foreach (var invitation in catalog.Invitations.Values)
        {
            if (invitation.Status == Invitation.Pending && invitation.Expires <= now)
                return true;
        }

        foreach (var task in catalog.ProspectingTasks.Values)
        {
            if (!task.IsDone && task.Due <= now)
                return true;
        }

        return false;
    }

    static void Act(World world, Catalog catalog, DateTimeOffset now)
    {
        world.Changes++;
        // In the order of their times: a task that was done before its invitation's end has accepted it.
        var tasks = catalog.Tasks.Values.Where(t => t.Status == EngagementTask.InProgress).Select(t => (t.Due, Do: (Action)t.End));
        var invitations = catalog.Invitations.Values.Where(i => i.Status == Invitation.Pending).Select(i => (Due: i.Expires, Do: (Action)(() => Expire(world, catalog, i))));
        foreach (var (_, act) in tasks.Concat(invitations).Where(d => d.Due <= now).OrderBy(d => d.Due).ToList())
            act();
        foreach (var task in catalog.ProspectingTasks.Values.Where(t => !t.IsDone && t.Due <= now))
            ProspectingOperations.End(world, catalog, task);
    }

    static void Expire(World world, Catalog catalog, Invitation invitation)
    {
        if (invitation.Status != Invitation.Pending)
            return;
        invitation.Status = Invitation.Expired;
        EngagementEvents.Tell(world, catalog, invitation, "Expired");
    }
}
