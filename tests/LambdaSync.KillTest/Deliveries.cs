using System.Globalization;

namespace LambdaSync.KillTest;

/// <summary>Files of 50 records, always the same: new ones, updates of earlier files' records, old ones, bad ones.</summary>
static class Deliveries
{
    public const int PerFile = 50;

    const int FileCount = 6;

    public static Expected Write(string landing)
    {
        var folder = Directory.CreateDirectory(Path.Combine(landing, "opportunity-outbound")).FullName;
        var files = new Dictionary<string, int>();
        foreach (var (name, content) in Files(FileCount))
        {
            File.WriteAllText(Path.Combine(folder, name), content);
            files.Add(name, PerFile);
        }

        return new Expected(files);
    }

    public static IEnumerable<(string Name, string Content)> Files(int count)
    {
        for (var file = 0; file < count; file++)
        {
            var records = Enumerable.Range(0, PerFile).Select(i => Record(file, i));
            yield return (
                string.Create(CultureInfo.InvariantCulture, $"opportunities_{file:D2}.json"),
                "{\"version\":\"2.0\",\"spmsId\":\"1234567\",\"opportunities\":[\n" + string.Join(",\n", records) + "\n]}\n");
        }
    }

    static string Record(int file, int i)
    {
        var own = (file * PerFile) + i;
        return i switch
        {
            // From the third file on ten records are updates of an earlier file's, two of one file are older than what is stored.
            >= 20 and < 30 when file >= 2 => Json(((file - 2) * PerFile) + (i % 10), file, revenue: 9000 + own),
            >= 30 and < 32 when file >= 2 => Json(((file - 1) * PerFile) + (i % 10), -1, revenue: 1),
            40 => Json(own, file, revenue: own).Replace("\"expectedMonthlyAwsRevenue\":", "\"expectedMonthlyAwsRevenue\":true,\"unused\":", StringComparison.Ordinal),
            41 => Json(own, file, revenue: own).Insert(1, "\"city\":\"Twice\","),
            42 => Json(own, file, revenue: own).Replace($"\"{Id(own)}\"", "null", StringComparison.Ordinal),
            43 => Json(own, file, revenue: own).Replace("Kill test", string.Concat(Enumerable.Repeat("Kill test ", 40)), StringComparison.Ordinal),
            // The same identifier twice in one file.
            45 => Json(own - 1, file, revenue: own),
            _ => Json(own, file, revenue: own),
        };
    }

    static string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"O{8100000 + number}");

    static string Json(int number, int day, int revenue) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        {"apnCrmUniqueIdentifier":"{{Id(number)}}","partnerProjectTitle":"Kill test {{number}}","customerCompanyName":"Company {{number}}","customerWebsite":"https://company{{number}}.example.com","customerEmail":"contact@company{{number}}.example.com","customerLastName":"Contact {{number}}","country":"United States","state":"Washington","city":"Seattle","postalCode":"98101","industry":"Travel","stage":"{{(day % 2 == 0 ? "Prospect" : "Qualified")}}","status":"Approved","targetCloseDate":"2097-03-15","expectedMonthlyAwsRevenue":{{revenue}},"projectDescription":"A project that is long enough to be described here.","lastModifiedDate":"2026-02-{{day + 2:D2}}T10:00:00.000Z"}
        """);
}
