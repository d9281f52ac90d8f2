using System.Globalization;
using LambdaSync.Connections.State;
using LambdaSync.Functions.Tests.Aws;
using LambdaSync.Local.State;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;
using LambdaSync.Testing;
using Xunit;

namespace LambdaSync.Functions.Tests.State;

/// <summary>Whatever is done, both stores give the same answers: random steps, a fixed seed each.</summary>
public sealed class StoresAgreeTests(Moto moto) : IDisposable
{
    const string Catalog = "Sandbox";
    const int Steps = 300;

    static readonly DateTimeOffset Start = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    static readonly WorkKey[] Keys =
    [
        new(Catalog, WorkKind.Opportunity, "O1"), new(Catalog, WorkKind.Opportunity, "O2"), new(Catalog, WorkKind.Lead, "L1"),
        WorkKey.Crm(Catalog, "Opportunity", "006A"), new(Catalog, WorkKind.Schedule, "sweep"), new(Catalog, WorkKind.Message, "m1"),
    ];

    static readonly string[] Reasons = [Reason.Event, Reason.Crm, Reason.Sweep, Reason.Timer];

    readonly SqliteSyncStore _local = new(":memory:");
    readonly List<(Claimed Local, Claimed Aws)> _claims = [];
    Random _random = new(0);
    DynamoSyncStore _aws = null!;
    static readonly DateTimeOffset Today = new(TimeProvider.System.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero);

    DateTimeOffset _now = Start;
    int _jobs, _moved;

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task The_same_steps_give_the_same_answers(int seed)
    {
        _random = new Random(seed);
        using var deployment = await Deployment.Create(moto.Server);
        _aws = new DynamoSyncStore(deployment.Dynamo, deployment.Table, deployment.S3, deployment.DataBucket, TimeSpan.FromDays(30), TimeProvider.System);
        _now = DateTimeOffset.UtcNow;
        var answers = new List<string>();
        for (var step = 0; step < Steps; step++)
        {
            var (what, local, aws) = await Step();
            answers.Add($"{what}: {local}");
            Assert.True(local == aws, $"step {step}, {what}\nSQLite   {local}\nDynamoDB {aws}\nafter\n{string.Join('\n', answers[..^1].TakeLast(8))}");
            if (step % 5 == 0 || step == Steps - 1)
            {
                var (known, found) = (await Known(_local), await Known(_aws));
                Assert.True(known == found, $"after step {step}, {what}\nSQLite   {known}\nDynamoDB {found}");
            }

            _now += TimeSpan.FromSeconds(_random.Next(0, 60));
        }

        // Nothing is listed that is not there, or twice.
        var places = (await deployment.Items(deployment.Table)).Count(i => i["pk"].S.StartsWith("due#", StringComparison.Ordinal) || i["pk"].S.StartsWith("parked#", StringComparison.Ordinal));
        Assert.Equal((await _local.ListWork(Catalog, 100, Cancellation)).Count, places);
        // The steps reach what they are about.
        foreach (var end in Enum.GetNames<Settled>())
            Assert.True(answers.Any(a => a.StartsWith("settle", StringComparison.Ordinal) && a.Contains(end, StringComparison.Ordinal)), $"nothing was {end}");
        foreach (var answer in (string[])["True", "False"])
            Assert.Contains(answers, a => a.StartsWith("renew", StringComparison.Ordinal) && a.EndsWith(answer, StringComparison.Ordinal));
        Assert.True(_moved > 0, "no link was taken over");
        Assert.Contains(answers, a => a.StartsWith("intent", StringComparison.Ordinal) && a.Contains("True", StringComparison.Ordinal));
    }

    public void Dispose() => _local.Dispose();

