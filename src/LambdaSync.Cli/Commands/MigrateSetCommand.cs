using System.CommandLine;
using LambdaSync.Fields;
using LambdaSync.Files;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;

namespace LambdaSync.Cli.Commands;

/// <summary><c>migrate set</c>: how an object of a data folder travels (row B10). A stack has parameters for it.</summary>
static class MigrateSetCommand
{
    const int MaxWork = 100_000;

    public static Command Create(Terminal terminal)
    {
        var (data, catalog) = (Options.Data(), PartnerCentralLink.Catalog());
        var ofObject = new Argument<string>("object") { Description = "opportunity or lead." };
        ofObject.AcceptOnlyFromAmong("opportunity", "lead");
        var way = new Argument<string>("transport") { Description = "api: Partner Central's API. files: the file exchange." };
        way.AcceptOnlyFromAmong([.. Transports.Words]);
        var command = new Command("set", "Sets how an object of a data folder travels to AWS. Refuses while records of it are on their way. A stack has the parameters OpportunityTransport and LeadTransport instead.") { ofObject, way, data, catalog };
        command.SetAction(async (parsed, cancellation) =>
        {
            var folder = parsed.GetValue(data)!;
            if (ServeLock.TryTake(folder, terminal) is not { } taken)
                return Exit.Failed;
            using var serveLock = taken;
            using var machine = Machine.OpenExisting(folder, terminal);
            if (machine is null)
                return Exit.Failed;
            var aceObject = parsed.GetValue(ofObject) == "lead" ? AceObject.Lead : AceObject.Opportunity;
            var transport = parsed.GetValue(way) == "files" ? Transport.Files : Transport.Api;
            var old = TransportFile.Read(folder) ?? Transports.Api;
            var wanted = old.With(aceObject, transport);
            if (!await May(machine, parsed.GetValue(catalog)!, old, wanted, terminal, cancellation))
                return Exit.Failed;
            TransportFile.Write(folder, wanted);
            await terminal.Text.WriteLineAsync($"{parsed.GetValue(ofObject)}: {parsed.GetValue(way)}");
            return Exit.Done;
        });
        return command;
    }

    /// <summary>False, after telling why: records are on their way by the transport that an object has now, which alone can settle them.</summary>
    public static async Task<bool> May(Machine machine, string catalog, Transports old, Transports wanted, Terminal terminal, CancellationToken cancellation)
    {
        var work = await machine.Store.ListWork(catalog, MaxWork, cancellation);
        var moving = ExchangeFolders.Objects.Where(each => old.Of(each) != wanted.Of(each))
            .SelectMany(each => old.InFiles(each) ? MigrateCheckCommand.InFlight(work, each) : InCall(work, each)).ToList();
        if (moving.Count > 0)
            await terminal.Error.WriteLineAsync($"error: records on their way: {Words.Of(moving.Count)}, {moving[0].Key.Id} among them. Fix: wait until 'lambdasync migrate check' shows none, and let 'lambdasync serve' finish what it has begun as before.");
        return moving.Count == 0;
    }

    // A call of which it is not known whether AWS has taken it is settled by the API.
    static IReadOnlyList<WorkItem> InCall(IReadOnlyList<WorkItem> work, AceObject aceObject) =>
        [.. work.Where(item => (aceObject == AceObject.Lead ? item.Key.IsLead : item.Key.IsOpportunity || item.Key.IsCrmRecord) && item.Intent is { } intent && StoredIntent.Read(intent)?.Aws is { File: null })];
}
