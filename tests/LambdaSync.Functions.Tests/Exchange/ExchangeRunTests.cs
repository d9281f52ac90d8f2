using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Amazon.Lambda.CloudWatchEvents.ScheduledEvents;
using Amazon.S3;
using LambdaSync.Connections.Buckets;
using LambdaSync.Connections.Crm;
using LambdaSync.Connections.State;
using LambdaSync.Functions.Tests.Aws;
using LambdaSync.Simulator.AceExchange;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.Exchange;

/// <summary>
/// Many records at once, both ways, while the processes are killed at random writes: results come late, in another order and twice, and one
/// record of twenty is refused. At the end every record is as the rules say.
/// </summary>
[Trait("Row", "B5")]
[Trait("Row", "B6")]
public sealed class ExchangeRunTests(Moto moto)
{
    const string Refusal = "User not found for Opportunity Owner email:someone@example.com";

    static readonly CancellationToken None = CancellationToken.None;

    static readonly HashSet<string> Writes = new(StringComparer.Ordinal)
    {
        nameof(ISyncStore.StartJob), nameof(ISyncStore.EndJob), nameof(ISyncStore.Wake), nameof(ISyncStore.Claim), nameof(ISyncStore.Renew), nameof(ISyncStore.StoreIntents),
        nameof(ISyncStore.Settle), nameof(ICrm.Write),
    };

    [Fact]
    public async Task Three_hundred_opportunities_and_a_hundred_leads_over_S3_and_fifty_kills()
    {
        var s3 = new AmazonS3Client("test", "test", new AmazonS3Config { ServiceURL = moto.Server.Address.ToString(), AuthenticationRegion = "us-east-1", ForcePathStyle = true });
        var name = "ace-" + Guid.NewGuid().ToString("N")[..12];
        await s3.PutBucketAsync(name, None);
        using var rig = new ExchangeRig(Terms(), bucket: new S3ExchangeBucket(s3, name));
        await Run(rig, opportunities: 300, leads: 100, kills: 50, spacing: 30);
    }

    /// <summary>Minutes: run it with <c>-explicit only</c>.</summary>
    [Fact(Explicit = true)]
    public Task Two_thousand_opportunities_on_folders_and_SQLite() => OnFolders(2_000);

    /// <summary>Nearly ten minutes: run it with <c>-explicit only</c>.</summary>
    [Fact(Explicit = true)]
    public Task Ten_thousand_opportunities_on_folders_and_SQLite() => OnFolders(10_000);

    static async Task OnFolders(int opportunities)
    {
        using var rig = new ExchangeRig(Terms(), storesFile: true);
        await Run(rig, opportunities, leads: 100, kills: 50, spacing: 200);
    }

    static AceTerms Terms() => new(7)
    {
        Doubled = 0.3,
        Shuffles = true,
        ResultDelay = TimeSpan.FromMinutes(40),
        Review = TimeSpan.FromMinutes(30),
        Refuses = sent => sent["partnerProjectTitle"]?.GetValue<string>().StartsWith("Refused", StringComparison.Ordinal) == true || IsRefused(sent) ? Refusal : null,
    };

    // Of the leads the last of twenty.
    static bool IsRefused(JsonObject sent) =>
        sent["apnCrmUniqueIdentifier"]?.GetValue<string>() is ['L', .. var number] && int.Parse(number, CultureInfo.InvariantCulture) % 20 == 0;

    static async Task Run(ExchangeRig rig, int opportunities, int leads, int kills, int spacing)
    {
        var started = Stopwatch.GetTimestamp();
        var (random, ids) = (new Random(11), new List<string>());
        for (var i = 0; i < leads; i++)
            rig.Aws.Refer(true, Lead(i), rig.Now, "email", "phone");
        for (var i = 0; i < opportunities; i++)
            ids.Add(await rig.NewInCrm(i % 20 == 19 ? $"Refused {i}" : $"Deal {i}"));
        var killer = new Killer(rig, random, kills, spacing);
        var round = 0;
        for (; round < 12 || killer.Left > 0; round++)
        {
            Assert.True(round < 400, $"{killer.Left} kills are left");
            await rig.Edit(ids[random.Next(ids.Count)], $$"""{"AWS_nextStep__c":"Step {{round}}"}""");
            await Accept(rig);
            await killer.Round();
        }

        for (var i = 0; i < 14; i++)
        {
            await Accept(rig);
            await rig.Round(TimeSpan.FromMinutes(35));
        }

        var test = TestContext.Current.TestOutputHelper;
        test?.WriteLine($"{opportunities} opportunities and {leads} leads in {rig.Aws.Names.Count} files, {kills} kills, {round} rounds, {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s");
        Assert.Empty(rig.Aws.Faults);
        await OpportunitiesAre(rig, ids);
        await LeadsAre(rig, leads);
        foreach (var key in rig.Keys("opportunity-inbound-archive/").Concat(rig.Keys("lead-inbound-archive/")))
        {
            var file = rig.File(key);
            Assert.InRange((file["opportunities"] ?? file["Leads"])!.AsArray().Count, 1, 50);
        }

        Assert.All((string[])["opportunity-inbound/", "lead-inbound/", "opportunity-inbound-processed-results/", "opportunity-inbound-results/", "lead-inbound-processed-results/", "lead-inbound-results/", "opportunity-outbound/", "lead-outbound/"],
            folder => Assert.Empty(rig.Keys(folder)));
        Assert.Equal(0, rig.ApiCalls.Count);
    }

