using System.CommandLine;
using LambdaSync.Functions;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;

namespace LambdaSync.Cli.Commands;

/// <summary><c>serve</c>: the one-machine edition; files in a folder become records of the built-in CRM.</summary>
static class ServeCommand
{
    public static Command Create(Terminal terminal)
    {
        var (data, mapping) = (Options.Data(), Options.Mapping());
        var folder = new Option<DirectoryInfo?>("--folder") { Description = "The folder that receives AWS's files (in opportunity-outbound/ and lead-outbound/, or at its top level). Default: landing in the data folder." };
        var once = new Option<bool>("--once") { Description = "Process the existing files and exit. Exit 3 if a job ended Partial or Error, if an entry of the folder can't be read, or if work remains." };
        var interval = Options.Number("--interval", "Seconds between two scans of the folder.", 1, 3600, 5);
        var batch = Options.Number("--batch", "Records that go to the CRM in one call, 1 to 500.", 1, 500, SyncSettings.Default.BatchSize);
        var partnerCentral = new Option<bool>("--partner-central") { Description = "Also synchronize the CRM with Partner Central, with the AWS credentials of this machine. Without this option, serve only imports files." };
        var catalog = PartnerCentralLink.Catalog();
        catalog.Description = "AWS or Sandbox, for everything that serve synchronizes. Use a separate data folder for each catalog.";
        var events = new Option<string?>("--events-queue") { Description = "URL of an SQS queue that receives Partner Central's events from EventBridge. Requires --partner-central. Without a queue, sweeps find the changes later." };
        events.Validators.Add(result =>
        {
            if (!Uri.TryCreate(result.GetValueOrDefault<string?>(), UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http"))
                result.AddError("--events-queue takes the URL of a queue");
        });
        var port = Options.NumberOrNone("--commands-port", $"Loopback port that accepts signed commands (POST), with the keys in {CommandsListener.KeysFile} of the data folder; 0 selects a free port. Requires --partner-central.", 0, 65_535);
        var quiet = new Option<bool>("--quiet") { Description = "Do not print a line for each file and each record that changed." };
        var command = new Command("serve", "Watches a folder and imports its files into the built-in CRM. Ctrl-C stops the command after the current file.")
        {
            data, folder, mapping, once, interval, batch, partnerCentral, catalog, events, port, quiet,
        };
        var files = new ExchangeOptions();
        files.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(events) is not null && !result.GetValue(partnerCentral))
                result.AddError("--events-queue needs --partner-central");
            if (result.GetValue(port) is not null && (!result.GetValue(partnerCentral) || result.GetValue(once)))
                result.AddError("--commands-port needs --partner-central and can't be used with --once");
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            if (MappingFile.Load(parsed.GetValue(mapping), parsed.GetValue(data), terminal) is not { } document)
                return Exit.Failed;
            if (ServeLock.TryTake(parsed.GetValue(data)!, terminal) is not { } taken)
                return Exit.Failed;
            using var serveLock = taken;
            if (files.TransportsOf(parsed, parsed.GetValue(data)!, parsed.GetValue(partnerCentral), terminal) is not { } transports)
                return Exit.Failed;
            var settings = SyncSettings.Default with { Catalog = parsed.GetValue(catalog)!, BatchSize = parsed.GetValue(batch), Transports = transports };
            var machine = Machine.Open(parsed.GetValue(data)!, parsed.GetValue(folder));
            var exchange = files.Open(parsed, machine, document, settings, terminal);
            if ((exchange is null && files.IsGiven(parsed))
                || !await MigrateSetCommand.May(machine, settings.Catalog, TransportFile.Read(parsed.GetValue(data)!) ?? Transports.Api, transports, terminal, cancellation))
            {
                machine.Dispose();
                return Exit.Failed;
            }

            var sync = parsed.GetValue(partnerCentral) ? new SyncParts(machine.Store, machine.SyncCrm, Machine.Owner, machine.Quotas, Machine.Account, 1, document, settings, terminal) : null;
            var queue = sync is not null && parsed.GetValue(events) is { } url ? new EventQueue(new Uri(url), sync.HandleEvents, terminal.Error, TimeProvider.System) : null;
            var hasEnded = true;
            try
            {
                var service = machine.Service(document, terminal, TimeProvider.System, settings, sync, exchange);
                // What goes out in files is due until its schedule's turn.
                IReadOnlyList<WorkGroup> groups = sync is null && exchange is null ? [WorkGroup.Arrivals]
                    : settings.Transports.UseFiles ? [WorkGroup.Arrivals, WorkGroup.Schedules] : [WorkGroup.Arrivals, WorkGroup.Records, WorkGroup.Schedules];
                var housekeeping = new Housekeeping(machine, service, settings.Catalog, groups, terminal.Error, TimeProvider.System);
                var loops = new ServiceLoops(service, housekeeping, queue, terminal.Error, TimeProvider.System);
                var scope = sync is null && exchange is null ? "importing files only; --partner-central also synchronizes with Partner Central"
                    : string.Join(" and ", [.. sync is null ? (string[])[] : [$"synchronizing with Partner Central's catalog {settings.Catalog}"], .. exchange is null ? (string[])[] : [exchange.Send is null ? "reading the file exchange" : "sending and reading files of the exchange"]]);
                await (sync?.Check(cancellation) ?? Task.CompletedTask);
                await (exchange?.Check(cancellation) ?? Task.CompletedTask);
                // From the first time on: an exchange that can't be reached changes nothing.
                if (exchange?.Send is not null)
                    TransportFile.Write(parsed.GetValue(data)!, transports);
                await (queue?.Check(cancellation) ?? Task.CompletedTask);
                await housekeeping.Begin(cancellation);
                if (parsed.GetValue(once))
                {
                    await terminal.Error.WriteLineAsync(scope);
                    return await Once(machine, service, loops, queue, settings.Catalog, terminal, cancellation);
                }

                if (await Pause.Cause(machine.Store, settings.Catalog, cancellation) is { } paused)
                    await terminal.Error.WriteLineAsync($"{paused}; run 'lambdasync resume' to continue");
                await using var listener = sync is not null && parsed.GetValue(port) is { } number
                    ? await CommandsListener.Start(number, parsed.GetValue(data)!, sync.Commands, terminal.Error, TimeProvider.System)
                    : null;
                if (listener is not null)
                    await terminal.Error.WriteLineAsync($"accepting signed commands at {listener.Address}");
                await terminal.Error.WriteLineAsync($"watching {machine.Landing.FullName}; {scope}; press Ctrl-C to stop");
                using var watching = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
                var lines = parsed.GetValue(quiet) ? Task.CompletedTask : new ChangeLines(machine.Store, terminal.Text, TimeProvider.System).Follow(watching.Token);
                hasEnded = await loops.Run(TimeSpan.FromSeconds(parsed.GetValue(interval)), cancellation);
                await watching.CancelAsync();
                await lines;
                await terminal.Error.WriteLineAsync(hasEnded ? "stopped" : "stopped; a call that was still under way is resumed at the next start");
                return Exit.Done;
            }
            finally
            {
                // A part that is still in a call would lose its files under its hands; the process ends now anyway.
                if (hasEnded)
                {
                    queue?.Dispose();
                    sync?.Dispose();
                    exchange?.Dispose();
                    machine.Dispose();
                }
            }
        });
        return command;
    }

    static async Task<int> Once(Machine machine, Service service, ServiceLoops loops, EventQueue? events, string catalog, Terminal terminal, CancellationToken cancellation)
    {
        var started = TimeProvider.System.GetUtcNow();
        var isQuiet = await loops.Once(cancellation);
        // By their end: a job that an earlier run began and this one finished is this one's result.
        var listed = await machine.Store.ListJobs(DateTimeOffset.UnixEpoch, TimeProvider.System.GetUtcNow().AddMinutes(1), null, 10_000, cancellation);
        Job[] jobs = [.. listed.Where(job => job.Ended >= started)];
        LogListCommand.Jobs.Write(jobs, terminal.IsTerminal ? "table" : "csv", terminal);
        var left = await Leftovers.Of(machine.Store, catalog, cancellation);
        foreach (var line in left)
            await terminal.Error.WriteLineAsync(line);
        if (!isQuiet && left.Count == 0)
            await terminal.Error.WriteLineAsync("files wait for a retry: run 'lambdasync serve' again");
        if (events is { Failed: > 0 })
            await terminal.Error.WriteLineAsync($"{events.Failed} events failed and stay in their queue");
        if (service.PassedOver > 0)
            await terminal.Error.WriteLineAsync($"{service.PassedOver} entries of the folder were passed over; the lines above name them");
        return left.Count > 0 || !isQuiet || service.PassedOver > 0 || loops.Failed > 0 || events is { Failed: > 0 } or { FailedReads: > 0 } || jobs.Any(job => job.Status is JobStatus.Partial or JobStatus.Error) ? Exit.Partly : Exit.Done;
    }
}
