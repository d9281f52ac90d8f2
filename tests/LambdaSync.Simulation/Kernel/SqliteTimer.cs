using System.Reflection;
using Microsoft.Data.Sqlite;

namespace LambdaSync.Simulation.Kernel;

/// <summary>
/// Microsoft.Data.Sqlite looks after its pools by a timer of the real clock, pools or none. Nothing here is pooled, so it is stopped:
/// then whatever else starts such a timer or uses the thread pool shows.
/// </summary>
static class SqliteTimer
{
    static bool s_isStopped;

    public static void Stop()
    {
        if (s_isStopped)
            return;
        var factory = typeof(SqliteConnection).Assembly.GetType("Microsoft.Data.Sqlite.SqliteConnectionFactory");
        var instance = factory?.GetField("Instance", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)?.GetValue(null);
        if (factory?.GetField("_pruneTimer", BindingFlags.Instance | BindingFlags.NonPublic)?.GetValue(instance) is not Timer timer)
            throw new KernelException("SqliteConnectionFactory._pruneTimer is gone: see whether this version of Microsoft.Data.Sqlite still has a timer");
        timer.Dispose();
        s_isStopped = true;
    }
}
