using System.Diagnostics;
using System.Text.Json.Nodes;
using LambdaSync.Testing;

namespace LambdaSync.KillTest;

/// <summary>
/// Kills the functions' program while it works off files, starts it again and delivers again what it had not answered, as SQS does.
/// The end has to be the same as of a run that nothing disturbed.
/// </summary>
static class LambdaKills
{
    const int Files = 2;

    public static async Task<int> Run(KillPlan plan)
    {
        var (moto, lacking) = MotoServer.Start();
        using var server = moto;
        if (server is null)
        {
            Console.WriteLine("skipped: " + lacking);
            return 0;
        }

        await using var api = await RuntimeApiServer.Start();
        // The first run only warms moto; of the others the shorter one is the measure, so that most kills find it working.
        await Trial.Run(server, api, null);
        var calm = await Trial.Run(server, api, null);
        var again = await Trial.Run(server, api, null);
        var problems = TableSnapshot.Problems(calm.Items, Files * Deliveries.PerFile).Concat(TableSnapshot.Differences(calm.Items, again.Items)).ToList();
        var length = calm.Length < again.Length ? calm.Length : again.Length;
        Console.WriteLine($"undisturbed: {length.TotalMilliseconds:F0} ms, {calm.Items.Count} items");
        foreach (var problem in problems)
            Console.WriteLine("  VIOLATION: " + problem);

        var random = new Random(plan.Seed);
        var (trial, kills, middle, violations) = (0, 0, 0, problems.Count);
        for (; trial < plan.MaxTrials && (kills < plan.Kills || middle < plan.InTheMiddle); trial++)
        {
            var moment = length * random.NextDouble();
            var run = await Trial.Run(server, api, moment);
            kills += run.Killed ? 1 : 0;
            // What runs beside this test may have ended: it takes less time than it did.
            length = !run.Killed && run.Length < length ? run.Length : length;
            middle += run.Killed && run.Settled is > 0 and < Files * Deliveries.PerFile ? 1 : 0;
            var found = TableSnapshot.Differences(calm.Items, run.Items);
            violations += found.Count;
            Console.WriteLine($"trial {trial + 1,2}: {(run.Killed ? "killed" : "ended before the kill")} at {moment.TotalMilliseconds,5:F0} ms, {run.Settled,3} of {Files * Deliveries.PerFile} records settled; {(found.Count == 0 ? "same as undisturbed" : "DIFFERS")}");
            foreach (var problem in found.Take(5))
                Console.WriteLine("  VIOLATION: " + problem);
        }

        var enough = kills >= plan.Kills && middle >= plan.InTheMiddle;
        Console.WriteLine($"Lambda: {kills} kills in {trial} trials, {middle} of them between the first and the last settled record, {violations} violations{(enough ? "" : "; too few kills")}");
        return violations == 0 && enough ? 0 : 1;
    }

    /// <param name="Settled">Details that were stored at the kill.</param>
    sealed record Trial(bool Killed, int Settled, TimeSpan Length, List<string> Items)
    {
        public static async Task<Trial> Run(MotoServer moto, RuntimeApiServer api, TimeSpan? killAt)
        {
            using var stack = await Deployment.Create(moto);
            var events = new Queue<string>();
            foreach (var (name, content) in Deliveries.Files(Files))
                events.Enqueue(Event(await stack.Land("opportunity-outbound/" + name, content)));

            var clock = Stopwatch.StartNew();
            using var first = Start(stack, api);
            var killed = !await Work(api, events, killAt);
            var length = clock.Elapsed;
            first.Kill();
            var settled = killed ? TableSnapshot.Settled(await stack.Items(stack.Table)) : 0;
            if (killed)
            {
                using var second = Start(stack, api);
                await Work(api, events, null);
                second.Kill();
            }

            var items = TableSnapshot.Of(stack.Bucket, stack.CrmTable, await stack.Items(stack.Table), await stack.Items(stack.CrmTable));
            return new Trial(killed, settled, length, items);
        }

        static BootstrapProcess Start(Deployment stack, RuntimeApiServer api)
        {
            var environment = stack.Environment();
            environment["LAMBDASYNC_BATCH_SIZE"] = "5";
            return BootstrapProcess.Start(api.Address, "InboundFiles", environment);
        }

        // Whether every event was answered before the moment. The one at hand stays in the queue when it was not.
        static async Task<bool> Work(RuntimeApiServer api, Queue<string> events, TimeSpan? moment)
        {
            var until = Task.Delay(moment ?? TimeSpan.FromMinutes(2));
            while (events.TryPeek(out var next))
            {
                // The same request again has its claims; in AWS the message comes again only when they have run out.
                var answer = api.Invoke(next, requestId: $"request-{events.Count}");
                if (await Task.WhenAny(answer, until) == until)
                    return moment is null ? throw new InvalidOperationException("the function gave no answer in two minutes") : false;
                if ((await answer) is not { IsError: false } good || JsonNode.Parse(good.Body)!["batchItemFailures"]!.AsArray().Count > 0)
                    throw new InvalidOperationException("the function failed: " + (await answer).Body);
                events.Dequeue();
            }

            return true;
        }

        static string Event(string body) => new JsonObject
        {
            ["Records"] = new JsonArray(new JsonObject { ["messageId"] = "m0", ["eventSource"] = "aws:sqs", ["body"] = body }),
        }.ToJsonString();
    }
}
