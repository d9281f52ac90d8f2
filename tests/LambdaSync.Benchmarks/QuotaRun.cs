using System.Globalization;
using Amazon.Runtime;
using LambdaSync.Connections.Aws;
using LambdaSync.Connections.PartnerCentral;
using LambdaSync.Local.State;
using LambdaSync.Simulator;
using LambdaSync.Sync;
using LambdaSync.Sync.Quotas;

namespace LambdaSync.Benchmarks;

/// <summary>
/// Four gates read from the simulator, which enforces AWS's quotas, for a minute of real time; each has its own connection to one
/// ledger on disk. Prints the rate and the throttles; the limit is 10 a second.
/// </summary>
static class QuotaRun
{
    static readonly TimeSpan Length = TimeSpan.FromSeconds(60), Patience = TimeSpan.FromSeconds(30);

    public static async Task Run()
    {
        var folder = Directory.CreateTempSubdirectory("lambdasync-quota-");
        try
        {
            using var simulator = new PartnerCentralSimulator(TimeProvider.System);
            using var handler = new SimulatorHandler(simulator);
            using var client = new PartnerCentralClient(new AwsSettings { Credentials = new BasicAWSCredentials("test", "test") }, null, handler);
            var stores = Enumerable.Range(0, 4).Select(_ => new SqliteQuotaStore(Path.Combine(folder.FullName, "sync.db"))).ToList();
            var (started, counts) = (TimeProvider.System.GetTimestamp(), new Counts());
            await Task.WhenAll(stores.SelectMany(store =>
            {
                var gate = new QuotaGate(store, "1", QuotaLimits.Of(QuotaGroup.Read), QuotaLimits.Of(QuotaGroup.Write), TimeProvider.System);
                var view = client.In(gate, Lane.Sweep, Patience);
                return Enumerable.Range(0, 10).Select(_ => Read(view, () => TimeProvider.System.GetElapsedTime(started) < Length, counts));
            }));
            var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
            var leases = (await stores[0].Read("1", QuotaGroup.Read, CancellationToken.None)).Version;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{counts.Reads} reads in {seconds:F1} s: {counts.Reads / seconds:F2}/s; {counts.Throttles} throttles, {counts.Late} out of patience, {leases} leases."));
            stores.ForEach(store => store.Dispose());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    static async Task Read(PartnerCentralClient client, Func<bool> goesOn, Counts counts)
    {
        while (goesOn())
        {
            try
            {
                await client.Page(SellingOperations.ListSolutions, """{"Catalog":"AWS"}"""u8.ToArray(), 1, null, new PageProgress(), CancellationToken.None);
                Interlocked.Increment(ref counts.Reads);
            }
            catch (AwsServiceException e) when (e.Fault == AwsFault.Throttled)
            {
                Interlocked.Increment(ref counts.Throttles);
            }
            catch (QuotaUsedUpException)
            {
                Interlocked.Increment(ref counts.Late);
            }
        }
    }

    sealed class Counts
    {
        public int Reads, Throttles, Late;
    }
}
