using System.Globalization;
using System.Text;
using LambdaSync.Simulation.Kernel;
using LambdaSync.Simulation.Stories;

namespace LambdaSync.Simulation.Models;

/// <summary>Files with new, changed and old records; some land at almost the same time, some keys twice.</summary>
sealed class DeliveryPlot : IPlot
{
    public IEnumerable<Step> Write(Chance chance, TimeSpan length, IReadOnlyList<Step> before)
    {
        var (ids, edits) = (chance.Between(1, 12), new Dictionary<string, int>());
        var at = TimeSpan.Zero;
        for (var left = chance.Between(2, 8); left > 0; left--)
        {
            at = chance.Is(0.5) ? at + chance.Mostly(TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1)) : chance.Between(TimeSpan.Zero, length);
            var records = Enumerable.Range(0, chance.Between(1, 8)).Select(_ => Record(chance, ids, edits)).DistinctBy(r => r.Id).ToList();
            yield return new FileStep(at < length ? at : length, $"opportunity-outbound/file {chance.Between(1, 12)}.json", records);
        }
    }

    static FileRecord Record(Chance chance, int ids, Dictionary<string, int> edits)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"O{7100000 + chance.Between(1, ids)}");
        var known = edits.GetValueOrDefault(id);
        // Now and then a file is late and has a version that is not the last one any more.
        var edit = known > 0 && chance.Is(0.2) ? chance.Between(1, known) : edits[id] = known + 1;
        return new FileRecord(id, edit);
    }
}

/// <summary>A file lands.</summary>
sealed record FileStep(TimeSpan At, string Key, IReadOnlyList<FileRecord> Records) : Step(At)
{
    static readonly DateTimeOffset FirstEdit = new(2026, 2, 1, 10, 0, 0, TimeSpan.Zero);

    protected override string Says => $"{Key} lands: {string.Join(' ', Records)}";

    public override void Do(World world)
    {
        var delivered = world.Own<Delivered>();
        var body = Encoding.UTF8.GetBytes($$"""{"version":"2.0","spmsId":"1234567","opportunities":[{{string.Join(',', Records.Select(Json))}}]}""");
        var version = world.Landing.Put(Key, body);
        delivered.Files.Add((Key, version, Records));
        foreach (var record in Records)
        {
            if (delivered.Newest.TryGetValue(record.Id, out var newest))
                world.Tally.Edits++;
            else
                world.Tally.Records++;
            delivered.Newest[record.Id] = Math.Max(newest, record.Edit);
        }

        world.Queues[InboundFilesModel.Queue].Send(Notification(world.Landing.Name, Key.Replace(' ', '+'), version, body.Length));
    }

    public static string Notification(string bucket, string key, string version, int size) => string.Create(
        CultureInfo.InvariantCulture,
        $$$$"""{"Records":[{"eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"{{{{bucket}}}}"},"object":{"key":"{{{{key}}}}","size":{{{{size}}}},"versionId":"{{{{version}}}}"}}}]}""");

    static string Json(FileRecord record) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        {"apnCrmUniqueIdentifier":"{{record.Id}}","partnerProjectTitle":"{{record.Title}}","customerCompanyName":"Company of {{record.Id}}","customerWebsite":"https://example.com","country":"United States","state":"Washington","city":"{{(record.Edit % 3 == 0 ? Mask.Text : "Seattle")}}","postalCode":"98101","industry":"Travel","stage":"Qualified","status":"Approved","targetCloseDate":"2027-03-15","expectedMonthlyAwsRevenue":{{1000 + record.Edit}},"projectDescription":"A project that is long enough to be described here.","lastModifiedDate":"{{FirstEdit.AddMinutes(record.Edit):yyyy-MM-dd'T'HH:mm:ss.fff'Z'}}"}
        """);
}
