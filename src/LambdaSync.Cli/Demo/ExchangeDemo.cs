using System.Text;
using System.Text.Json.Nodes;
using Amazon.Lambda.CloudWatchEvents.ScheduledEvents;
using LambdaSync.Files;
using LambdaSync.Functions;
using LambdaSync.Functions.Exchange;
using LambdaSync.Local.Buckets;
using LambdaSync.Mapping;
using LambdaSync.Simulator.AceExchange;
using LambdaSync.Sync;
using LambdaSync.Sync.Schedules;
using LambdaSync.Sync.Work;
using Spectre.Console;

namespace LambdaSync.Cli.Demo;

/// <summary><c>demo --transport files</c>: a deal, a referral and a lead over the file exchange, with folders as AWS's bucket and a simulated batch of AWS.</summary>
sealed class ExchangeDemo : IDisposable
{
    /// <summary>In the data folder: what AWS's bucket holds.</summary>
    public const string Folder = "exchange";

    // As functions of a stack.
    static readonly TimeSpan Limit = TimeSpan.FromMinutes(5), Pause = TimeSpan.FromMilliseconds(50);

    readonly Machine _machine;
    readonly ExchangeParts _parts;
    readonly Service _service;
    readonly AceSide _aws;
    readonly DemoPeople _people;
    readonly SyncSettings _settings = SyncSettings.Default with { Transports = Transports.Files };

