using LambdaSync.Simulation.Outsides;
using Microsoft.Data.Sqlite;

namespace LambdaSync.Simulation.Parts;

/// <summary>A database in memory that takes the contents of one store after another, so that invariants read all stores with the same SQL.</summary>
/// <param name="schema">Makes the tables, and keeps the database alive.</param>
/// <param name="tables">Each with the number of its columns.</param>
sealed class FilledTables(string name, Func<string, IDisposable> schema, IReadOnlyDictionary<string, int> tables) : IDisposable
{
    readonly Dictionary<string, SqliteCommand> _inserts = new(StringComparer.Ordinal);
    readonly List<SqliteCommand> _deletes = [];
    IDisposable? _schema;
    SqliteConnection? _connection;

    /// <summary>Replaces everything by these rows.</summary>
    public void Fill(IEnumerable<(string Table, object?[] Values)> rows)
    {
        if (_connection is null)
            Open();
        using var transaction = _connection!.BeginTransaction();
        foreach (var delete in _deletes)
            Run(delete, transaction);
        foreach (var (table, values) in rows)
        {
            var insert = _inserts[table];
            for (var i = 0; i < values.Length; i++)
                insert.Parameters[i].Value = values[i] ?? DBNull.Value;
            Run(insert, transaction);
        }

        transaction.Commit();
    }

    public void Dispose()
    {
        _connection?.Dispose();
        _schema?.Dispose();
    }

    void Open()
    {
        _schema = schema(name);
        _connection = new SqliteConnection(SqliteDump.ConnectionString(name));
        _connection.Open();
        foreach (var (table, columns) in tables)
        {
            _deletes.Add(Prepare($"DELETE FROM {table}"));
            var insert = _inserts[table] = Prepare($"INSERT INTO {table} VALUES ({string.Join(", ", Enumerable.Range(1, columns).Select(i => $"${i}"))})");
            for (var i = 1; i <= columns; i++)
                insert.Parameters.Add(new SqliteParameter { ParameterName = $"${i}" });
        }
    }

    SqliteCommand Prepare(string sql)
    {
        var command = _connection!.CreateCommand();
#pragma warning disable CA2100 // constants of this project
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }

    static void Run(SqliteCommand command, SqliteTransaction transaction)
    {
        command.Transaction = transaction;
        command.ExecuteNonQuery();
    }
}
