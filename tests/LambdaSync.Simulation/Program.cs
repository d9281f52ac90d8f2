using LambdaSync.Simulation.Models;
using LambdaSync.Simulation.Models.Exchange;
using LambdaSync.Simulation.Models.Marketplace;
using LambdaSync.Simulation.Models.Referrals;
using LambdaSync.Simulation.Models.Sync;
using LambdaSync.Simulation.Models.Sync.Organization;
using LambdaSync.Simulation.Mutants;
using LambdaSync.Simulation.Running;
using LambdaSync.Simulation.Stories;

// The first is played when none is named.
Model[] models = [new SyncModel(), new SalesforceModel(), new ReferralsModel(), new MarketplaceModel(), new InboundFilesModel(), new ExchangeModel(), new SolutionsModel()];
Options options;
Model model;
Variant variant;
try
{
    options = Options.Read(args);
    model = options.Model is null ? models[0] : models.FirstOrDefault(m => m.Name == options.Model) ?? throw new FormatException($"no model {options.Model}");
    model.OnSlowParts = options.SlowParts;
    variant = options.Variant is null ? Variant.None : model.Variants.FirstOrDefault(v => v.Name == options.Variant) ?? throw new FormatException($"no variant {options.Variant}");
}
catch (FormatException wrong)
{
    Console.Error.WriteLine(wrong.Message);
    Console.Error.WriteLine(Options.Help);
    return 2;
}

if (options.MakesCopy)
    return InCopy(_ => 0);
if ((variant.Patch is not null || (options.Variants && model.Variants.Any(v => v.Patch is not null))) && !MutantBuild.IsHere)
    return InCopy(copy => Children.Run([args], 1, (_, line) => Console.WriteLine(line), () => copy)[0]);
MutantBuild.Switch(variant.Patch);
if (options.List)
    return List();
if (options.Interleavings)
    return new LambdaSync.Simulation.Interleavings.Explorer(TimeSpan.FromSeconds(options.Seconds ?? 60), variant).Run();
if (options.SelfCheck)
    return SelfCheck.Run();
if (options is { Variants: true, Worker: { } share })
    return new VariantRun(model, options).Share(share);
if (options.Worker is { } number)
{
    Console.WriteLine(new Worker(model, variant, options, line => Console.WriteLine(line)).Run(number));
    return 0;
}

if (options.Seed is { } seed)
    return One(seed);
if (options.Hashes is { } path)
    return Hashes(path);
if (options.Variants)
    return new VariantRun(model, options).All(args);
return options.Variant is null ? new SeedRun(model, options, args).Run() : new VariantRun(model, options).One(variant);

int One(ulong seed)
{
    var story = Story.Of(model, seed);
    story = options.Keep is { } keep ? story.Keep(keep) : story;
    var result = Engine.Play(model, story, variant, options.Trace);
    Report.Steps(result);
    foreach (var line in options.Trace ? result.Trace : [])
        Console.WriteLine(line);
    Report.Violations(model, result);
    Console.WriteLine($"trace {result.Hash}, {result.Turns} turns; 1 seeds, {(result.Violations.Count == 0 ? 0 : 1)} violations");
    return result.Violations.Count == 0 ? 0 : 1;
}

int InCopy(Func<System.Diagnostics.ProcessStartInfo, int> run)
{
    try
    {
        return run(MutantBuild.Start());
    }
    catch (InvalidOperationException wrong)
    {
        Console.WriteLine(wrong.Message);
        return 1;
    }
}

int Hashes(string path)
{
    try
    {
        return new HashRun(model, options, args).Run(path);
    }
    catch (FormatException wrong)
    {
        Console.Error.WriteLine(wrong.Message);
        return 2;
    }
}

int List()
{
    foreach (var each in models)
    {
        Console.WriteLine(each.Name);
        foreach (var invariant in each.Invariants)
            Console.WriteLine($"  invariant {invariant.Name}: {invariant.Rule}");
        foreach (var known in each.Variants)
            Console.WriteLine($"  variant {known.Name}, off: {known.Off}");
    }

    return 0;
}
