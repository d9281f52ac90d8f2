using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LambdaSync.Simulator.AceExchange;

/// <summary>
/// AWS's side of the file exchange, as its guide describes it: a batch that reads the partner's files, keeps a copy of each in the archive,
/// answers every file with a results file, and writes what changed into files for the partner. Opportunities and leads.
/// </summary>
public sealed class AceSide(IAceBucket bucket, AceTerms given)
{
    const int MaxBytes = 1024 * 1024, MaxRecords = 500;

    const string Mask = "Accept To View", AwsId = "apnCrmUniqueIdentifier";

    static readonly string[] Numbers = ["expectedMonthlyAwsRevenue", "customerSoftwareValue"], Lists = ["awsProducts", "solutionOffered", "offers"];

    readonly Random _random = new(given.Seed);
    readonly HashSet<string> _names = new(StringComparer.Ordinal), _ofRun = new(StringComparer.Ordinal);
    readonly List<(DateTimeOffset Due, string Key, byte[] Content)> _results = [];
    readonly Dictionary<string, AceRecord> _records = new(StringComparer.Ordinal);
    readonly Dictionary<string, string> _byPartner = new(StringComparer.Ordinal);
    int _next = 1;

    /// <summary>How it behaves from now on.</summary>
    public AceTerms Terms { get; set; } = given;

    /// <summary>AWS's records by their identifiers.</summary>
    public IReadOnlyDictionary<string, AceRecord> Records => _records;

    /// <summary>What no partner may do: a name used twice, a file over a limit or of a wrong form, two versions of one record on their way.</summary>
    public IReadOnlyList<string> Faults => _faults;

    readonly List<string> _faults = [];

    /// <summary>Names of the files that were read, in order.</summary>
    public IReadOnlyCollection<string> Names => _names;

    /// <summary>A record that AWS refers: it appears in the next file for the partner.</summary>
    /// <param name="masked">The fields that the partner sees once it has accepted.</param>
    public AceRecord Refer(bool isLead, JsonObject fields, DateTimeOffset now, params IReadOnlyList<string> masked)
    {
        var record = new AceRecord(NewId(isLead), isLead, fields) { Changed = now, Masked = masked };
        if (!isLead)
            record.Fields["opportunityOwnership"] ??= "AWS Referral";
        return _records[record.Id] = record;
    }

    /// <summary>AWS changes a record on its own side.</summary>
    public void Change(string id, string field, JsonNode? value, DateTimeOffset now)
    {
        _records[id].Fields[field] = value;
        _records[id].Changed = now;
    }

    /// <summary>AWS's review of an opportunity ends.</summary>
    public void Approve(string id, DateTimeOffset now)
    {
        _records[id].ReviewedAt = null;
        Change(id, "status", "Approved", now);
    }

    /// <summary>One run of the batch: reviews end, files are read, results that are due are written.</summary>
    public void Run(DateTimeOffset now)
    {
        foreach (var record in _records.Values.Where(record => record.ReviewedAt <= now))
            Approve(record.Id, now);

        _ofRun.Clear();
        foreach (var isLead in (bool[])[false, true])
        {
            var folder = Folder(isLead, "-inbound/");
            foreach (var key in bucket.Keys(folder))
                Take(key, folder, isLead, now);
        }

        foreach (var due in _results.Where(result => result.Due <= now).ToList())
        {
            bucket.Write(due.Key, due.Content);
            bucket.Write(due.Key.Replace("-results/", "-results-archive/", StringComparison.Ordinal), due.Content);
            _results.Remove(due);
        }
    }

    /// <summary>Writes what changed since the last export into files for the partner; one for each object.</summary>
    public void Export(DateTimeOffset now)
    {
        foreach (var isLead in (bool[])[false, true])
        {
            var changed = _records.Values.Where(record => record.IsLead == isLead && record.Changed is not null).OrderBy(record => record.Id, StringComparer.Ordinal).ToList();
            foreach (var part in changed.Chunk(200))
            {
                var list = new JsonArray([.. part.Select(record => (JsonNode)Outbound(record, now))]);
                var file = new JsonObject { ["version"] = isLead ? "1" : "2.0", ["spmsId"] = "1234567", [isLead ? "leads" : "opportunities"] = list };
                var name = string.Create(CultureInfo.InvariantCulture, $"{(isLead ? "Lead" : "Opportunity")}_{now.UtcDateTime:yyyyMMddHHmmss}_{part[0].Id}.json");
                bucket.Write(Folder(isLead, "-outbound/") + name, Bytes(file));
                bucket.Write(Folder(isLead, "-outbound-archive/") + name, Bytes(file));
            }

            changed.ForEach(record => record.Changed = null);
        }
    }

