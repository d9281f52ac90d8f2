using Microsoft.Data.Sqlite;

namespace LambdaSync.Simulation.Outsides;

/// <summary>Reads an in-memory database with plain SQL: the code under test has no part in what an invariant sees.</summary>
sealed class SqliteDump : IDisposable
{
    readonly SqliteConnection _connection;

    /// <param name="name">As <see cref="Name"/> made it.</param>
    public SqliteDump(string name)
    {
        _connection = new SqliteConnection(ConnectionString(name));
        _connection.Open();
    }

    /// <summary>The name of a database in memory that lives as long as a connection to it and can be opened twice.</summary>
    public static string Name(string purpose, long number) => $"file:{purpose}-{number}?mode=memory&cache=shared";

    public static string ConnectionString(string name) => new SqliteConnectionStringBuilder { DataSource = name, Pooling = false }.ToString();

    public List<object?[]> Rows(string sql, params object[] values)
    {
        using var command = _connection.CreateCommand();
#pragma warning disable CA2100 // constants of this project
        command.CommandText = sql;
#pragma warning restore CA2100
        for (var i = 0; i < values.Length; i++)
            command.Parameters.AddWithValue($"${i + 1}", values[i]);
        using var reader = command.ExecuteReader();
        var rows = new List<object?[]>();
        while (reader.Read())
        {
            var row = new object?[reader.FieldCount];
            for (var i = 0; i < row.Length; i++)
                row[i] = reader.IsDBNull(i) ? null : reader.GetValue(i);
            rows.Add(row);
        }

        return rows;
    }

    /// <summary>The first column, as text.</summary>
    public List<string> Texts(string sql, params object[] values) => [.. Rows(sql, values).Select(r => r[0]?.ToString() ?? "")];

    public IEnumerable<string> Tables() => Texts("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name");

    public void Dispose() => _connection.Dispose();
}