    async Task<(string What, string Local, string Aws)> Step()
    {
        switch (_random.Next(11))
        {
            case < 3:
                var wakes = Wakes(_random.Next(1, 4));
                await _local.Wake(wakes, Cancellation);
                await _aws.Wake(wakes, Cancellation);
                return ($"wake {string.Join(", ", wakes.Select(w => $"{w.Key} {w.Reason} {w.Lane} {Time(w.Due)}"))}", "", "");
            case < 6:
                WorkKey[] keys = [.. Keys.OrderBy(_ => _random.Next()).Take(_random.Next(1, 4))];
                var terms = new ClaimTerms(_random.Next(2) == 0 ? "a" : "b", _now, _now.AddMinutes(2), _random.Next(3) == 0);
                var (local, aws) = (await _local.Claim(keys, terms, Cancellation), await _aws.Claim(keys, terms, Cancellation));
                foreach (var (mine, theirs) in local.Zip(aws))
                {
                    if (mine is not null && theirs is not null)
                        _claims.Add((mine, theirs));
                }

                return ($"claim {string.Join(", ", keys.Select(k => k.ToString()))} by {terms.Owner}{(terms.EvenIfClean ? " even if clean" : "")}", Text(local), Text(aws));
            case < 7 when _claims.Count > 0:
                var claim = AClaim();
                byte[] intent = [(byte)_random.Next(9)];
                return ($"intent {claim.Local.Key} {claim.Local.Epoch}",
                    (await _local.StoreIntents([(claim.Local, intent)], Cancellation))[0].ToString(), (await _aws.StoreIntents([(claim.Aws, intent)], Cancellation))[0].ToString());
            case 7 when _claims.Count > 0:
                var (kept, until) = (AClaim(), _now.AddSeconds(_random.Next(-30, 240)));
                return ($"renew {kept.Local.Key} {kept.Local.Epoch} until {Time(until)}",
                    (await _local.Renew([kept.Local], until, Cancellation))[0].ToString(), (await _aws.Renew([kept.Aws], until, Cancellation))[0].ToString());
            default:
                var settlements = Enumerable.Range(0, _random.Next(1, 4)).Select(_ => ASettlement()).ToList();
                if (_random.Next(3) == 0 && await ATakeover() is { } takeover)
                    settlements.Add(takeover);
                var (stored, same) = (await _local.Settle([.. settlements.Select(s => s.Local)], Cancellation), await _aws.Settle([.. settlements.Select(s => s.Aws)], Cancellation));
                _moved += settlements.Zip(stored).Count(s => s.First.Local.TakesOver is not null && s.Second is Settled.Stored or Settled.StoredAndRequeued);
                return ($"settle {string.Join(", ", settlements.Select(s => $"{s.Local.Claim?.Key} {s.Local.Claim?.Epoch} {(s.Local.KeepsClaim ? "keeps its claim" : s.Local.Next)} {s.Local.State?.Key}{(s.Local.TakesOver is null ? "" : " takes over")}"))}",
                    string.Join(' ', stored), string.Join(' ', same));
        }
    }

    // Most often one of the last ones: the others are lost by now.
    (Claimed Local, Claimed Aws) AClaim() => _claims[_random.Next(Math.Max(0, _claims.Count - 3), _claims.Count)];

    (Settlement Local, Settlement Aws) ASettlement()
    {
        var claim = _claims.Count > 0 && _random.Next(6) > 0 ? AClaim() : ((Claimed Local, Claimed Aws)?)null;
        var settlement = new Settlement(AState(claim?.Local.State))
        {
            Entries = [.. Enumerable.Range(0, _random.Next(3)).Select(AnEntry)],
            Next = _random.Next(4) switch
            {
                0 => new WorkNext.Again(_now.AddSeconds(_random.Next(90)), _random.Next(2) == 0 ? "busy" : null, _random.Next(2) == 0, _random.Next(2) == 0 ? [Reason.Locked] : null),
                1 => new WorkNext.Parked("wrong"),
                _ => WorkNext.Finished,
            },
            Intent = _random.Next(4) == 0 ? [5] : null,
            Data = _random.Next(4) == 0 ? [(byte)_random.Next(9)] : null,
            Wakes = Wakes(Math.Max(0, _random.Next(-3, 3))),
            Notifications = [.. Enumerable.Range(0, _random.Next(2)).Select(_ => new Notification($"n{_random.Next(20)}", Catalog, Start, "Told", "O1", null, false)).Select(n => n with { At = Noted(n.Id) })],
        };
        // A step on the way: a state and an intent.
        if (claim is not null && _random.Next(8) == 0)
            settlement = new Settlement(State: settlement.State) { Intent = [6], KeepsClaim = true };
        return (settlement with { Claim = claim?.Local }, settlement with { Claim = claim?.Aws });
    }

    // A link that moves from one record to another, most often with its CRM record and from the version that is stored.
    async Task<(Settlement Local, Settlement Aws)?> ATakeover()
    {
        var known = await _local.GetRecords([.. Enumerable.Range(1, 3).Select(i => WorkKey.Opportunity(Catalog, $"O{i}"))], Cancellation);
        if (known.Where(r => r.MovedTo is null).OrderBy(_ => _random.Next()).FirstOrDefault() is not { } before)
            return null;
        var key = WorkKey.Opportunity(Catalog, $"O{_random.Next(1, 4)}");
        if (key == before.Key)
            return null;
        var version = known.FirstOrDefault(r => r.Key == key)?.Version ?? 0;
        var state = before with { Key = key, Version = version, CrmId = _random.Next(3) == 0 ? $"006{_random.Next(4)}" : before.CrmId };
        var settlement = new Settlement(State: state) { TakesOver = _random.Next(4) == 0 ? before with { Version = before.Version - 1 } : before };
        return (settlement, settlement);
    }

    // No two entries of a settlement are of the same job and index.
    LogEntry AnEntry(int n) => new(
        new JobDetail($"j{n}", _random.Next(100), "O1", null, Outcome.Updated, _now, [1], []) { Reason = Reason.Event, Changes = [new FieldChange("City", "1", null)] },
        _random.Next(3) == 0 ? new Job($"s{_jobs++ / 2}", "Event", "inbound", "s", _now, _now, JobStatus.Processed, _random.Next(9), 1, 0, []) : null);

