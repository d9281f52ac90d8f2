using LambdaSync.Connections.Crm;
using LambdaSync.Connections.State;
using LambdaSync.Functions;
using LambdaSync.Functions.Engine;
using LambdaSync.Mapping;

namespace LambdaSync.Cli;

/// <summary>The handlers that carry records over, put together for this machine: with its credentials, within the account's quota.</summary>
sealed class SyncParts : IDisposable
{
    readonly QuotaLink _link;

    /// <param name="account">Whose quota it is; one machine that is alone may call it what it likes.</param>
    public SyncParts(ISyncStore store, ICrm crm, IQuotaStore quotas, string account, double quotaShare, MappingDocument mapping, SyncSettings settings, Terminal terminal)
    {
        var time = TimeProvider.System;
        _link = new QuotaLink(quotas, account, quotaShare, Lease.LongestWait);
        var lanes = _link.Lanes;
        Records = Engine();
        Reconcile = new Reconcile(store, lanes, Engine(), settings, time, new ErrorLog<Reconcile>(terminal.Error));
        Events = new PartnerEvents(store, Engine(), settings, time, new ErrorLog<PartnerEvents>(terminal.Error));
        Outbound = new Outbound(store, crm, Engine(), mapping, settings, time, new ErrorLog<Outbound>(terminal.Error));

        // One each: serve calls the handlers at the same time, and a compiled mapping serves one at a time.
        RecordEngine Engine() => new(store, crm, lanes, mapping, settings, time, Random.Shared.NextDouble, new ErrorLog<RecordEngine>(terminal.Error));
    }

    public RecordEngine Records { get; }

    public Reconcile Reconcile { get; }

    public PartnerEvents Events { get; }

    public Outbound Outbound { get; }

    public void Dispose() => _link.Dispose();
}
