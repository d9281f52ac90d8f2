using LambdaSync.Connections.BuiltIn;
using LambdaSync.Connections.State;
using LambdaSync.Simulation.Kernel;
using LambdaSync.Testing.Memory;

namespace LambdaSync.Simulation.Parts;

/// <summary>The store in memory.</summary>
sealed class MemoryStoreParts(World world) : IStoreParts
{
    readonly MemorySyncStore _store = new();
    readonly MemoryQuotaStore _quotas = new();
    long? _dumped;

    public ISyncStore Store => _store;

    public IQuotaStore Quotas => _quotas;

    public ISyncStore Reach(Incarnation process) => process.Reach(world.StoreOutside, Store);

    public string Dump()
    {
        if (_dumped != _store.Writes)
            StoreDump.Fill(_store);
        _dumped = _store.Writes;
        return StoreDump.Name;
    }

    public void Dispose()
    {
    }
}

/// <summary>The built-in CRM in memory.</summary>
sealed class MemoryCrmParts(World world) : ICrmParts
{
    readonly MemoryCrm _crm = new(world.Time);
    long? _dumped;

    public IBuiltInCrm Crm => _crm;

    public long? Writes => _crm.Writes;

    public string Dump()
    {
        if (_dumped != _crm.Writes)
            CrmDump.Fill(_crm.All());
        _dumped = _crm.Writes;
        return CrmDump.Name;
    }

    public void Dispose()
    {
    }
}