    // The same notification is always of the same moment.
    // A notification's time is its own, whenever it is told again: not that of the day on which the steps happen to be.
    static DateTimeOffset Noted(string id) => Today.AddMinutes(-id.Length * id[^1]);

    // Of the claimed record, or of any; a version that is right more often than not.
    RecordState? AState(RecordState? claimed)
    {
        if (_random.Next(3) == 0)
            return null;
        if (claimed is not null && _random.Next(4) > 0)
        {
            return claimed with
            {
                AwsModified = _random.Next(2) == 0 ? _now : null,
                OwnWrite = _random.Next(2) == 0 ? _now : null,
                Submission = _random.Next(3) == 0 ? new SubmissionState("task-1", Start, SubmissionState.InProgress, "Co-Sell", null, "0a1b") : null,
                ReportedEdits = _random.Next(2) == 0 ? """{"Name":"mine"}"""u8.ToArray() : null,
                CrmBaseline = [(byte)_random.Next(9)],
                CrmId = _random.Next(5) == 0 ? $"006{_random.Next(4)}" : claimed.CrmId,
            };
        }

        var key = WorkKey.Opportunity(Catalog, $"O{_random.Next(1, 4)}");
        return new RecordState(key, "Opportunity", $"006{_random.Next(4)}", [1], [2], null, 0, false, _random.Next(3));
    }

    List<Wake> Wakes(int count) =>
    [
        .. Enumerable.Range(0, count).Select(_ => new Wake(
            Keys[_random.Next(Keys.Length)], Reasons[_random.Next(Reasons.Length)], (Lane)_random.Next(4), _now.AddSeconds(_random.Next(-60, 60)),
            _random.Next(3) == 0 ? [(byte)_random.Next(9)] : null)),
    ];

    async Task<string> Known(ISyncStore store)
    {
        var limit = _claims.Count % 7 + 1;
        var lines = new List<string>();
        foreach (var group in Enum.GetValues<WorkGroup>())
            lines.Add($"due {group} {string.Join(", ", await store.Due(Catalog, group, _now, limit, Cancellation))}");
        foreach (var item in await store.ListWork(Catalog, limit, Cancellation))
            lines.Add("listed " + Text(item));
        foreach (var key in Keys)
            lines.Add($"{key} {(await store.GetWork(key, Cancellation) is { } item ? Text(item) : "-")}");
        lines.AddRange((await store.GetRecords([.. Enumerable.Range(1, 3).Select(i => WorkKey.Opportunity(Catalog, $"O{i}"))], Cancellation)).Select(Text).Order(StringComparer.Ordinal));
        lines.Add(string.Join(", ", (await store.ListNotifications(Catalog, Start, DateTimeOffset.MaxValue, limit, Cancellation)).Select(n => n.ToString())));
        for (var i = 0; i < 2; i++)
            lines.Add(string.Join(", ", (await store.SettledIndexes($"j{i}", 0, 1000, Cancellation)).Order()));
        lines.Add((await store.GetJob($"s{Math.Max(0, _jobs - 1) / 2}", Cancellation))?.Records.ToString(CultureInfo.InvariantCulture) ?? "-");
        return string.Join('\n', lines);
    }

    static string Text(IReadOnlyList<Claimed?> claims) => string.Join(" | ", claims.Select(c => c is null
        ? "-"
        : $"{c.Key} {c.Epoch} {c.Wakes} {Text(c.Reasons)} {c.Lane} {Time(c.Due)} {Time(c.Since)} {c.Attempts} {Text(c.Intent)} {Text(c.Data)} {(c.State is null ? "-" : Text(c.State))}"));

    static string Text(WorkItem i) =>
        $"{i.Key} {Text(i.Reasons)} {i.Lane} {Time(i.Due)} {Time(i.Since)} {i.Attempts} {i.Cause} {i.Owner} {Time(i.ClaimedUntil)} {Text(i.Intent)} {Text(i.Data)} {i.Parked}";

    static string Text(RecordState s) =>
        $"{s.Key} {s.CrmId} {Text(s.AwsBaseline)} {Text(s.CrmBaseline)} {Time(s.AwsModified)} {Time(s.OwnWrite)} {Text(s.ReportedEdits ?? [])} {Text(s.Submission?.ToJson() ?? [])} {s.PayloadVersion} {s.Closed} {s.Version} {s.MovedTo}";

    static string Text(IReadOnlySet<string> texts) => $"[{string.Join(' ', texts.Order(StringComparer.Ordinal))}]";

    static string Text(byte[]? bytes) => bytes is null ? "-" : Convert.ToHexString(bytes);

    static string Time(DateTimeOffset? time) => time?.ToString("O", CultureInfo.InvariantCulture) ?? "-";
}