    void Take(string key, string folder, bool isLead, DateTimeOffset now)
    {
        var name = key[folder.Length..];
        if (bucket.Read(key) is not { } content)
            return;
        bucket.Write(folder[..^1] + "-archive/" + name, content);
        bucket.Delete(key);
        if (!_names.Add(name))
        {
            // Not processed, and not answered.
            _faults.Add("a name was used twice: " + name);
            return;
        }

        var results = folder[..^1] + "-processed-results/";
        if (!name.EndsWith(".json", StringComparison.Ordinal))
        {
            _results.Add((now, $"{results}{Path.GetFileNameWithoutExtension(name)}.error.json", Bytes(new JsonObject { ["error"] = "Only .json files are processed", ["fileName"] = key })));
            return;
        }

        var answer = Process(content, key, isLead, now);
        if (_random.NextDouble() < Terms.Lost)
            return;
        var due = now + (Terms.ResultDelay * _random.NextDouble());
        _results.Add((due, $"{results}{name[..^5]}_result.json", Bytes(answer)));
        if (_random.NextDouble() < Terms.Doubled)
            _results.Add((due + Terms.ResultDelay, $"{folder[..^1]}-results/{name[..^5]}_result.json", Bytes(answer)));
    }

    JsonObject Process(byte[] content, string key, bool isLead, DateTimeOffset now)
    {
        if (WrongForm(content, isLead, out var records) is { } wrong)
        {
            _faults.Add($"{key}: {wrong}");
            return new JsonObject { ["success"] = "NONE", ["isApiError"] = true, ["inboundApiResults"] = null, ["fileName"] = key, ["apiErrors"] = new JsonArray("[" + wrong + "] is not of type `object`") };
        }

        var answers = records!.Select(record => Answer((JsonObject)record!, isLead, now)).ToList();
        var taken = answers.Count(answer => answer["isSuccess"]!.GetValue<bool>());
        if (Terms.Shuffles)
            answers = [.. answers.OrderBy(_ => _random.Next())];
        return new JsonObject
        {
            ["success"] = taken == answers.Count ? "ALL" : taken == 0 ? "NONE" : "PARTIAL",
            ["spmsId"] = "1234567",
            ["isApiError"] = false,
            ["inboundApiResults"] = new JsonArray([.. answers.Select(answer => (JsonNode)answer)]),
            ["fileName"] = key,
            ["fileApnProcessedDT"] = now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            ["apiErrors"] = null,
        };
    }

    // One record of a wrong form refuses the whole file.
    static string? WrongForm(byte[] content, bool isLead, out JsonArray? records)
    {
        records = null;
        if (content.Length > MaxBytes)
            return "the file has more than 1 MB";
        JsonObject? file;
        try
        {
            file = JsonNode.Parse(content, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false }) as JsonObject;
        }
        catch (JsonException)
        {
            return "no JSON";
        }

