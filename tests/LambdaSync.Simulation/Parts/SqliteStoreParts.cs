using LambdaSync.Connections.BuiltIn;
using LambdaSync.Connections.State;
using LambdaSync.Local.Crm;
using LambdaSync.Local.State;
using LambdaSync.Simulation.Kernel;
using LambdaSync.Simulation.Outsides;

namespace LambdaSync.Simulation.Parts;

/// <summary>SQLite, in memory.</summary>
sealed class SqliteStoreParts(World world) : IStoreParts
{
    static long s_number;

    readonly string _name = SqliteDump.Name("store", Interlocked.Increment(ref s_number));
    SqliteSyncStore? _store;
    SqliteQuotaStore? _quotas;

    public ISyncStore Store => _store ??= new SqliteSyncStore(_name);

    public IQuotaStore Quotas => _quotas ??= new SqliteQuotaStore(":memory:");

    public ISyncStore Reach(Incarnation process) => process.Reach(world.StoreOutside, Store);

    public string Dump() => Store is not null ? _name : "";

    public void Dispose()
    {
        _store?.Dispose();
        _quotas?.Dispose();
    }
}

/// <summary>The built-in CRM of one machine, in memory.</summary>
sealed class SqliteCrmParts : ICrmParts
{
    static long s_number;

    readonly string _name = SqliteDump.Name("crm", Interlocked.Increment(ref s_number));
    readonly BuiltInCrm _crm;

    public SqliteCrmParts(World world) => _crm = new BuiltInCrm(_name, time: world.Time);

    public IBuiltInCrm Crm => _crm;

    public long? Writes => null;

    public string Dump() => _name;

    public void Dispose() => _crm.Dispose();
}
