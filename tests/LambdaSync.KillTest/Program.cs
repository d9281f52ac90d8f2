using LambdaSync.KillTest;

const int Kills = 20;
const int InTheMiddle = 15;
const int MostTrials = 80;

var work = Directory.CreateTempSubdirectory("lambdasync-kill-");
try
{
    return Run(work.FullName);
}
finally
{
    work.Delete(recursive: true);
}

static int Run(string work)
{
    var landing = Path.Combine(work, "landing");
    var expected = Deliveries.Write(landing);

    // The first run warms the disk cache, so that the measured one is as long as the trials are.
    Child.Undisturbed(Path.Combine(work, "warm"), landing);
    var calm = Path.Combine(work, "calm");
    var length = Child.Undisturbed(calm, landing);
    var wanted = Snapshot.Of(calm);
    var problems = wanted.Against(expected);
    Console.WriteLine($"undisturbed: {length.Total.TotalMilliseconds:F0} ms, first stored record after {length.First.TotalMilliseconds:F0} ms ({100 * length.First / length.Total:F0} %), last after {length.Last.TotalMilliseconds:F0} ms; {wanted.Summary}");
    foreach (var problem in problems)
        Console.WriteLine("  VIOLATION: " + problem);

    var random = new Random(20260105);
    var (trial, kills, middle, violations) = (0, 0, 0, problems.Count);
    for (; trial < MostTrials && (kills < Kills || middle < InTheMiddle); trial++)
    {
        var data = Path.Combine(work, $"trial-{trial}");
        // Start-up, when nothing can be lost yet, is half of so short a run: only its last tenth is drawn from.
        var earliest = length.First * 0.9;
        var moment = earliest + ((length.Total - earliest) * random.NextDouble());
        var killed = Child.KilledAt(data, landing, moment);
        var stored = Snapshot.StoredDetails(data);
        var inside = killed && stored > 0 && stored < expected.Records;
        kills += killed ? 1 : 0;
        middle += inside ? 1 : 0;
        var restarts = Child.UntilDone(data, landing);
        var found = restarts < 0 ? ["it did not end after being started again"] : Snapshot.Of(data).Differences(wanted);
        violations += found.Count;
        Console.WriteLine($"trial {trial + 1,2}: {(killed ? "killed" : "ended before the kill")} at {moment.TotalMilliseconds,5:F0} ms, {stored,3} of {expected.Records} records stored; {(found.Count == 0 ? "same as undisturbed" : "DIFFERS")}");
        foreach (var problem in found.Take(5))
            Console.WriteLine("  VIOLATION: " + problem);
        Directory.Delete(data, recursive: true);
    }

    var enough = kills >= Kills && middle >= InTheMiddle;
    Console.WriteLine($"{kills} kills in {trial} trials, {middle} of them between the first and the last stored record, {violations} violations{(enough ? "" : "; too few kills")}");
    return violations == 0 && enough ? 0 : 1;
}
