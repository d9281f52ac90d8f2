using LambdaSync.KillTest;

// With --lambda the same question is put to the functions' program under a Runtime API, on moto.
var isLambda = args.Contains("--lambda");
KillPlan plan;
try
{
    plan = KillPlan.Read([.. args.Where(a => a != "--lambda")]);
}
catch (FormatException wrong)
{
    Console.Error.WriteLine(wrong.Message);
    return 2;
}

if (isLambda)
    return await LambdaKills.Run(plan);

var work = Directory.CreateTempSubdirectory("lambdasync-kill-");
try
{
    return Run(work.FullName, plan);
}
finally
{
    work.Delete(recursive: true);
}

static int Run(string work, KillPlan plan)
{
    var landing = Path.Combine(work, "landing");
    var expected = Deliveries.Write(landing);

    // One record a batch: the most moments at which a kill can do harm, and a run in which start-up is the smaller part.
    // The first run only warms the disk cache; of the others the middle one in length is the measure.
    Child.Undisturbed(Path.Combine(work, "warm"), landing);
    var calm = Path.Combine(work, "calm");
    Child.Length[] lengths = [Child.Undisturbed(calm, landing), Child.Undisturbed(calm + "2", landing), Child.Undisturbed(calm + "3", landing)];
    var length = lengths.OrderBy(l => l.Total).ElementAt(1);
    var wanted = Snapshot.Of(calm);
    var problems = wanted.Against(expected);
    Console.WriteLine($"undisturbed: {length.Total.TotalMilliseconds:F0} ms, first stored record after {length.First.TotalMilliseconds:F0} ms ({100 * length.First / length.Total:F0} %), last after {length.Last.TotalMilliseconds:F0} ms; {wanted.Summary}");
    foreach (var problem in problems)
        Console.WriteLine("  VIOLATION: " + problem);

    var random = new Random(plan.Seed);
    var (trial, kills, middle, violations) = (0, 0, 0, problems.Count);
    for (; trial < plan.MaxTrials && (kills < plan.Kills || middle < plan.InTheMiddle); trial++)
    {
        var data = Path.Combine(work, $"trial-{trial}");
        var moment = length.Total * random.NextDouble();
        var killed = Child.KilledAt(data, landing, moment);
        var stored = Snapshot.StoredDetails(data);
        var inside = killed && stored > 0 && stored < expected.Records;
        kills += killed ? 1 : 0;
        middle += inside ? 1 : 0;
        var restarts = Child.UntilDone(data, landing);
        // One start has to be enough: a crash or a hang while resuming is a fault, even if the next start gets over it.
        List<string> found = restarts < 0 ? ["it did not end after being started again"] : [.. Snapshot.Of(data).Differences(wanted)];
        if (restarts > 1)
            found.Add($"it took {restarts} starts to end");
        violations += found.Count;
        Console.WriteLine($"trial {trial + 1,2}: {(killed ? "killed" : "ended before the kill")} at {moment.TotalMilliseconds,5:F0} ms, {stored,3} of {expected.Records} records stored; {(found.Count == 0 ? "same as undisturbed" : "DIFFERS")}");
        foreach (var problem in found.Take(5))
            Console.WriteLine("  VIOLATION: " + problem);
        Directory.Delete(data, recursive: true);
    }

    var enough = kills >= plan.Kills && middle >= plan.InTheMiddle;
    Console.WriteLine($"{kills} kills in {trial} trials, {middle} of them between the first and the last stored record, {violations} violations{(enough ? "" : "; too few kills")}");
    return violations == 0 && enough ? 0 : 1;
}
