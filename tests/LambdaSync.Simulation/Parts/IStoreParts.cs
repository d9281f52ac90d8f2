using LambdaSync.Connections.BuiltIn;
using LambdaSync.Connections.State;
using LambdaSync.Simulation.Kernel;
using LambdaSync.Simulation.Outsides;

namespace LambdaSync.Simulation.Parts;

/// <summary>A seed's store.</summary>
interface IStoreParts : IDisposable
{
    /// <summary>Without a gate.</summary>
    ISyncStore Store { get; }

    IQuotaStore Quotas { get; }

    /// <summary>As a process reaches it.</summary>
    ISyncStore Reach(Incarnation process);

    /// <summary>Makes what is stored now readable with plain SQL.</summary>
    /// <returns>A name for <see cref="SqliteDump"/>.</returns>
    string Dump();
}

/// <summary>A seed's CRM.</summary>
interface ICrmParts : IDisposable
{
    /// <summary>Without a gate.</summary>
    IBuiltInCrm Crm { get; }

    /// <summary>As a process reaches it, without a gate: what a client keeps in memory is its process's.</summary>
    IBuiltInCrm Of(Incarnation process) => Crm;

    /// <summary>Counts the writes; null where nothing does.</summary>
    long? Writes { get; }

    /// <summary>Makes what is stored now readable with plain SQL.</summary>
    /// <returns>A name for <see cref="SqliteDump"/>.</returns>
    string Dump();
}