    static async Task OpportunitiesAre(ExchangeRig rig, List<string> ids)
    {
        var partners = rig.Aws.Records.Values.Where(record => !record.IsLead).ToDictionary(record => record.Fields["partnerCrmUniqueIdentifier"]!.GetValue<string>());
        Assert.Equal(ids.Count - (ids.Count / 20), partners.Count);
        foreach (var (i, id) in ids.Index())
        {
            var work = await rig.Work(id);
            if (i % 20 == 19)
            {
                Assert.True(work is { Parked: true } && work.Cause!.Contains("User not found", StringComparison.Ordinal), $"{id}: {work?.Cause}");
                Assert.False(partners.ContainsKey(id));
                continue;
            }

            Assert.True(partners.TryGetValue(id, out var record), $"{id} has no record at AWS: {work?.Cause}");
            Assert.Equal(record!.Id, await rig.AwsId(id));
            Assert.Equal(await rig.Field(id, "AWS_nextStep__c") is "null" or null ? null : await rig.Field(id, "AWS_nextStep__c"), record.Fields["nextStep"]?.GetValue<string>());
            Assert.True(work is null or { Due: null, Parked: false, Intent: null }, $"{id} is not done: {work?.Cause}");
        }

        Assert.Equal(ids.Count, (await rig.Crm.List("Opportunity", ids.Count + 1, null, None)).Count);
    }

    static async Task LeadsAre(ExchangeRig rig, int leads)
    {
        var inCrm = (await rig.Crm.List("Lead", leads + 1, null, None)).Select(record => new FlatRecord(record.Fields)).ToDictionary(record => record["APN_CRM_Unique_Identifier__c"]!.Trim('"'));
        Assert.Equal(leads, inCrm.Count);
        foreach (var record in rig.Aws.Records.Values.Where(record => record.IsLead))
        {
            var isRefused = IsRefused(new JsonObject { ["apnCrmUniqueIdentifier"] = record.Id });
            Assert.Equal(isRefused ? null : "Accepted", record.Fields["currentLeadStage"]?.GetValue<string>());
            // What AWS hid came with its next file.
            Assert.Equal(isRefused, inCrm[record.Id].IsEmpty("AWS_email__c"));
            var work = await rig.Store.GetWork(WorkKey.Of("AWS", Fields.AceObject.Lead, record.Id), None);
            Assert.Equal(isRefused, work is { Parked: true });
        }
    }

    // A person accepts every lead that is in the CRM.
    static async Task Accept(ExchangeRig rig)
    {
        foreach (var lead in await rig.Crm.List("Lead", 1_000, null, None))
        {
            if (new FlatRecord(lead.Fields).IsEmpty("AWS_currentLeadStage__c"))
                await rig.Crm.Set("Lead", lead.Id, """{"AWS_currentLeadStage__c":"Accepted"}"""u8.ToArray(), None);
        }
    }

    static JsonObject Lead(int number) => new()
    {
        ["company"] = $"Lead {number} Ltd",
        ["fullName"] = $"Contact {number}",
        ["status"] = "Open",
        ["country"] = "United States",
        ["email"] = $"contact{number}@example.com",
        ["phone"] = "+12065550100",
        ["currentLeadStage"] = null,
    };

    /// <summary>Kills the function that is at work, at a random one of its writes: before it, or after it and before the answer.</summary>
    sealed class Killer
    {
        readonly ExchangeRig _rig;
        readonly Random _random;
        readonly int _spacing;
        int _next;
        bool _isDead;

        public Killer(ExchangeRig rig, Random random, int kills, int spacing)
        {
            (_rig, _random, _spacing, Left) = (rig, random, spacing, kills);
            _next = random.Next(spacing);
            rig.StoreCalls.Fails = rig.CrmCalls.Fails = method => _isDead || (Writes.Contains(method) && IsHere()) ? new KilledException() : null;
            rig.StoreCalls.LosesAnswer = rig.CrmCalls.LosesAnswer = method => Writes.Contains(method) && IsHere() ? new KilledException() : null;
            rig.Exchange.Passes = _ =>
            {
                if (_isDead || IsHere())
                    throw new KilledException();
            };
        }

        public int Left { get; private set; }

        public async Task Round()
        {
            _rig.Time.Ahead += TimeSpan.FromMinutes(7);
            await Alive(() => _rig.Outbound.Handle(new ScheduledEvent(), _rig.Context));
            await Alive(() => _rig.Send.Handle(new ScheduledEvent(), _rig.Context));
            _rig.Aws.Run(_rig.Now);
            _rig.Aws.Export(_rig.Now);
            await Alive(() => _rig.Pull.Handle(new ScheduledEvent(), _rig.Context));
            await Alive(_rig.Import);
        }

        async Task Alive(Func<Task> work)
        {
            try
            {
                await work();
            }
            catch (KilledException)
            {
            }

            // The handler of files takes an exception for a failed message: its calls have had no effect since.
            if (!_isDead)
                return;
            _isDead = false;
            _rig.Restart();
        }

        bool IsHere()
        {
            if (Left == 0 || _next-- > 0)
                return false;
            (_next, _isDead) = (_random.Next(_spacing), true);
            Left--;
            return true;
        }
    }

    sealed class KilledException : Exception;
}