        if (file is null || file["version"] is not JsonValue || file["spmsId"] is not JsonValue)
            return "no head";
        records = (file[isLead ? "Leads" : "opportunities"] ?? file[isLead ? "leads" : "opportunities"]) as JsonArray;
        if (records is null or { Count: 0 or > MaxRecords })
            return "no list of 1 to 500 records";
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in records)
        {
            if (node is not JsonObject record)
                return "a record that is no object";
            if (!seen.Add(Text(record, AwsId) ?? "\n" + Text(record, isLead ? "partnerCrmLeadId" : "partnerCrmUniqueIdentifier")))
                return "a record twice";
            foreach (var (name, value) in record)
            {
                var kind = value?.GetValueKind() ?? JsonValueKind.Null;
                var wanted = Numbers.Contains(name) ? JsonValueKind.Number : Lists.Contains(name) ? JsonValueKind.Array : JsonValueKind.String;
                if (kind != JsonValueKind.Null && kind != wanted)
                    return $"{name} of a wrong type";
                if (kind == JsonValueKind.String && value!.GetValue<string>().Equals(Mask, StringComparison.OrdinalIgnoreCase))
                    return $"{name} with a mask";
            }
        }

        return null;
    }

    JsonObject Answer(JsonObject sent, bool isLead, DateTimeOffset now)
    {
        var (id, partner) = (Text(sent, AwsId), Text(sent, isLead ? "partnerCrmLeadId" : "partnerCrmUniqueIdentifier"));
        if (!_ofRun.Add(id ?? "\n" + partner))
            _faults.Add($"{id ?? partner}: two versions are on their way");
        id ??= partner is null ? null : _byPartner.GetValueOrDefault(partner);
        var record = id is null ? null : _records.GetValueOrDefault(id);
        if (_random.NextDouble() < Terms.Bad)
            return Result(record?.Id, partner, "User not found for Opportunity Owner email:someone@example.com");
        if (Terms.Refuses(sent) is { } refusal)
            return Result(record?.Id, partner, refusal);
        // A partner's answer travels alone.
        if (Text(sent, AnswerField(isLead)) is not null && sent.Count(member => member.Key is not (AwsId or "partnerCrmUniqueIdentifier" or "partnerCrmLeadId" or "rejectionReason")) > 1)
            _faults.Add($"{id}: an answer with other fields");
        if (record is null)
            return isLead || id is not null ? Result(id, partner, "Record not found") : Create(sent, partner, now);
        if (record.ReviewedAt is not null)
            return Result(record.Id, partner, "Record is not editable.");
        if (partner is not null)
            _byPartner[partner] = record.Id;
        var changed = false;
        foreach (var (name, value) in sent.Where(member => member.Key != AwsId))
        {
            changed |= !JsonNode.DeepEquals(record.Fields[name], value);
            record.Fields[name] = value?.DeepClone();
        }

        if (!changed)
            return Result(record.Id, partner, "No new update identified for this record");
        record.Changed = now;
        record.Updates++;
        return Result(record.Id, partner, null);
    }

    JsonObject Create(JsonObject sent, string? partner, DateTimeOffset now)
    {
        string[] required = ["country", "industry", "partnerProjectTitle", "projectDescription", "targetCloseDate"];
        if (required.Where(name => Text(sent, name) is null).ToList() is { Count: > 0 } missing)
            return Result(null, partner, "Required: " + string.Join(';', missing));
        var record = new AceRecord(NewId(false), IsLead: false, (JsonObject)sent.DeepClone()) { Changed = now, ReviewedAt = Terms.Review > TimeSpan.Zero ? now + Terms.Review : null };
        record.Fields["status"] = Terms.Review > TimeSpan.Zero ? "Submitted" : "Approved";
        record.Fields["stage"] = "Prospect";
        record.Fields["opportunityOwnership"] = "Partner Referral";
        _records[record.Id] = record;
        if (partner is not null)
            _byPartner[partner] = record.Id;
        return Result(record.Id, partner, null);
    }

    static JsonObject Result(string? id, string? partner, string? error) => new()
    {
        ["warnings"] = null,
        ["partnerCrmUniqueIdentifier"] = partner,
        ["isSuccess"] = error is null,
        ["errors"] = error is null ? null : new JsonArray(error),
        [AwsId] = id,
    };

    static JsonObject Outbound(AceRecord record, DateTimeOffset now)
    {
        var fields = (JsonObject)record.Fields.DeepClone();
        foreach (var name in record.Masked.Where(_ => Text(record.Fields, AnswerField(record.IsLead)) != "Accepted"))
            fields[name] = Mask;
        fields[AwsId] = record.Id;
        fields["lastModifiedDate"] = now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        return fields;
    }

    static string AnswerField(bool isLead) => isLead ? "currentLeadStage" : "partnerAcceptanceStatus";

    string NewId(bool isLead) => string.Create(CultureInfo.InvariantCulture, $"{(isLead ? 'L' : 'O')}{_next++:D7}");

    static string Folder(bool isLead, string kind) => (isLead ? "lead" : "opportunity") + kind;

    static string? Text(JsonObject record, string name) => record[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    static byte[] Bytes(JsonObject json) => Encoding.UTF8.GetBytes(json.ToJsonString());
}
