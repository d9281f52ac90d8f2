using System.Text;
using System.Text.RegularExpressions;
using Amazon.DynamoDBv2.Model;
using Items = System.Collections.Generic.List<System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>>;

namespace LambdaSync.KillTest;

/// <summary>What the tables hold as text that does not change from run to run, read without the code under test.</summary>
static partial class TableSnapshot
{
    // Times, and how often a thing was claimed and woken: a run that was stopped does that again.
    static readonly string[] Varying = ["at", "started", "ended", "expires", "epoch", "wakes"];

    // An intent, a due time, a reason to be parked, and the lists of what is due and parked.
    static readonly string[] LeftToDo = [" intent=", " due=", " cause=", "pk=due#", "pk=parked#"];

    public static int Settled(Items sync) => sync.Count(i => i["sk"].S.StartsWith("detail#", StringComparison.Ordinal));

    /// <param name="crmTable">The organization of the built-in CRM, which the store is bound to.</param>
    public static List<string> Of(string bucket, string crmTable, Items sync, Items crm)
    {
        // A job's id comes from the bucket, the key and the version: here it is named for its file.
        var jobs = sync.Where(i => i["sk"].S == "job").ToDictionary(i => i["pk"].S["job#".Length..], i => FileOf(i["source"].S));
        var lines = sync.Concat(crm).Select(item => string.Join(" ", item.Where(a => !Varying.Contains(a.Key)).OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => $"{a.Key}={Value(a.Value)}")));
        return
        [
            .. lines.Select(line => jobs.Aggregate(line, (text, job) => text.Replace(job.Key, job.Value, StringComparison.Ordinal)))
                .Select(line => Store().Replace(line, "STORE"))
                .Select(line => Time().Replace(Source().Replace(line.Replace(bucket, "bucket", StringComparison.Ordinal).Replace(crmTable, "crm-table", StringComparison.Ordinal), "@version"), "TIME"))
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>Every record has one detail, nothing is left to do.</summary>
    public static List<string> Problems(List<string> items, int records)
    {
        var details = items.Count(i => i.Contains(" sk=detail#", StringComparison.Ordinal));
        List<string> problems = details == records ? [] : [$"{details} details of {records} records"];
        problems.AddRange(items.Where(i => LeftToDo.Any(part => i.Contains(part, StringComparison.Ordinal)) && !i.Contains("#Schedule", StringComparison.Ordinal)).Select(i => "left to do: " + i));
        return problems;
    }

    public static List<string> Differences(List<string> wanted, List<string> found)
    {
        List<string> problems = [.. wanted.Except(found).Select(i => "missing: " + i), .. found.Except(wanted).Select(i => "too many: " + i)];
        if (found.Count != wanted.Count)
            problems.Add($"{found.Count} items instead of {wanted.Count}");
        return problems;
    }

    static string FileOf(string source) => source[(source.LastIndexOf('/') + 1)..source.LastIndexOf('@')];

    static string Value(AttributeValue value) => value.S ?? value.N ?? (value.B is { } bytes ? Encoding.UTF8.GetString(bytes.ToArray()) : $"{value.BOOL}");

    // The times of entries, to the tick (those in payloads have milliseconds), and when the CRM last changed a record.
    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z|(?<=listKey=jobs#)\d{4}-\d\d-\d\d|(?<=""(?:LastModifiedDate|AWS_Last_Sync__c)"":"")[^""]*")]
    private static partial Regex Time();

    // What a store calls itself, made anew with each.
    [GeneratedRegex(@"(?<=crm-organization .*\\n)[0-9a-f]{32}(?="")")]
    private static partial Regex Store();

    [GeneratedRegex(@"(?<=(source|pk)=\S*)@[^\s#]+")]
    private static partial Regex Source();
}
