using System.CommandLine;
using LambdaSync.Functions;
using LambdaSync.Sync;

namespace LambdaSync.Cli.Commands;

/// <summary><c>serve</c>: the one-machine edition; files in a folder become records of the built-in CRM.</summary>
static class ServeCommand
{
    public static Command Create(Terminal terminal)
    {
        var (data, mapping) = (Options.Data(), Options.Mapping());
        var folder = new Option<DirectoryInfo?>("--folder") { Description = "The folder AWS's files land in (opportunity-outbound/ and lead-outbound/ inside, or files at its top). Default: landing in the data folder." };
        var once = new Option<bool>("--once") { Description = "Work off what is there and end. Exit 3 when a job ended Partial or Error, or something is left for later." };
        var interval = new Option<int>("--interval") { Description = "Seconds between two looks at the folder.", DefaultValueFactory = _ => 5 };
        var batch = new Option<int>("--batch") { Description = "Records that go to the CRM in one call, 1 to 500.", DefaultValueFactory = _ => SyncSettings.Default.BatchSize };
        batch.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 500)
                result.AddError("--batch takes 1 to 500");
        });
        var partnerCentral = new Option<bool>("--partner-central") { Description = "Keep the CRM and Partner Central in step too, every five minutes, with the AWS credentials of this machine." };
        var command = new Command("serve", "Watches a folder and brings its files into the built-in CRM. Ctrl-C ends it after the file at hand.") { data, folder, mapping, once, interval, batch, partnerCentral };
        command.SetAction(async (parsed, cancellation) =>
        {
            if (MappingFile.Load(parsed.GetValue(mapping), parsed.GetValue(data), terminal) is not { } document)
                return Exit.Failed;
            using var machine = Machine.Open(parsed.GetValue(data)!, parsed.GetValue(folder));
            using var sync = parsed.GetValue(partnerCentral)
                ? new SyncParts(machine.Store, machine.Crm, machine.Quotas, Machine.Account, 1, document, SyncSettings.Default with { BatchSize = parsed.GetValue(batch) }, terminal)
                : null;
            var service = machine.Service(document, terminal, TimeProvider.System, parsed.GetValue(batch), sync);
            if (parsed.GetValue(once))
                return await Once(machine, service, terminal, cancellation);
            await terminal.Error.WriteLineAsync($"watching {machine.Landing.FullName}; Ctrl-C ends it");
            await Watch(service, TimeSpan.FromSeconds(Math.Max(1, parsed.GetValue(interval))), cancellation);
            return Exit.Done;
        });
        return command;
    }

    static async Task<int> Once(Machine machine, Service service, Terminal terminal, CancellationToken cancellation)
    {
        var started = TimeProvider.System.GetUtcNow();
        await service.Scan(atOnce: true, cancellation);
        await service.Drain(cancellation);
        await service.Tick(atOnce: true, cancellation);
        // By their end: a job that an earlier run began and this one finished is this one's result.
        var listed = await machine.Store.ListJobs(DateTimeOffset.UnixEpoch, TimeProvider.System.GetUtcNow().AddMinutes(1), null, 10_000, cancellation);
        Job[] jobs = [.. listed.Where(job => job.Ended >= started)];
        LogListCommand.Write(jobs, terminal.IsTerminal ? "table" : "csv", terminal);
        var left = (await DeadLetters.List(machine.Store, SyncSettings.Default.Catalog, cancellation)).Count;
        if (left > 0)
            await terminal.Error.WriteLineAsync($"{left} files or messages wait to be tried again or are parked: 'lambdasync deadletter list' shows them");
        return left > 0 || jobs.Any(job => job.Status is JobStatus.Partial or JobStatus.Error) ? Exit.Partly : Exit.Done;
    }

    static async Task Watch(Service service, TimeSpan interval, CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                await service.Scan(atOnce: false, cancellation);
                while (await service.Work(cancellation))
                {
                }

                await service.Tick(atOnce: false, cancellation);
                await Task.Delay(interval, cancellation);
            }
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C: everything begun is settled or comes again.
        }
    }
}