    ExchangeDemo(DirectoryInfo data, MappingDocument mapping, Terminal terminal)
    {
        var bucket = Directory.CreateDirectory(Path.Combine(data.FullName, Folder));
        _machine = Machine.Open(data);
        var (pull, send) = (new ExchangeTerms(Machine.LandingFolder), new SendTerms(new FileHead("1234567", 2), "lambdasync") { Every = new ObjectPeriods(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)) });
        _parts = new ExchangeParts(_machine, new FolderExchange(bucket.FullName), pull, send, mapping, _settings, terminal);
        _service = _machine.Service(mapping, terminal, TimeProvider.System, _settings, exchange: _parts);
        // A review ends when a step says so.
        _aws = new AceSide(new AceFolder(bucket.FullName), new AceTerms { Shuffles = true, Review = TimeSpan.FromDays(1) });
        _people = new DemoPeople(new BuiltInDemoCrm(_machine.Crm));
    }

    static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    /// <param name="within">How long one step may take.</param>
    public static async Task<int> Run(DemoFolder folder, TimeSpan within, Terminal terminal, CancellationToken cancellation)
    {
        if (ServeLock.TryTake(folder.Data, terminal) is not { } taken)
            return Exit.Failed;
        using var serveLock = taken;
        await MappingFile.Store(folder.Data, DemoRun.Mapping(), cancellation);
        if (MappingFile.Load(null, folder.Data, terminal) is not { } mapping)
            return Exit.Failed;
        TransportFile.Write(folder.Data, Transports.Files);
        using var demo = new ExchangeDemo(folder.Data, mapping, terminal);
        return await demo.Run(folder, within, terminal, Options.Console(terminal), cancellation);
    }

    public void Dispose()
    {
        _parts.Dispose();
        _machine.Dispose();
    }

    async Task<int> Run(DemoFolder folder, TimeSpan within, Terminal terminal, IAnsiConsole console, CancellationToken cancellation)
    {
        console.WriteLine("The built-in CRM and AWS's side of the file exchange, whose bucket is a folder. Both run on this machine.");
        var (ended, n) = (new List<(DemoPart, DemoSides)>(), 0);
        foreach (var part in ExchangeSteps.All(_aws, DateOnly.FromDateTime(Now.UtcDateTime)))
        {
            console.WriteLine();
            console.WriteLine(part.Heading);
            foreach (var step in part.Steps)
            {
                if (await Take(step, within, cancellation) is not { } outcome)
                {
                    await Fail(step, within, terminal, cancellation);
                    return Exit.Failed;
                }

                DemoLine.Write(++n, step.Name, $"{step.Person} {outcome}", console);
                await terminal.Raw.FlushAsync(cancellation);
            }

            ended.Add((part, await Sides(cancellation)));
        }

        console.WriteLine();
        DemoTables.WriteRecords(ended, console);
        foreach (var fault in _aws.Faults)
            await terminal.Error.WriteLineAsync($"error: AWS would refuse a file: {fault}");
        End(folder, terminal.Text);
        return _aws.Faults.Count == 0 ? Exit.Done : Exit.Failed;
    }

    // The person acts, then everything has its tick until the outcome shows on both sides; null: it has not happened in time.
    async Task<string?> Take(DemoStep step, TimeSpan within, CancellationToken cancellation)
    {
        await step.Act(_people);
        return await DemoWait.For(() => Tick(cancellation), async () => step.Outcome(await Sides(cancellation)), within, Pause, cancellation);
    }

    // Schedules are hours apart; the demo makes them due at once, as 'schedule set' does.
    async Task Tick(CancellationToken cancellation)
    {
        foreach (var name in (string[])[Schedules.CrmChanges, .. Schedules.OfExchange])
        {
            var key = WorkKey.Schedule(_settings.Catalog, name);
            if (await _machine.Store.GetWork(key, cancellation) is not null)
                await _machine.Store.Wake([new Wake(key, Reason.Timer, Lane.Sweep, Now)], cancellation);
        }

        await _parts.Changes!.Handle(Event(), Invocation("crm-changes", cancellation));
        await _parts.Send!.Handle(Event(), Invocation("send-files", cancellation));
        _aws.Run(Now);
        // The results are read before AWS's next file with the record, as AWS writes them first.
        await _parts.Send!.Handle(Event(), Invocation("send-files", cancellation));
        _aws.Export(Now);
        await _parts.Pull.Handle(Event(), Invocation("pull-files", cancellation));
        await _service.Scan(atOnce: true, cancellation);
        while (await _service.Work(cancellation))
        {
        }

        // A file waits there while a record of it is on its way to AWS.
        await _service.Parts[0].Turn(cancellation);
    }

    async Task<DemoSides> Sides(CancellationToken cancellation)
    {
        var named = _people.CrmId.Length > 0 ? _people.CrmId : _people.AwsId;
        var record = named.Length == 0 ? null : await _machine.Crm.Get(_people.CrmObject, named, cancellation);
        var crm = record is null ? [] : JsonNode.Parse(record.Fields)!.AsObject();
        if (record is not null)
        {
            _people.CrmId = record.Id;
            _people.AwsId = crm["APN_CRM_Unique_Identifier__c"]?.GetValue<string>() ?? "";
            crm["Id"] = record.Id;
        }

        var aws = _aws.Records.TryGetValue(_people.AwsId, out var known) ? (JsonObject)known.Fields.DeepClone() : [];
        aws["Id"] = known?.Id;
        aws["Files"] = _aws.Names.Count;
        return new DemoSides(Encoding.UTF8.GetBytes(aws.ToJsonString()), Encoding.UTF8.GetBytes(crm.ToJsonString()));
    }

    async Task Fail(DemoStep step, TimeSpan within, Terminal terminal, CancellationToken cancellation)
    {
        await terminal.Error.WriteLineAsync(DemoWait.Failed(step.Name, within, step.Person));
        foreach (var line in (await Leftovers.Of(_machine.Store, _settings.Catalog, cancellation)).Concat(_aws.Faults))
            await terminal.Error.WriteLineAsync(line);
    }

    void End(DemoFolder folder, TextWriter output)
    {
        output.WriteLine($"{_aws.Names.Count} files went to AWS.");
        if (!folder.IsKept)
        {
            output.WriteLine("The demo deletes its data now. To keep and inspect them:");
            output.WriteLine($"  {ToolName.Typed} demo --transport files --data files-data");
            return;
        }

        var data = $"--data {ToolName.Argument(folder.Data.ToString())}";
        output.WriteLine($"AWS's bucket with the archive of all files: {Path.Combine(folder.Data.ToString(), Folder)}");
        output.WriteLine("Each change of the deal, all jobs, and what is left to do before the API replaces the files:");
        output.WriteLine($"  {ToolName.Typed} log show O0000001 {data}");
        output.WriteLine($"  {ToolName.Typed} log list {data}");
        output.WriteLine($"  {ToolName.Typed} migrate check {data}");
    }

    static ScheduledEvent Event() => new() { Time = Now.UtcDateTime };

    static Invocation Invocation(string name, CancellationToken cancellation) => new(Service.OwnerPrefix + name, Limit, TimeProvider.System, cancellation);
}
