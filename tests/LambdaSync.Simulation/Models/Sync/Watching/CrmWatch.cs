using LambdaSync.Connections.Crm;
using LambdaSync.Simulation.Kernel;
using LambdaSync.Simulation.Outsides;
using LambdaSync.Sync;

namespace LambdaSync.Simulation.Models.Sync.Watching;

/// <summary>The CRM, watched: both sides are compared after each write.</summary>
static class CrmWatch
{
    /// <summary>The CRM itself, behind the gate.</summary>
    public static ICrm Over(ICrm crm, World world) => Intercept.Of(crm, call =>
    {
        if (call.Method != nameof(ICrm.Write))
            return call.Proceed();
        var (rows, witness) = ((IReadOnlyList<CrmWrite>)call.Arguments[1]!, world.Own<Witness>());
        var before = witness.Synonyms(rows);
        return call.Proceed<IReadOnlyList<CrmResult>>(results =>
        {
            witness.CompareSynonyms(before);
            witness.WroteCrm(rows, results);
            return results;
        });
    });

    /// <summary>The CRM as a process reaches it, before the gate.</summary>
    public static ICrm Before(ICrm crm, World world, Incarnation process) => Intercept.Of(crm, call =>
    {
        if (call.Method == nameof(ICrm.Write))
            world.Own<ClaimWatch>().Begin(world, process, (IReadOnlyList<CrmWrite>)call.Arguments[1]!);
        return call.Proceed();
    });
}
