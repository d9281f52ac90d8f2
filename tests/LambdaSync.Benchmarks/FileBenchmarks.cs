using System.Text;
using BenchmarkDotNet.Attributes;
using LambdaSync.Fields;
using LambdaSync.Files;
using LambdaSync.Json;

namespace LambdaSync.Benchmarks;

/// <summary>A file of 5 MB, the largest AWS sends, to documents; as a ratio to the rival on the same bytes.</summary>
[MemoryDiagnoser]
public class FileBenchmarks
{
    readonly Rival _rival = new();
    readonly Utf8Buffer _output = new(1 << 16);
    byte[] _file = [];

    [GlobalSetup]
    public void Setup()
    {
        _file = LargeFile.Build(AceFile.MaxBytes);
        // Telling what is wrong is work that a good file does not ask for.
        var file = AceFile.Open("opportunity-outbound/full_01012026000000.json", _file);
        var issues = Enumerable.Range(0, file.Count).SelectMany(i => file.Read(i, _output).Issues).Select(i => $"{i.Code} {i.Field}").Distinct().ToList();
        if (issues.Count > 0)
            throw new InvalidOperationException("the benchmark's records have issues: " + string.Join(", ", issues));
    }

    [Benchmark(Baseline = true)]
    public int ParseAndWrite() => _rival.Run(_file);

    [Benchmark]
    public int ReadFile()
    {
        var file = AceFile.Open("opportunity-outbound/full_01012026000000.json", _file);
        var bytes = 0;
        for (var i = 0; i < file.Count; i++)
        {
            _output.Clear();
            file.Read(i, _output);
            bytes += _output.Length;
        }

        return bytes;
    }
}

/// <summary>Opportunities with every field of payload version 2 set.</summary>
public static class LargeFile
{
    public static byte[] Build(int bytes)
    {
        var text = new StringBuilder("{\"version\":\"2.0\",\"spmsId\":\"1234567\",\"opportunities\":[");
        for (var i = 0; ; i++)
        {
            var record = Record(i);
            if (text.Length + record.Length + 3 > bytes)
                break;
            if (i > 0)
                text.Append(',');
            text.Append(record);
        }

        return Encoding.UTF8.GetBytes(text.Append("]}").ToString());
    }

    static string Record(int index)
    {
        var text = new StringBuilder("{\n");
        foreach (var field in FieldCatalogue.Opportunity.FileFields.Where(f => !f.Deprecated && (f.Versions & 2) != 0))
        {
            if (text.Length > 2)
                text.Append(",\n");
            text.Append("  \"").Append(field.Name).Append("\": ").Append(Value(field, index));
        }

        return text.Append("\n}").ToString();
    }

    static string Value(FileField field, int index) => field switch
    {
        { Name: "apnCrmUniqueIdentifier" } => $"\"O{1000000 + index}\"",
        { Name: "partnerCrmUniqueIdentifier" } => $"\"crm-{index}\"",
        { Transform: FileTransform.Spend or FileTransform.Amount } => "12500.0",
        { Name: "awsProducts" } => "[\"Lambda\", \"DynamoDB\"]",
        { Transform: FileTransform.Array or FileTransform.Solutions } => "[\"S-0001234\"]",
        { Name: "createdDate" or "lastModifiedDate" or "acceptBy" } => "\"2026-02-01T10:00:00.000Z\"",
        { Name: "aWSStage" } => "\"Qualified\"",
        { Name: "aWSClosedLostReason" } => "\"Other\"",
        { Type: FieldType.Date } => "\"2027-03-15\"",
        { Values: { } list } => $"\"{list.FileSpellings.Keys.First()}\"",
        _ when field.Name.Contains("mail", StringComparison.Ordinal) => "\"someone@customer.example.com\"",
        _ when field.Name.Contains("hone", StringComparison.Ordinal) => "\"+12065550100\"",
        { Name: "customerDuns" } => "\"123456789\"",
        { Name: "awsAccountId" } => "\"123456789012\"",
        { Name: "parentOppId" } => "\"O1234567\"",
        { Name: "postalCode" } => "\"98101\"",
        _ => $"\"A usual text for {field.Name}\"",
    };
}
