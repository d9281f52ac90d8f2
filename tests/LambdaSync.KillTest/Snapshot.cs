using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace LambdaSync.KillTest;

/// <summary>All that a data folder holds, read with plain SQL: the code under test has no part in the proof.</summary>
sealed partial class Snapshot
{
    // Account ids and the like are part of the fields; only the times of the entries differ from run to run.
    const string Crm = "SELECT object || ' ' || id || ' ' || CAST(fields AS TEXT) FROM record ORDER BY 1";
    const string ExternalIdsTwice = "SELECT object || ' ' || field || ' ' || value FROM external_id GROUP BY object, field, value HAVING COUNT(*) > 1";
    const string SharedTwice = """
        SELECT json_extract(CAST(fields AS TEXT), '$.APN_CRM_Unique_Identifier__c') AS shared FROM record
        WHERE object = 'Opportunity' AND shared IS NOT NULL GROUP BY shared HAVING COUNT(*) > 1
        """;

    const string Details = """
        SELECT job_id || ' ' || idx || ' ' || aws_id || ' ' || ifnull(crm_id, '-') || ' ' || outcome || ' ' || CAST(issues AS TEXT) FROM detail ORDER BY job_id, idx
        """;

    const string Links = """
        SELECT aws_id || ' ' || crm_id || ' ' || version || ' ' || CAST(aws_baseline AS TEXT) || ' ' || CAST(crm_baseline AS TEXT) FROM record ORDER BY 1
        """;

    const string Jobs = "SELECT id || ' ' || status || ' ' || records || ' ' || succeeded || ' ' || failed FROM job ORDER BY id";
    const string Unfinished = """
        SELECT id FROM job WHERE ended IS NULL UNION ALL
        SELECT kind || ' ' || id FROM work WHERE intent IS NOT NULL OR parked OR (due IS NOT NULL AND kind <> 'Schedule')
        """;

    const string PerFile = """
        SELECT j.source || '|' || COUNT(d.idx) || '|' || COUNT(DISTINCT d.idx) || '|' || ifnull(MAX(d.idx), -1) FROM job j LEFT JOIN detail d ON d.job_id = j.id GROUP BY j.id
        """;

    readonly Dictionary<string, List<string>> _parts = [];
    readonly List<string> _own = [];
    readonly List<string> _perFile;

    Snapshot(string data)
    {
        var (crm, sync) = (Path.Combine(data, "crm.db"), Path.Combine(data, "sync.db"));
        _parts["CRM record"] = Rows(crm, Crm);
        _parts["detail"] = Rows(sync, Details);
        _parts["link"] = Rows(sync, Links);
        _parts["job"] = Rows(sync, Jobs);
        _perFile = Rows(sync, PerFile);
        _own.AddRange(Rows(crm, ExternalIdsTwice).Concat(Rows(crm, SharedTwice)).Select(id => "an external id is there twice: " + id));
        _own.AddRange(Rows(sync, Unfinished).Select(id => "left unfinished: " + id));
    }

    public string Summary => string.Join(", ", _parts.Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Value.Count} {part.Key}s")));

    public static Snapshot Of(string data) => new(data);

    /// <summary>The details stored so far; 0 while there is no file or table.</summary>
    public static int StoredDetails(string data)
    {
        var path = Path.Combine(data, "sync.db");
        if (!File.Exists(path))
            return 0;
        try
        {
            return int.Parse(Rows(path, "SELECT COUNT(*) FROM detail")[0], CultureInfo.InvariantCulture);
        }
        catch (SqliteException)
        {
            return 0;
        }
    }

    /// <summary>Every record of every file has one detail, nothing is there twice, nothing is left to do.</summary>
    public List<string> Against(Expected expected)
    {
        var problems = new List<string>(_own);
        foreach (var (name, records) in expected.Files)
        {
            var found = _perFile.Where(line => line.Contains('/' + name + '@', StringComparison.Ordinal)).ToList();
            if (found is not [var line] || !line.EndsWith(string.Create(CultureInfo.InvariantCulture, $"|{records}|{records}|{records - 1}"), StringComparison.Ordinal))
                problems.Add($"{name} has {records} records, the log says {string.Join(" and ", found)}");
        }

        return problems;
    }

    public List<string> Differences(Snapshot wanted)
    {
        var problems = new List<string>(_own);
        foreach (var (name, lines) in wanted._parts)
        {
            var mine = _parts[name];
            problems.AddRange(lines.Except(mine).Select(line => $"{name} missing: {line}"));
            problems.AddRange(mine.Except(lines).Select(line => $"{name} too many: {line}"));
            if (mine.Count != lines.Count)
                problems.Add($"{mine.Count} {name}s instead of {lines.Count}");
        }

        return problems;
    }

    // When the CRM last changed a record.
    [GeneratedRegex("""\"(?:LastModifiedDate|AWS_Last_Sync__c)":"[^"]*",?""")]
    private static partial Regex Modified();

    static List<string> Rows(string path, string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // constants of this class
        command.CommandText = sql;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(reader.IsDBNull(0) ? "" : Modified().Replace(reader.GetValue(0).ToString()!, ""));
        return rows;
    }
}
